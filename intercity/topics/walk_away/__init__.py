"""Does a member ever do better by leaving the deal?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.walk_away.charts import charts
    from intercity.topics.walk_away.check import WalkAwayOutcome, check, conditions
    from intercity.topics.walk_away.english import WORDS
    from intercity.topics.walk_away.equations import state

    return Contents(
        check=check,
        conditions=conditions,
        outcomes=(WalkAwayOutcome,),
        words={"en": WORDS},
        equations=state,
        charts={"en": charts},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.walk_away.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "walk-away",
    number=5,
    on_box=_on_box,
    of_the_deal=True,
    of_plans=True,
    load=_contents,
)
