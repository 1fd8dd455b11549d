"""Which coalition is most unhappy: asked of an integer program, round by round, until none is.

    minimise t  over  x(N) = v(N),   x(S) + t >= v(S)  for the coalitions S found so far,

gives a point whose most unhappy coalition joins the list; t is a lower bound of epsilon, and the
greatest excess at any point is an upper bound. Integer programs find the coalition. Each is asked
for all improvements that it meets on its way, and may stop early unless the end is near; where
openings serve each city by itself, climbs are tried before (``opening_climb``). The search starts
at the prices at which the relaxed program pays for membership, which are in the core if anything as
simple is.

All is in gains, and in floats: fractions and proofs come last (``exact_bound``, ``prove``).

Source: Hallefjord, Helming and Jørnsten (1995); Kelley (1960); Drechsel and Kimms (2010).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

from games.errors import IntercityError
from solvers.families.branch_and_bound import branch_and_bound
from solvers.families.floating_program import floating_solver
from solvers.families.integer_program import Case
from solvers.families.opening_climb import OpeningClimb, links, served
from solvers.families.program_game import ProgramGame
from solvers.linear_program import LinearProgram, Row, solve
from solvers.simplex import new_highs

__all__ = ["CoalitionSearch", "Limits", "Oracle", "ProgramOracle", "Progress"]

ZERO, ONE = Fraction(0), Fraction(1)
_MANY, _FEW = 1000, 100  # cases of a proof: at most, and where time is up
_NEAR = 1e-7  # times the size of the worths: what floats cannot tell apart


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long search stands: ``rounds`` done, and the bounds so far, in the game's money."""

    rounds: int
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"round {self.rounds}: between {self.lowest:.6g} and {self.highest:.6g}"


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop, whom to tell, and the unit in which the search counts, to tell it in money."""

    seconds: float
    progress: Callable[[Progress], None] | None
    unit: Fraction = ONE


class Oracle(Protocol):
    """What a search asks of a game; coalitions are bitmasks, worths are gains."""

    size: int

    def start(self) -> list[Fraction]: ...
    def parts(self) -> dict[int, float]: ...
    def separate(self, payoffs: Any, target: float) -> tuple[dict[int, float], float]:
        """Coalitions with their worths, and a bound of all excesses (infinite: none known)."""

    def quick(self, payoffs: Any, target: float) -> dict[int, float]:
        """Coalitions whose excess is more than the target, if some are found in no time."""

    def rest(self, mask: int) -> dict[int, float]: ...
    def exact(self, mask: int) -> Fraction: ...
    def prove(
        self, payoffs: list[Fraction], claim: Fraction, limit: int = _MANY
    ) -> tuple[tuple[Case, ...], int | None]:
        """Cases that bound all excesses, by ``claim`` if they can, or a coalition beyond it."""


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
            coalition = [name for i, name in enumerate(self.game.players) if mask >> i & 1]
            program = self.game.with_members(coalition)
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
        self, payoffs: list[Fraction], claim: Fraction, limit: int = _MANY
    ) -> tuple[tuple[Case, ...], int | None]:
        named = dict(zip(self.game.players, payoffs, strict=True))
        cases, better = branch_and_bound(
            self.game.separation(named, grand=self.grand), claim, limit
        )
        if better is None:
            return cases, None
        return cases, self._take(np.array([better[name] for name in self.names]))[0]


@dataclass(frozen=True, slots=True)
class Ended:
    """What a search ends with: a lower bound and its weights, payoffs, cases that bound them."""

    lowest: Fraction
    payoffs: list[Fraction]
    weights: Mapping[int, Fraction]
    cases: tuple[Case, ...]

    def times(self, unit: Fraction) -> Ended:
        """The same in money, of a search that counted in another unit."""
        payoffs = [x * unit for x in self.payoffs]
        cases = tuple(case.times(unit) for case in self.cases)
        return Ended(self.lowest * unit, payoffs, self.weights, cases)


class CoalitionSearch:
    """Rows for coalitions, of which few are ever written down.

    ``total``: what the payoffs add up to, with a level t to be minimised; None: no level, and the
    payoffs' sum is minimised (the cost of stability).
    """

    def __init__(self, oracle: Oracle, total: Fraction | None, limits: Limits) -> None:
        self.oracle, self.total, self.limits = oracle, total, limits
        n = oracle.size
        self.level = total is not None
        self.worths: dict[int, float] = {}
        self.rows: list[tuple[int, float]] = []
        start = oracle.start()
        if total is not None:
            start = [x + (total - sum(start)) / n for x in start]
        self.best: list[Fraction] | None = start
        self.floats = self.best_floats = np.array([float(x) for x in start])
        self.size = 1 + np.abs(self.floats).max()
        self.near = _NEAR * self.size
        self.lowest, self.highest = -math.inf, math.inf
        solver = new_highs()
        reach = 8 * n * self.size
        low = np.append(self.floats - reach, -reach if self.level else 0)
        high = np.append(self.floats + reach, reach if self.level else 0)
        cost = np.append(np.full(n, 0.0 if self.level else 1.0), float(self.level))
        none = np.zeros(0, dtype=np.int32)
        solver.addCols(n + 1, cost, low, high, 0, none, none, np.zeros(0))
        if total is not None:
            everybody = np.arange(n, dtype=np.int32)
            solver.addRow(float(total), float(total), n, everybody, np.ones(n))
        self.master = solver

    def until_proven(self) -> Ended:
        """Search, prove, and search on from what the proof finds, until both agree."""
        began = time.monotonic()
        while True:
            self.run(began)
            bound, point, weights = self.exact_bound()
            late = time.monotonic() - began > self.limits.seconds
            payoffs = self.best or (self._rounded() if late else point)
            claim = bound
            if self.total is None:
                claim = ZERO  # stable, whatever it costs
            elif late:
                claim = max(bound, Fraction(self.highest))
            few = _FEW if late and self.level else _MANY
            cases, better = self.oracle.prove(payoffs, claim, few)
            while (
                late
                and not self.level
                and (most := max((case.bound for case in cases), default=ZERO)) > 0
            ):
                payoffs = [x + most for x in payoffs]
                cases, better = self.oracle.prove(payoffs, claim)
            if better is None or late:
                return Ended(bound, payoffs, weights, cases)
            if not self.add({better: float(self.oracle.exact(better))}) and self.best is None:
                return Ended(bound, payoffs, weights, cases)  # floats cannot tell it apart
            self.best, self.highest = None, math.inf

    def _rounded(self) -> list[Fraction]:
        """The best point so far in short fractions; with a level they add up to the total.

        Without one, every city gets a little more: the point need not be stable yet.
        """
        short = [Fraction(float(x)).limit_denominator(1 << 10) for x in self.best_floats]
        paid = self.total
        if paid is None:
            paid = Fraction(self.highest + self.size / 1000).limit_denominator(1 << 10)
        return [x + (paid - sum(short)) / len(short) for x in short]

    def add(self, found: Mapping[int, float]) -> bool:
        """Write rows for coalitions; whether any was new."""
        known = self.worths
        fresh = {
            mask: worth
            for mask, worth in found.items()
            if mask not in known or worth > known[mask] + self.near  # by a better plan
        }
        for mask, worth in fresh.items():
            members = [i for i in range(self.oracle.size) if mask >> i & 1]
            at = np.array([*members, self.oracle.size], dtype=np.int32)
            self.master.addRow(worth, math.inf, len(at), at, np.ones(len(at)))
            self.rows.append((mask, worth))
        self.worths.update(fresh)
        return bool(fresh)

    def run(self, began: float) -> None:
        """Rounds until the bounds meet, or time, counted from ``began``, is up."""
        rounds = 0
        if not self.rows:
            self.add(self.oracle.parts())
            if self.level and self.oracle.quick(self.floats, self.near):
                self._approach(began)
            else:
                self._ask(self.floats, math.inf)
        while True:
            rounds += 1
            point, level = self._lowest()
            if self.limits.progress is not None:
                unit = float(self.limits.unit)
                self.limits.progress(Progress(rounds, self.lowest * unit, self.highest * unit))
            if self.highest - self.lowest <= self.near:
                return
            if time.monotonic() - began > self.limits.seconds:
                if self.highest == math.inf:
                    self._ask(self.floats, math.inf)
                return
            if self.level and self._halve(point, level):
                continue
            target = level + max((min(self.highest, level + self.size) - level) / 2, self.near)
            if not self._ask(point, target) and not self._ask(point, math.inf):
                return

    def _approach(self, began: float) -> None:
        """Add whoever is found unhappy in no time, before an integer program is asked."""
        while time.monotonic() - began <= self.limits.seconds:
            point, level = self._lowest()
            if not self.add(self.oracle.quick(point, level + self.near)):
                return

    def _halve(self, point: Any, level: float) -> bool:
        """Ask half way between the best point and the lowest one: is anybody above half the gap?

        Whoever is comes new to the list, since both points are linear in what they pay; if nobody
        is, the gap is halved. False: neither, or there is no best point yet.
        """
        before = self.highest
        if math.isinf(before) or math.isinf(self.lowest):
            return False
        found = self._ask((point + self.best_floats) / 2, (level + before) / 2)
        return found or self.highest < before - self.near

    def _ask(self, point: Any, target: float) -> bool:
        """Add what is unhappy at a point; keep the bound that this gives. False: nobody new."""
        found, bound = self.oracle.separate(point, target)
        most = max(found, key=lambda mask: found[mask] - self._paid(mask, point))
        found |= self.oracle.rest(most)
        highest = bound if self.level else float(point.sum()) + max(bound, 0) * self.oracle.size
        if highest < self.highest:
            self.highest = highest
            if point is not self.floats:
                self.best, self.best_floats = None, point
        return self.add(found)

    def _paid(self, mask: int, point: Any) -> float:
        return float(sum(point[i] for i in range(self.oracle.size) if mask >> i & 1))

    def _lowest(self) -> tuple[Any, float]:
        self.master.run()
        values = np.array(self.master.getSolution().col_value)
        duals = np.abs(self.master.getSolution().col_dual)[: self.oracle.size + self.level]
        value = self.master.getInfo().objective_function_value
        if duals.max() < 1e-9:  # the box does not hold
            self.lowest = value
        return values[:-1], float(values[-1])

    def exact_bound(self) -> tuple[Fraction, list[Fraction], dict[int, Fraction]]:
        """The lower bound in fractions, its point, and the weights that prove it."""
        solution = self.master.getSolution()
        first = int(self.level)
        duals = np.abs(np.array(solution.row_dual)[first:])
        values = np.array(solution.row_value)[first:]
        held = zip(self.rows, duals, values, strict=True)
        tight = {
            mask: None
            for (mask, worth), dual, value in held
            if dual > 1e-9 or (self.best is None and value - worth <= self.near)
        }
        n = self.oracle.size
        names = [str(i) for i in range(n)]
        level = {"t": ONE} if self.level else {}
        rows = [
            Row(
                f"S{mask}",
                {names[i]: ONE for i in range(n) if mask >> i & 1} | level,
                ">=",
                self.oracle.exact(mask),
            )
            for mask in tight
        ]
        if self.total is not None:
            rows.append(Row("N", dict.fromkeys(names, ONE), "==", self.total))
        objective = level or dict.fromkeys(names, ONE)
        answer = solve(
            LinearProgram(
                "min", objective, tuple(rows), dict.fromkeys([*names, *level], (None, None))
            )
        )
        weights = {mask: answer.prices[f"S{mask}"] for mask in tight}
        return (
            answer.optimum,
            [answer.point[name] for name in names],
            {mask: weight for mask, weight in sorted(weights.items()) if weight},
        )


def mask_of(players: Sequence[str], coalition: Iterable[str]) -> int:
    """The bitmask of a coalition."""
    inside = set(coalition)
    return sum(1 << i for i, name in enumerate(players) if name in inside)
