"""Is there anything to share?"""

from __future__ import annotations

from intercity.topics.surplus.check import SurplusOutcome, check
from intercity.topics.surplus.english import WORDS
from intercity.topics.surplus.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "surplus",
    number=1,
    check=check,
    on_box=on_box,
    of_the_deal=True,
    of_groups=True,
    outcomes=(SurplusOutcome,),
    words={"en": WORDS},
    by_component=True,
)
