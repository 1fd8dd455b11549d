"""Brokers that are no city, and deals and links of two different ones, each given once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import toml_text
from intercity.topics.broker.section import Broker

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["broker_violations"]


def broker_violations(s: Scenario) -> Iterator[Violation]:
    """Deals are between cities; links join cities and brokers."""
    given = s.section(Broker)
    if given is None:
        return
    for k, name in enumerate(given.brokers):
        if name in s.players or name in given.brokers[:k]:
            right = "a name of its own, and no city's"
            yield Violation(("broker", "brokers", k), toml_text(name), right)
    for field, known, what in (
        ("deals", s.players, "city"),
        ("links", (*s.players, *given.brokers), "city or broker"),
    ):
        table = getattr(given, field)
        yield from unknown_names(("broker", field), table, known, what)
        for one, row in table.items():
            yield from unknown_names(("broker", field, one), row, known, what)
            for other in row:
                if other == one or one in table.get(other, ()):
                    found = "of one alone" if other == one else "given twice"
                    right = "of two, given once"
                    yield Violation(("broker", field, one, other), found, right)
