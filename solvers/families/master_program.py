"""The master program of a cutting-plane search: rows join it, and it goes on from its last basis.

    minimise c.x  over  l <= x <= u  and the rows that joined

All is in floats: what is found here is proven elsewhere.

>>> master = MasterProgram([1.0, 2.0], [0.0, 0.0], [9.0, 9.0])
>>> master.add([0, 1], 3.0)
>>> master.solve()
True
>>> master.value, master.prices().tolist()
(3.0, [1.0])
>>> master.add([1], 1.0, entries=[0.5])
>>> master.solve()
True
>>> master.point().tolist()
[1.0, 2.0]

Source: Kelley (1960), The cutting-plane method for solving convex programs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.families.floating_program import Floats
from solvers.highs import finds_optimum, new_highs

__all__ = ["MasterProgram"]


class MasterProgram:
    """``cost``: the objective, minimised; ``low`` and ``high``: the limits of each variable."""

    def __init__(
        self,
        cost: Sequence[float] | Floats,
        low: Sequence[float] | Floats,
        high: Sequence[float] | Floats,
    ) -> None:
        self.size = len(cost)
        self._solver = new_highs()
        no_entries = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0)
        limits = np.array(low, dtype=float), np.array(high, dtype=float)
        self._solver.addCols(self.size, np.array(cost, dtype=float), *limits, 0, *no_entries)

    def add(
        self,
        places: Sequence[int] | npt.NDArray[np.integer[Any]],
        low: float,
        high: float = math.inf,
        *,
        entries: Sequence[float] | Floats | None = None,
    ) -> None:
        """A row joins, of the variables at these places; each entry is 1 unless given."""
        numbers = np.ones(len(places)) if entries is None else np.array(entries, dtype=float)
        self._solver.addRow(low, high, len(places), np.array(places, dtype=np.int32), numbers)

    def limit_row(self, row: int, low: float, high: float) -> None:
        """Other limits for a row, by its place in the order in which rows joined."""
        self._solver.changeRowBounds(row, low, high)

    def set_entry(self, row: int, place: int, entry: float) -> None:
        """Another entry in a row."""
        self._solver.changeCoeff(row, place, entry)

    def set_cost(self, cost: Floats) -> None:
        """Another objective."""
        self._solver.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), cost)

    def solve(self) -> bool:
        """Go on from the last basis; whether HiGHS finds an optimum."""
        return finds_optimum(self._solver)

    def point(self) -> Floats:
        """The point found last."""
        return np.array(self._solver.getSolution().col_value)

    def prices(self) -> Floats:
        """The dual price of each row at the point found last."""
        return np.array(self._solver.getSolution().row_dual)

    @property
    def value(self) -> float:
        """The objective at the point found last."""
        return float(self._solver.getInfo().objective_function_value)
