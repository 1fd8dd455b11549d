"""A box about the best point so far, in which the next lowest one is looked for.

In the first rounds, when few coalitions are known, the lowest points are far from the optimum, and
the coalitions that are unhappy there seldom matter later. So the next lowest point is looked for in
a box about the best point c so far:

    minimise t  over  x(S) + t >= v(S),   |x_i - c_i| <= r.

The box moves to a point where the greatest excess is much less; it doubles where no new coalition
is found; at the optimum no payoff is at its edge.

>>> limits = []
>>> box = MovingBox(lambda low, high: limits.append((low, high)), np.array([4.0]), 4.0, radius=1.0)
>>> box.put()
>>> limits, box.holds(np.array([3.0]), 1e-6), box.holds(np.array([3.5]), 1e-6)
([(array([3.]), array([5.]))], True, False)

Source: Marsten, Hogan and Blankenship (1975), The boxstep method for large-scale optimization.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from solvers.families.floating_program import Floats

__all__ = ["MovingBox"]

_WELL = 10  # a move has to close more than the gap divided by this


class MovingBox:
    """The box of a ``radius`` about a ``centre``, at most ``reach``; ``limit`` limits the payoffs.

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
        """Set the limits; before the first call there is no box."""
        self.tight = self.radius < self.reach
        self.least = np.maximum(self.low, self.centre - self.radius)
        self.most = np.minimum(self.high, self.centre + self.radius)
        self.limit(self.least, self.most)

    def holds(self, point: Floats, near: float) -> bool:
        """Whether a point is at the edge of a box that is not the widest."""
        room = min((point - self.least).min(), (self.most - point).min())
        return self.tight and bool(room < near)

    def move(self, point: Floats, level: float, worst: float, *, new: bool) -> None:
        """Move or resize the box, by its lowest point, its level and the greatest excess there.

        ``new``: whether a new coalition was found there.
        """
        if worst < self.worst - (self.worst - level) / _WELL:
            self.centre, self.worst = point, worst
        if not new:
            self.radius *= 2
        self.put()

    def widen(self) -> None:
        """Double the widest box, as the lowest point is at its edge."""
        self.low, self.high = self.low - self.reach, self.high + self.reach
        self.reach *= 2
        self.put()

    def open(self) -> None:
        """Use the widest box."""
        self.radius = math.inf
        self.put()
