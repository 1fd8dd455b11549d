"""The Deegan-Packel index: only minimal winning coalitions form, all as likely,
and share equally.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.dividends import sums_by_size
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import minimal, minimal_winning_coalitions, winning

__all__ = ["DeeganPackelCertificate", "deegan_packel_index"]


def deegan_packel_index(game: CoalitionalGame) -> Allocation:
    """The Deegan-Packel index: only minimal winning coalitions form, all as likely,
    and share equally.

        DP_i = 1/|M|  sum over S in M with i of  1/|S|

    Exact; it adds up to 1. A larger weight may have less.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> power = deegan_packel_index(council)
    >>> power["A"], power["B"], power["D"], power.certificate.verify(council)
    (Fraction(1, 3), Fraction(5, 18), Fraction(1, 9), True)

    Source: Deegan and Packel (1978).
    """
    chosen = minimal(winning(game)).astype(int)
    split = {}
    for i, city in enumerate(game.players):
        with_i = sums_by_size(chosen.reshape(-1, 2, 1 << i)[:, 1].ravel())  # by size without i
        share = sum((Fraction(count, s + 1) for s, count in enumerate(with_i)), Fraction(0))
        split[city] = share / int(chosen.sum())
    return DeeganPackelCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class DeeganPackelCertificate(SplitCertificate, kind="Deegan-Packel index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "minimal winning coalitions, counted by size"
    status: ClassVar[str] = "Minimal winning coalitions are as likely, and share equally."
    second: ClassVar[str] = "the list of minimal winning coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        found = dict.fromkeys(subject.players, Fraction(0))
        coalitions = minimal_winning_coalitions(subject)
        for coalition in coalitions:
            for city in coalition:
                found[city] += Fraction(1, len(coalition) * len(coalitions))
        return list(found.values())
