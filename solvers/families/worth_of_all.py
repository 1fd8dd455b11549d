"""What all cities of a game make together, proven by a plan and the cases of a branch and bound.

Of a game too large to tabulate a group's worth is found when somebody asks for it: that of all in
the game among its members.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
>>> found = worth_of_all(market)
>>> found.worth, dict(found.plan), found.certificate.verify(market)
(Fraction(15, 2), {'stall at A': Fraction(3, 2)}, True)
>>> worth_of_all(market.subgame(["B"])).worth
Fraction(0, 1)

Source: Land and Doig (1960); Owen (1975) for the game.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.large_split import LargeGame
from solvers.families.program_game import program_game
from solvers.families.proven_plan import ProvenWorth, proven_worth, signed
from solvers.limited_work import work_left

__all__ = ["WorthOfAll", "WorthOfAllCertificate", "worth_of_all"]

_GRACE = 5  # seconds for a worth, without which no check has an answer
METHOD = "an integer program; branch and bound with prices in fractions"


@dataclass(frozen=True, slots=True, repr=False)
class WorthOfAll(Answer):
    """The ``worth`` of all, or what it costs, and a ``plan``: variables that are not 0, by name.

    See ``worth_of_all`` for the concept, an example and its source.
    """

    worth: Fraction
    plan: Mapping[str, Fraction]
    certificate: WorthOfAllCertificate
    status: str = "What all make together."
    method: str = METHOD
    proof: Proof = EXACT


def worth_of_all(
    game: LargeGame,
) -> WorthOfAll:
    """What all cities of a game make together, whatever smaller groups make.

    Errors: ``NotProven`` where the cases that are looked at do not prove it.

    >>> from games import FacilityLocation
    >>> hub = FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])
    >>> worth_of_all(hub).worth
    Fraction(23, 1)

    Source: Land and Doig (1960).
    """
    model = program_game(game)
    until = max(work_left().until, time.monotonic() + _GRACE)
    proven = proven_worth(model, model.players, until=until)
    return WorthOfAllCertificate(proven).answer(model)


@dataclass(frozen=True, slots=True)
class WorthOfAllCertificate(Certificate, kind="worth of all", of="worth_of_all", searches=True):
    """A plan of all, and cases that prove that no plan brings more."""

    proven: ProvenWorth

    def violations(self, subject: LargeGame) -> Iterator[str]:
        model = program_game(subject)
        yield from self.proven.violations(model, model.players)

    def answer(self, subject: LargeGame) -> WorthOfAll:
        worth = signed(program_game(subject), self.proven.worth)
        return WorthOfAll(worth, self.proven.plan, self)
