"""Alternating offers of two cities on a smooth frontier y = f(x): the root of one equation.

If city 1 gets x when it proposes, it says yes to h_1(x), where h_i(z) = max(outside_i,
e_i + g_i (z - e_i)) is what a no would bring to it. So city 2 gets f(h_1(x)) when it proposes, says
yes to h_2 of that, and what city 1 can get is where the frontier gives it just as much:

    f(x) = h_2(f(h_1(x))).

Left minus right falls along a frontier that falls and bends inwards, since waiting costs both: so
there is one root, enclosed by balls, or found exactly where it is a fraction. Where the frontier
ends before the root, that end is what city 1 gets.

>>> from games import AlternatingOffers, BargainingProblem
>>> from solvers.bargaining.alternating_offers import alternating_offers
>>> arc = BargainingProblem.from_frontier(["Hangzhou", "Quzhou"], "12 - x**2", (0, 0))
>>> deal = alternating_offers(AlternatingOffers(arc, 0.9))
>>> deal, deal.proof.radius < Fraction(1, 10**58)
(OffersEquilibrium(Hangzhou opens: Hangzhou=2.10429, Quzhou=7.57196), True)

Source: Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109;
Binmore (1987), Perfect equilibria in bargaining models, for frontiers that bend.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from games.alternating_offers import AlternatingOffers
from solvers.bargaining.formula_balls import Undecided, sign, symbolic, value_between
from solvers.bargaining.frontier_shape import centred, ends_at, grid, sign_change, start

__all__ = ["SmoothOffers"]

DIGITS, BITS = 60, 600
Interval = tuple[Fraction, Fraction]


class SmoothOffers:
    """The frontier above what both can make sure of, up to its ``end``, and the equation on it.

    ``end``: exactly, or the multiple of the grid below (see ``frontier_shape``).
    """

    def __init__(self, game: AlternatingOffers, end: Fraction) -> None:
        self.game, self.problem, self.end = game, above_floors(game), end
        self.first, self.second = game.problem.players
        self.low = start(self.problem)
        frontier: Any = self.problem.frontier
        self.f = frontier.expression
        (self.x,) = self.f.free_symbols
        self.unit = grid(end - self.low, DIGITS)

    def sign(self, x: Fraction) -> int:
        """The sign of f(x) - h_2(f(h_1(x))): of the lesser of two, as h_2 is the greater of two."""
        if x > self.end:
            return -1

        game, second = self.game, self.second
        asked = max(self.low, game.after_no(self.first, x))
        e, g = symbolic(game.impasse[second]), symbolic(game.patience[second])
        waiting = e + g * (self.f.subs(self.x, symbolic(asked)) - e)
        at = {self.x: (x, x)}
        return min(
            sign(self.f - symbolic(game.outside[second]), at),
            sign(self.f - waiting, at),
        )

    def place(self, x: Fraction) -> str | None:
        """How x is proven to be the first city's own: "root", "cell", "end"; ``None``: it is not.

        "cell": it is between x and the next multiple of the grid.
        """
        try:
            here = self.sign(x)
            if here == 0:
                return "root"
            if here < 0 or not self.low <= x <= self.end:
                return None
            if x == self.end and ends_at(self.problem, x):
                return "end"
            return "cell" if x % self.unit == 0 and self.sign(x + self.unit) < 0 else None
        except Undecided:
            return None

    def find(self) -> Fraction:
        """The place of the first city's own."""
        for x in (self.low, self.end):
            if self.place(x) in {"root", "end"}:
                return x
        return sign_change(self.sign, self.low, self.end, self.unit)

    def own(self, x: Fraction, place: str) -> dict[str, Interval]:
        """Intervals around what each city gets when it proposes."""
        high = x + self.unit if place == "cell" else x
        asked = [max(self.low, self.game.after_no(self.first, z)) for z in (x, high)]
        return {self.first: (x, high), self.second: self._height(*asked)}

    def _height(self, low: Fraction, high: Fraction) -> Interval:
        """What the second city can have where the first has something from low to high."""
        return value_between(self.f, {self.x: (low, high)}, BITS)

    def centres(self, x: Fraction, place: str) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        """What each gets when it proposes, and how far the true number can be from that."""
        return centred(self.own(x, place))


def above_floors(game: AlternatingOffers) -> Any:
    """The problem, with what each can make sure of in place of the disagreement payoffs."""
    floors = {name: max(game.outside[name], e) for name, e in game.impasse.items()}
    return replace(game.problem, disagreement=floors)
