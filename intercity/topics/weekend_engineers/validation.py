"""Cities that want hours: known ones, each with its burden, and no more allowed than there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation, missing
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.weekend_engineers.section import WeekendEngineers

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["engineer_violations"]


def engineer_violations(s: Scenario) -> Iterator[Violation]:
    """All is said of cities with a value; a burden of each; the allowed hours are spare ones."""
    given = s.section(WeekendEngineers)
    if given is None:
        return
    place, known = "weekend_engineers", "city of weekend_engineers.value"
    yield from unknown_cities(s, (place, "value"), given.value)
    for field in ("burden", "travel", "grant", "spillover"):
        yield from unknown_names((place, field), getattr(given, field), given.value, known)
    for city, row in given.spillover.items():
        yield from unknown_names((place, "spillover", city), row, given.value, known)
        if city in row:
            found = toml_text(row[city].value)
            expected = f"left out: what an hour brings its own city is value.{city}"
            yield Violation((place, "spillover", city, city), found, expected)
    for city in given.value:
        if city not in given.burden:
            yield missing((place, "burden", city), "given for each city with a value")
    if given.allowed is not None and given.allowed.value > given.time.value:
        found, most = toml_text(given.allowed.value), toml_text(given.time.value)
        yield Violation((place, "allowed"), found, f"at most the spare hours, {most}")
