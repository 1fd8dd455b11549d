"""The Rae index: how often the council decides as a city has voted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import critical, winning

__all__ = ["RaeCertificate", "rae_index"]


def rae_index(game: CoalitionalGame) -> Allocation:
    """The Rae index: how often the council decides as a city has voted.

        R_i = ( winning coalitions with i  +  losing coalitions without i ) / 2^n

    All votes of yes and no are as likely. A city without any influence is on the side of the
    decision half of the time; so R_i = (1 + beta_i) / 2, beta the Banzhaf value, which counts
    hundreds of voters (``WeightedVoting``), too. Which quota makes it greatest is Rae's question.

    Exact: from 1/2 (no influence) to 1 (a dictator).

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> success = rae_index(council)
    >>> success["A"], success["D"], success.certificate.verify(council)
    (Fraction(13, 16), Fraction(9, 16), True)

    Source: Rae (1969), Decision-rules and individual values in constitutional choice; Dubey and
    Shapley (1979) for the second formula.
    """
    wins = winning(game)
    split = {
        city: Fraction(len(wins) + 2 * int(critical(wins, i).sum()), 2 * len(wins))
        for i, city in enumerate(game.players)
    }
    return RaeCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class RaeCertificate(SplitCertificate, kind="Rae index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "winning coalitions that need the city, counted"
    status: ClassVar[str] = "How often the council decides as the city has voted."
    second: ClassVar[str] = "the list of all votes"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        wins = winning(subject).tolist()
        return [
            Fraction(sum(won == (mask >> i & 1) for mask, won in enumerate(wins)), len(wins))
            for i in range(len(subject.players))
        ]
