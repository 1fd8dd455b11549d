"""Coalitions that would make the most of given openings, by two small linear programs each.

With its whole variables z given, the program of the most unhappy coalition is nearly linear,

    max { c.z' - x.y : rows,  z' = z where whole,  0 <= y <= 1 } :

its optimum y is rounded to a coalition, and a second linear program gives the best plan of this
coalition with these openings. The openings of known plans are tried, the most promising first; from
the best of them a local search changes one opening by one at a time. This is a heuristic, and
proves nothing; but it finds a coalition in milliseconds, where an integer program takes a second.

>>> from fractions import Fraction
>>> from solvers import LinearProgram, Row
>>> one, none = Fraction(1), Fraction(0)
>>> lp = LinearProgram("max", {"batches": Fraction(80), "park": Fraction(-100)},
...     (Row("room", {"batches": one, "park": Fraction(-2)}, "<=", none),
...      Row("owned", {"batches": one, "A": -one, "B": -one}, "<=", none)),
...     {"A": (none, one), "B": (none, one), "batches": (none, Fraction(2)), "park": (none, one)})
>>> plans = OpeningPlans(FloatingProgram(lp), np.array([0, 1]), np.array([3]))
>>> plans.remember(np.zeros(4))
>>> [point.tolist() for point in plans.above(np.array([10.0, 20.0]), 0.0)]
[[1.0, 1.0, 2.0, 1.0]]

Source: Kuehn and Hamburger (1963), A heuristic program for locating warehouses, for the moves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.families.floating_program import FloatingProgram, Floats
from solvers.highs import finds_optimum

__all__ = ["OpeningPlans"]

_TRIED = 30  # openings of known plans that are tried
_BEST = 2  # of these, from how many a local search starts

Openings = tuple[int, ...]
Places = npt.NDArray[np.integer[Any]]


class OpeningPlans:
    """``members`` and ``whole``: the places of the variables that say who joins, and what opens."""

    def __init__(self, program: FloatingProgram, members: Places, whole: Places) -> None:
        self.members, self.whole = members, whole
        self.cost = program.cost.copy()
        self.low, self.high = program.low[whole], program.high[whole]
        self.joining, self.joined = program.solver(), program.solver()
        for solver in (self.joining, self.joined):
            solver.setOptionValue("presolve", "off")
        self.promise: dict[Openings, float] = {}  # the excess that each last had

    def remember(self, point: Floats) -> None:
        """Try the openings of this plan from now on."""
        self.promise.setdefault(self.of(point), math.inf)

    def above(self, payoffs: Floats, target: float) -> list[Floats]:
        """Plans of coalitions whose excess is beyond the target."""
        self.cost[self.members] = -payoffs
        size = len(self.members)
        self.joining.changeColsCost(size, self.members, payoffs)
        met: dict[Openings, tuple[float, Floats | None]] = {}
        for openings in sorted(self.promise, key=lambda one: -self.promise[one])[:_TRIED]:
            self._meet(met, openings)
        for start in sorted(met, key=lambda one: -met[one][0])[:_BEST]:
            best = start
            while True:
                near = [*self._near(best)]
                for openings in near:
                    self._meet(met, openings)
                top = max(near, key=lambda one: met[one][0], default=best)
                if met[top][0] <= met[best][0]:
                    break
                best = top
        found = []
        for openings, (value, point) in met.items():
            self.promise[openings] = value
            if point is not None and value > target:
                plan = self.plan(np.round(point[self.members]), openings)
                if plan is not None and float(self.cost @ plan) > target:
                    found.append(plan)
        return found

    def plan(self, joined: Floats, openings: Openings) -> Floats | None:
        """The best plan of a coalition with these openings; None if there is none."""
        self.joined.changeColsBounds(len(joined), self.members, joined, joined)
        return self._solved(self.joined, openings)

    def of(self, point: Floats) -> Openings:
        """The openings of a plan."""
        return tuple(np.round(point[self.whole]).astype(int).tolist())

    def _near(self, openings: Openings) -> Iterator[Openings]:
        for j, degree in enumerate(openings):
            for other in (degree - 1, degree + 1):
                if self.low[j] <= other <= self.high[j]:
                    yield (*openings[:j], other, *openings[j + 1 :])

    def _meet(self, met: dict[Openings, tuple[float, Floats | None]], openings: Openings) -> None:
        if openings not in met:
            point = self._solved(self.joining, openings)
            met[openings] = (-math.inf if point is None else float(self.cost @ point)), point

    def _solved(self, solver: Any, openings: Openings) -> Floats | None:
        fixed = np.array(openings, dtype=float)
        solver.changeColsBounds(len(fixed), self.whole, fixed, fixed)
        if not finds_optimum(solver):
            return None
        return np.array(solver.getSolution().col_value)
