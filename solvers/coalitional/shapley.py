"""The Shapley value: each city gets what it adds, averaged over all orders of joining.

    phi_i = sum over S without i of  s! (n - s - 1)! / n!  (v(S + i) - v(S)),      s = |S|

The certificate is checked by another formula. Harsanyi's dividends say what each coalition makes
beyond what its parts make, d(S) = v(S) - sum of d(T) over T inside S; each member gets an equal
share: phi_i = sum over S with i of d(S) / |S|.

>>> from games import CoalitionalGame
>>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1, ("L", "S"): 1,
...                                           ("R", "S"): 0, ("L", "R", "S"): 1})
>>> split = shapley_value(glove)
>>> split["L"], split["R"], split.certificate.verify(glove)
(Fraction(2, 3), Fraction(1, 6), True)

Beside a concept's own file, its name goes into ``solvers/__init__.py`` and docs/reference.md, a
line for its certificate into its room's file in tests/certified, and its published values into
tests/published.

Source: Shapley (1953); Harsanyi (1963); the example: Peters (2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from math import comb, lcm
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.excess import refuse_untabulated, subset_sums
from solvers.coalitional.semivalue_sums import (
    limbs,
    marginal_sums,
    semivalue_proof,
    semivalue_radius,
    semivalue_sums,
)

__all__ = ["ShapleyCertificate", "shapley_value", "shapley_weights"]


@singledispatch
def shapley_value(game: CoalitionalGame | Any) -> Allocation:
    """The Shapley value of a game of gains or costs.

    It is defined for every game, and linear: of costs it is what each city pays. It can lie
    outside the core even if that is not empty. Exact, but for float64 arrays of more than 16
    cities, where it is enclosed: ``proof`` tells the radius, some 3 * 10^-11 of the largest worth.
    """
    refuse_untabulated(game)
    payoffs = semivalue_sums(game, shapley_weights(len(game.players)))
    return ShapleyCertificate(dict(zip(game.players, payoffs, strict=True))).answer(game)


def shapley_weights(n: int) -> list[Fraction]:
    """The chance that a city comes after s given others, in an order drawn at random, by s."""
    return [Fraction(1, n * comb(n - 1, s)) for s in range(n)]


@dataclass(frozen=True, slots=True)
class ShapleyCertificate(Certificate, kind="Shapley value"):
    """The value itself: it is checked against the dividends."""

    split: Mapping[str, Fraction]

    def faults(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        orders = shapley_weights(len(subject.players))
        radius = semivalue_radius(subject, orders)
        if radius:
            again, within = marginal_sums(subject, orders), radius / 2  # each is off by less
        else:
            again, within = _by_dividends(subject), radius
        for city, share in zip(subject.players, again, strict=True):
            if abs(self.split[city] - share) > within:
                yield f"By the second formula {city} gets {share}, not {self.split[city]}."

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="marginal contributions, weighted by the size of the coalition, in one pass",
            status="What each city adds, averaged over all orders of joining.",
            proof=semivalue_proof(subject, shapley_weights(len(subject.players))),
            certificate=self,
        )


def _by_dividends(game: CoalitionalGame) -> list[Fraction]:
    """The sum of d(S) / |S| over the coalitions of each city, over the denominator lcm(1, ..., n).

    It is an average of contributions, so it is at most 2 max |v|: where that leaves room, sums
    modulo 2^64 are the sums themselves.
    """
    n = len(game.players)
    denominator = lcm(*range(1, n + 1))
    sizes = subset_sums(np.ones(n, dtype=np.intp))
    by_size = np.array([0] + [denominator // s for s in range(1, n + 1)])
    payoffs = [Fraction(0)] * n
    for worths, unit in limbs(game, 61 - denominator.bit_length()):
        shares = worths.copy()
        for i in range(n):
            pairs = shares.reshape(-1, 2, 1 << i)
            pairs[:, 1] -= pairs[:, 0]
        shares *= by_size[sizes]
        for i in range(n):
            payoffs[i] += int(shares.reshape(-1, 2, 1 << i)[:, 1].sum()) * unit
    return [payoff / denominator for payoff in payoffs]
