"""The optimum of an integer program, proven: a tree of cases, and prices that bound each case.

The case with the greatest bound is cut in two at the variable that is farthest from whole, until
no bound exceeds the claim. HiGHS' floats find the prices (``integer_program`` says what they
prove); they are rounded to fractions, and the bounds they prove are exact all the same. Where such
a bound misses the claim by a hair, the prices of HiGHS' basis are solved for exactly.

>>> from solvers import LinearProgram, Row
>>> lp = LinearProgram("max", {"a": Fraction(2), "b": Fraction(3)},
...                    (Row("room", {"a": Fraction(2), "b": Fraction(3)}, "<=", Fraction(4)),),
...                    {"a": (Fraction(0), Fraction(1)), "b": (Fraction(0), Fraction(1))})
>>> program = IntegerProgram(lp, ("a", "b"))
>>> cases, _ = branch_and_bound(program, Fraction(3))
>>> max(rounded(case.bound, program.step()) for case in cases), len(cases)
(Fraction(3, 1), 3)

Source: Land and Doig (1960); Neumaier and Shcherbina (2004) for bounds that are safe.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from games.errors import IntercityError
from solvers.families.floating_program import floating_limits, floating_solver
from solvers.families.integer_program import Case, IntegerProgram, Step, narrowed, rounded
from solvers.optimum import solve
from solvers.simplex import BASIC, RationalProgram, fraction

__all__ = ["branch_and_bound"]

ZERO = Fraction(0)
_CLOSE = 1e-7  # a float this near to a whole number, or to a small fraction, is taken for it
_SMALL = 100  # variables and rows of a program that takes a tableau no time
_SOLVED = 1500  # equations that are solved exactly in some seconds; at 100 cities some 400


def branch_and_bound(
    program: IntegerProgram, claim: Fraction, limit: int = 1000
) -> tuple[tuple[Case, ...], dict[str, float] | None]:
    """Cases whose bounds are at most ``claim``, and a point that does better if one was found.

    With such a point, or after ``limit`` cases, the bounds are what they are.
    """
    relaxation = _Relaxation(program)
    step, number = program.step(), itertools.count()
    settled: list[Case] = []
    open_: list[tuple[Fraction, int, Case, Step]] = []

    def examine(path: tuple[Step, ...]) -> dict[str, float] | None:
        case, point = relaxation.solve(path)
        branching = relaxation.fractional(point)
        beyond = -math.inf if point is None else relaxation.value(point) - float(claim)
        done = beyond <= _CLOSE
        near = point is not None and beyond <= _CLOSE * max(1.0, abs(float(claim)))
        if near and rounded(case.bound, step) > claim:
            case, vertex = relaxation.exactly(case)
            if vertex is not None:
                point, done = vertex, case.bound <= claim
                branching = relaxation.fractional(point)
        if branching is None or rounded(case.bound, step) <= claim:
            settled.append(case)
            return None if done or branching is not None else relaxation.named(point)
        heapq.heappush(open_, (-case.bound, next(number), case, branching))
        return None

    better = examine(())
    while open_ and better is None and len(open_) + len(settled) < limit:
        _, _, case, below = heapq.heappop(open_)
        above = Step(below.name, ">=", below.value + 1)
        better = examine((*case.path, below))
        better = examine((*case.path, above)) or better
    return (*settled, *(case for _, _, case, _ in open_)), better


class _Relaxation:
    """The program without wholeness, in floats for HiGHS, and in whole numbers for the bounds."""

    def __init__(self, program: IntegerProgram) -> None:
        lp = program.lp
        self.program, self.names = program, list(lp.bounds)
        self.place = {name: j for j, name in enumerate(self.names)}
        self.solver = floating_solver(lp)
        self.solver.setOptionValue("presolve", "off")
        self.cost = np.array([float(lp.objective.get(name, ZERO)) for name in self.names])
        # Both limits of each variable: as floats, and times their least common denominator.
        self.box = floating_limits(lp.bounds.values())
        limits = [limit for both in lp.bounds.values() for limit in both if limit is not None]
        self.box_scale = math.lcm(1, *(limit.denominator for limit in limits))
        ends = zip(*lp.bounds.values(), strict=True)
        self.whole_box = [[self._scaled(limit) for limit in end] for end in ends]
        self.whole = np.array([self.place[name] for name in program.integers], dtype=np.int32)
        # Each row times the least common denominator of its coefficients.
        self.row_scale = [
            math.lcm(1, *(a.denominator for a in row.coefficients.values())) for row in lp.rows
        ]
        entries = [
            (i, self.place[name], int(a * scale))
            for i, (row, scale) in enumerate(zip(lp.rows, self.row_scale, strict=True))
            for name, a in row.coefficients.items()
            if a
        ]
        self.row_at, self.column_at, values = np.array(entries or [(0, 0, 0)], dtype=object).T
        self.row_at, self.column_at = self.row_at.astype(int), self.column_at.astype(int)
        self.entries = _packed(values.tolist())
        self.cost_scale = math.lcm(1, *(c.denominator for c in lp.objective.values()))
        self.costs = [int(lp.objective.get(name, ZERO) * self.cost_scale) for name in self.names]

    def _scaled(self, limit: Fraction | None) -> int | None:
        return None if limit is None else int(limit * self.box_scale)

    def solve(self, path: tuple[Step, ...]) -> tuple[Case, list[float] | None]:
        """The case with HiGHS' prices, and its optimal point; None where it finds none."""
        import highspy

        allowed = narrowed(self.program.lp, path)
        if allowed is None:
            return Case(path, {}, ZERO, ZERO), None
        low, high = (end.copy() for end in self.box)
        bounds = [list(end) for end in self.whole_box]
        for name in {step.name for step in path}:
            j = self.place[name]
            for limit, floats, whole in zip(allowed[name], (low, high), bounds, strict=True):
                if limit is not None:
                    floats[j], whole[j] = float(limit), self._scaled(limit)
        size = len(self.names)
        self.solver.changeColsBounds(size, np.arange(size, dtype=np.int32), low, high)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self.solver.getSolution()
            prices = -np.array(solution.row_dual)  # HiGHS minimises
            return self._case(path, prices, bounds), list(solution.col_value)
        candidates = [self._case(path, np.zeros(len(self.row_scale)), bounds)]
        if status == highspy.HighsModelStatus.kInfeasible:
            _, known, ray = self.solver.getDualRay()
            if known:  # a contradiction, however often it is added up
                size = 1e6 * (1 + np.abs(self.cost).sum()) / (np.abs(ray).max() or 1)
                candidates += [self._case(path, sign * size * ray, bounds) for sign in (1, -1)]
        return min(candidates, key=lambda case: case.bound), None

    def exactly(self, case: Case) -> tuple[Case, list[float] | None]:
        """The case with the exact prices of the basis just found, and its exact optimal point.

        Floats do not tell the prices of an objective of 16 digits, such as payoffs that were
        floats. Where the basis is off by a hair, as near ties leave it, a small program is solved
        anew in fractions; of a large one the case stays as it is.
        """
        bounds = narrowed(self.program.lp, case.path)
        basis = self.solver.getBasis()
        columns, rows = ([int(s) for s in both] for both in (basis.col_status, basis.row_status))
        if bounds is None or not basis.valid or columns.count(BASIC) > _SOLVED:
            return case, None
        lp = replace(self.program.lp, bounds=bounds)
        program = RationalProgram(lp)
        vertex = program.vertex((columns, rows))
        if vertex is not None and program.is_optimal(*vertex):
            point, values = ([fraction(x) for x in both] for both in vertex)
            prices = {row.name: y for row, y in zip(lp.rows, values, strict=True) if y}
        elif len(columns) + len(rows) <= _SMALL:
            answer = solve(lp)
            point = [answer.point[name] for name in self.names]
            prices = {name: y for name, y in answer.prices.items() if y}
        else:
            return case, None
        worth = lp.value(dict(zip(self.names, point, strict=True)))
        exact = Case(case.path, prices, sum(prices.values(), ZERO), worth)
        return exact, [float(x) for x in point]

    def _case(
        self, path: tuple[Step, ...], prices: np.ndarray[Any, Any], bounds: Sequence[Any]
    ) -> Case:
        """The bound that prices prove, once they are fractions; wrong signs become 0."""
        rows = self.program.lp.rows
        best: Case | None = None
        for denominator in (64, 1 << 20):
            used: dict[int, Fraction] = {}
            for i in np.flatnonzero(np.abs(prices) > _CLOSE / 100):
                scale = self.row_scale[i]
                price = Fraction(float(prices[i]) / scale * self.cost_scale)
                price = price.limit_denominator(denominator)
                if price and (rows[i].upper if price > 0 else rows[i].lower) is not None:
                    used[int(i)] = price
            bound = self._bound(used, bounds)
            named = {
                rows[i].name: price * self.row_scale[i] / self.cost_scale
                for i, price in used.items()
            }
            if bound is not None and (best is None or bound < best.bound):
                best = Case(path, named, sum(named.values(), ZERO), bound)
        if best is None:
            raise IntercityError("A variable of the integer program has no finite bounds.")
        return best

    def _bound(self, prices: Mapping[int, Fraction], bounds: Sequence[Any]) -> Fraction | None:
        """What prices of the scaled rows (and of the scaled objective) prove."""
        scale = math.lcm(1, *(price.denominator for price in prices.values()))
        whole = [0] * len(self.row_scale)
        for i, price in prices.items():
            whole[i] = int(price * scale)
        rows = self.program.lp.rows
        total = ZERO
        for i, price in prices.items():
            limit = rows[i].upper if price > 0 else rows[i].lower
            total += price * limit * self.row_scale[i]  # type: ignore[operator]
        weights = _packed([*whole, *(cost * scale for cost in self.costs)])
        products = weights[self.row_at] * self.entries
        reduced = weights[len(whole) :].copy()
        np.subtract.at(reduced, self.column_at, products)
        slopes = 0
        for slope, low, high in zip(reduced.tolist(), *bounds, strict=True):
            if slope:
                limit = high if slope > 0 else low
                if limit is None:
                    return None
                slopes += slope * limit
        return (total + Fraction(slopes, scale * self.box_scale)) / self.cost_scale

    def fractional(self, point: list[float] | None) -> Step | None:
        """The whole variable that is farthest from whole, rounded down; None: all are whole."""
        if point is None or not len(self.whole):
            return None
        values = np.array(point)[self.whole]
        away = np.abs(values - np.round(values))
        if away.max() <= 1e-6:
            return None
        k = int(away.argmax())
        return Step(self.names[self.whole[k]], "<=", math.floor(values[k]))

    def value(self, point: list[float]) -> float:
        return float(self.cost @ np.array(point))

    def named(self, point: list[float] | None) -> dict[str, float] | None:
        return None if point is None else dict(zip(self.names, point, strict=True))


def _packed(values: list[int]) -> Any:
    """Whole numbers as int64 with room for products and sums, or as Python's."""
    small = max(map(abs, values), default=0) < 2**25
    return np.array(values, dtype=np.int64 if small else object)
