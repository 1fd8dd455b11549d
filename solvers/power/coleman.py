"""Coleman's three indices: how easily a council acts, and who can prevent or initiate action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.power.winning import critical, winning
from solvers.single_dispatch import single_dispatch

__all__ = ["ColemanCertificate", "ColemanPower", "coleman_power"]

_METHOD = "winning coalitions and those that need the city, counted"


@dataclass(frozen=True, slots=True, repr=False)
class ColemanPower(Answer):
    """``act``: the share of coalitions that win; ``prevent`` and ``initiate`` by city.

    See ``coleman_power`` for the concept, an example and its source.
    """

    act: Fraction
    prevent: Allocation
    initiate: Allocation
    certificate: Certificate = field(compare=False)
    status: str = "How easily the council acts, and who can prevent or initiate action."
    method: str = _METHOD
    proof: Proof = EXACT


@single_dispatch
def coleman_power(game: CoalitionalGame | Any) -> ColemanPower:
    """Coleman's three indices: how easily a council acts, and who can prevent or initiate action.

        power to act        |W| / 2^n
        to prevent action   coalitions that win and need i, of those that win
        to initiate it      the same number, of those that lose

    Exact. Where few coalitions win, to prevent is easier.

    Errors: ``InvalidInput`` for a game that is no vote.

    >>> from games import CoalitionalGame
    >>> votes = {"A": 3, "B": 2, "C": 2, "D": 1}
    >>> council = CoalitionalGame.from_function(votes, lambda s: int(sum(map(votes.get, s)) >= 5))
    >>> power = coleman_power(council)
    >>> power.act, power.prevent["A"], power.initiate["A"], power.certificate.verify(council)
    (Fraction(7, 16), Fraction(5, 7), Fraction(5, 9), True)

    Source: Coleman (1971), Control of collectivities and the power of a collectivity to act.
    """
    wins = winning(game)
    needing = {city: Fraction(int(critical(wins, i).sum())) for i, city in enumerate(game.players)}
    return ColemanCertificate(Fraction(int(wins.sum())), needing).answer(game)


@dataclass(frozen=True, slots=True)
class ColemanCertificate(Certificate, kind="Coleman's indices"):
    """The number of winning coalitions, and of those that need each city."""

    winning: Fraction
    needing: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.needing) != subject.players:
            yield "The counts do not fit the players."
        wins = winning(subject).tolist()
        if sum(wins) != self.winning:
            yield f"{sum(wins)} coalitions win, not {self.winning}."
        for i, city in enumerate(subject.players):
            # A coalition that wins with i and not without it is one more than without i.
            more = sum(2 * (mask >> i & 1) - 1 for mask, wins_now in enumerate(wins) if wins_now)
            if more != self.needing[city]:
                yield f"{more} winning coalitions need {city}, not {self.needing[city]}."

    def answer(self, subject: CoalitionalGame | Any) -> ColemanPower:
        losing = 2 ** len(subject.players) - self.winning

        def share(of: Fraction, status: str) -> Allocation:
            split = {city: count / of for city, count in self.needing.items()}
            return Allocation(split, method=_METHOD, status=status, certificate=self)

        return ColemanPower(
            self.winning / 2 ** len(subject.players),
            share(self.winning, "The winning coalitions that a city can stop."),
            share(losing, "The losing coalitions that a city can make win."),
            self,
        )
