"""What each city bids in the race, for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.drawing.chart import Chart, Lanes
from intercity.topics.arms_race.check import ArmsRaceOutcome

if TYPE_CHECKING:
    from intercity.region.context import Context
    from intercity.topics.outcome import Outcome

__all__ = ["charts"]


def charts(context: Context, found: Outcome) -> Iterator[Chart]:
    """Bars of bids, and of what all cities keep in the race, without bids and at best."""
    if not isinstance(found, ArmsRaceOutcome):
        return
    many, accord = found.technology == "logit", ", under the accord" * found.under_accord
    yield Lanes(
        title=f"What each city bids {'for a firm' if many else 'on average'}{accord}",
        unit=context.scenario.money,
        columns={"bid": found.bids},
    )
    yield Lanes(
        title="What all cities together keep",
        unit=context.scenario.money,
        columns={
            "a year": {
                "under the accord" if found.under_accord else "in the race": found.all_keep,
                "if nobody paid": found.all_keep_without_bids,
                "at best" if found.affordable else "without budgets": found.all_could_keep,
            }
        },
    )
