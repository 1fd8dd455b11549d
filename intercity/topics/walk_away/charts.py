"""What each member gains in each year of the deal, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Curves
from intercity.topics.walk_away.check import WalkAwayOutcome
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.run_solver import call

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.outcome import Outcome

__all__ = ["charts"]


def charts(context: Context, found: Outcome) -> Iterator[Chart]:
    """The flows over what each has without the deal: who has had its gain may leave."""
    asked = isinstance(found, WalkAwayOutcome)
    if not asked or context.compact is None or context.deal is None:
        return
    curves = {}
    for city in context.members:
        alone = context.status_quo[city]
        flows = deal_stream(context.compact, context.deal, alone, city, call)
        if flows is not None:
            curves[city] = [(Fraction(year), flow) for year, flow in enumerate(flows)]
    if curves:
        yield Curves(
            title="What each member gains in each year, over having no deal",
            across="year (0: the signing)",
            up=context.scenario.money,
            curves=curves,
        )
