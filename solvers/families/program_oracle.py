"""The most unhappy coalition of a program game, by integer programs, with a plan for each found.

    maximise  v(S) - x(S)  over coalitions S and what they can do,

is one integer program, in which joining is a variable. Each is asked for all improvements that it
meets on its way, and may stop early unless the end is near; where openings serve each city by
itself, climbs are tried before (``opening_climb``). A search starts at the prices at which the
relaxed program pays for membership, which are in the core if anything as simple is.

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> hub = program_game(FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]]))
>>> oracle = ProgramOracle(hub, grand=True)
>>> oracle.plan(0b01)[0], oracle.exact(0b11)
(Fraction(-14, 1), Fraction(-23, 1))

Source: Drechsel and Kimms (2010); Goemans and Skutella (2004) for the prices of facilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import members_of
from games.errors import IntercityError
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.coalition_search import MANY
from solvers.families.floating_program import floating_solver
from solvers.families.integer_program import Case
from solvers.families.opening_climb import OpeningClimb, links, served
from solvers.families.program_game import ProgramGame
from solvers.optimum import solve

__all__ = ["ProgramOracle"]

ZERO = Fraction(0)


class ProgramOracle:
    """The oracle of a program game: HiGHS asks, and remembers a plan for each coalition.

    Worths and payoffs are counted in its ``unit``, which is 1 unless all of them are tiny.
    """

    def __init__(self, game: ProgramGame, *, grand: bool, payoffs: Iterable[Fraction] = ()) -> None:
        self.unit = game.unit(payoffs)
        game = game.counted_in(self.unit)
        self.game, self.grand = game, grand
        self.size = len(game.players)
        self.everybody = (1 << self.size) - 1
        program = game.separation({}, grand=grand)
        self.names = list(program.lp.bounds)
        place = {name: j for j, name in enumerate(self.names)}
        self.members = np.array([place[name] for name in game.players], dtype=np.int32)
        self.solver = floating_solver(program.lp, program.integers)
        self.cost = np.array([-float(program.lp.objective.get(k, ZERO)) for k in self.names])
        self.fixed = floating_solver(game.gains(), (*game.players, *game.integers))
        self.found: dict[int, tuple[float, Any]] = {}
        self.plans: dict[int, tuple[Fraction, dict[str, Fraction]]] = {}
        self.climb = OpeningClimb.of(game, self.names)
        self.met: list[Any] = []
        self.solver.cbMipImprovingSolution.subscribe(
            lambda event: self.met.append(np.array(event.data_out.mip_solution))
        )

    def start(self) -> list[Fraction]:
        """What the relaxed program pays for membership.

        All that no city owns is a little looser there, lest it be paid instead of an owner.
        """
        lp = self.game.with_members(self.game.players).lp
        loose = Fraction(1001, 1000)
        bounds = {
            name: (low, high if high is None or name in self.game.players else high * loose)
            for name, (low, high) in lp.bounds.items()
        }
        rows = tuple(
            replace(row, bound=row.bound * loose) if row.bound > 0 and row.upper else row
            for row in lp.rows
        )
        relaxed = floating_solver(replace(lp, bounds=bounds, rows=rows))
        relaxed.run()
        prices = np.array(relaxed.getSolution().col_dual)[self.members]
        return [Fraction(-float(price)).limit_denominator(1 << 10) for price in prices]

    def separate(self, payoffs: Any, target: float) -> tuple[dict[int, float], float]:
        import highspy

        if found := self.quick(payoffs, target):
            return found, math.inf
        self.met = []
        self.solver.changeColsCost(self.size, self.members, payoffs)
        self.solver.setOptionValue("objective_target", -target)
        self.solver.run()
        status = self.solver.getModelStatus()
        done = status == highspy.HighsModelStatus.kOptimal
        if not done and status != highspy.HighsModelStatus.kObjectiveTarget:
            raise IntercityError(f"The search for a coalition ended with {status}.")
        last = np.array(self.solver.getSolution().col_value)
        if self.climb is not None:
            self.climb.remember(last)
        found = dict(self._take(point) for point in [*self.met, last])
        bound = -self.solver.getInfo().mip_dual_bound if done else math.inf
        return found, bound

    def quick(self, payoffs: Any, target: float) -> dict[int, float]:
        if self.climb is None or target == math.inf:
            return {}
        found = dict(map(self._take, self.climb.above(np.asarray(payoffs), target)))
        return {mask: worth for mask, worth in found.items() if mask and self._counts(mask)}

    def _counts(self, mask: int) -> bool:
        return self.grand or mask != self.everybody

    def _take(self, point: Any) -> tuple[int, float]:
        joined = point[self.members] > 0.5
        mask = sum(1 << int(i) for i in np.flatnonzero(joined))
        worth = -float(self.cost @ point)
        if mask not in self.found or worth > self.found[mask][0]:
            self.found[mask] = worth, point
            self.plans.pop(mask, None)
        return mask, self.found[mask][0]

    def parts(self) -> dict[int, float]:
        """Groups of cities that the plan of all leaves without a link, and what each leaves.

        A group can carry out its part of the plan, where nothing has to be done by those who do
        nothing. Where the plan links all, single cities: those that bring least often decide
        epsilon.
        """
        _, plan = self.plan(self.everybody)
        head = {name: name for name in [*plan, *self.game.players]}

        def find(name: str) -> str:
            while head[name] != name:
                name = head[name]
            return name

        for row in self.game.program.rows:
            used = [find(name) for name in row.coefficients if name in head]
            for name in used[1:]:
                head[find(name)] = find(used[0])
        groups: dict[str, int] = {}
        for i, name in enumerate(self.game.players):
            groups[find(name)] = groups.get(find(name), 0) | 1 << i
        lp = self.game.program
        limits = [*lp.bounds.values(), *((row.lower, row.upper) for row in lp.rows)]
        idle = all((low or ZERO) <= 0 <= (high or ZERO) for low, high in limits)
        if len(groups) == 1 or not idle:
            units = groups.values() if len(groups) > 1 else [1 << i for i in range(self.size)]
            sides = {mask for unit in units for mask in (unit, self.everybody ^ unit)}
            return {mask: self.evaluate(mask) for mask in sides} | self._layers()
        found = self._layers()
        whole = np.array([float(plan.get(name, ZERO)) for name in self.names])
        whole[self.members] = 1
        for root in groups:
            here = np.array([name in head and find(name) == root for name in self.names])
            found.update(self._take(whole * side) for side in (here, ~here))
        return found

    def _layers(self) -> dict[int, float]:
        """What each part of the relaxed plan serves, in layers: the whole plan, cut level by level.

        A whole variable that is open to some degree, with the cities linked to it: those linked to
        degree t or more are a coalition, for each t. Where one opening serves each city by itself,
        as with facilities, these layers are the balanced collection that bounds the relaxation.
        """
        lp = self.game.with_members(self.game.players).lp
        relaxed = floating_solver(lp)
        relaxed.run()
        value = dict(zip(lp.bounds, relaxed.getSolution().col_value, strict=True))
        city = {name: 1 << i for i, name in enumerate(self.game.players)}
        linked: dict[str, list[str]] = {}
        for one, opening in links(lp, self.game.integers):
            linked.setdefault(opening, []).append(one)
        serves = served(lp, city)
        place = {name: j for j, name in enumerate(self.names)}
        found: dict[int, float] = {}
        for opening, needing in linked.items():
            parts = [(value[one], one) for one in needing if one in serves and value[one] > 1e-9]
            for degree in {round(amount, 9) for amount, _ in parts}:
                chosen = [one for amount, one in parts if amount >= degree - 1e-8]
                point = np.zeros(len(self.names))
                point[[place[opening], *(place[one] for one in chosen)]] = 1
                mask = 0
                for one in chosen:
                    mask |= serves[one]
                point[self.members] = [mask >> i & 1 for i in range(self.size)]
                if self._counts(mask):
                    found.update([self._take(point)])
        return found

    def rest(self, mask: int) -> dict[int, float]:
        """The coalition's complement, with its worth."""
        other = self.everybody ^ mask
        if other in self.found or not other:
            return {}
        return {other: self.evaluate(other)}

    def evaluate(self, mask: int) -> float:
        """What HiGHS says the coalition is worth."""
        joined = np.array([float(mask >> i & 1) for i in range(self.size)])
        self.fixed.changeColsBounds(self.size, self.members, joined, joined)
        self.fixed.run()
        point = np.array(self.fixed.getSolution().col_value)
        point[self.members] = joined
        return self._take(point)[1]

    def exact(self, mask: int) -> Fraction:
        """What the coalition's plan is worth in fractions: no more than the coalition is."""
        return self.plan(mask)[0]

    def plan(self, mask: int) -> tuple[Fraction, dict[str, Fraction]]:
        if mask not in self.plans:
            if mask not in self.found:
                self.evaluate(mask)
            program = self.game.with_members(members_of(mask, self.game.players))
            floats = dict(zip(self.names, self.found[mask][1], strict=True))
            whole = {name: Fraction(round(floats[name])) for name in program.integers}
            lp = program.lp
            joined = {name: lp.bounds[name][0] or ZERO for name in self.game.players}
            point = dict.fromkeys(lp.bounds, ZERO) | joined | whole
            if len(whole) + len(joined) < len(lp.bounds):
                fixed = {name: (value, value) for name, value in {**joined, **whole}.items()}
                answer = solve(replace(lp, bounds={**lp.bounds, **fixed}))
                point = dict(answer.point)
            kept = {name: x for name, x in point.items() if x and name not in self.game.players}
            self.plans[mask] = lp.value(point), kept
        return self.plans[mask]

    def prove(
        self, payoffs: list[Fraction], claim: Fraction, limit: int = MANY
    ) -> tuple[tuple[Case, ...], int | None]:
        named = dict(zip(self.game.players, payoffs, strict=True))
        cases, better = branch_and_bound(
            self.game.separation(named, grand=self.grand), claim, limit
        )
        if better is None:
            return cases, None
        return cases, self._take(np.array([better[name] for name in self.names]))[0]
