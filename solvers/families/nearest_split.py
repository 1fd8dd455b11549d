"""The cheapest of the splits that coalitions known so far leave, nearest to a split given.

    minimise  sum |x_i - c_i|   over  x(P) = total,   x(S) >= v(S) for the S known,   c.x = lowest

The cheapest splits of a few coalitions are many, and a corner of them that floats come across may
be blocked by many more. One near to a split ``c`` that nobody blocks mostly is not, and that it is
not is as soon proven as of ``c``.

>>> near = NearestSplit(np.array([3.0, 3.0, 3.0]), np.arange(3), 9.0)
>>> near.add([0], 1.0)
>>> near.cheapest(np.array([1.0, 0.0, 0.0]), 1.0).round(9).tolist()[0]
1.0

Source: Ruszczyński (1986), A regularized decomposition method, for steps that stay near.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from solvers.highs import new_highs, run_highs
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve_by_floats

__all__ = ["NearestSplit", "nearest_in_fractions"]

ZERO, ONE = Fraction(0), Fraction(1)

Floats = npt.NDArray[np.float64]


class NearestSplit:
    """``centre``: the split to be near to; ``inside``: the places of who shares the ``total``."""

    def __init__(self, centre: Floats, inside: npt.NDArray[np.int32], total: float) -> None:
        self.size = n = len(centre)
        self.solver = new_highs()
        none, endless = np.zeros(0, dtype=np.int32), np.full(n, math.inf)
        at = np.arange(n, dtype=np.int32)
        self.solver.addCols(n, np.zeros(n), -endless, endless, 0, none, none, np.zeros(0))
        for _ in ("more", "less"):
            self.solver.addCols(n, np.ones(n), 0 * at, endless, 0, none, none, np.zeros(0))
        for i in range(n):
            self.solver.addRow(
                centre[i], centre[i], 3, np.array([i, n + i, 2 * n + i], dtype=np.int32),
                np.array([1.0, -1.0, 1.0]),
            )  # fmt: skip
        self.solver.addRow(total, total, len(inside), inside, np.ones(len(inside)))
        self.cost = n + 1  # the row that says what it may cost
        self.solver.addRow(-math.inf, math.inf, n, at, np.ones(n))
        self.costs = np.ones(n)

    def move(self, centre: Floats) -> None:
        """Another split to be near to."""
        for i, at in enumerate(centre.tolist()):
            self.solver.changeRowBounds(i, at, at)

    def add(self, members: Sequence[int], worth: float) -> None:
        """A coalition that is known now."""
        self.solver.addRow(
            worth, math.inf, len(members), np.array(members, dtype=np.int32), np.ones(len(members))
        )

    def cheapest(self, costs: Floats, most: float) -> Floats:
        """The nearest split that costs no more than ``most``."""
        for i in np.flatnonzero(costs != self.costs):
            self.solver.changeCoeff(self.cost, int(i), float(costs[i]))
        self.costs = costs
        self.solver.changeRowBounds(self.cost, -math.inf, most)
        run_highs(self.solver)
        return np.array(self.solver.getSolution().col_value[: self.size])


def nearest_in_fractions(
    program: LinearProgram, lowest: Fraction, centre: Mapping[str, Fraction]
) -> dict[str, Fraction] | None:
    """The point of a ``program`` nearest to ``centre``, in fractions, whose value is ``lowest``.

    ``None`` where there is none, or floats do not lead to it.

    >>> ends = {"a": (ZERO, ONE), "b": (ZERO, ONE)}
    >>> lp = LinearProgram("min", {"a": ONE}, (), ends)
    >>> nearest_in_fractions(lp, ZERO, {"a": ONE, "b": ONE})
    {'a': Fraction(0, 1), 'b': Fraction(1, 1)}
    """
    rows = [*program.rows, Row("lowest", program.objective, "==", lowest)]
    bounds, distance = dict(program.bounds), {}
    for name, at in centre.items():
        more, less = f"more than {name}", f"less than {name}"
        rows.append(Row(f"away from {name}", {name: ONE, more: -ONE, less: ONE}, "==", at))
        for part in (more, less):
            bounds[part], distance[part] = (ZERO, None), ONE
    answer = solve_by_floats(LinearProgram("min", distance, tuple(rows), bounds))
    return None if answer is None else {name: answer.point[name] for name in centre}
