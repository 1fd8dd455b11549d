"""Rates and formulas of fiscal equalisation: of cities, one of the two, below all of the tax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import Share, toml_text
from intercity.topics.equalisation.section import Equalisation

if TYPE_CHECKING:
    from intercity.region.scenario import Scenario

__all__ = ["equalisation_violations"]


def equalisation_violations(s: Scenario) -> Iterator[Violation]:
    """Each city has a rate or a formula, and keeps something of its tax."""
    given = s.section(Equalisation)
    if given is None:
        return
    for field in ("rate", "formula"):
        yield from unknown_cities(s, ("equalisation", field), getattr(given, field))
    for city in given.formula:
        if city in given.rate:
            found, expected = "given beside its rate", "left out: a city has a rate or a formula"
            yield Violation(("equalisation", "formula", city), found, expected)
    shares: dict[Keys, Share] = {
        ("equalisation", "rate", city): rate for city, rate in given.rate.items()
    }
    shares |= {
        ("equalisation", "formula", city, "share"): formula.share
        for city, formula in given.formula.items()
    }
    for keys, share in shares.items():
        most = share.value if share.high is None else share.high
        if most >= 1:
            yield Violation(
                keys, toml_text(most), "below 1, its range included: a city keeps a part"
            )
