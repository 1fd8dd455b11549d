"""Does every member still gain as the province counts the projects?"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from intercity.topics.topic import Contents, Topic

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["TOPIC", "Need"]


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    DEAL_WITH_A_PARK = "[statistics] to a deal with a park"


def _contents() -> Contents:
    from intercity.topics.statistics.check import StatisticsOutcome, check, conditions
    from intercity.topics.statistics.english import WORDS
    from intercity.topics.statistics.equations import state
    from intercity.topics.statistics.proposals import proposals
    from intercity.topics.statistics.section import Statistics
    from intercity.topics.statistics.validation import statistics_violations

    return Contents(
        sections={"statistics": Statistics},
        violations=statistics_violations,
        check=check,
        proposals=proposals,
        conditions=conditions,
        outcomes=(StatisticsOutcome,),
        words={"en": WORDS},
        equations=state,
    )


def _on_box(context: Context) -> str:
    from intercity.topics.statistics.on_box import on_box

    return on_box(context)


TOPIC = Topic(
    "statistics",
    number=12,
    tables={"statistics": "what cities are judged by"},
    needs=(Need.DEAL_WITH_A_PARK,),
    on_box=_on_box,
    on_many=False,
    signed=(("statistics", "attribution"),),
    of_the_deal=True,
    load=_contents,
)
