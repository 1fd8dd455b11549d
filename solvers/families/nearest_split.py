"""The split nearest to a given one among the cheapest that the known coalitions allow.

    minimise  sum |x_i - c_i|   over  x(P) = total,   x(S) >= v(S) for known S,   costs.x <= most

While few coalitions are known there are many cheapest splits, and the vertex that a solver returns
is often blocked by coalitions not known yet. A cheapest split near to a stable split c seldom is,
and the proof that it is stable takes about as long as that of c.

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

from solvers.families.floating_program import Floats
from solvers.families.master_program import MasterProgram
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve_by_floats

__all__ = ["NearestSplit", "nearest_in_fractions"]

ZERO, ONE = Fraction(0), Fraction(1)


class NearestSplit:
    """``centre``: the split to be near to; ``inside``: the places of who shares the ``total``."""

    def __init__(self, centre: Floats, inside: npt.NDArray[np.int32], total: float) -> None:
        self.size = n = len(centre)
        free, zeros = np.full(n, math.inf), np.zeros(2 * n)  # then what each has more, and less
        self.master = MasterProgram(
            np.append(np.zeros(n), np.ones(2 * n)),
            np.append(-free, zeros),
            np.full(3 * n, math.inf),
        )
        for i, at in enumerate(centre.tolist()):
            self.master.add([i, n + i, 2 * n + i], at, at, entries=[1.0, -1.0, 1.0])
        self.master.add(inside, total, total)
        self.cost_row = n + 1
        self.costs = np.ones(n)
        self.master.add(range(n), -math.inf, entries=self.costs)

    def move(self, centre: Floats) -> None:
        """Another split to be near to."""
        for i, at in enumerate(centre.tolist()):
            self.master.limit_row(i, at, at)

    def add(self, members: Sequence[int], worth: float) -> None:
        """Add a coalition with its worth as a row."""
        self.master.add(members, worth)

    def cheapest(self, costs: Floats, most: float) -> Floats:
        """The nearest split that costs no more than ``most``."""
        for i in np.flatnonzero(costs != self.costs):
            self.master.set_entry(self.cost_row, int(i), float(costs[i]))
        self.costs = costs
        self.master.limit_row(self.cost_row, -math.inf, most)
        self.master.solve()
        return self.master.point()[: self.size]


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
