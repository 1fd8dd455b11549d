"""What each member has alone, as signed and bargained again, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.hold_up.check import HoldUpOutcome

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.outcome import Outcome

__all__ = ["charts"]


def charts(context: Context, found: Outcome) -> Iterator[Chart]:
    """Bars for each member."""
    if isinstance(found, HoldUpOutcome) and found.talked_down:
        yield Lanes(
            title="What members have a year, and to what they can be talked down",
            unit=context.scenario.money,
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
