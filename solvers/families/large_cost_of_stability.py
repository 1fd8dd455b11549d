"""The cost of stability of a game too large to tabulate, and whether its core is empty.

    min { x(N) - v(N) :  x(S) >= v(S) for every coalition S }

From above: a split with the outside money, and the cases of a branch and bound that prove that no
coalition blocks it. From below: a balanced collection of coalitions, each with a plan. Where it is
0 the split is in the core; where the lower bound is positive the core is empty.

>>> from games import FacilityLocation
>>> from solvers import cost_of_stability
>>> ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                         [[0, None, 0], [0, 0, None], [None, 0, 0]])
>>> answer = cost_of_stability(ring)
>>> answer.value, answer.split, answer.certificate.verify(ring)
(Fraction(1, 1), Allocation(A=1, B=1, C=1), True)

For facilities it is the gap between the integer program and its relaxation.

Source: Bachrach and others (2009); Goemans and Skutella (2004) for facilities.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import coalition_name
from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.production import LinearProductionGame
from solvers.answer import EXACT, Allocation, Proof
from solvers.certificate import Certificate
from solvers.coalitional.cost_of_stability import CostOfStability, cost_of_stability
from solvers.families.coalition_search import CoalitionSearch, Limits, Progress
from solvers.families.integer_program import Case, proven_bound
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import (
    PlannedCoalition,
    ProvenWorth,
    collected,
    covered,
    plan_faults,
    planned,
    proven_worth,
    signed,
)

__all__ = ["LargeCostOfStabilityCertificate", "large_cost_of_stability", "proven_stability"]

ZERO = Fraction(0)
_GRACE = 5  # seconds for the worth of all, without which there is no answer
_METHOD = "row generation with integer programs; branch and bound with prices in fractions"


@cost_of_stability.register(FacilityLocation)
@cost_of_stability.register(FlowGame)
@cost_of_stability.register(LinearProductionGame)
@cost_of_stability.register(ProgramGame)
def large_cost_of_stability(
    game: FacilityLocation | FlowGame | LinearProductionGame | ProgramGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> CostOfStability:
    """The smallest outside money that makes the core non-empty, without a table of worths.

    ``seconds``: when to answer, as for the least core; the value is then enclosed. ``progress`` is
    told the bounds on what is paid out in all, after each round.
    """
    return proven_stability(game, seconds, progress).answer(game)


def proven_stability(
    game: FacilityLocation | FlowGame | LinearProductionGame | ProgramGame,
    seconds: float,
    progress: Callable[[Progress], None] | None,
) -> LargeCostOfStabilityCertificate:
    """The certificate of the cost of stability, which is also that of an empty core or a point."""
    until = time.monotonic() + seconds
    model = program_game(game)
    oracle = ProgramOracle(model, grand=True)
    grand = proven_worth(model, model.players, oracle, until=max(until, time.monotonic() + _GRACE))
    limits = Limits(until - time.monotonic(), progress, oracle.unit)
    ended = CoalitionSearch(oracle, None, limits).until_proven().times(oracle.unit)
    named = dict(zip(model.players, ended.payoffs, strict=True))
    return LargeCostOfStabilityCertificate(
        {name: signed(model, x) for name, x in named.items()},
        ended.lowest - grand.worth,
        sum(ended.payoffs, ZERO) - grand.worth,
        planned(model, oracle, ended.weights),
        grand,
        ended.cases,
    )


@dataclass(frozen=True, slots=True)
class LargeCostOfStabilityCertificate(Certificate, kind="cost of stability of a large game"):
    """A split that the cases prove stable, and a balanced collection that bounds its cost."""

    split: Mapping[str, Fraction]
    lowest: Fraction
    highest: Fraction
    collection: tuple[PlannedCoalition, ...]
    grand: ProvenWorth
    cases: tuple[Case, ...]

    def faults(self, subject: Any) -> Iterator[str]:
        model = program_game(subject)
        if tuple(self.split) != model.players:
            yield "The split does not fit the players."
        payoffs = {name: signed(model, x) for name, x in self.split.items()}
        yield from self.grand.faults(model, model.players)
        if sum(payoffs.values()) - self.grand.worth != self.highest:
            yield f"The split does not cost {self.highest}."
        if proven_bound(model.separation(payoffs, grand=True), self.cases) > 0:
            yield "The cases do not prove that no coalition blocks the split."
        for member in self.collection:
            yield from plan_faults(model, member.coalition, member.plan)
            if not member.coalition or member.weight <= 0:
                yield f"{coalition_name(member.coalition)} has no place in the collection."
        if set(covered(self.collection, model)) != {Fraction(1)}:
            yield "The collection is not balanced."
        made = collected(self.collection, model)
        if made - self.grand.worth != self.lowest:
            yield f"The collection does not prove the lower bound {self.lowest}."

    def answer(self, subject: Any) -> CostOfStability:
        width = self.highest - self.lowest
        split = Allocation(
            self.split,
            method=_METHOD,
            status="A stable split with the outside money, one of possibly many.",
            certificate=self,
        )
        proof = Proof("enclosed", width) if width else EXACT
        return CostOfStability(self.highest, split, self, _METHOD, proof)
