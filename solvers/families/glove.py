"""The Shapley value of a glove game: how much the scarce side gains, and how little it keeps all.

A left glove adds 1 where it finds more right gloves than left ones: with a of the other l - 1 left
and b of the r right gloves already there,

    phi_L = sum over a < b of  C(l-1, a) C(r, b) (a+b)! (n-a-b-1)! / n!

The core gives all to the scarce side; the Shapley value does not. The two sides' sums prove each
other: they add up to min(l, r).

>>> from games import GloveGame
>>> from solvers import shapley_value
>>> shapley_value(GloveGame(["L"], ["R1", "R2"]))
Allocation(L=0.666667, R1=0.166667, R2=0.166667)

Source: Shapley and Shubik (1969), Pure competition, coalitional power, and fair division.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.glove import GloveGame
from solvers.answer import Allocation
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["GloveShapleyCertificate", "glove_shapley"]


@shapley_value.register
def glove_shapley(game: GloveGame) -> Allocation:
    """The Shapley value of a glove game, by the numbers of gloves that come before."""
    left, right = len(game.left), len(game.right)
    one = _adds(left, right)
    split = dict.fromkeys(game.left, one)
    split |= dict.fromkeys(game.right, (min(left, right) - left * one) / right)
    return GloveShapleyCertificate(split).answer(game)


def _adds(ours: int, theirs: int) -> Fraction:
    n = ours + theirs
    total = sum(
        math.comb(ours - 1, a)
        * math.comb(theirs, b)
        * math.factorial(a + b)
        * math.factorial(n - a - b - 1)
        for a in range(ours)
        for b in range(a + 1, theirs + 1)
    )
    return Fraction(total, math.factorial(n))


@dataclass(frozen=True, slots=True)
class GloveShapleyCertificate(SplitCertificate, kind="Shapley value of a glove game"):
    """The value itself: counted from the right side first."""

    method: ClassVar[str] = "counting the gloves that come before"
    status: ClassVar[str] = "What each glove adds, averaged over all orders of joining."
    second: ClassVar[str] = "counting from the right side"

    def recomputed(self, subject: GloveGame) -> Iterable[Fraction]:
        left, right = len(subject.left), len(subject.right)
        one = _adds(right, left)
        return [*[(min(left, right) - right * one) / left] * left, *[one] * right]
