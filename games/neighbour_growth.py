"""Growth of a neighbour: firms that rents drive out of a hub, and what a deal adds to that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, within
from games.errors import InvalidInput
from games.exact import exact
from games.players import validated_players

__all__ = ["NeighbourGrowth"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class NeighbourGrowth:
    """Growth of a neighbour: firms that rents drive out of a hub, and what a deal adds to that.

    A mass of firms too small to count one by one settles where it earns most. Where n_i are in city
    i, land rent is gamma_i n_i there, and each earns

        A_i - gamma_i n_i.

    The city has tax_i n_i + keeps_i gamma_i n_i^2: taxes, and its part of the land rents. Two
    things can happen: cities *grow*, with or without a deal, so that firms earn ``growth`` more
    there and ``arrivals`` firms come from outside; and a *deal* is made, so that firms earn
    ``deal`` more and ``brings`` firms come.

    ``cities``: names. ``earned``: A, before rents. ``rent``: gamma > 0, what each firm adds to the
    rent that all pay. ``firms``: how many there are, above 0. ``growth``, ``deal``: by city, 0
    where not given; below 0 where it hurts. ``arrivals``, ``brings``: 0 or more. ``tax``: of each
    firm, 1 where not given. ``keeps``: the part of land rents that is the city's, 0 where not
    given. All figures by city are mappings from names, or sequences in the order of the cities.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> delta = NeighbourGrowth(["Shanghai", "Jiaxing"], [10, 4], rent=[1, 1], firms=8, arrivals=4)
    >>> delta.world(growth=True, deal=False)
    ((Fraction(10, 1), Fraction(4, 1)), Fraction(12, 1))
    >>> delta.has([9, 3])["Jiaxing"]
    Fraction(3, 1)

    Source: Ricardo (1817), On the Principles of Political Economy and Taxation, for differential
    rent; Sandholm (2010), Population Games and Evolutionary Dynamics, for who settles where. That a
    neighbour may grow by it, and not by cooperation, is Hu and Zhang's (2024).
    """

    cities: tuple[str, ...]
    earned: tuple[Fraction, ...]
    rent: tuple[Fraction, ...]
    firms: Fraction
    growth: tuple[Fraction, ...]
    arrivals: Fraction
    deal: tuple[Fraction, ...]
    brings: Fraction
    tax: tuple[Fraction, ...]
    keeps: tuple[Fraction, ...]

    def __init__(
        self,
        cities: Iterable[str],
        earned: ByCity,
        rent: ByCity,
        firms: Any,
        *,
        growth: ByCity | None = None,
        arrivals: Any = 0,
        deal: ByCity | None = None,
        brings: Any = 0,
        tax: ByCity | None = None,
        keeps: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        if len(names) < 2:
            raise InvalidInput("the number of cities", len(names), "2 or more")
        slopes, taxes = numbers(rent, names, "rent"), numbers(tax, names, "tax", ONE)
        kept = numbers(keeps, names, "part of rents", ZERO)
        for i, city in enumerate(names):
            within(slopes[i], f"rent of {city}", "more than 0")
            within(taxes[i], f"tax of {city}", "0 or more")
            within(kept[i], f"part of rents of {city}", "between 0 and 1")
        for field, found in {
            "cities": names,
            "earned": numbers(earned, names, "earned"),
            "rent": slopes,
            "firms": within(firms, "the number of firms", "more than 0"),
            "growth": numbers(growth, names, "growth", ZERO),
            "arrivals": within(arrivals, "the number that arrives", "0 or more"),
            "deal": numbers(deal, names, "what the deal adds", ZERO),
            "brings": within(brings, "the number that the deal brings", "0 or more"),
            "tax": taxes,
            "keeps": kept,
        }.items():
            object.__setattr__(self, field, found)

    def world(self, *, growth: bool, deal: bool) -> tuple[tuple[Fraction, ...], Fraction]:
        """What firms earn before rents, by city, and how many there are."""
        added = zip(self.earned, self.growth, self.deal, strict=True)
        earned = tuple(a + growth * g + deal * d for a, g, d in added)
        return earned, self.firms + growth * self.arrivals + deal * self.brings

    def has(self, masses: Iterable[Any]) -> dict[str, Fraction]:
        """What each city has of the firms that settle there: taxes and its part of the rents."""
        found = {}
        for i, (city, given) in enumerate(zip(self.cities, masses, strict=True)):
            n = exact(given, f"the firms in {city}")
            found[city] = self.tax[i] * n + self.keeps[i] * self.rent[i] * n * n
        return found

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"NeighbourGrowth({', '.join(shown)}; {approximately(self.firms)} firms)"
