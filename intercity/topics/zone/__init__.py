"""Which zones of cooperation would cities form, and whom would they leave out?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.zone.builder import zone_game
    from intercity.topics.zone.check import ZoneOutcome, check
    from intercity.topics.zone.english import WORDS
    from intercity.topics.zone.equations import state
    from intercity.topics.zone.proposals import proposals
    from intercity.topics.zone.section import Zone
    from intercity.topics.zone.validation import zone_violations

    return Contents(
        sections={"zone": Zone},
        violations=zone_violations,
        games=(zone_game,),
        check=check,
        proposals=proposals,
        outcomes=(ZoneOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "zone",
    number=18,
    tables={"zone": "cities that form zones of cooperation, by how advanced they are"},
    signed=(("zone", "zones"),),
    load=_contents,
)
