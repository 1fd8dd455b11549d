"""Is there anything to share?"""

from __future__ import annotations

from intercity.topics.surplus.check import SurplusOutcome, check
from intercity.topics.surplus.english import WORDS
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "surplus",
    number=1,
    check=check,
    of_the_deal=True,
    of_groups=True,
    outcomes=(SurplusOutcome,),
    words={"en": WORDS},
    by_component=True,
)
