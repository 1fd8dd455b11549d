"""Do projects gather in the hub, and does what they bring reach the small city?"""

from __future__ import annotations

from intercity.topics.double_effect.check import DoubleEffectOutcome, check
from intercity.topics.double_effect.english import WORDS
from intercity.topics.double_effect.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "double effect",
    number=20,
    check=check,
    on_box=on_box,
    of_the_deal=True,
    outcomes=(DoubleEffectOutcome,),
    words={"en": WORDS},
)
