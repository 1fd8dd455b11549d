"""Assignment games: two sides, and what each pair of one seller and one buyer makes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.by_city import ByCity, in_order, numbers, one_of
from games.errors import InvalidInput, of_kind
from games.exact import over_one_denominator
from games.players import validated_players

__all__ = ["AssignmentGame"]

_SAFE = 2**62


@dataclass(frozen=True, slots=True)
class AssignmentGame:
    """Assignment games: two sides, and what each pair of one seller and one buyer makes together.

    A coalition is worth the best way to pair its sellers with its buyers, each with at most one:

        v(S) = max  sum of a_ij over disjoint pairs (i, j) in S

    A pair with a negative surplus need not trade. Sellers and buyers may be cities of the coast and
    of the hills, centres and satellites, or owners and users of a technology.

    Sellers, buyers, and the ``surplus`` of each pair: a row for each seller.

    Rows and entries stand by name or in order; what a mapping leaves out is 0. Errors:
    ``InvalidInput`` names the seller, buyer or number that cannot be right, or one who stands on
    both sides.

    >>> market = AssignmentGame(["coast"], ["hill", "dale"], [[5, 8]])
    >>> market.surplus_of("coast", "dale"), market.players
    (Fraction(8, 1), ('coast', 'hill', 'dale'))

    Here is data only: ``solvers.optimal_assignment`` finds the pairs.

    Source: Shapley and Shubik (1971), The assignment game I: the core.
    """

    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    surplus: tuple[tuple[Fraction, ...], ...]

    def __init__(
        self,
        sellers: Iterable[str],
        buyers: Iterable[str],
        surplus: Mapping[str, ByCity] | Sequence[ByCity] | npt.NDArray[Any],
    ) -> None:
        sides = [validated_players(sellers), validated_players(buyers)]
        for name in set(sides[0]).intersection(sides[1]):
            raise InvalidInput("a buyer", name, "someone who is no seller")
        if surplus is None:
            raise InvalidInput("the list of each seller's surplus", None, "a row for each")
        rows: Any = surplus
        zero = Fraction(0)
        table = tuple(
            numbers({} if row is None else row, sides[1], f"surplus with {seller}", zero, "buyer")
            for seller, row in zip(
                sides[0], in_order(rows, sides[0], "surplus", "seller"), strict=True
            )
        )
        for field, value in (("sellers", sides[0]), ("buyers", sides[1]), ("surplus", table)):
            object.__setattr__(self, field, value)

    @classmethod
    def from_values(
        cls,
        reserves: Mapping[str, Any],
        values: Mapping[str, Mapping[str, Any]],
    ) -> AssignmentGame:
        """The market in which each seller has one good: a pair makes value minus reserve, or 0.

        ``reserves``: what each seller's good is worth to itself. ``values``: for each buyer what
        the good of each seller is worth to it.

        >>> AssignmentGame.from_values({"s": 18}, {"b": {"s": 23}, "c": {"s": 17}}).surplus
        ((Fraction(5, 1), Fraction(0, 1)),)
        """
        for given, place in ((reserves, "list of reserves"), (values, "list of values")):
            of_kind(given, Mapping, place=place, hint="by name")
        sellers = validated_players(reserves, "seller")
        own = numbers(reserves, sellers, "reserve", who="seller")
        columns = [
            numbers(worth, sellers, f"value to {buyer}", who="seller")
            for buyer, worth in values.items()
        ]
        zero = Fraction(0)
        table = [[max(zero, column[i] - own[i]) for column in columns] for i in range(len(own))]
        return cls(sellers, values, table)

    @property
    def players(self) -> tuple[str, ...]:
        """The sellers, then the buyers."""
        return self.sellers + self.buyers

    def surplus_of(self, seller: str, buyer: str) -> Fraction:
        """a_ij; ``InvalidInput`` for a name that is not on that side."""
        for name, side, place in (
            (seller, self.sellers, "a seller"),
            (buyer, self.buyers, "a buyer"),
        ):
            one_of(name, side, place)
        return self.surplus[self.sellers.index(seller)][self.buyers.index(buyer)]

    def integers(self) -> tuple[npt.NDArray[Any], Fraction]:
        """The surplus as whole numbers with room for sums (int64, or Python's), and their unit.

        >>> AssignmentGame(["s"], ["b", "c"], [[0.5, 2]]).integers()
        (array([[1, 4]]), Fraction(1, 2))
        """
        whole, denominator = over_one_denominator(a for row in self.surplus for a in row)
        fits = max(map(abs, whole)) * 8 * len(self.players) < _SAFE
        table = np.array(whole, dtype=np.int64 if fits else object)
        return table.reshape(len(self.sellers), len(self.buyers)), Fraction(1, denominator)

    def __repr__(self) -> str:
        return f"AssignmentGame({len(self.sellers)} sellers, {len(self.buyers)} buyers)"
