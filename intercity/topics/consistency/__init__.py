"""Does the deal promise more than its members have?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.consistency.check import ConsistencyOutcome, check
    from intercity.topics.consistency.english import WORDS
    from intercity.topics.consistency.equations import state

    return Contents(
        check=check,
        outcomes=(ConsistencyOutcome,),
        words={"en": WORDS},
        equations=state,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.consistency.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "consistency",
    number=13,
    on_box=_on_box,
    of_the_deal=True,
    load=_contents,
)
