"""Does the deal's gain survive fiscal equalisation, which cuts grants as own tax grows?"""

from __future__ import annotations

from intercity.topics.equalisation.check import EqualisationOutcome, check, groups_make_grants
from intercity.topics.equalisation.english import WORDS
from intercity.topics.equalisation.equations import state
from intercity.topics.equalisation.section import Equalisation
from intercity.topics.equalisation.validation import equalisation_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "equalisation",
    number=14,
    sections={"equalisation": (Equalisation, "what a city loses in grants as its own tax grows")},
    violations=equalisation_violations,
    check=check,
    guard=groups_make_grants,
    of_the_deal=True,
    of_the_file=True,
    outcomes=(EqualisationOutcome,),
    words={"en": WORDS},
    equations=state,
)
