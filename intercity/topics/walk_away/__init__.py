"""Does a member ever do better by leaving the deal?"""

from __future__ import annotations

from intercity.topics.topic import Topic
from intercity.topics.walk_away.charts import charts
from intercity.topics.walk_away.check import WalkAwayOutcome, check, conditions
from intercity.topics.walk_away.english import WORDS
from intercity.topics.walk_away.equations import state
from intercity.topics.walk_away.on_box import on_box

__all__ = ["TOPIC"]

TOPIC = Topic(
    "walk-away",
    number=5,
    check=check,
    on_box=on_box,
    conditions=conditions,
    of_the_deal=True,
    of_plans=True,
    outcomes=(WalkAwayOutcome,),
    words={"en": WORDS},
    equations=state,
    charts={"en": charts},
)
