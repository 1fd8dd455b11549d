"""Rates of fiscal equalisation: of cities, below all of the tax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import toml_text
from intercity.topics.equalisation.section import Equalisation

if TYPE_CHECKING:
    from intercity.region.scenario import Scenario

__all__ = ["equalisation_violations"]


def equalisation_violations(s: Scenario) -> Iterator[Violation]:
    """Rates are of cities, each of which keeps something of its tax."""
    given = s.section(Equalisation)
    if given is None:
        return
    yield from unknown_cities(s, ("equalisation", "rate"), given.rate)
    for city, rate in given.rate.items():
        most = rate.value if rate.high is None else rate.high
        if most >= 1:
            keys: Keys = ("equalisation", "rate", city)
            expected = "below 1, its range included: a city keeps a part"
            yield Violation(keys, toml_text(most), expected)
