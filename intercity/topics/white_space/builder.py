"""From [white_space] to land and the scenarios of what it brings."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.white_space.section import LandPlan

if TYPE_CHECKING:
    from games.white_space import WhiteSpace
    from intercity.region.context import Context

__all__ = ["land_plan"]

NOTHING = Fraction(0)


def land_plan(context: Context, dearer: Fraction = NOTHING) -> WhiteSpace | None:
    """The plan of all cities that have land in it; ``None`` without the section.

    ``dearer``: what a unit left white costs more than it says, in every city.
    """
    given = context.scenario.section(LandPlan)
    if given is None:
        return None
    from games.white_space import WhiteSpace

    def table(name: str) -> dict[str, dict[str, dict[str, object]]]:
        return {
            scenario: {
                city: {use: number.value for use, number in row.items()}
                for city, row in getattr(one, name).items()
            }
            for scenario, one in given.scenarios.items()
        }

    return WhiteSpace(
        {city: given.land[city].value for city in context.scenario.players if city in given.land},
        table("returns"),
        demand=table("demand"),
        chance={scenario: one.chance.value for scenario, one in given.scenarios.items()},
        holding={
            city: amount_of(given.holding.get(city)) + dearer
            for city in context.scenario.players
            if city in given.land
        },
        late={city: cost.value for city, cost in given.late.items()},
    )
