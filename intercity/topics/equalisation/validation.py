"""Rates and formulas of fiscal equalisation: of cities, below all of the tax."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import Quantity, toml_text
from intercity.topics.equalisation.section import Equalisation, GrantFormula

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["equalisation_violations"]


def equalisation_violations(s: Scenario) -> Iterator[Violation]:
    """Rates are of cities, each of which keeps something of its tax; so are formulas."""
    given = s.section(Equalisation)
    if given is None:
        return
    if not given.rate and not given.formula:
        yield missing(("equalisation", "rate"), "given by city, or [equalisation.formula]")
    yield from unknown_cities(s, ("equalisation", "rate"), given.rate)
    yield from unknown_cities(s, ("equalisation", "formula"), given.formula)
    for city, rate in given.rate.items():
        yield from _keeps_something(("equalisation", "rate", city), rate)
    for city, formula in given.formula.items():
        keys: Keys = ("equalisation", "formula", city)
        if city in given.rate:
            yield Violation(keys, "a rate and a formula", "one of them")
        yield from _steps(keys, formula)
    moved = s.compact is not None and any(t.tax is not None for t in s.compact.transfer)
    if given.formula and moved:
        expected = (
            "given as rates where a transfer has a tax: which steps it reaches is not counted"
        )
        yield Violation(("equalisation", "formula"), "given", expected)
    if given.formula and given.payee_is_cut:
        expected = "payer: a formula counts the tax that a city collects itself"
        yield Violation(("equalisation", "shared_tax"), toml_text("payee"), expected)


def _steps(keys: Keys, formula: GrantFormula) -> Iterator[Violation]:
    """Each step ends above the one before it, wherever in their ranges; the last has no end."""
    before = None
    for k, step in enumerate(formula.steps):
        here: Keys = (*keys, "steps", k)
        yield from _keeps_something((*here, "rate"), step.rate)
        last = k + 1 == len(formula.steps)
        if last and step.up_to is not None:
            shown = toml_text(step.up_to.value)
            yield Violation((*here, "up_to"), shown, "left out: the last step has no end")
        elif not last and step.up_to is None:
            yield missing((*here, "up_to"), "given, since another step follows")
        elif step.up_to is not None:
            least = step.up_to.value if step.up_to.low is None else step.up_to.low
            if before is not None and least <= before:
                expected = f"above {toml_text(before)}, where the one before may end"
                yield Violation((*here, "up_to"), toml_text(least), expected)
            before = _highest(step.up_to)


def _keeps_something(keys: Keys, rate: Quantity) -> Iterator[Violation]:
    if _highest(rate) >= 1:
        expected = "below 1, its range included: a city keeps a part"
        yield Violation(keys, toml_text(_highest(rate)), expected)


def _highest(quantity: Quantity) -> Fraction:
    return quantity.value if quantity.high is None else quantity.high
