"""Hedonic games: cities that choose their zone by who else is in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, Spillovers, numbers, one_of, spillover_matrix, whole, within
from games.levels import partners_by_level
from games.players import Coalition, members_named, members_of, validated_players

__all__ = ["HedonicGame"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class HedonicGame:
    """Hedonic games: cities that choose their zone by who else is in it.

    A member i of a zone S has sum_{j in S, j != i} w_ij, and nothing alone; there is no money. No
    zone has more than ``largest`` members. ``from_levels`` makes w of how advanced cities are.

    Cities that form zones of cooperation, each in one.

    ``worth``: w_ij by ``worth[i][j]``, what j as a partner is worth to i, perhaps below 0.
    ``levels``: how advanced each city is, all 0 where not given. ``largest``: from 1 on; no limit
    where ``None``.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> zone = HedonicGame(["A", "B", "C"], [[0, 3, 1], [3, 0, 1], [2, 2, 0]])
    >>> zone.payoff("A", ["A", "B", "C"])
    Fraction(4, 1)

    Source: Drèze and Greenberg (1980), Hedonic coalitions; Bogomolnaia and Jackson (2002), The
    stability of hedonic coalition structures.
    """

    cities: tuple[str, ...]
    worth: tuple[tuple[Fraction, ...], ...]
    levels: tuple[Fraction, ...]
    largest: int

    def __init__(
        self,
        cities: Iterable[str],
        worth: Spillovers,
        *,
        levels: ByCity | None = None,
        largest: int | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        most = len(names) if largest is None else whole(largest, "the largest zone", 1)
        for field, found in {
            "cities": names,
            "worth": spillover_matrix(worth, names, "worth"),
            "levels": numbers(levels, names, "level", ZERO),
            "largest": most,
        }.items():
            object.__setattr__(self, field, found)

    @classmethod
    def from_levels(
        cls,
        levels: ByCity,
        cities: Iterable[str] | None = None,
        *,
        complementarity: Any = 0,
        learning: Any = 0,
        cost: Any = 0,
        largest: int | None = None,
    ) -> HedonicGame:
        """Partners by how advanced they are: w_ij = a l_i l_j + b max(0, l_j - l_i) - c.

        ``complementarity``: a, what levels are worth together, which the advanced have most of.
        ``learning``: b, what is learned of who is more advanced. ``cost``: c of each partner. All
        of them, and levels, 0 or more. ``cities``: those of a mapping where not given.

        >>> HedonicGame.from_levels({"Hub": 3, "Hill": 1}, complementarity=1, learning=2, cost=2)
        HedonicGame(Hub, Hill)
        >>> _.worth
        ((Fraction(0, 1), Fraction(1, 1)), (Fraction(5, 1), Fraction(0, 1)))
        """
        names, level, worth = partners_by_level(
            levels, cities, complementarity=complementarity, learning=learning
        )
        c = within(cost, "the cost of a partner", "0 or more")
        net = [[w - c if i != j else w for j, w in enumerate(row)] for i, row in enumerate(worth)]
        return cls(names, net, levels=level, largest=largest)

    def payoff(self, city: str, zone: Iterable[str]) -> Fraction:
        """What a city has in a zone of which it is a member."""
        i = self.cities.index(one_of(city, self.cities, "a city"))
        members = members_named(zone, self.cities, "zone")
        one_of(city, sorted(members), "the city of which the payoff is asked")
        return sum((self.worth[i][self.cities.index(other)] for other in members), ZERO)

    def zone(self, mask: int) -> Coalition:
        """The cities of a bitmask, in their order."""
        return members_of(mask, self.cities)

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        most = f"; zones of at most {self.largest}" if self.largest < len(self.cities) else ""
        return f"HedonicGame({', '.join(shown)}{most})"
