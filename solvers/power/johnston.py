"""The Johnston index: a city that alone can bring a coalition down counts more than one
of several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import critical, winning

__all__ = ["JohnstonCertificate", "johnston_index"]


def johnston_index(game: CoalitionalGame) -> Allocation:
    """The Johnston index: a city that alone can bring a coalition down counts more than one of
    several.

        J_i in proportion to  sum over winning S that need i of  1 / (number of cities that S needs)

    Exact; it adds up to 1.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> power = johnston_index(council)
    >>> power["A"], power["B"], power["D"], power.certificate.verify(council)
    (Fraction(1, 2), Fraction(2, 9), Fraction(1, 18), True)

    Source: Johnston (1978).
    """
    wins, n = winning(game), len(game.players)
    needed = np.zeros(len(wins), dtype=np.int64)
    for i in range(n):
        needed += critical(wins, i)
    shares = []
    for i in range(n):
        counts = np.bincount(needed[critical(wins, i)], minlength=2).tolist()
        shares.append(sum((Fraction(c, k) for k, c in enumerate(counts) if c), Fraction(0)))
    split = {city: x / sum(shares) for city, x in zip(game.players, shares, strict=True)}
    return JohnstonCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class JohnstonCertificate(SplitCertificate, kind="Johnston index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "coalitions that need the city, by how many others they need"
    status: ClassVar[str] = "What a city can bring down, shared with those who can as well."
    second: ClassVar[str] = "the list of coalitions that somebody can bring down"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        wins = winning(subject).tolist()
        n = len(subject.players)
        found, total = [Fraction(0)] * n, 0
        for mask, wins_now in enumerate(wins):
            needed = [i for i in range(n) if wins_now and mask >> i & 1 and not wins[mask ^ 1 << i]]
            total += bool(needed)
            for i in needed:
                found[i] += Fraction(1, len(needed))
        return [x / total for x in found]
