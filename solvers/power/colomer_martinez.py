"""The Colomer-Martínez index: minimal winning coalitions share power by votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.coalitional import CoalitionalGame
from games.errors import of_kind
from games.weighted_voting import WeightedVoting
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.power.winning import minimal_winning_coalitions

__all__ = ["ColomerMartinezCertificate", "colomer_martinez_index"]


def colomer_martinez_index(game: WeightedVoting) -> Allocation:
    """The Colomer-Martínez index: minimal winning coalitions share power by votes.

        E_i = (1 / |M|)  sum over S in M with i of  w_i / w(S),       M: minimal winning coalitions

    Also called the executive power index: each minimal coalition is alike likely to govern, and its
    members have offices by their weight. Deegan and Packel share equally instead.

    Exact; it adds up to 1. For 20 voters or so, as it looks at all coalitions.

    Errors: ``InvalidInput`` for what is not a ``WeightedVoting``.

    >>> from games import WeightedVoting
    >>> council = WeightedVoting({"A": 3, "B": 2, "C": 2, "D": 1}, quota=5)
    >>> power = colomer_martinez_index(council)
    >>> power["A"], power["D"], power.certificate.verify(council)
    (Fraction(2, 5), Fraction(1, 15), True)

    Source: Colomer and Martínez (1995), The paradox of coalition trading.
    """
    of_kind(game, WeightedVoting, place="subject of colomer_martinez_index")
    chosen = minimal_winning_coalitions(CoalitionalGame.from_function(game.players, game.worth))
    power = dict.fromkeys(game.players, Fraction(0))
    for coalition in chosen:
        weight = sum((game.weights[city] for city in coalition), Fraction(0))
        for city in coalition:
            power[city] += game.weights[city] / weight / len(chosen)
    return ColomerMartinezCertificate(power).answer(game)


@dataclass(frozen=True, slots=True)
class ColomerMartinezCertificate(SplitCertificate, kind="Colomer-Martínez index"):
    """The index itself: it is checked by going through all sets of voters by their votes."""

    method: ClassVar[str] = "minimal winning coalitions, their offices shared by votes"
    status: ClassVar[str] = "Minimal winning coalitions are as likely, and share by votes."
    second: ClassVar[str] = "the votes of all sets of cities"

    def recomputed(self, subject: WeightedVoting) -> Sequence[Fraction]:
        weights, n = list(subject.weights.values()), len(subject.players)
        found, many = [Fraction(0)] * n, 0
        for mask in range(1, 1 << n):
            inside = [i for i in range(n) if mask >> i & 1]
            votes = sum((weights[i] for i in inside), Fraction(0))
            if votes >= subject.quota and all(votes - weights[i] < subject.quota for i in inside):
                many += 1
                for i in inside:
                    found[i] += weights[i] / votes
        return [x / many for x in found]
