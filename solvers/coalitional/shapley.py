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
line for its certificate into CERTIFIED of tests/solvers/test_certificates_tampered.py, and its
published values into tests/published.

Source: Shapley (1953); Harsanyi (1963); the example: Peters (2015).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.excess import refuse_untabulated

__all__ = ["ShapleyCertificate", "shapley_value"]


@singledispatch
def shapley_value(game: CoalitionalGame | Any) -> Allocation:
    """The Shapley value of a game of gains or costs, exact.

    It is defined for every game, and linear: of costs it is what each city pays. It can lie
    outside the core even if that is not empty.
    """
    refuse_untabulated(game)
    n = len(game.players)
    worths, unit = _summable(game)
    split = {}
    for i, city in enumerate(game.players):
        # v(S + i) - v(S), by S; then one exact sum for each size of S.
        pairs = worths.reshape(-1, 2, 1 << i)
        added = _sums_by_size((pairs[:, 1] - pairs[:, 0]).ravel())
        orders = sum(
            math.factorial(s) * math.factorial(n - s - 1) * int(total)
            for s, total in enumerate(added)
        )
        split[city] = Fraction(orders, math.factorial(n)) * unit
    return ShapleyCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class ShapleyCertificate(Certificate, kind="Shapley value"):
    """The value itself: it is checked against the dividends."""

    split: Mapping[str, Fraction]

    def faults(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        dividends, unit = _summable(subject)
        dividends = dividends.copy()
        for i in range(len(subject.players)):
            pairs = dividends.reshape(-1, 2, 1 << i)
            pairs[:, 1] -= pairs[:, 0]
        for i, city in enumerate(subject.players):
            taking_part = dividends.reshape(-1, 2, 1 << i)[:, 1].ravel()
            share = sum(Fraction(int(d), s + 1) for s, d in enumerate(_sums_by_size(taking_part)))
            if self.split[city] != share * unit:
                yield f"The dividends give {city} {share * unit}, not {self.split[city]}."

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="marginal contributions, one exact sum for each size of coalition",
            status="What each city adds, averaged over all orders of joining.",
            certificate=self,
        )


def _summable(game: CoalitionalGame) -> tuple[npt.NDArray[Any], Fraction]:
    """The worths as whole numbers that can be added up 4^n times without overflow, and their unit.

    A dividend is a sum of at most 2^n worths, and no sum below has more than 2^n dividends.
    """
    worths, unit = game.integers()
    room = 2**62 >> 2 * len(game.players)
    if worths.dtype != object and max(int(worths.max()), -int(worths.min())) >= room:
        worths = worths.astype(object)
    return worths, unit


def _sums_by_size(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sums of the values by bitmask, one for each number of bits."""
    sizes = np.zeros(1, dtype=np.int64)
    while len(sizes) < len(values):
        sizes = np.concatenate((sizes, sizes + 1))
    order = np.argsort(sizes, kind="stable")
    starts = np.searchsorted(sizes[order], np.arange(sizes[-1] + 1))
    sums: npt.NDArray[Any] = np.add.reduceat(values[order], starts)
    return sums
