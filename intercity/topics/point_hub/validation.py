"""Hubs that cost something, and cities that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_cities, unknown_names, unlike_members
from intercity.topics.point_hub.section import PointHub

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["hub_violations"]


def hub_violations(s: Scenario) -> Iterator[Violation]:
    """Worth is of cities, and of hubs with a cost; each planned hub is one of these."""
    given = s.section(PointHub)
    if given is None:
        return
    known = "hub of point_hub.opening"
    yield from unknown_cities(s, ("point_hub", "worth"), given.worth)
    for city, row in given.worth.items():
        yield from unknown_names(("point_hub", "worth", city), row, given.opening, known)
    yield from unlike_members(("point_hub", "planned"), given.planned, given.opening, known)
