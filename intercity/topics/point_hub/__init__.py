"""Does a point hub pay, and serve enough cities?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.point_hub.builder import hubs
    from intercity.topics.point_hub.check import HubOutcome, check
    from intercity.topics.point_hub.english import WORDS
    from intercity.topics.point_hub.equations import state
    from intercity.topics.point_hub.proposals import proposals
    from intercity.topics.point_hub.section import PointHub
    from intercity.topics.point_hub.validation import hub_violations

    return Contents(
        sections={"point_hub": PointHub},
        violations=hub_violations,
        games=(hubs,),
        check=check,
        proposals=proposals,
        outcomes=(HubOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "point hub",
    number=23,
    tables={"point_hub": "hubs that a budget could open, and one that is planned"},
    signed=(("point_hub", "planned"),),
    load=_contents,
)
