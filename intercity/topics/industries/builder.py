"""From [industries] to the choice of all cities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.quantity import Quantity
from intercity.topics.industries.section import Industries

if TYPE_CHECKING:
    from games.industry_choice import IndustryChoice
    from intercity.region.context import Context

__all__ = ["industry_choice"]


def industry_choice(context: Context) -> IndustryChoice | None:
    """Which industry to court, for all cities; ``None`` without the section."""
    given = context.scenario.section(Industries)
    if given is None:
        return None
    from games.industry_choice import IndustryChoice

    def values(table: Mapping[str, Quantity]) -> dict[str, Fraction]:
        return {industry: one.value for industry, one in table.items()}

    return IndustryChoice(
        context.scenario.players,
        given.signal,
        fit={city: values(row) for city, row in given.fit.items()},
        signal=values(given.signal),
        truth=values(given.truth),
        crowding=values(given.crowding),
    )
