"""Does every member still gain as the province counts the projects?"""

from __future__ import annotations

from intercity.topics.statistics.check import StatisticsOutcome, check, conditions
from intercity.topics.statistics.english import WORDS
from intercity.topics.statistics.equations import state
from intercity.topics.statistics.on_box import on_box
from intercity.topics.statistics.proposals import proposals
from intercity.topics.statistics.section import Statistics
from intercity.topics.statistics.validation import statistics_violations
from intercity.topics.topic import Topic

__all__ = ["TOPIC"]

TOPIC = Topic(
    "statistics",
    number=12,
    sections={"statistics": (Statistics, "what cities are judged by")},
    violations=statistics_violations,
    check=check,
    on_box=on_box,
    on_many=False,
    proposals=proposals,
    signed=(("statistics", "attribution"),),
    conditions=conditions,
    of_the_deal=True,
    outcomes=(StatisticsOutcome,),
    words={"en": WORDS},
    equations=state,
)
