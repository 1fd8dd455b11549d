"""Do projects gather in the hub, and does what they bring reach the small city?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.double_effect.check import DoubleEffectOutcome, check
    from intercity.topics.double_effect.english import WORDS

    return Contents(
        check=check,
        outcomes=(DoubleEffectOutcome,),
        words={"en": WORDS},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.double_effect.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "double effect",
    number=20,
    on_box=_on_box,
    of_the_deal=True,
    load=_contents,
)
