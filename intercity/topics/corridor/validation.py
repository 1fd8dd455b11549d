"""A corridor in one piece, of different cities, and numbers of these alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation, missing
from intercity.scenario.names import unknown_names, unlike_members
from intercity.topics.corridor.section import Corridor

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["corridor_violations"]


def corridor_violations(s: Scenario) -> Iterator[Violation]:
    """Each city after the first has its link, and what the stretch keeps."""
    given = s.section(Corridor)
    if given is None:
        return
    yield from unlike_members(("corridor", "cities"), given.cities, s.players, "city")
    for field in ("gives", "takes"):
        names, known = getattr(given, field), "city of corridor.cities"
        yield from unknown_names(("corridor", field), names, given.cities, known)
    for field in ("link", "kept"):
        table, known = getattr(given, field), "city after the first"
        yield from unknown_names(("corridor", field), table, given.cities[1:], known)
        for city in given.cities[1:]:
            if city not in table:
                right = "given for each city after the first: else the corridor is in two parts"
                yield missing(("corridor", field, city), right)
