"""The Nevison index: in which share of the coalitions that it is in a city wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import memberships, memberships_listed, winning

__all__ = ["NevisonCertificate", "nevison_index"]


def nevison_index(game: CoalitionalGame) -> Allocation:
    """The Nevison index: in which share of the coalitions that it is in a city wins.

        N_i = |W_i| / 2^(n - 1),        W_i the winning coalitions with i

    If all others vote yes or no alike likely and the city votes yes, this is the chance that yes
    wins: its *satisfaction*.

    Exact: 1 for a city that wins by itself.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> satisfaction = nevison_index(council)
    >>> satisfaction["A"], satisfaction["D"], satisfaction.certificate.verify(council)
    (Fraction(3, 4), Fraction(1, 2), True)

    Source: Nevison (1979), Structural power and satisfaction in simple games.
    """
    wins = winning(game)
    shares = [Fraction(count, len(wins) // 2) for count in memberships(wins)]
    return NevisonCertificate(dict(zip(game.players, shares, strict=True))).answer(game)


@dataclass(frozen=True, slots=True)
class NevisonCertificate(SplitCertificate, kind="Nevison index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "winning coalitions, and those that need the city, counted"
    status: ClassVar[str] = "In which share of the coalitions that it is in a city wins."
    second: ClassVar[str] = "the list of winning coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        with_each = 1 << len(subject.players) - 1
        return [Fraction(count, with_each) for count in memberships_listed(winning(subject))]
