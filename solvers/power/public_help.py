"""The public help index: in how many winning coalitions a city is, of all memberships in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import memberships, memberships_listed, winning

__all__ = ["PublicHelpCertificate", "public_help_index"]


def public_help_index(game: CoalitionalGame) -> Allocation:
    """The public help index: in how many winning coalitions a city is, of all memberships in them.

        theta_i = |W_i| / sum over j of |W_j|,       W_i the winning coalitions with i

    Whoever is in a winning coalition is helped by what it decides, needed or not; so a city without
    any influence has a part, too. It orders cities as the Banzhaf value does.

    Exact; it adds up to 1.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> part = public_help_index(council)
    >>> part["A"], part["D"], part.certificate.verify(council)
    (Fraction(3, 10), Fraction(1, 5), True)

    Source: Bertini, Gambarelli and Stach (2008), A public help index.
    """
    counts = memberships(winning(game))
    parts = [Fraction(count, sum(counts)) for count in counts]
    return PublicHelpCertificate(dict(zip(game.players, parts, strict=True))).answer(game)


@dataclass(frozen=True, slots=True)
class PublicHelpCertificate(SplitCertificate, kind="public help index"):
    """The index itself: it is checked coalition by coalition."""

    method: ClassVar[str] = "winning coalitions, and those that need the city, counted"
    status: ClassVar[str] = "A city's part of all memberships in winning coalitions."
    second: ClassVar[str] = "the list of winning coalitions"

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        counts = memberships_listed(winning(subject))
        return [Fraction(count, sum(counts)) for count in counts]
