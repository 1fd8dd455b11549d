"""The core of a vote: all splits among those who can veto, or empty.

A city that can veto is in every winning coalition. If there is none, all but one city win, whoever
that one is, and these n coalitions at the weight 1/(n-1) are worth n/(n-1) > 1: the core is empty.
Otherwise who gets something without a veto is left out by the rest, who win without it.

>>> from games import WeightedVoting
>>> from solvers import core, core_violation
>>> council = WeightedVoting({"A": 3, "B": 2, "C": 1}, quota=5)
>>> answer = core(council)
>>> answer.point, answer.highest
(Allocation(A=0.5, B=0.5, C=0), Allocation(A=1, B=1, C=0))
>>> print(core_violation(council, {"A": 0.5, "B": 0.25, "C": 0.25}))
{A, B} can gain 0.25
>>> core(WeightedVoting({"A": 1, "B": 1, "C": 1}, quota=2)).empty
True

Source: Shapley (1962), Simple games; Peleg and Sudhölter (2007), chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.players import Coalition
from games.weighted_voting import WeightedVoting
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import Core, EmptyCoreCertificate, core, core_violation, ranged_core
from solvers.coalitional.excess import Violation, excess, read_division
from solvers.families.oracle_core import asked_excess
from solvers.search_limits import check_limits

__all__ = ["VetoCoreCertificate", "voting_core", "voting_core_violation"]

ZERO, ONE = Fraction(0), Fraction(1)

excess.register(WeightedVoting, asked_excess)


@core.register
def voting_core(game: WeightedVoting, **limits: Any) -> Core:
    """All splits among those who can veto; empty if nobody can."""
    check_limits(**limits)
    veto = game.veto_players
    if veto:
        return VetoCoreCertificate(veto).answer(game)
    weight = Fraction(1, len(game.players) - 1)
    rest = (_without(game, city) for city in game.players)
    return EmptyCoreCertificate(
        tuple(WeightedCoalition(coalition, weight) for coalition in rest)
    ).answer(game)


@core_violation.register
def voting_core_violation(game: WeightedVoting, split: Mapping[str, Any]) -> Violation | None:
    """A coalition that blocks the split, maybe not the one that gains most; None, proven: nobody.

    Those who are to pay, or the winners left when those who get most and are not needed are left
    out: if neither gains, everything goes to those who can veto.
    """
    paid, radius, uneven = read_division(game.players, split, ONE, "gain")
    if uneven is not None:
        return uneven
    inside = set(game.players)
    weight = sum(game.weights.values())
    for city in sorted(game.players, key=lambda name: -paid[name]):
        if paid[city] > 0 and weight - game.weights[city] >= game.quota:
            inside.discard(city)
            weight -= game.weights[city]
    paying = {city for city in game.players if paid[city] < 0}
    best = max(
        (
            Violation(tuple(city for city in game.players if city in group), gain)
            for group in (inside, paying)
            if 0 < len(group) < len(game.players)
            for gain in [game.worth(group) - sum(paid[city] for city in group)]
        ),
        key=lambda found: found.gain,
        default=None,
    )
    return best if best is not None and best.gain > radius else None


def _without(game: WeightedVoting, city: str) -> Coalition:
    return tuple(name for name in game.players if name != city)


@dataclass(frozen=True, slots=True)
class VetoCoreCertificate(Certificate, kind="core of a vote"):
    """Those who can veto: without any one of them the rest lose, without any other they win."""

    veto: tuple[str, ...]

    def violations(self, subject: WeightedVoting) -> Iterator[str]:
        if not self.veto or self.veto != tuple(p for p in subject.players if p in self.veto):
            yield "Those who can veto are not named in the order of the players."
        for city in subject.players:
            wins = bool(subject.worth(_without(subject, city)))
            if wins == (city in self.veto):
                yield f"The rest {'win' if wins else 'lose'} without {city}."

    def answer(self, subject: WeightedVoting) -> Core:
        point, least, most = (
            {city: share if city in self.veto else ZERO for city in subject.players}
            for share in (Fraction(1, len(self.veto)), Fraction(int(len(self.veto) == 1)), ONE)
        )
        return ranged_core(subject, point, least, most, self, "who can veto")
