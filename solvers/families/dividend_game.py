"""Values of a game that is given by its dividends: each is shared among those who make it.

    Shapley  phi_i = sum of d(T) / |T|        Banzhaf  beta_i = sum of d(T) / 2^(|T| - 1)

over the groups T with i. The proof goes by potentials: P(S) = sum of d(T) / |T| over the groups
inside S, and a city gets what the potential loses without it, P(N) - P(N without i).

>>> from games import DividendGame
>>> from solvers import banzhaf_value, shapley_value
>>> ring = DividendGame(["A", "B", "C"], {("A", "B"): 6, ("B", "C"): 4, "C": -1})
>>> shapley_value(ring), banzhaf_value(ring)
(Allocation(A=3, B=5, C=1), Allocation(A=3, B=5, C=1))

Source: Harsanyi (1959); Hart and Mas-Colell (1989) for the potential; Deng and Papadimitriou
(1994).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.dividend_game import DividendGame
from solvers.answer import Allocation
from solvers.coalitional.banzhaf import banzhaf_value
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = [
    "BanzhafOfDividendsCertificate",
    "ShapleyOfDividendsCertificate",
    "banzhaf_of_dividends",
    "shapley_of_dividends",
]

ZERO = Fraction(0)


@shapley_value.register
def shapley_of_dividends(game: DividendGame) -> Allocation:
    """The Shapley value of a game given by dividends: equal shares of each."""
    return ShapleyOfDividendsCertificate(_shares(game, lambda size: size)).answer(game)


@banzhaf_value.register
def banzhaf_of_dividends(game: DividendGame) -> Allocation:
    """The Banzhaf value of a game given by dividends."""
    return BanzhafOfDividendsCertificate(_shares(game, lambda size: 2 ** (size - 1))).answer(game)


def _shares(game: DividendGame, divisor: Callable[[int], int]) -> dict[str, Fraction]:
    split = dict.fromkeys(game.players, ZERO)
    for group, dividend in game.dividends.items():
        for name in group:
            split[name] += dividend / divisor(len(group))
    return split


def _by_potential(game: DividendGame, divisor: Callable[[int], int]) -> list[Fraction]:
    parts = [(set(group), d / divisor(len(group))) for group, d in game.dividends.items()]
    whole = sum((part for _, part in parts), ZERO)
    return [
        whole - sum((part for group, part in parts if name not in group), ZERO)
        for name in game.players
    ]


@dataclass(frozen=True, slots=True)
class ShapleyOfDividendsCertificate(SplitCertificate, kind="Shapley value of dividends"):
    """The value itself: checked by the potential."""

    method: ClassVar[str] = "equal shares of each dividend"
    status: ClassVar[str] = "What each city adds, averaged over all orders of joining."
    second: ClassVar[str] = "the potential"

    def recomputed(self, subject: DividendGame) -> Iterable[Fraction]:
        return _by_potential(subject, lambda size: size)


@dataclass(frozen=True, slots=True)
class BanzhafOfDividendsCertificate(SplitCertificate, kind="Banzhaf value of dividends"):
    """The value itself: checked by the potential."""

    method: ClassVar[str] = "shares of each dividend"
    status: ClassVar[str] = "What each city adds, averaged over all coalitions of others."
    second: ClassVar[str] = "the potential"

    def recomputed(self, subject: DividendGame) -> Iterable[Fraction]:
        return _by_potential(subject, lambda size: 2 ** (size - 1))
