"""What each city gains by leaving a truce of all, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.truce_clubs.check import TruceClubsOutcome

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.outcome import Outcome

__all__ = ["charts"]


def charts(context: Context, found: Outcome) -> Iterator[Chart]:
    """Bars for each city: who gains would leave."""
    if isinstance(found, TruceClubsOutcome) and found.clubs:
        yield Lanes(
            title="What each city gains by leaving a truce of all",
            unit=context.scenario.money,
            columns={"gain by leaving": found.everyone.gain_by_leaving},
        )
