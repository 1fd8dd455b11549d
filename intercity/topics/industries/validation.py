"""Industries of which something is said, and cities that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.topics.industries.section import Industries

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["industry_violations"]


def industry_violations(s: Scenario) -> Iterator[Violation]:
    """Whatever is given is of an industry with a signal, and of a city."""
    given = s.section(Industries)
    if given is None:
        return
    known = "industry of industries.signal"
    for field in ("truth", "crowding"):
        yield from unknown_names(("industries", field), getattr(given, field), given.signal, known)
    yield from unknown_cities(s, ("industries", "fit"), given.fit)
    for city, row in given.fit.items():
        yield from unknown_names(("industries", "fit", city), row, given.signal, known)
