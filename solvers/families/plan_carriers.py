"""The cheapest coalition that can carry out a known plan.

A plan z of one coalition can be carried out by any other that brings as much:

    least x(S)  over coalitions S with  sum_{i in S} b_i >= what z uses,   all its sites in S.

Many coalitions differ only in who brings a pooled resource. An integer program finds them one by
one; here a single plan gives the cheapest of them at any payoffs x. Where the plan pools one
resource, this is a knapsack problem, solved by dynamic programming over its units. Plans that pool
more are left out: this is a heuristic, and proves nothing.

>>> from fractions import Fraction
>>> from solvers import LinearProgram, Row
>>> one, none = Fraction(1), Fraction(0)
>>> lots = {"A": Fraction(-2), "B": Fraction(-1), "C": Fraction(-3), "stalls": one}
>>> bounds = dict.fromkeys("ABC", (none, one)) | {"stalls": (none, Fraction(6))}
>>> lp = LinearProgram("max", {"stalls": Fraction(5)}, (Row("lots", lots, "<=", none),), bounds)
>>> carriers = PlanCarriers(FloatingProgram(lp), np.array([0, 1, 2]))
>>> carriers.remember(np.array([0.0, 0.0, 1.0, 3.0]))  # C has three stalls
>>> [point.tolist() for point in carriers.above(np.array([1.0, 2.0, 9.0]), 0.0)]
[[1.0, 1.0, 0.0, 3.0]]

Source: Bellman (1957), Dynamic programming; Kellerer, Pferschy and Pisinger (2004), Knapsack
problems, for covers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from solvers.families.floating_program import FloatingProgram, Floats

__all__ = ["PlanCarriers"]

_TRIED = 60  # plans, the most promising first
_UNITS = 20_000  # of a pooled resource, at most
_CLOSE = 1e-9
_NEAR = 1e-6  # relative tolerance of a row


@dataclass(slots=True)
class _Plan:
    """A plan as a ``point`` of the program, its ``worth``, and who has to join: ``forced``.

    Of the others, ``who`` have so many ``units`` of what is pooled, of which ``needed`` are missing
    yet. ``promise``: what the plan last brought beyond what is paid for it.
    """

    point: Floats
    worth: float
    forced: Floats
    who: list[int]
    units: list[int]
    needed: int
    promise: float = math.inf


class PlanCarriers:
    """``members``: the places of the variables of a ``program`` that say who joins."""

    def __init__(self, program: FloatingProgram, members: Any) -> None:
        self.members, self.program = members, program
        self.brought = np.zeros((len(program.row_low), len(members)))
        here = np.full(len(program.names), -1)
        here[members] = np.arange(len(members))
        inside = here[program.column] >= 0
        self.brought[program.row[inside], here[program.column[inside]]] = -program.entry[inside]
        # Rows in which whoever joins brings something.
        limited = np.isfinite(program.row_high) & np.isinf(program.row_low)
        brings = (self.brought >= 0).all(axis=1) & (self.brought > 0).any(axis=1)
        self.rows = np.flatnonzero(limited & brings)
        self.plans: dict[tuple[float, ...], _Plan | None] = {}

    def remember(self, point: Floats) -> None:
        """Look for others who could carry out this plan."""
        plan = point.copy()
        plan[self.members] = 0
        key = tuple(np.round(plan, 6).tolist())
        if key not in self.plans:
            self.plans[key] = self._plan(plan)

    def _plan(self, plan: Floats) -> _Plan | None:
        """What the plan needs; ``None`` where it pools several resources, or one without a unit."""
        program, rows = self.program, self.rows
        moved = program.entry * plan[program.column]
        used = np.bincount(program.row, weights=moved, minlength=len(program.row_low))
        missing = (used - program.row_high)[rows]
        lacks, brought = missing > _CLOSE, self.brought[rows]
        single = (brought > 0).sum(axis=1) == 1
        forced = (brought[lacks & single] > 0).any(axis=0).astype(float)
        missing -= brought @ forced
        pooled = np.flatnonzero(lacks & ~single & (missing > _CLOSE))
        worth = float(program.cost @ plan)
        if not len(pooled):
            return _Plan(plan, worth, forced, [], [], 0) if forced.any() else None
        own = brought[pooled[0]]
        who = np.flatnonzero((own > 0) & (forced == 0))
        parts = np.round(own[who]).astype(int)
        if len(pooled) > 1 or not len(who):
            return None
        if (parts < 1).any() or (np.abs(own[who] - parts) > _CLOSE).any():
            return None
        step = math.gcd(*parts.tolist())
        needed = math.ceil(float(missing[pooled[0]]) / step - _CLOSE)
        units = [part // step for part in parts.tolist()]
        if needed > min(sum(units), _UNITS):
            return None
        return _Plan(plan, worth, forced, who.tolist(), units, needed)

    def above(self, payoffs: Floats, target: float) -> list[Floats]:
        """Known plans with their cheapest coalitions, if these have an excess beyond the target."""
        known = [plan for plan in self.plans.values() if plan is not None]
        found = []
        for plan in sorted(known, key=lambda one: -one.promise)[:_TRIED]:
            joined = _cheapest(plan, payoffs)
            plan.promise = plan.worth - float(payoffs @ joined)
            if plan.promise > target:
                point = plan.point.copy()
                point[self.members] = joined
                if self._carried_out(point):
                    found.append(point)
        return found

    def _carried_out(self, point: Floats) -> bool:
        """Whether a plan keeps to all rows of the program."""
        program = self.program
        moved = program.entry * point[program.column]
        used = np.bincount(program.row, weights=moved, minlength=len(program.row_low))
        near = _NEAR * (1 + np.abs(used))
        kept = (used >= program.row_low - near) & (used <= program.row_high + near)
        return bool(kept.all())


def _cheapest(plan: _Plan, payoffs: Floats) -> Floats:
    """The cheapest cities that bring what is needed, by dynamic programming over the units."""
    joined = plan.forced.copy()
    least = np.append(0.0, np.full(plan.needed, math.inf))
    chosen = []
    for city, units in zip(plan.who, plan.units, strict=True):
        with_it = np.full(len(least), least[0])
        with_it[units:] = least[: max(len(least) - units, 0)]
        with_it += payoffs[city]
        better = with_it < least
        chosen.append(better)
        least = np.where(better, with_it, least)
    left = plan.needed
    for city, units, better in zip(
        reversed(plan.who), reversed(plan.units), reversed(chosen), strict=True
    ):
        if better[left]:
            joined[city], left = 1.0, max(left - units, 0)
    return joined
