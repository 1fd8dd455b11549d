"""Does a group lose what nobody else claims?"""

from __future__ import annotations

from intercity.topics.claims.builder import claims_problem
from intercity.topics.claims.check import ClaimsOutcome, check
from intercity.topics.claims.english import WORDS
from intercity.topics.claims.equations import state
from intercity.topics.claims.picture import pictures
from intercity.topics.claims.proposals import proposals
from intercity.topics.claims.section import Claims
from intercity.topics.claims.validation import claims_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "claims",
    number=21,
    sections={"claims": (Claims, "claims on what is not enough, and how it is shared")},
    violations=claims_violations,
    games=(claims_problem,),
    check=check,
    proposals=proposals,
    signed=(("claims", "weight"),),
    outcomes=(ClaimsOutcome,),
    words={"en": WORDS},
    equations=state,
    pictures=pictures,
)
