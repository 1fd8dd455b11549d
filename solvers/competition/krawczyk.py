"""Krawczyk's test: whether replies rest at one point only in a box, and how near a point it is.

Let J bound the slopes of the replies in the box (and across kinks), and let Y be nearly the inverse
of 1 - J. If |1 - Y (1 - J)| <= q < 1 in the norm of the largest row, s - Y (s - reply(s)) contracts
by q, so that there is at most one s = reply(s) in the box; and if a point p in it is far enough
from its sides, there is one, at most

    |Y (p - reply(p))| / (1 - q)

from p (Banach). Everything but Y is in balls.

>>> from fractions import Fraction
>>> half = [[ball(0), ball(Fraction(1, 2))], [ball(Fraction(1, 2)), ball(0)]]
>>> point = [ball(1), ball(1)]
>>> replies = [ball(Fraction(11, 10)), ball(Fraction(11, 10))]  # the rest is at 1.2
>>> radius = distance(point, replies, lambda width: half, 1.0)
>>> round(float(radius), 9)
0.2

Source: Krawczyk (1969); Neumaier (1990), Interval Methods for Systems of Equations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

from solvers.competition.logit_choice import ball, larger

__all__ = ["distance", "nearly_inverse"]

NARROWER = 0.25
NARROWEST = 1e-9  # of the first width


def nearly_inverse(slopes: Sequence[Sequence[Any]]) -> tuple[Any, list[list[Any]]] | None:
    """Q < 1 and Y, or ``None`` where the test fails."""
    import numpy as np
    from flint import arb

    n = range(len(slopes))
    matrix = [[ball(int(i == j)) - slopes[i][j] for j in n] for i in n]
    try:
        near = np.linalg.inv([[float(one.mid()) for one in row] for row in matrix])
    except np.linalg.LinAlgError:
        return None
    inverse = [[arb(float(one)) for one in row] for row in near]
    q = ball(0)
    for i in n:
        products = [sum((inverse[i][k] * matrix[k][j] for k in n), ball(0)) for j in n]
        q = larger(q, sum((abs(ball(int(i == j)) - products[j]) for j in n), ball(0)))
    return (q, inverse) if q < 1 else None


def distance(
    point: Sequence[Any],
    replies: Sequence[Any],
    slopes: Callable[[Any], Sequence[Sequence[Any]] | None],
    widest: float,
) -> Any:
    """How far the resting point near ``point`` is at most; ``None`` where that is not known.

    ``replies``: to the point. ``slopes``: of the replies in the box that goes so far from it on
    each side, ``None`` if it is too wide to bound them; boxes are tried from the ``widest`` on.
    """
    from flint import arb

    n, width = range(len(point)), widest
    while width > widest * NARROWEST:
        bounds = slopes(arb(width))
        found = None if bounds is None else nearly_inverse(bounds)
        if found is not None:
            q, inverse = found
            steps = [sum((row[i] * (point[i] - replies[i]) for i in n), ball(0)) for row in inverse]
            radius = (reduce(larger, map(abs, steps)) / (1 - q)).upper()
            if radius < arb(width):
                return radius
        width *= NARROWER
    return None
