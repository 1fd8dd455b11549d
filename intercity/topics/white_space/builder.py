"""From [white_space] to land and the scenarios of what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.white_space.section import LandPlan

if TYPE_CHECKING:
    from games.white_space import WhiteSpace
    from intercity.region.context import Context

__all__ = ["land_plan"]


def land_plan(context: Context) -> WhiteSpace | None:
    """The plan of all cities that have land in it; ``None`` without the section."""
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
        holding={city: cost.value for city, cost in given.holding.items()},
        late={city: cost.value for city, cost in given.late.items()},
    )
