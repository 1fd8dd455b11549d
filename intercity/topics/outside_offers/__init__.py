"""Could groups that are free to form offer members more than the deal?"""

from __future__ import annotations

from intercity.topics.outside_offers.check import (
    OffersInALargeRegion,
    OutsideOffersOutcome,
    check,
    conditions,
)
from intercity.topics.outside_offers.english import WORDS
from intercity.topics.outside_offers.equations import state
from intercity.topics.outside_offers.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "outside offers",
    number=3,
    check=check,
    on_box=on_box,
    conditions=conditions,
    of_the_deal=True,
    of_groups=True,
    outcomes=(OutsideOffersOutcome, OffersInALargeRegion),
    words={"en": WORDS},
    equations=state,
)
