"""The most unhappy coalition of a program game, by integer programs, with a plan for each found.

    maximise  v(S) - x(S)  over coalitions S and what they can do,

is one integer program, in which joining is a variable. All incumbents that HiGHS meets on its way
are kept. Heuristics come first. Where openings serve each city by itself, local search finds more,
and sooner: it is tried first, and then from the relaxation of each case of a branch and bound
(``opening_climb``, ``case_tree``). Where openings are few, those of known plans are tried first
(``opening_plans``). A search starts at the dual prices of joining in the relaxed program: with
simple structure they are in the core.

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> hub = program_game(FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]]))
>>> oracle = ProgramOracle(hub, grand=True)
>>> oracle.plan(0b01)[0], oracle.exact(0b11)
(Fraction(-14, 1), Fraction(-23, 1))

Source: Drechsel and Kimms (2010); Goemans and Skutella (2004) for the prices of facilities.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from games.errors import NotProven
from games.players import coalition_name, members_of
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.case_tree import CaseTree, Node, Relaxation
from solvers.families.floating_program import FloatingProgram, Floats
from solvers.families.integer_program import Case, told_bound
from solvers.families.opening_climb import OpeningClimb, links, services
from solvers.families.opening_plans import OpeningPlans
from solvers.families.program_game import ProgramGame
from solvers.highs import run_highs
from solvers.limited_work import work_left
from solvers.linear_program import Row
from solvers.optimum import solve

__all__ = ["SPARED", "ProgramOracle"]

ZERO, ONE = Fraction(0), Fraction(1)
_NEAR = 1e-7  # cases are used again for payoffs this near
_FEW = 40  # the most whole variables for a local search over openings
_PROOF = 4000  # cases of a proof where openings are few
_GONE_ON = 1200  # further cases of a proof that goes on from cases settled in floats
_TREE = 1000  # cases of a tree
_MOST_COALITIONS = 12  # that one tree of cases yields
_DIVED = 400  # cases of a tree once it has yielded a coalition
_HUGE = 10**5  # a row of whole terms in all, which a millionth of each may break by 1
_ENOUGH = 200  # the same where climbs start from its cases
# Options switched off where openings are few: heuristics that solve smaller programs, and restarts.
SPARED = (
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
    "mip_allow_restart",
)
"""Heuristics of HiGHS that often take longer than they spare."""


class ProgramOracle:
    """The oracle of a program game; it keeps the best plan found for each coalition.

    Worths and payoffs are counted in its ``unit``, which is 1 unless all are tiny or some huge.
    ``sparing``: where openings are few, HiGHS leaves out some heuristics. It takes half the time,
    and meets other coalitions. Not for searches whose optimum makes many coalitions tight: HiGHS
    then misses more of those that are short by a hair.
    """

    def __init__(
        self,
        game: ProgramGame,
        *,
        grand: bool,
        payoffs: Iterable[Fraction] = (),
        sparing: bool = False,
    ) -> None:
        self.unit = game.unit(payoffs)
        game = game.counted_in(self.unit)
        self.game, self.grand, self.sparing = game, grand, sparing
        self.size = len(game.players)
        self.everybody = (1 << self.size) - 1
        program = game.search({}, grand=grand)
        self.relaxation = Relaxation(program.lp, program.integers)
        self.names = self.relaxation.names
        place = self.relaxation.place
        self.members = np.array([place[name] for name in game.players], dtype=np.int32)
        self.met: list[Floats] = []
        self.joining = set(game.players)
        self.whole = np.array([place[name] for name in game.integers], dtype=np.int32)
        self.objective = game.gains.objective
        self.found: dict[int, tuple[float, Floats]] = {}
        self.plans: dict[int, tuple[Fraction, dict[str, Fraction]]] = {}
        self.unseen: set[int] = set()  # coalitions whose last point has no plan in fractions yet
        self.climb = OpeningClimb.of(game, self.names)
        self.openings: OpeningPlans | None = None
        if self.climb is None and self.few_openings(game):
            self.openings = OpeningPlans(self.relaxation, self.members, self.whole)
        self.thorough = self.climb is not None or self.openings is not None
        self.inward = self.openings is not None
        self.cases = 0
        self.settled: tuple[Floats, list[Node]] | None = None  # payoffs, and the cases there

    @staticmethod
    def few_openings(game: ProgramGame) -> bool:
        """Whether a local search over openings is affordable."""
        return 0 < len(game.integers) <= _FEW

    @cached_property
    def proofs(self) -> Relaxation:
        """The relaxation for proofs, with whole variables for sums of what members bring."""
        program = self.game.separation({}, grand=self.grand)
        return Relaxation(program.lp, program.integers) if program.sums else self.relaxation

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """The least and the most of each whole variable."""
        ends = [self.game.program.bounds[name] for name in self.game.integers]
        least = np.array([math.ceil(low or ZERO) for low, _ in ends], dtype=float)
        return least, np.array([math.floor(high or ZERO) for _, high in ends], dtype=float)

    @cached_property
    def doubtful(self) -> tuple[Row, ...]:
        """Rows that whole numbers may break by less than 1, or that have huge terms."""
        return tuple(
            row
            for row in self.game.program.rows
            if any(x.denominator != 1 for x in (row.bound, *row.coefficients.values()))
            or sum(map(abs, row.coefficients.values())) > _HUGE
        )

    @cached_property
    def solver(self) -> Any:
        """HiGHS with the program of the greatest excess; its incumbents go to ``met``."""
        solver = self.relaxation.solver((*self.game.players, *self.game.integers))
        if self.sparing and self.openings is not None:
            for option in SPARED:
                solver.setOptionValue(option, False)
        solver.cbMipImprovingSolution.subscribe(
            lambda event: self.met.append(np.array(event.data_out.mip_solution))
        )
        return solver

    @cached_property
    def fixed(self) -> Any:
        """HiGHS with the program of the worth of coalitions."""
        return FloatingProgram(self.game.gains).solver((*self.game.players, *self.game.integers))

    def start(self) -> list[Fraction]:
        """The dual prices of joining in the relaxed program.

        Limits that belong to no city are a little looser there, so that they get no price which
        an owner could get.
        """
        prices = self._together(1.001).getSolution().col_dual
        return [Fraction(-float(prices[j])).limit_denominator(1 << 10) for j in self.members]

    def _together(self, loose: float = 1.0) -> Any:
        """HiGHS with the relaxed program of all, solved."""
        program = copy.copy(self.relaxation)
        most, height = program.row_high, len(self.game.program.rows)
        more = np.where(most > 0, loose, 1.0)
        program.low, program.high = program.low.copy(), program.high * loose
        program.low[self.members] = program.high[self.members] = 1
        program.row_low = np.where(program.row_low == most, most * more, program.row_low)
        program.row_high = most * more
        program.row_low[height:], program.row_high[height:] = -math.inf, math.inf  # who joins
        relaxed = program.solver()
        run_highs(relaxed)
        return relaxed

    def separate(
        self, payoffs: Floats, target: float, until: float = math.inf, *, within: float = 0.0
    ) -> tuple[dict[int, float], float]:
        late = time.monotonic() > until  # then only a bound is wanted
        if not late and (found := self.quick(payoffs, target)):
            return found, math.inf
        cost = self.relaxation.cost.copy()
        cost[self.members] = -np.array(payoffs)
        if self.climb is None:
            points, bound = self._by_integer_program(payoffs, target, until, within)
        else:
            points, bound = self._by_cases(self.climb, cost, target, until)
        most = max((float(cost @ point) for point in points), default=-math.inf)
        return dict(map(self.take, points)), max(bound, most)

    def _by_cases(
        self, climb: OpeningClimb, cost: Floats, target: float, until: float
    ) -> tuple[list[Floats], float]:
        """What climbs from the points of the cases find, and a bound of all excesses."""
        tree = CaseTree(self.relaxation, target, cost, rises=math.isinf(target))
        points = []
        for point in tree.grow(until, nearby=self._nearby(-cost[self.members])):
            points.append(point)
            climb.remember(point)
            tree.limit = _ENOUGH
        if not points and not tree.open_:
            self.settled = -cost[self.members], tree.left
        return points, tree.bound

    def by_cases(
        self,
        payoffs: Floats,
        target: float,
        until: float,
        most: int = _MOST_COALITIONS,
        cases: int = _TREE,
    ) -> tuple[dict[int, float], bool]:
        """Coalitions beyond the target, by branch and bound; whether there are none, in floats.

        Where openings are few this finds more coalitions, and sooner, than HiGHS meets. ``most``:
        how many are wanted. ``cases``: after how many it is left open.
        """
        if self.openings is None:
            return {}, False
        cost = self.proofs.cost.copy()
        cost[self.members] = -np.array(payoffs)
        tree = CaseTree(self.proofs, target, cost)
        tree.many = tree.limit = cases
        found: dict[int, float] = {}
        for point in tree.grow(until):
            found.update([self.take(point[: len(self.names)])])
            tree.limit = _DIVED
            if len(found) >= most:
                break
        settled = not found and not tree.open_
        self.cases += 0 if found else len(tree.cases)
        if settled:
            self.settled = -cost[self.members], tree.left
        return found, settled

    def _by_integer_program(
        self, payoffs: Floats, target: float, until: float, within: float
    ) -> tuple[list[Floats], float]:
        """All incumbents that HiGHS meets, the most unhappy coalition last, and a bound.

        Where heuristics can go on from one coalition, HiGHS stops at the first beyond the target.
        """
        self.met = []
        self.solver.changeColsCost(self.size, self.members, np.array(payoffs))
        early = self.thorough and math.isfinite(target)
        self.solver.setOptionValue("objective_target", -target if early else -math.inf)
        near = within if math.isfinite(within) else 0.0
        self.solver.setOptionValue("mip_abs_gap", max(near, 1e-7))
        _run(self.solver, until)
        self.cases += self.solver.getInfo().mip_node_count
        return self.met, -float(self.solver.getInfo().mip_dual_bound)

    def quick(self, payoffs: Floats, target: float) -> dict[int, float]:
        """Coalitions beyond the target, by heuristics."""
        points: list[Floats] = []
        if self.climb is not None:
            points = self.climb.above(np.array(payoffs), target)
        elif self.openings is not None and math.isfinite(target):
            points = self.openings.above(np.array(payoffs), target)
        return dict(self.take(point) for point in points if self._counts(self._mask(point)))

    def _nearby(self, payoffs: Floats) -> Callable[[Floats], list[Floats]] | None:
        """A function from a point of the relaxation to the ends of climbs from it."""
        if self.climb is None:
            return None
        ends = self.climb.nearby(np.array(payoffs))
        return lambda point: [end for end in ends(point) if self._counts(self._mask(end))]

    def _counts(self, mask: int) -> bool:
        return bool(mask) and (self.grand or mask != self.everybody)

    def _mask(self, point: Floats) -> int:
        return sum(1 << int(i) for i in np.flatnonzero(point[self.members] > 0.5))

    def take(self, point: Floats) -> tuple[int, float]:
        mask = self._mask(point)
        worth = float(self.relaxation.cost @ point)
        if mask not in self.found or worth > self.found[mask][0]:
            self.found[mask] = worth, point
            self.unseen.add(mask)
            if self.openings is not None:
                self.openings.remember(point)
        return mask, self.found[mask][0]

    def recalled(self, plans: Iterable[Floats]) -> dict[int, float]:
        """The coalitions of plans that another oracle of the game found, with their worths."""
        return dict(self.take(point) for point in plans if self._counts(self._mask(point)))

    def plans_of(self, masks: Iterable[int]) -> tuple[Floats, ...]:
        """The best plans that were found for some coalitions."""
        return tuple(self.found[mask][1] for mask in masks if mask in self.found)

    def prove_worth(
        self, mask: int, until: float = math.inf, near: Fraction = ZERO
    ) -> tuple[Fraction, tuple[Case, ...]]:
        """The worth of the best plan found for a coalition, and cases that bound it.

        ``near``: first it is proven that no plan is worth more by so much of it. That is for who
        wants a bound; a worth that is to be exact is proven at one go, which ends sooner.
        """
        program = self.game.with_members(members_of(mask, self.game.players))
        nearby = None
        if self.climb is not None and mask == self.everybody:
            ready = self.climb.together()
            self.take(self.climb.best(ready))
            nearby = self.climb.nearby(-ready)
        if mask not in self.found:
            self.evaluate(mask, until)
        relaxation = Relaxation(program.lp, program.integers)

        def raised(point: Floats) -> Fraction:
            self.take(point)
            return self.exact(mask)

        while True:
            worth = self.exact(mask)
            cases, better = branch_and_bound(
                program,
                worth,
                until=until,
                nearby=nearby,
                relaxation=relaxation,
                raised=raised,
                before=worth + near * abs(worth) if near else None,
            )
            worth = max(worth, self.exact(mask))
            if better is None or raised(better) <= worth:
                return worth, cases

    def parts(self) -> dict[int, float]:
        """Coalitions to begin with: parts of the plan of all, their complements, and layers.

        A part is a group of cities that no row of the plan links to others. It can carry out its
        part of the plan if doing nothing is allowed. Where the plan links all cities, single cities
        and their complements: those who bring least often decide epsilon.
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
            found = {mask: self.evaluate(mask) for mask in units}
            others = {self.everybody ^ mask for mask in units}
            found |= {mask: self._keeping_openings(mask) for mask in others}
            return found | self._layers()
        found = self._layers()
        whole = np.array([float(plan.get(name, ZERO)) for name in self.names])
        whole[self.members] = 1
        for root in groups:
            here = np.array([name in head and find(name) == root for name in self.names])
            found.update(self.take(whole * side) for side in (here, ~here))
        return found

    def _layers(self) -> dict[int, float]:
        """Coalitions from the relaxed plan of all: for each opening and degree t one layer.

        A layer is the cities that the opening serves to the degree t or more. Where one opening
        serves each city by itself, as with facilities, the layers are the balanced collection that
        bounds the relaxation. Where rows say more, a layer may be nothing that can be done.
        """
        lp = self.game.gains
        value = dict(zip(self.names, self._together().getSolution().col_value, strict=True))
        city = {name: 1 << i for i, name in enumerate(self.game.players)}
        linked: dict[str, list[str]] = {}
        for one, opening in links(lp, self.game.integers):
            linked.setdefault(opening, []).append(one)
        serves = {one: bit for bit, several in services(lp, city) for one in several}
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
                if self._counts(mask) and not self._breaks_a_row(point):
                    found.update([self.take(point)])
        return found

    def _breaks_a_row(self, point: Floats) -> bool:
        """Whether whole numbers break a row of the game by 1 or more."""
        part, height = self.relaxation, len(self.game.program.rows)
        terms = part.entry * point[part.column]
        sums = np.bincount(part.row, weights=terms, minlength=len(part.row_low))[:height]
        low, high = part.row_low[:height], part.row_high[:height]
        return bool(((sums < low - 0.5) | (sums > high + 0.5)).any())

    def _keeping_openings(self, mask: int) -> float:
        """The worth of a coalition's best plan with the openings of all, or of its best plan."""
        _, together = self.found[self.everybody]
        if self.openings is not None:
            joined = np.array([float(mask >> i & 1) for i in range(self.size)])
            point = self.openings.plan(joined, self.openings.of(together))
            if point is not None:
                return self.take(point)[1]
        return self.evaluate(mask)

    def evaluate(self, mask: int, until: float = math.inf) -> float:
        """The worth of a coalition in floats.

        Errors: ``NotProven`` where HiGHS ends in an error, or time is too short.
        """
        joined = np.array([float(mask >> i & 1) for i in range(self.size)])
        self.fixed.changeColsBounds(self.size, self.members, joined, joined)
        for presolve in ("choose", "off"):  # a presolved plan may miss limits by a hair
            self.fixed.setOptionValue("presolve", presolve)
            _run(self.fixed, until)
            solution = self.fixed.getSolution()
            if solution.value_valid:
                break
        else:
            named = coalition_name(members_of(mask, self.game.players))
            raise NotProven(f"worth of {named}", "HiGHS found no plan, or none in time", None)
        point = np.array(solution.col_value)
        point[self.members] = joined
        return self.take(point)[1]

    def seen_at_most(self) -> float:
        """HiGHS' upper bound for the coalition evaluated last."""
        return -float(self.fixed.getInfo().mip_dual_bound)

    def exact(self, mask: int) -> Fraction:
        """The worth of the coalition's best plan in fractions, a lower bound of its own."""
        return self.plan(mask)[0]

    def plan(self, mask: int) -> tuple[Fraction, dict[str, Fraction]]:
        """The best plan found for a coalition, in fractions, after what it is worth."""
        if mask not in self.found:
            self.evaluate(mask)
        if mask in self.unseen:
            self.unseen.discard(mask)
            kept = self._in_fractions(mask)
            if kept is None and mask not in self.plans:
                named = coalition_name(members_of(mask, self.game.players))
                raise NotProven(f"worth of {named}", "HiGHS found no plan within its limits", None)
            if kept is not None:
                made = sum((self.objective.get(name, ZERO) * x for name, x in kept.items()), ZERO)
                # One that is better in floats may be worse: keep the better in fractions.
                if mask not in self.plans or made >= self.plans[mask][0]:
                    self.plans[mask] = made, kept
            worth, point = self.found[mask]
            self.found[mask] = min(worth, float(self.plans[mask][0])), point
        return self.plans[mask]

    def _in_fractions(self, mask: int) -> dict[str, Fraction] | None:
        """The plan found last for a coalition, or to do nothing; ``None`` if both break a limit.

        HiGHS lets a limit be missed by a millionth.
        """
        point = np.clip(np.round(self.found[mask][1][self.whole]), *self.limits)
        kept = {
            self.game.integers[k]: Fraction(int(point[k])) for k in np.flatnonzero(point).tolist()
        }
        mixed = len(self.whole) + self.size < len(self.names)
        if not mixed and not self.doubtful:
            return kept
        members = members_of(mask, self.game.players)
        lp = self.game.with_members(members).lp
        idle = dict.fromkeys(self.names, ZERO) | dict.fromkeys(members, ONE)
        if mixed:
            fixed = {name: (x, x) for name in self.game.integers for x in (kept.get(name, ZERO),)}
            plan = solve(replace(lp, bounds={**lp.bounds, **fixed})).point
        else:
            broken = any(replace(lp, rows=self.doubtful).infeasibilities(idle | kept))
            plan = {} if broken else idle | kept
        if not plan and any(lp.infeasibilities(idle)):
            return None
        return {name: x for name, x in plan.items() if x and name not in self.joining}

    def prove(
        self, payoffs: list[Fraction], claim: Fraction, until: float = math.inf
    ) -> tuple[tuple[Case, ...], Fraction, int | None]:
        named = dict(zip(self.game.players, payoffs, strict=True))
        program = self.game.separation(named, grand=self.grand)
        floats = np.array([float(x) for x in payoffs])
        leaves: list[Node] = []
        if self.settled is not None and np.allclose(self.settled[0], floats, atol=_NEAR):
            leaves = self.settled[1]
        cases, better = branch_and_bound(
            program,
            claim,
            until=until,
            nearby=self._nearby(floats),
            relaxation=self.proofs,
            leaves=leaves,
            most=(len(leaves) + _GONE_ON if leaves else _PROOF) if self.inward else None,
        )
        mask = None if better is None else self.take(better[: len(self.names)])[0]
        return cases, told_bound(program, cases), mask


def _run(solver: Any, until: float) -> None:
    """Let HiGHS search until then at most; its time limit counts all its runs."""
    left = max(until - time.monotonic(), 0)
    solver.setOptionValue("time_limit", solver.getRunTime() + left)
    solver.setOptionValue("mip_max_nodes", work_left().nodes)
    run_highs(solver)
