"""The public good index: in how many minimal winning coalitions a city is, of all memberships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import minimal, minimal_winning_coalitions, winning

__all__ = ["PublicGoodCertificate", "public_good_index"]


def public_good_index(game: CoalitionalGame) -> Allocation:
    """The public good index: in how many minimal winning coalitions a city is, of all memberships.

        H_i = |M_i| / sum over j of |M_j|,       M_i the minimal winning coalitions with i

    What is decided is a public good, so that members do not divide it.

    Also called Holler's; exact, and adds up to 1.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> power = public_good_index(council)
    >>> power["A"], power["D"], power.certificate.verify(council)
    (Fraction(2, 7), Fraction(1, 7), True)

    Source: Holler (1982); Holler and Packel (1983).
    """
    chosen = minimal(winning(game))
    counts = [int(chosen.reshape(-1, 2, 1 << i)[:, 1].sum()) for i in range(len(game.players))]
    split = {
        city: Fraction(count, sum(counts)) for city, count in zip(game.players, counts, strict=True)
    }
    return PublicGoodCertificate(split).answer(game)


@dataclass(frozen=True, slots=True)
class PublicGoodCertificate(SplitCertificate, kind="public good index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "minimal winning coalitions, counted for each city"
    status: ClassVar[str] = "A city's part of all memberships in minimal winning coalitions."
    second: ClassVar[str] = "the list of minimal winning coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        members = [city for coalition in minimal_winning_coalitions(subject) for city in coalition]
        return [Fraction(members.count(city), len(members)) for city in subject.players]
