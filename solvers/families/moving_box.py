"""A box about the best point so far, in which the next lowest one is looked for.

The lowest points of the first rounds, when few coalitions are known, are far from any that matter,
and who is unhappy there is of no use later. In a box about a point known to be good they are not:

    minimise t  over  x(S) + t >= v(S),   |x_i - c_i| <= r.

The box moves to a point where the greatest excess is a good deal less; it grows where nobody new is
found; at the end nothing rests on its edge.

>>> told = []
>>> box = MovingBox(lambda low, high: told.append((low, high)), np.array([4.0]), 4.0, radius=1.0)
>>> box.put()
>>> told, box.holds(np.array([3.0]), 1e-6), box.holds(np.array([3.5]), 1e-6)
([(array([3.]), array([5.]))], True, False)

Source: Marsten, Hogan and Blankenship (1975), The boxstep method for large-scale optimization.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["MovingBox"]

_WELL = 10  # a move is to close this part of the gap

Floats = npt.NDArray[np.float64]


class MovingBox:
    """Limits ``radius`` about the ``centre``, ``reach`` at most; ``limit`` is told of them.

    ``worst``: the greatest excess known at the centre.
    """

    def __init__(
        self, limit: Callable[[Floats, Floats], None], centre: Floats, reach: float, radius: float
    ) -> None:
        self.limit, self.centre, self.radius = limit, centre, radius
        self.worst = -math.inf
        self.low, self.high = centre - reach, centre + reach
        self.reach, self.tight = reach, False

    def put(self) -> None:
        """Tell of the limits; before that there is no box."""
        self.tight = self.radius < self.reach
        self.least = np.maximum(self.low, self.centre - self.radius)
        self.most = np.minimum(self.high, self.centre + self.radius)
        self.limit(self.least, self.most)

    def holds(self, point: Floats, near: float) -> bool:
        """Whether a point rests on the edge, if not on that of the widest box."""
        room = min((point - self.least).min(), (self.most - point).min())
        return self.tight and bool(room < near)

    def move(self, point: Floats, level: float, worst: float, *, new: bool) -> None:
        """After the lowest point in the box, its level, and the greatest excess found there.

        ``new``: whether that of anybody who was not known.
        """
        if worst < self.worst - (self.worst - level) / _WELL:
            self.centre, self.worst = point, worst
        if not new:
            self.radius *= 2
        self.put()

    def widen(self) -> None:
        """Twice as wide at most, where even the widest one holds the lowest point."""
        self.low, self.high = self.low - self.reach, self.high + self.reach
        self.reach *= 2
        self.put()

    def open(self) -> None:
        """As wide as can be."""
        self.radius = math.inf
        self.put()
