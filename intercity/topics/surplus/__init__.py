"""Is there anything to share?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.surplus.check import SurplusOutcome, check
    from intercity.topics.surplus.english import WORDS

    return Contents(
        check=check,
        outcomes=(SurplusOutcome,),
        words={"en": WORDS},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.surplus.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "surplus",
    number=1,
    on_box=_on_box,
    of_the_deal=True,
    of_groups=True,
    by_component=True,
    load=_contents,
)
