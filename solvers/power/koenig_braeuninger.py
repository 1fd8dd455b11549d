"""The König-Bräuninger index, or inclusiveness: in how many of the winning coalitions a city is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import memberships, memberships_listed, winning

__all__ = ["KoenigBraeuningerCertificate", "koenig_braeuninger_index"]


def koenig_braeuninger_index(game: CoalitionalGame) -> Allocation:
    """The König-Bräuninger index, or inclusiveness:
    in how many of the winning coalitions a city is.

        KB_i = winning coalitions with i / |W|

    Whoever is for a decision that is taken has had a part in it, needed or not. A city with a veto
    has 1, one without any influence 1/2; it is (1 + Coleman's power to prevent action) / 2, which
    ``coleman_power`` counts for hundreds of voters, too.

    Exact: from 1/2 (no influence) to 1 (a veto).

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> part = koenig_braeuninger_index(council)
    >>> part["A"], part["D"], part.certificate.verify(council)
    (Fraction(6, 7), Fraction(4, 7), True)

    Source: König and Bräuninger (1998), The inclusiveness of European decision rules.
    """
    wins = winning(game)
    parts = [Fraction(count, int(wins.sum())) for count in memberships(wins)]
    split = dict(zip(game.players, parts, strict=True))
    return KoenigBraeuningerCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class KoenigBraeuningerCertificate(SplitCertificate, kind="König-Bräuninger index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "winning coalitions that need the city, counted"
    status: ClassVar[str] = "In how many of the winning coalitions a city is."
    second: ClassVar[str] = "the list of winning coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        wins = winning(subject)
        return [Fraction(count, sum(wins.tolist())) for count in memberships_listed(wins)]
