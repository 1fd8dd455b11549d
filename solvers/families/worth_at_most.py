"""What all cities of a game make together at most, where no proof of its worth is asked for.

The same as ``worth_of_all``, but for its end: the cases of a branch and bound that limited work
brings bound the worth from above, and the best plan that was found from below.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),))
>>> found = worth_at_most(LinearProductionGame(("A", "B"), (lots,), (stall,)))
>>> found.least, found.most
(Fraction(15, 2), Fraction(15, 2))

Source: Land and Doig (1960).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.integer_program import Case, proven_bound, told_bound
from solvers.families.large_split import LargeGame
from solvers.families.program_game import program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import plan_violations, plan_worth
from solvers.families.worth_of_all import METHOD
from solvers.limited_work import work_left

__all__ = ["WorthAtMost", "WorthAtMostCertificate", "worth_at_most"]

_GRACE = 1  # second for a plan, without which there is no answer
_NEAR = Fraction(1, 25)
"""By so much of it the bound may exceed the worth of the plan first; a closer one comes after."""


@dataclass(frozen=True, slots=True, repr=False)
class WorthAtMost(Answer):
    """What all make, in gains: ``least`` by a ``plan``, and no more than ``most``.

    See ``worth_at_most`` for the concept, an example and its source.
    """

    least: Fraction
    most: Fraction
    plan: Mapping[str, Fraction]
    certificate: WorthAtMostCertificate
    status: str = "Bounds of what all make together."
    method: str = METHOD
    proof: Proof = EXACT


def worth_at_most(game: LargeGame) -> WorthAtMost:
    """Bounds of what all cities of a game make together, in gains.

    Where the time of limited work ends first, they are what is known by then. Errors:
    ``NotProven`` where no plan is found in time.

    >>> from games import FacilityLocation
    >>> worth_at_most(FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])).most
    Fraction(-23, 1)

    Source: Land and Doig (1960).
    """
    model = program_game(game)
    oracle = ProgramOracle(model, grand=True)
    unit, everybody = oracle.unit, oracle.everybody
    until = work_left().until
    if oracle.climb is None:
        oracle.evaluate(everybody, max(until, time.monotonic() + _GRACE))
    worth, cases = oracle.prove_worth(everybody, until, _NEAR)
    most = told_bound(oracle.game.with_members(model.players), cases)
    return WorthAtMostCertificate(
        worth * unit,
        most * unit,
        oracle.plan(everybody)[1],
        tuple(case.times(unit) for case in cases),
    ).answer(model)


@dataclass(frozen=True, slots=True)
class WorthAtMostCertificate(Certificate, kind="worth at most", of="worth_at_most", searches=True):
    """A plan of all, and cases that bound what any plan brings."""

    least: Fraction
    most: Fraction
    plan: Mapping[str, Fraction]
    cases: tuple[Case, ...]

    def violations(self, subject: LargeGame) -> Iterator[str]:
        model = program_game(subject)
        yield from plan_violations(model, model.players, self.plan)
        if plan_worth(model, self.plan) != self.least:
            yield f"The plan is not worth {self.least}."
        if proven_bound(model.with_members(model.players), self.cases) != self.most:
            yield f"The cases do not prove that all make {self.most} at most."

    def answer(self, subject: LargeGame) -> WorthAtMost:
        return WorthAtMost(self.least, self.most, self.plan, self)
