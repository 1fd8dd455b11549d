"""Does a corridor reach its ends?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.corridor.check import CorridorOutcome, check
    from intercity.topics.corridor.english import WORDS
    from intercity.topics.corridor.equations import state
    from intercity.topics.corridor.picture import pictures
    from intercity.topics.corridor.section import Corridor, corridor_game, corridor_violations

    return Contents(
        sections={"corridor": Corridor},
        violations=corridor_violations,
        games=(corridor_game,),
        check=check,
        outcomes=(CorridorOutcome,),
        words={"en": WORDS},
        equations=state,
        pictures=pictures,
    )


TOPIC = Topic(
    "corridor",
    number=26,
    tables={"corridor": "a corridor of cities in order, and what its links cost"},
    load=_contents,
)
