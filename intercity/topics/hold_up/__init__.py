"""Who can be talked down once its part is sunk?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.hold_up.charts import charts
    from intercity.topics.hold_up.check import HoldUpOutcome, check, conditions
    from intercity.topics.hold_up.english import WORDS
    from intercity.topics.hold_up.equations import state

    return Contents(
        check=check,
        conditions=conditions,
        outcomes=(HoldUpOutcome,),
        words={"en": WORDS},
        equations=state,
        charts={"en": charts},
    )


def _on_box(context: Context) -> str:
    from intercity.topics.hold_up.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "hold-up",
    number=6,
    on_box=_on_box,
    on_many=False,
    of_the_deal=True,
    of_plans=True,
    load=_contents,
)
