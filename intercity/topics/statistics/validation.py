"""Shares of projects in statistics: of cities, and no more than there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import toml_text
from intercity.topics.statistics.section import Statistics

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["statistics_violations"]


def statistics_violations(s: Scenario) -> Iterator[Violation]:
    """Shares of what is credited are of cities, and sum to 1 unless counted twice."""
    statistics = s.section(Statistics)
    if statistics is None:
        return
    yield from unknown_cities(s, ("statistics", "indicator_value"), statistics.indicator_value)
    keys: Keys = ("statistics", "attribution")
    yield from unknown_cities(s, keys, statistics.attribution)
    for city, share in statistics.attribution.items():
        if not 0 <= share <= 1:
            yield Violation((*keys, city), toml_text(share), "a share from 0 to 1")
    total = sum(statistics.attribution.values())
    if total != 1 and not (statistics.double_counting and total > 1):
        yield Violation(
            keys,
            toml_text(statistics.attribution),
            f"shares that sum to 1 (they sum to {toml_text(total)}; more than 1 needs "
            "double_counting = true)",
        )
