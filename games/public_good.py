"""A public good: all cities benefit from what any of them pays for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, one_of, within
from games.errors import InvalidInput
from games.exact import Number, exact
from games.players import validated_players

__all__ = ["PublicGood"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class PublicGood:
    """A public good: all cities benefit from what any of them pays for.

    City i's benefit from level G of a good (clean water, a fund for research) grows by

        v_i'(G) = max(0, a_i - b_i G)

    for a little more of it, and each unit costs c. What others have paid for serves it as well as
    what it has paid for itself, so each waits for the others.

    Cities, their benefits from a public good, and what a unit of it costs.

    Figures by city are a mapping from names or a sequence in the order of the cities.

    ``first``: a_i >= 0, what the first unit is worth. ``falls``: b_i > 0, by how much less each
    further unit is worth; nobody is harmed by more than it needs. ``cost``: c > 0, of a unit.

    Frozen, hashable, and changed by ``dataclasses.replace``.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> river = PublicGood(["Up", "Down"], first=[6, 10], falls=[1, 1], cost=8)
    >>> river.marginal("Down", 3), river.benefit("Down", 3)
    (Fraction(7, 1), Fraction(51, 2))

    Source: Samuelson (1954), The pure theory of public expenditure; Cornes and Sandler (1996).
    """

    cities: tuple[str, ...]
    first: tuple[Fraction, ...]
    falls: tuple[Fraction, ...]
    cost: Fraction

    def __init__(self, cities: Iterable[str], first: ByCity, falls: ByCity, cost: Number) -> None:
        names = validated_players(cities, "city")
        worth = numbers(first, names, "benefit of a first unit")
        slopes = numbers(falls, names, "fall of the benefit")
        for city, a, b in zip(names, worth, slopes, strict=True):
            if a < 0:
                raise InvalidInput(f"benefit of a first unit of {city}", a, "0 or more")
            if b <= 0:
                raise InvalidInput(f"fall of the benefit of {city}", b, "more than 0")
        price: Any = within(cost, "the cost of a unit", "more than 0")
        for field, value in (
            ("cities", names),
            ("first", worth),
            ("falls", slopes),
            ("cost", price),
        ):
            object.__setattr__(self, field, value)

    def marginal(self, city: str, level: Number) -> Fraction:
        """v_i'(G): what a little more is worth to the city, per unit."""
        a, b = self._benefit_of(city)
        return max(ZERO, a - b * exact(level, "the level"))

    def benefit(self, city: str, level: Number) -> Fraction:
        """v_i(G), from 0 at no good."""
        a, b = self._benefit_of(city)
        used = min(exact(level, "the level"), a / b)
        return a * used - b * used**2 / 2

    def _benefit_of(self, city: str) -> tuple[Fraction, Fraction]:
        one_of(city, self.cities, "a city")
        i = self.cities.index(city)
        return self.first[i], self.falls[i]

    def __repr__(self) -> str:
        return f"PublicGood({', '.join(self.cities)}; {approximately(self.cost)} a unit)"
