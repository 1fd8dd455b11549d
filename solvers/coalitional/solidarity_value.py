"""The solidarity value: who joins a coalition gets what its members add on average."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.semivalue_sums import semivalue_sums
from solvers.coalitional.shapley import shapley_weights
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.coalitional.subset_sums import sizes

__all__ = ["SolidarityCertificate", "solidarity_value"]


def solidarity_value(game: CoalitionalGame) -> Allocation:
    """The solidarity value: who joins a coalition gets what its members add on average.

        x_i = sum over S with i of  (n - s)! (s - 1)! / n!  A(S),      s = |S|
        A(S) = (1/s)  sum over k in S of  (v(S) - v(S - k))

    Where the Shapley value pays each city what it adds itself, here the strong members of a
    coalition bring the weak ones along: a city that adds nothing may get something.

    For games of gains or costs, exact; it adds up to v(N).

    A city may get less than alone, even in a convex game. A second at 20 cities; float64 arrays are
    added up in whole numbers, too, which takes some ten.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> brothers = CoalitionalGame(["A", "B", "C"], {"A": 0, "B": 0, "C": 0, ("A", "B"): 1,
    ...                                              ("A", "C"): 0, ("B", "C"): 0,
    ...                                              ("A", "B", "C"): 1})
    >>> split = solidarity_value(brothers)        # the Shapley value gives 1/2, 1/2, 0
    >>> split["A"], split["C"], split.certificate.verify(brothers)
    (Fraction(7, 18), Fraction(2, 9), True)

    It is the Shapley value of the game in which a coalition of s, other than all, makes v(S) / (s +
    1): so it is found, and checked by the formula above.

    Source: Nowak and Radzik (1994), also the example; Calvo (2008) and Radzik and Driessen (2013)
    for the second formula.
    """
    refuse_untabulated(game)
    payoffs = semivalue_sums(_shared(game), shapley_weights(len(game.players)))
    return SolidarityCertificate(dict(zip(game.players, payoffs, strict=True))).answer(game)


def _shared(game: CoalitionalGame) -> CoalitionalGame:
    """The game in which a coalition of s, other than all, makes v(S) / (s + 1)."""
    worths, unit = game.integers()
    n = len(game.players)
    whole = math.lcm(*range(1, n + 1))
    parts = [whole // (s + 1) for s in range(n)] + [whole]
    fits = worths.dtype != object and int(abs(worths).max()) < 2**62 // whole
    kind: Any = np.int64 if fits else object
    shared = worths.astype(kind) * np.array(parts, dtype=kind)[sizes(n)]
    return CoalitionalGame.from_integers(game.players, shared, unit / whole, game.sense)


@dataclass(frozen=True, slots=True)
class SolidarityCertificate(SplitCertificate, kind="solidarity value"):
    """The value itself: it is checked by what the members of each coalition add on average."""

    method: ClassVar[str] = "the Shapley value of the game of shared worths, in one pass"
    status: ClassVar[str] = "What the members of a coalition add on average, over all orders."
    second: ClassVar[str] = "the mean of what members add"

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        worths, unit = subject.integers()
        n = len(subject.players)
        fits = worths.dtype != object and int(abs(worths).max()) < 2**61 // (n << n)
        worths = worths if fits else worths.astype(object)
        added = np.zeros_like(worths)  # by all members together
        for i in range(n):
            table, joins = added.reshape(-1, 2, 1 << i), worths.reshape(-1, 2, 1 << i)
            table[:, 1] += joins[:, 1] - joins[:, 0]
        found, size_of = [Fraction(0)] * n, sizes(n)
        for s in range(1, n + 1):
            masks = np.flatnonzero(size_of == s)
            chance = unit / (s * s * math.comb(n, s))  # of each, and of each member
            for i in range(n):
                found[i] += int(added[masks[masks >> i & 1 == 1]].sum()) * chance
        return found
