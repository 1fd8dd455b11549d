"""Do cities buy an engineer's spare hours where all together would gain by it?"""

from __future__ import annotations

from intercity.topics.topic import Contents, Topic

__all__ = ["TOPIC"]


def _contents() -> Contents:
    from intercity.topics.weekend_engineers.builder import shared_engineer
    from intercity.topics.weekend_engineers.check import EngineerOutcome, check
    from intercity.topics.weekend_engineers.english import WORDS
    from intercity.topics.weekend_engineers.equations import state
    from intercity.topics.weekend_engineers.proposals import proposals
    from intercity.topics.weekend_engineers.section import WeekendEngineers
    from intercity.topics.weekend_engineers.validation import engineer_violations

    return Contents(
        sections={"weekend_engineers": WeekendEngineers},
        violations=engineer_violations,
        games=(shared_engineer,),
        check=check,
        proposals=proposals,
        outcomes=(EngineerOutcome,),
        words={"en": WORDS},
        equations=state,
    )


TOPIC = Topic(
    "engineers",
    number=19,
    tables={"weekend_engineers": "cities that want the spare hours of an engineer"},
    signed=(("weekend_engineers", "allowed"), ("weekend_engineers", "grant")),
    load=_contents,
)
