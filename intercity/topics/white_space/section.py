"""Land, the scenarios of what it brings, and what it costs to wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.label import Label
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import Amount, AmountByCity, ByCity, Positive, amount_of
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.white_space import WhiteSpace
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["LandPlan", "LandScenario", "land_plan", "white_space_violations"]


class LandScenario(Section):
    """One course that demand for land may take."""

    chance: Annotated[Positive, Label("how likely {0} is")] = Field(
        description="how likely it is, relative to the other scenarios"
    )
    returns: Annotated[Mapping[str, ByCity], Label("what land for {2} in {1} brings in {0}")] = (
        Field(description="what a unit of land brings per year: city, then use; 0 if left out")
    )
    demand: Annotated[Mapping[str, AmountByCity], Label("the demand for {2} in {1} in {0}")] = (
        Field(default={}, description="the most land that a use asks for: city, then use; no limit")
    )


class LandPlan(Section):
    """Land that each city commits to uses before it knows the scenario, or leaves white."""

    land: Annotated[AmountByCity, Label("the land of {0}")] = Field(
        min_length=1, description="land to be planned, by city"
    )
    holding: Annotated[AmountByCity, Label("what it costs {0} to hold white land")] = Field(
        default={}, description="cost per year of a unit left white; 0 if left out"
    )
    late: Annotated[Mapping[str, Amount], Label("what a late use in {0} brings less")] = Field(
        default={}, description="what a unit brings less that is built on later; 0 if left out"
    )
    scenarios: Mapping[str, LandScenario] = Field(
        min_length=1, description="the courses that demand may take"
    )


def white_space_violations(s: Scenario) -> Iterator[Violation]:
    """Whatever is said is of a city with land; demand is of a use that brings something."""
    given = s.section(LandPlan)
    if given is None:
        return
    yield from unknown_cities(s, ("white_space", "land"), given.land)
    known = "city of white_space.land"
    for field in ("holding", "late"):
        yield from unknown_names(("white_space", field), getattr(given, field), given.land, known)
    uses = {use for one in given.scenarios.values() for row in one.returns.values() for use in row}
    if not uses:
        yield missing(("white_space", "scenarios"), "given with the return of at least one use")
    for name, one in given.scenarios.items():
        keys: Keys = ("white_space", "scenarios", name)
        yield from unknown_names((*keys, "returns"), one.returns, given.land, known)
        yield from unknown_names((*keys, "demand"), one.demand, given.land, known)
        for city, row in one.demand.items():
            yield from unknown_names((*keys, "demand", city), row, sorted(uses), "use with returns")


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
