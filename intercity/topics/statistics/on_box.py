"""Whether each gains as the province counts projects, on a whole box of numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from intercity.topics.statistics.check import counted
from intercity.topics.statistics.section import Statistics
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.box import any_negative, none_negative

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: what each gains with its statistics counted, at both rates, enclosed.

    Where nobody loses and the members' shares add up to no more than all projects, no payment is
    needed with every project counted once.
    """
    statistics, compact = context.scenario.section(Statistics), context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    found = counted(context, statistics, compact)
    both = [(x, found.own_gains.get(city, x)) for city, x in found.gains.items()]
    if any(all(any_negative([x]) for x in one) for one in both):
        return Verdict.FAILS.value
    if not none_negative([x for one in both for x in one]):
        if any(all(x < 0 for x in one) for one in both):
            return Verdict.FAILS.value
        raise Unsettled("whether projects must be counted twice")
    if sum(found.share.values(), Fraction(0)) > 1:
        raise Unsettled("payments that the law allows")
    return Verdict.STANDS.value
