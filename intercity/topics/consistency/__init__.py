"""Does the deal promise more than its members have?"""

from __future__ import annotations

from intercity.topics.consistency.check import ConsistencyOutcome, check
from intercity.topics.consistency.english import WORDS
from intercity.topics.consistency.equations import state
from intercity.topics.consistency.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "consistency",
    number=13,
    check=check,
    on_box=on_box,
    of_the_deal=True,
    outcomes=(ConsistencyOutcome,),
    words={"en": WORDS},
    equations=state,
)
