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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import coalition_name
from games.errors import Undefined
from games.exact import approximately
from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.production import LinearProductionGame
from solvers.answer import EXACT, Allocation, Proof
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import WeightedCoalition, coverage
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.families.branch_and_bound import Case, branch_and_bound, proven_bound
from solvers.families.coalition_search import (
    CoalitionSearch,
    Limits,
    ProgramOracle,
    Progress,
    masks_of,
)
from solvers.families.program_game import ProgramGame, program_game

__all__ = [
    "LargeLeastCoreCertificate",
    "PlannedCoalition",
    "ProvenWorth",
    "covered",
    "large_least_core",
    "plan_faults",
    "plan_worth",
    "planned",
    "proven_worth",
    "signed",
]

ZERO, ONE = Fraction(0), Fraction(1)
_METHOD = "row generation with integer programs; branch and bound with prices in fractions"


@dataclass(frozen=True, slots=True)
class PlannedCoalition:
    """A coalition, its weight, and a plan: the values of the program's variables that are not 0."""

    coalition: tuple[str, ...]
    weight: Fraction
    plan: Mapping[str, Fraction]


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

    ``seconds``: when to stop looking; epsilon is then enclosed. ``progress`` is told the bounds
    after each round.
    """
    model = program_game(game)
    oracle = ProgramOracle(model, grand=False)
    grand = proven_worth(model, model.players, oracle)
    if len(model.players) == 1:
        alone = {model.players[0]: signed(model, grand.worth)}
        return LargeLeastCoreCertificate(alone, ZERO, ZERO, (), grand, ()).answer(game)
    search = CoalitionSearch(oracle, grand.worth, Limits(seconds, progress))
    ended = search.until_proven()
    payoffs = dict(zip(model.players, (signed(model, x) for x in ended.payoffs), strict=True))
    program = model.separation(dict(zip(model.players, ended.payoffs, strict=True)), grand=False)
    return LargeLeastCoreCertificate(
        payoffs,
        ended.lowest,
        proven_bound(program, ended.cases),
        planned(model, oracle, ended.weights),
        grand,
        ended.cases,
    ).answer(game)


@dataclass(frozen=True, slots=True)
class ProvenWorth:
    """What a coalition makes, in gains: a plan for it, and cases that bound it."""

    worth: Fraction
    plan: Mapping[str, Fraction]
    cases: tuple[Case, ...]

    def faults(self, model: ProgramGame, coalition: Sequence[str]) -> Iterator[str]:
        """Each reason why this is not the worth of the coalition."""
        yield from plan_faults(model, coalition, self.plan)
        made = plan_worth(model, self.plan)
        if made != self.worth:
            yield f"The plan of {coalition_name(coalition)} is worth {made}, not {self.worth}."
        if proven_bound(model.with_members(coalition), self.cases) != self.worth:
            yield f"The cases do not prove that {coalition_name(coalition)} makes no more."


def proven_worth(
    model: ProgramGame, coalition: Sequence[str], oracle: ProgramOracle | None = None
) -> ProvenWorth:
    """The worth of a coalition with its proof. Errors: ``Undefined`` where it has none yet."""
    program = model.with_members(coalition)
    mask = masks_of(model.players, coalition)
    worth, plan = (oracle or ProgramOracle(model, grand=True)).plan(mask)
    cases, better = branch_and_bound(program, worth)
    bound = proven_bound(program, cases)
    if better is not None or bound != worth:
        raise Undefined(
            f"proven worth of {coalition_name(coalition)}",
            f"after {len(cases)} cases it is between {approximately(worth)} and "
            f"{approximately(bound)}, in gains; a tighter program helps",
            worth,
        )
    return ProvenWorth(worth, plan, cases)


def planned(
    model: ProgramGame, oracle: ProgramOracle, weights: Mapping[int, Fraction]
) -> tuple[PlannedCoalition, ...]:
    """Coalitions by name, each with its plan."""
    return tuple(
        PlannedCoalition(
            tuple(name for i, name in enumerate(model.players) if mask >> i & 1),
            weight,
            oracle.plan(mask)[1],
        )
        for mask, weight in weights.items()
    )


def signed(model: ProgramGame, gain: Fraction) -> Fraction:
    """A gain in the sense of the game, and back: costs negate."""
    return gain if model.sense == "gain" else -gain


def covered(collection: Sequence[PlannedCoalition], model: ProgramGame) -> list[Fraction]:
    """For each city the total weight of its coalitions."""
    weighted = (WeightedCoalition(member.coalition, member.weight) for member in collection)
    return coverage(weighted, model.players)


def plan_worth(model: ProgramGame, plan: Mapping[str, Fraction]) -> Fraction:
    """What a plan makes, in gains."""
    objective = model.gains().objective
    return sum((objective.get(name, ZERO) * x for name, x in plan.items()), ZERO)


def plan_faults(
    model: ProgramGame, coalition: Sequence[str], plan: Mapping[str, Fraction]
) -> Iterator[str]:
    """Why a coalition cannot carry out a plan."""
    named = coalition_name(coalition)
    inside = set(coalition)
    if tuple(name for name in model.players if name in inside) != tuple(coalition):
        yield f"{named} is not in the order of the players."
    if not all(plan.values()) or not plan.keys() <= model.program.bounds.keys() - {*model.players}:
        yield f"The plan of {named} names what is not there, or what is 0."
    if any(plan.get(name, ZERO).denominator != 1 for name in model.integers):
        yield f"The plan of {named} does by halves what is whole or not at all."
    point = dict.fromkeys(model.program.bounds, ZERO) | dict(plan)
    point |= {name: ONE if name in inside else ZERO for name in model.players}
    for fault in model.program.infeasibilities(point):
        yield f"The plan of {named}: {fault}"


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
        made = sum(
            (member.weight * plan_worth(model, member.plan) for member in self.collection), ZERO
        )
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
