"""Who can be talked down once its part is sunk?"""

from __future__ import annotations

from intercity.topics.hold_up.charts import charts
from intercity.topics.hold_up.check import HoldUpOutcome, check, conditions
from intercity.topics.hold_up.english import WORDS
from intercity.topics.hold_up.equations import state
from intercity.topics.hold_up.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "hold-up",
    number=6,
    check=check,
    on_box=on_box,
    on_many=False,
    conditions=conditions,
    of_the_deal=True,
    of_plans=True,
    outcomes=(HoldUpOutcome,),
    words={"en": WORDS},
    equations=state,
    charts={"en": charts},
)
