"""What each city gains by leaving a truce of all, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.truce_clubs.check import TruceClubsOutcome

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["charts"]


def charts(report: Report) -> Iterator[Chart]:
    """Bars for each city: who gains would leave."""
    found = next((f.facts for f in report.findings if isinstance(f.facts, TruceClubsOutcome)), None)
    if found is not None and found.clubs:
        yield Lanes(
            title="What each city gains by leaving a truce of all",
            unit=report.scenario.money,
            columns={"gain by leaving": found.everyone.gain_by_leaving},
        )
