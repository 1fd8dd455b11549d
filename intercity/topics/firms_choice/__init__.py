"""Do firms return as the deal plans?"""

from __future__ import annotations

from intercity.topics.firms_choice.check import FirmsChoiceOutcome, check
from intercity.topics.firms_choice.english import WORDS
from intercity.topics.firms_choice.equations import state
from intercity.topics.firms_choice.on_box import on_box
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "firms' choice",
    number=4,
    check=check,
    on_box=on_box,
    of_the_deal=True,
    of_plans=True,
    outcomes=(FirmsChoiceOutcome,),
    words={"en": WORDS},
    equations=state,
)
