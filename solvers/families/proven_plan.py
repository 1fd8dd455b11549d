"""Plans that prove what coalitions of a game too large to tabulate make.

A plan gives the variables of the game's program values that a coalition can carry out, so it makes
at least what the plan is worth. That it makes no more is proven by the cases of a branch and bound.

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> ring = program_game(FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                                      [[0, None, 0], [0, 0, None], [None, 0, 0]]))
>>> pair = proven_worth(ring, ["A", "B"])
>>> signed(ring, pair.worth), list(pair.violations(ring, ["A", "B"]))
(Fraction(2, 1), [])

Source: Land and Doig (1960); Applegate, Cook, Dash and Espinoza (2007).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import NotProven
from games.players import coalition_name, members_of
from solvers.coalitional.balanced_collection import WeightedCoalition, coverage
from solvers.families.coalition_search import mask_of
from solvers.families.integer_program import Case, proven_bound, told_bound
from solvers.families.program_game import ProgramGame
from solvers.families.program_oracle import ProgramOracle

__all__ = [
    "PlannedCoalition",
    "ProvenWorth",
    "collected",
    "covered",
    "plan_violations",
    "plan_worth",
    "planned",
    "proven_worth",
    "signed",
]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class PlannedCoalition:
    """A coalition, its weight, and a plan: the values of the program's variables that are not 0."""

    coalition: tuple[str, ...]
    weight: Fraction
    plan: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class ProvenWorth:
    """What a coalition makes, in gains: a plan for it, and cases that bound it."""

    worth: Fraction
    plan: Mapping[str, Fraction]
    cases: tuple[Case, ...]

    def violations(self, model: ProgramGame, coalition: Sequence[str]) -> Iterator[str]:
        """Each reason why this is not the worth of the coalition."""
        yield from plan_violations(model, coalition, self.plan)
        made = plan_worth(model, self.plan)
        if made != self.worth:
            yield f"The plan of {coalition_name(coalition)} is worth {made}, not {self.worth}."
        if proven_bound(model.with_members(coalition), self.cases) != self.worth:
            yield f"The cases do not prove that {coalition_name(coalition)} makes no more."


def proven_worth(
    model: ProgramGame,
    coalition: Sequence[str],
    oracle: ProgramOracle | None = None,
    *,
    until: float = math.inf,
) -> ProvenWorth:
    """The worth of a coalition with its proof. Errors: ``NotProven`` where it has none yet."""
    oracle = oracle or ProgramOracle(model, grand=True)
    unit, mask = oracle.unit, mask_of(model.players, coalition)
    worth, cases = oracle.prove_worth(mask, until)
    bound = told_bound(oracle.game.with_members(coalition), cases)
    if bound != worth:
        raise NotProven(
            f"worth of {coalition_name(coalition)}",
            f"in gains it is {approximately(worth * unit)} at least, and up to "
            f"{approximately((bound - worth) * unit)} more for all that is known (cases looked at: "
            f"{len(cases)}); a tighter program helps",
            worth * unit,
        )
    return ProvenWorth(
        worth * unit, oracle.plan(mask)[1], tuple(case.times(unit) for case in cases)
    )


def planned(
    model: ProgramGame, oracle: ProgramOracle, weights: Mapping[int, Fraction]
) -> tuple[PlannedCoalition, ...]:
    """Coalitions by name, each with its plan."""
    return tuple(
        PlannedCoalition(
            members_of(mask, model.players),
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
    objective = model.gains.objective
    return sum((objective.get(name, ZERO) * x for name, x in plan.items()), ZERO)


def plan_violations(
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
    for violation in model.program.infeasibilities(point):
        yield f"The plan of {named}: {violation}"


def collected(collection: Sequence[PlannedCoalition], model: ProgramGame) -> Fraction:
    """What the plans of a collection are worth together, by its weights, in gains."""
    return sum((member.weight * plan_worth(model, member.plan) for member in collection), ZERO)
