"""Is each park worth its cost, and who should pay for it?"""

from __future__ import annotations

from intercity.topics.park.check import ParkOutcome, check
from intercity.topics.park.english import WORDS
from intercity.topics.park.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "the park",
    number=1,
    check=check,
    on_box=on_box,
    on_many=False,
    of_the_deal=True,
    of_groups=True,
    outcomes=(ParkOutcome,),
    words={"en": WORDS},
    by_component=True,
)
