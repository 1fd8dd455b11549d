"""Does a corridor reach its ends?"""

from __future__ import annotations

from intercity.topics.corridor.check import CorridorOutcome, check
from intercity.topics.corridor.english import WORDS
from intercity.topics.corridor.equations import state
from intercity.topics.corridor.picture import pictures
from intercity.topics.corridor.section import Corridor, corridor_game, corridor_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "corridor",
    number=26,
    sections={"corridor": (Corridor, "a corridor of cities in order, and what its links cost")},
    violations=corridor_violations,
    games=(corridor_game,),
    check=check,
    outcomes=(CorridorOutcome,),
    words={"en": WORDS},
    equations=state,
    pictures=pictures,
)
