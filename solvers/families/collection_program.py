"""The lowest point of the coalitions known so far, by the collection of them that holds it.

    minimise t  over  x(S) + t >= v(S),   x(N) = v(N),   l <= x <= u

is solved as its dual: weights of coalitions that add up to 1 and cover each city equally, but for
what the limits l and u hold. Without a level t is 0, and x(N) is minimised. So the basis stays as
small as there are cities, whatever the number of coalitions, and goes on when one joins or the
limits move. Payoffs are the prices of its rows.

>>> program = CollectionProgram(3, total=2.0)
>>> program.limit(np.full(3, -9.0), np.full(3, 9.0))
>>> program.join([0b011, 0b101, 0b110], [2.0, 2.0, 2.0])
>>> program.solve()
>>> payoffs, level = program.point()
>>> payoffs.round(6).tolist(), round(level, 6), program.weights().round(6).tolist()
([0.666667, 0.666667, 0.666667], 0.666667, [0.333333, 0.333333, 0.333333])

Source: Bondareva (1963); Dantzig (1963), chapter 22, on adding columns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from solvers.families.floating_program import Floats
from solvers.highs import new_highs, run_highs

__all__ = ["CollectionProgram"]


class CollectionProgram:
    """``cities``: how many; ``total``: what payoffs add up to; None: no level, the least sum."""

    def __init__(self, cities: int, total: float | None) -> None:
        self.cities, self.level = cities, total is not None
        self.solver = new_highs()
        self.solver.setOptionValue("simplex_strategy", 4)  # primal: columns join
        right = np.append(np.full(cities, float(not self.level)), np.ones(int(self.level)))
        none = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(right), right, right, 0, none, none, np.zeros(0))
        each = np.arange(cities, dtype=np.int32)
        for sign in (1.0, -1.0):  # what the lower limits hold, then the upper ones
            self._columns(np.zeros(cities), each, np.full(cities, sign), each)
        self.first = 2 * cities
        if total is not None:
            self.solver.addCol(-total, -math.inf, math.inf, cities, each, np.ones(cities))
            self.first += 1

    def _columns(self, costs: Floats, starts: Any, entries: Floats, index: Any) -> None:
        size = len(costs)
        least, most = np.zeros(size), np.full(size, math.inf)
        self.solver.addCols(size, costs, least, most, len(index), starts, index, entries)

    def limit(self, low: Floats, high: Floats) -> None:
        """Set the limits of the payoffs."""
        at = np.arange(2 * self.cities, dtype=np.int32)
        self.solver.changeColsCost(len(at), at, np.concatenate([-low, high]))

    def join(self, masks: Sequence[int], worths: Sequence[float]) -> None:
        """Coalitions, as bitmasks, join those known."""
        members = [[i for i in range(self.cities) if mask >> i & 1] for mask in masks]
        if self.level:
            members = [[*inside, self.cities] for inside in members]
        index = np.array([i for inside in members for i in inside], dtype=np.int32)
        starts = np.cumsum([0, *map(len, members[:-1])], dtype=np.int32)
        self._columns(-np.array(worths), starts, np.ones(len(index)), index)

    def solve(self) -> None:
        run_highs(self.solver)

    @property
    def value(self) -> float:
        """The level, or without one the sum of payoffs."""
        return -float(self.solver.getInfo().objective_function_value)

    def point(self) -> tuple[Floats, float]:
        """The payoffs and the level."""
        prices = -np.array(self.solver.getSolution().row_dual)
        return prices[: self.cities], float(prices[-1]) if self.level else 0.0

    def held(self) -> float:
        """How much the limits hold the point, at the city where they hold it most."""
        return float(max(self.solver.getSolution().col_value[: 2 * self.cities]))

    def weights(self) -> Floats:
        """The weight of each coalition, in the order in which they joined."""
        return np.array(self.solver.getSolution().col_value[self.first :])

    def slacks(self) -> Floats:
        """By how much each coalition gets more than it is worth."""
        return np.array(self.solver.getSolution().col_dual[self.first :])
