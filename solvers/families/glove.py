"""The Shapley value of a glove game: how much the scarce side gains, and how little it keeps all.

A left glove adds 1 where it finds more right gloves than left ones: with a of the other l - 1 left
and b of the r right gloves already there,

    phi_L = sum over a < b of  C(l-1, a) C(r, b) (a+b)! (n-a-b-1)! / n!

The core gives all to the scarce side, and so does the nucleolus, which halves each pair where no
side is scarce; the Shapley value does not. The two sides' sums prove each other: they add up to
min(l, r).

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
from solvers.coalitional.nucleolus import nucleolus
from solvers.coalitional.shapley import shapley_value
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = [
    "GloveNucleolusCertificate",
    "GloveShapleyCertificate",
    "glove_nucleolus",
    "glove_shapley",
]


@shapley_value.register
def glove_shapley(game: GloveGame) -> Allocation:
    """The Shapley value of a glove game, by the numbers of gloves that come before."""
    left, right = len(game.left), len(game.right)
    one = _adds(left, right)
    split = dict.fromkeys(game.left, one)
    split |= dict.fromkeys(game.right, (min(left, right) - left * one) / right)
    return GloveShapleyCertificate(split).answer(game)


@nucleolus.register
def glove_nucleolus(game: GloveGame) -> Allocation:
    """The nucleolus of a glove game: all to the scarce side, or half to each."""
    left, right = len(game.left), len(game.right)
    one = Fraction(1, 2) if left == right else Fraction(int(left < right))
    split = dict.fromkeys(game.left, one) | dict.fromkeys(game.right, 1 - one)
    return GloveNucleolusCertificate(split).answer(game)


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


@dataclass(frozen=True, slots=True)
class GloveNucleolusCertificate(SplitCertificate, kind="nucleolus of a glove game"):
    """The split itself: checked by what each adds to all others, scaled to what there is."""

    method: ClassVar[str] = "the scarce side gets all; pairs share alike where no side is scarce"
    status: ClassVar[str] = "The core's only split, or the middle of it where no side is scarce."
    second: ClassVar[str] = "what each adds to all others"

    def recomputed(self, subject: GloveGame) -> Iterable[Fraction]:
        everybody = subject.worth(subject.players)
        added = [
            everybody - subject.worth(set(subject.players) - {name}) for name in subject.players
        ]
        return [more * everybody / sum(added) for more in added]
