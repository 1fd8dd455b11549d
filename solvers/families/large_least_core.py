"""The least core of a game too large to tabulate: row generation, and a proof at the end.

    epsilon = min over x with x(N) = v(N) of  max over proper coalitions S of  v(S) - x(S)

From below: coalitions with weights that add up to 1 and cover every city equally, each with a plan
that it can carry out; their mean excess is the same at every split. From above: a split, and the
cases of a branch and bound that prove that no coalition's excess is greater. Where both meet
epsilon is exact; where time runs out first, it is enclosed between them, and says so.

>>> from games import FacilityLocation
>>> from solvers import least_core
>>> ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                         [[0, None, 0], [0, 0, None], [None, 0, 0]])
>>> answer = least_core(ring)
>>> answer.epsilon, answer.proof.kind, answer.certificate.verify(ring)
(Fraction(2, 3), 'exact', True)

Source: Shapley and Shubik (1966); Drechsel and Kimms (2010); Goemans and Skutella (2004).
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
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.families.coalition_search import (
    CoalitionSearch,
    Limits,
    Progress,
)
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

__all__ = [
    "LargeLeastCoreCertificate",
    "large_least_core",
]

ZERO, ONE = Fraction(0), Fraction(1)
_GRACE = 5  # seconds for the worth of all, without which there is no answer
_METHOD = "row generation with integer programs; branch and bound with prices in fractions"


@least_core.register(FacilityLocation)
@least_core.register(FlowGame)
@least_core.register(LinearProductionGame)
@least_core.register(ProgramGame)
def large_least_core(
    game: FacilityLocation | FlowGame | LinearProductionGame | ProgramGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> LeastCore:
    """Epsilon and a point of the least core, without a table of worths.

    ``seconds``: when to answer; half of them are to look, half to prove. Where they are not enough
    epsilon is enclosed. What every answer takes comes on top, even of no seconds: the worth of all,
    with its proof, and one look at single cities and at the root of the proof, a second or two at
    60 cities. ``progress`` is told the bounds after each round.

    Errors: ``NotProven`` where neither those seconds nor 5 prove what all make together.
    """
    until = time.monotonic() + seconds
    model = program_game(game)
    oracle = ProgramOracle(model, grand=False)
    grand = proven_worth(model, model.players, oracle, until=max(until, time.monotonic() + _GRACE))
    if len(model.players) == 1:
        alone = {model.players[0]: signed(model, grand.worth)}
        return LargeLeastCoreCertificate(alone, ZERO, ZERO, (), grand, ()).answer(game)
    search = CoalitionSearch(
        oracle,
        grand.worth / oracle.unit,
        Limits(until - time.monotonic(), progress, oracle.unit),
    )
    ended = search.until_proven().times(oracle.unit)
    payoffs = dict(zip(model.players, (signed(model, x) for x in ended.payoffs), strict=True))
    return LargeLeastCoreCertificate(
        payoffs,
        ended.lowest,
        ended.highest,
        planned(model, oracle, ended.weights),
        grand,
        ended.cases,
    ).answer(game)


@dataclass(frozen=True, slots=True)
class LargeLeastCoreCertificate(Certificate, kind="least core of a large game"):
    """A split, coalitions with plans that bound epsilon from below, cases that do from above."""

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
        if sum(payoffs.values()) != self.grand.worth:
            yield "The split does not add up to what all make together."
        if len(model.players) == 1:
            if self.collection or self.cases or self.lowest or self.highest:
                yield "One city has no proper coalitions."
            return
        for member in self.collection:
            yield from plan_faults(model, member.coalition, member.plan)
            if not 0 < len(member.coalition) < len(model.players) or member.weight <= 0:
                yield f"{coalition_name(member.coalition)} has no place in the collection."
        if sum(member.weight for member in self.collection) != 1:
            yield "The weights do not add up to 1."
        shares = covered(self.collection, model)
        if len(set(shares)) != 1:
            yield "The collection does not cover every city equally."
        made = collected(self.collection, model)
        if made - shares[0] * self.grand.worth != self.lowest:
            yield f"The collection does not prove the lower bound {self.lowest}."
        highest = proven_bound(model.separation(payoffs, grand=False), self.cases)
        if highest != self.highest:
            yield f"The cases prove the upper bound {highest}, not {self.highest}."

    def answer(self, subject: Any) -> LeastCore:
        width = self.highest - self.lowest
        point = Allocation(
            self.split,
            method=_METHOD,
            status="A point of the least core, one of possibly many."
            if not width
            else "A split whose greatest excess is epsilon at most.",
            proof=Proof("enclosed", width) if width else EXACT,
            certificate=self,
        )
        return LeastCore(self.highest, point, self, _METHOD, point.proof)
