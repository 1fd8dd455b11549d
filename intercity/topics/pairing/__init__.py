"""Would any hub and city rather leave their partners for each other?"""

from __future__ import annotations

from intercity.topics.pairing.builder import given_pairs
from intercity.topics.pairing.check import PairingOutcome, check
from intercity.topics.pairing.english import WORDS
from intercity.topics.pairing.equations import state
from intercity.topics.pairing.on_box import on_box
from intercity.topics.pairing.picture import pictures
from intercity.topics.pairing.proposals import proposals
from intercity.topics.pairing.section import Pairing
from intercity.topics.pairing.validation import pairing_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "pairing",
    number=10,
    sections={"pairing": (Pairing, "who could pair with whom; [province] pairs says who has to")},
    violations=pairing_violations,
    games=(given_pairs,),
    check=check,
    on_box=on_box,
    on_many=False,
    proposals=proposals,
    signed=(("pairing", "paid"),),
    outcomes=(PairingOutcome,),
    words={"en": WORDS},
    equations=state,
    pictures=pictures,
)
