"""Land of cities, and returns and demand of uses that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.topics.white_space.section import LandPlan

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["white_space_violations"]


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
