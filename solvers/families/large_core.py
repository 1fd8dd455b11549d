"""The core of a game too large to tabulate: empty or not, and whether a split is in it.

The core is empty exactly when stability costs outside money, and the proof is the same: a balanced
collection of coalitions with their plans, worth more than v(N). Where it is not, the proof is a
split of v(N), and the cases of a branch and bound that prove that no coalition blocks it.

A given split is judged by the same question: who is most unhappy? The coalition found is proven by
its plan, and that nobody is more unhappy by cases.

>>> from games import FacilityLocation
>>> from solvers import core, core_violation
>>> hub = FacilityLocation(["A", "B", "C"], ["hub"], [6], [[1], [1], [4]])
>>> answer = core(hub)
>>> answer.empty, answer.contains(answer.point), answer.certificate.verify(hub)
(False, True, True)
>>> print(core_violation(hub, {"A": 8, "B": 1, "C": 3}))
{A} can gain 1

Source: Gillies (1959); Bondareva (1963); Shapley (1967); Goemans and Skutella (2004).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from games.approximately import approximately
from games.errors import NotProven
from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.players import coalition_name, members_of
from games.production import LinearProductionGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.core import Core, core, core_violation
from solvers.coalitional.excess import Violation, greatest_excess, read_payoffs, split_radius
from solvers.families.coalition_search import paid
from solvers.families.floating_program import searchable
from solvers.families.large_cost_of_stability import (
    LargeCostOfStabilityCertificate,
    proven_stability,
)
from solvers.families.large_split import LargeGame
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import proven_worth, signed
from solvers.search_limits import Progress

__all__ = ["LargeCoreCertificate", "large_core", "large_core_violation", "large_greatest_excess"]

ZERO = Fraction(0)


@core.register(FacilityLocation)
@core.register(FlowGame)
@core.register(LinearProductionGame)
@core.register(ProgramGame)
def large_core(
    game: LargeGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> Core:
    """Whether the core is empty, and a point if not; no ranges, which only a table affords.

    What it costs to keep all in where it is empty is asked of ``cost_of_stability``.

    Errors: ``NotProven`` where ``seconds`` are over before it is decided.
    """
    certificate = LargeCoreCertificate(proven_stability(game, seconds, progress, decided=True))
    highest = certificate.stability.highest
    if certificate.stability.lowest <= 0 < highest:
        raise NotProven(
            "core",
            "a split that no group would leave may exist, or only with money from outside, at most "
            f"{approximately(highest)}; more seconds may tell",
            highest,
        )
    return certificate.answer(game)


@dataclass(frozen=True, slots=True)
class LargeCoreCertificate(Certificate, kind="core of a large game", of="core", searches=True):
    """What proves that stability costs nothing, or that it costs something."""

    stability: LargeCostOfStabilityCertificate

    def violations(self, subject: LargeGame) -> Iterator[str]:
        yield from self.stability.violations(subject)
        if self.stability.lowest <= 0 < self.stability.highest:
            yield "Whether stability costs anything is left open."

    def answer(self, subject: LargeGame) -> Core:
        empty = self.stability.lowest > 0
        point = Allocation(
            self.stability.split,
            method="row generation with integer programs; branch and bound",
            status="A point of the core, one of possibly many.",
            certificate=self,
        )
        return Core(
            subject,
            empty=empty,
            point=None if empty else point,
            certificate=self,
            method=point.method,
        )


@greatest_excess.register(FacilityLocation)
@greatest_excess.register(FlowGame)
@greatest_excess.register(LinearProductionGame)
@greatest_excess.register(ProgramGame)
def large_greatest_excess(game: LargeGame, split: Mapping[str, Any]) -> Violation | None:
    """The coalition that gains most by leaving, proven; None for a game of one city.

    Errors: ``NotProven`` where branch and bound does not end with a proof.
    """
    model = program_game(game)
    payoffs = [signed(model, x) for x in read_payoffs(model.players, split)[0]]
    return _most_unhappy(payoffs, ProgramOracle(model, grand=False, payoffs=payoffs))


@core_violation.register(FacilityLocation)
@core_violation.register(FlowGame)
@core_violation.register(LinearProductionGame)
@core_violation.register(ProgramGame)
def large_core_violation(game: LargeGame, split: Mapping[str, Any]) -> Violation | None:
    """What keeps a split out of the core; None, proven, if nothing does. As for a table of worths.

    Errors: ``NotProven`` where branch and bound does not end with a proof.
    """
    model = program_game(game)
    exact, floats = read_payoffs(model.players, split)
    payoffs = [signed(model, x) for x in exact]
    oracle = ProgramOracle(model, grand=False, payoffs=payoffs)
    own = oracle.unit == model.unit()  # large payoffs may leave the worth below all tolerances
    worth = proven_worth(model, model.players, oracle if own else None).worth
    radius = split_radius(payoffs, worth, floats=floats)
    if abs(worth - sum(payoffs)) > radius:
        return Violation(model.players, worth - sum(payoffs))
    worst = _most_unhappy(payoffs, oracle, radius)
    return worst if worst is not None and worst.gain > radius else None


def _most_unhappy(
    payoffs: list[Fraction], oracle: ProgramOracle, radius: Fraction | None = None
) -> Violation | None:
    """Who gains most by leaving; with a radius, anybody where nobody gains more than that."""
    if oracle.size == 1:
        return None
    model, unit = oracle.game, oracle.unit
    payoffs, radius = [x / unit for x in payoffs], None if radius is None else radius / unit

    def gain(mask: int) -> Fraction:
        return oracle.exact(mask) - paid(mask, payoffs)  # type: ignore[no-any-return]

    def claim(mask: int) -> Fraction:
        return gain(mask) if radius is None else max(gain(mask), radius)

    floats = np.array([searchable(x, "a payoff") for x in payoffs])
    candidates, _ = oracle.separate(floats, -math.inf)
    best = max(candidates, key=gain)
    while True:
        claimed = claim(best)  # a better plan of the same coalition may be found
        cases, bound, better = oracle.prove(payoffs, claimed)
        if better is None or gain(better) <= claimed:
            break
        best = better
    members = members_of(best, model.players)
    if bound > claim(best):
        least, more = gain(best) * unit, (bound - gain(best)) * unit
        raise NotProven(
            "most unhappy coalition",
            f"{coalition_name(members)} gains {approximately(least)} by leaving, and another up to "
            f"{approximately(more)} more for all that is known (cases looked at: {len(cases)})",
            bound * unit,
        )
    return Violation(members, gain(best) * unit)
