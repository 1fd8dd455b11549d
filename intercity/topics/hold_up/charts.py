"""What each member has alone, as signed and bargained again, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.hold_up.check import HoldUpOutcome

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["charts"]


def charts(report: Report) -> Iterator[Chart]:
    """Bars for each member."""
    found = next((f.facts for f in report.findings if isinstance(f.facts, HoldUpOutcome)), None)
    if found is not None and found.talked_down:
        yield Lanes(
            title="What members have a year, and to what they can be talked down",
            unit=report.scenario.money,
            columns={
                "alone": {city: one.alone for city, one in found.members.items()},
                "as signed": {city: one.as_signed for city, one in found.members.items()},
                "talked down to": {
                    city: one.bargained_again
                    for city, one in found.members.items()
                    if city in found.talked_down
                },
            },
        )
