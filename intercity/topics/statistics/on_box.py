"""Whether each gains as the province counts projects, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from intercity.topics.statistics.check import counted
from intercity.topics.statistics.section import Statistics
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.box import any_negative

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict, where somebody loses: what each gains with its statistics counted, enclosed."""
    statistics, compact = context.scenario.section(Statistics), context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    if any_negative(counted(context, statistics, compact).gains.values()):
        return Verdict.FAILS.value
    raise Unsettled("payments that the law allows")
