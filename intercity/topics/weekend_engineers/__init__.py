"""Do cities buy an engineer's spare hours where all together would gain by it?"""

from __future__ import annotations

from intercity.topics.topic import Topic
from intercity.topics.weekend_engineers.builder import shared_engineer
from intercity.topics.weekend_engineers.check import EngineerOutcome, check
from intercity.topics.weekend_engineers.english import WORDS
from intercity.topics.weekend_engineers.equations import state
from intercity.topics.weekend_engineers.proposals import proposals
from intercity.topics.weekend_engineers.section import WeekendEngineers
from intercity.topics.weekend_engineers.validation import engineer_violations

__all__ = ["TOPIC"]

TOPIC = Topic(
    "engineers",
    number=19,
    sections={
        "weekend_engineers": (WeekendEngineers, "cities that want the spare hours of an engineer")
    },
    violations=engineer_violations,
    games=(shared_engineer,),
    check=check,
    proposals=proposals,
    signed=(("weekend_engineers", "allowed"), ("weekend_engineers", "grant")),
    outcomes=(EngineerOutcome,),
    words={"en": WORDS},
    equations=state,
)
