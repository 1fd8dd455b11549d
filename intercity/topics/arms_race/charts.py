"""What each city bids in the race, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.arms_race.check import ArmsRaceOutcome

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["charts"]


def charts(report: Report) -> Iterator[Chart]:
    """Bars of bids, and of what all cities keep in the race, without bids and at best."""
    found = next((f.facts for f in report.findings if isinstance(f.facts, ArmsRaceOutcome)), None)
    if found is None:
        return
    many = found.technology == "logit"
    yield Lanes(
        title="What each city bids for a firm" if many else "What each city bids on average",
        unit=report.scenario.money,
        columns={"bid": found.bids},
    )
    yield Lanes(
        title="What all cities together keep",
        unit=report.scenario.money,
        columns={
            "a year": {
                "in the race": found.all_keep,
                "if nobody paid": found.all_keep_without_bids,
                "at best": found.all_could_keep,
            }
        },
    )
