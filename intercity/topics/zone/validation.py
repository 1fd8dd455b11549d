"""Zones of cities that have a level, each city in one at most, none too large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.zone.section import Zone

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["zone_violations"]


def zone_violations(s: Scenario) -> Iterator[Violation]:
    """A partition that repeats a city, or a zone of more than there may be, is no plan."""
    given = s.section(Zone)
    if given is None:
        return
    yield from unknown_cities(s, ("zone", "level"), given.level)
    placed: set[str] = set()
    for k, zone in enumerate(given.zones):
        for i, city in enumerate(zone):
            keys: Keys = ("zone", "zones", k, i)
            known = "city of zone.level"
            yield from unknown_names(keys, [city], given.level, known, as_value=True)
            if city in placed:
                yield Violation(keys, f"{toml_text(city)} again", "a city of one zone alone")
            placed.add(city)
        if given.largest is not None and len(zone) > given.largest:
            most = f"at most {given.largest}, as zone.largest"
            yield Violation(("zone", "zones", k), f"{len(zone)} cities", most)
