"""A linear program on a pool of coalitions, solved again and again in floating point.

    minimise c.(x, t)   subject to   x(S) + t w(S) >= v(S)  for the coalitions of the pool,
                                     x(S)          = b(S)  for those that are settled,
                                     x_i          >= v(i)  for the cities with a floor.

HiGHS is given the dual: a column of multipliers for each coalition, a row for each city. So the
basis stays as small as there are cities, and a coalition that joins the pool, or is settled, leaves
it a basis to go on from. What it finds is a proposal; see ``row_generation`` and ``kohlberg``.

Source: Dantzig (1963), chapter 22, on adding columns; Huangfu and Hall (2018) for HiGHS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solvers.coalitional.excesses import Excesses, Floats, Masks
from solvers.highs import finds_optimum, new_highs

__all__ = ["PoolProgram"]

_TOLERANCE = 1e-7  # a multiplier below is none: they come from a matrix of zeros and ones


class PoolProgram:
    """The program on a pool; payoffs and levels are floats on the scale of the excesses' tables.

    ``objective``: c for the cities' payoffs; without one, t is minimised.
    """

    def __init__(self, excesses: Excesses, objective: Sequence[int] | None = None) -> None:
        self.excesses = excesses
        self.level = objective is None
        self.n = excesses.players
        self.scale = excesses.table.size or 1.0
        weights = excesses.weights
        self.heaviest = 1.0 if weights is None else weights.size or 1.0
        self.solver = new_highs()
        self.masks: list[int] = []  # the coalition of each column
        self.place: dict[int, int] = {}  # the column of each coalition of the pool
        self.floors: dict[int, int] = {}  # the column of each city's floor
        rows = np.array([0.0] * self.n + [1.0] if objective is None else objective, dtype=float)
        none = np.zeros(0, dtype=np.int32)
        self.solver.addRows(len(rows), rows, rows, 0, none, none, np.zeros(0))

    # ------------------------------------------------------------------ columns

    def join(self, masks: Sequence[int]) -> None:
        """Coalitions join the pool."""
        found = np.array(masks, dtype=np.int64)
        weights = self.excesses.weights
        level = np.ones(len(found)) if weights is None else weights.floats[found] / self.heaviest
        self.place.update(
            zip(masks, range(len(self.masks), len(self.masks) + len(masks)), strict=True)
        )
        self._columns(found, self.excesses.table.floats[found] / self.scale, 0.0, level)

    def floor(self, cities: Sequence[int]) -> None:
        """Cities get a floor: x_i >= v(i)."""
        found = np.array([1 << i for i in cities], dtype=np.int64)
        start = len(self.masks)
        self.floors.update(zip(cities, range(start, start + len(found)), strict=True))
        self._columns(found, self.excesses.table.floats[found] / self.scale, 0.0, None)

    def fix(self, mask: int, payoff: float) -> None:
        """x(S) is settled; S is not in the pool."""
        self._columns(np.array([mask]), np.array([payoff / self.scale]), -np.inf, None)

    def settle(self, masks: Sequence[int], t: float) -> None:
        """The excesses of these coalitions of the pool are settled at the level t."""
        weights = self.excesses.weights
        for mask in masks:
            weight = 1.0 if weights is None else float(weights.floats[mask])
            column = self.place[mask]
            payoff = float(self.excesses.table.floats[mask]) - t * weight
            self.solver.changeCoeff(self.n, column, 0.0)
            self.solver.changeColCost(column, -payoff / self.scale)
            self.solver.changeColBounds(column, -np.inf, np.inf)

    def ground(self, cities: Sequence[int]) -> None:
        """These cities are settled at their floor."""
        for i in cities:
            self.solver.changeColBounds(self.floors[i], -np.inf, np.inf)

    def dismiss(self, masks: Sequence[int], cities: Sequence[int]) -> None:
        """The rows of these coalitions, and floors of these cities, do not count any more."""
        columns = [self.place[mask] for mask in masks] + [self.floors[i] for i in cities]
        if columns:
            zero = np.zeros(len(columns))
            self.solver.changeColsBounds(
                len(columns), np.array(columns, dtype=np.int32), zero, zero
            )

    def _columns(self, masks: Masks, values: Floats, lower: float, level: Floats | None) -> None:
        if not len(masks):
            return
        bits = (masks[:, None] >> np.arange(self.n + self.level) & 1).astype(float)
        if self.level:
            bits[:, self.n] = 0.0 if level is None else level
        _, rows = np.nonzero(bits)
        counts = np.count_nonzero(bits, axis=1)
        starts = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int32)
        many = len(masks)
        self.solver.addCols(
            many,
            -values,
            np.full(many, lower),
            np.full(many, np.inf),
            len(rows),
            starts,
            rows.astype(np.int32),
            bits[bits != 0],
        )
        self.masks += masks.tolist()

    def aim(self, objective: Sequence[int]) -> None:
        """Another objective for the cities' payoffs."""
        rows = np.array(objective, dtype=float)
        for row, value in enumerate(rows):
            self.solver.changeRowBounds(row, value, value)

    # ------------------------------------------------------------------ solving

    def basis(self) -> Any:
        """HiGHS' basis, for a program on the same columns and more."""
        return self.solver.getBasis()

    def start_from(self, basis: Any) -> None:
        """Start from the basis of a program on the first of these columns."""
        import highspy

        lower = highspy.HighsBasisStatus.kLower
        basis.col_status = [*basis.col_status] + [lower] * (len(self.masks) - len(basis.col_status))
        self.solver.setBasis(basis)

    def solve(self) -> bool:
        """Whether there is an optimum, found from where the last one was."""
        for attempt in range(2):
            if finds_optimum(self.solver):
                solution = self.solver.getSolution()
                found = -self.scale * np.array(solution.row_dual)
                self.payoffs: Floats = found[: self.n]
                self.t = float(found[self.n]) / self.heaviest if self.level else 0.0
                self.multipliers: Floats = np.array(solution.col_value)
                return True
            if not attempt:
                self.solver.clearSolver()
        return False

    def support(self, masks: Masks, cities: Sequence[int]) -> tuple[list[int], list[int]]:
        """These coalitions, and floors, that have a positive multiplier, the greatest first."""
        columns = [self.place[mask] for mask in masks.tolist()]
        found = self.multipliers[columns]
        order = np.argsort(-found, kind="stable")
        order = order[found[order] > _TOLERANCE]
        held = [i for i in cities if self.multipliers[self.floors[i]] > _TOLERANCE]
        return masks[order].tolist(), held

    def tight(self) -> list[int]:
        """The columns in the basis."""
        import highspy

        basic = highspy.HighsBasisStatus.kBasic
        return [k for k, at in enumerate(self.solver.getBasis().col_status) if at == basic]
