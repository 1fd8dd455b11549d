"""Maximin search: a point at which the worst of several numbers is as good as it gets nearby.

Sequential linear programming within a box: near a point the numbers are taken as straight, the best
step of a limited size is a linear program, and the limit grows or shrinks with how well that went.
What is found goes to a grid, where ``climb`` moves one coordinate at a time, until none helps; that
much ``stuck`` checks again. Nothing here proves that no better point lies elsewhere.

>>> def numbers(points):
...     x, y = points.T
...     return np.column_stack([x, 1 - x - y]), np.column_stack([y - 0.2])
>>> [round(x, 6) for x in maximin(numbers, [0.9, 0.9], [0, 0], [1, 1])]
[0.4, 0.2]

Source: Griffith and Stewart (1961), A nonlinear programming technique; Hooke and Jeeves (1961).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.highs import dense_rows, finds_optimum, highs, linear_model

__all__ = ["climb", "maximin", "stuck"]

Floats = npt.NDArray[np.float64]
Numbers = Callable[[Floats], tuple[Floats, Floats]]
Value = Callable[[Sequence[Fraction]], Any]

ROUNDS = 80
PENALTY = 10.0
SMALL = 1e-10
PROBE = 1e-7


def maximin(
    numbers: Numbers, start: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> list[float]:
    """A point in a box at which min(objectives) is large and all constraints are 0 or more.

    ``numbers(points)`` gives the objectives and the constraints, for each point of several a line
    of each, both of about the size of 1, as the box is to be. A constraint may be missed by a hair.
    """
    at, lows, tops = (np.array(one, dtype=float) for one in (start, low, high))
    here, slopes = _around(numbers, at, tops)
    penalty, radius = PENALTY, 0.25
    for _ in range(ROUNDS):
        if radius < SMALL:
            break
        step, promised = _step(
            here, slopes, penalty, np.maximum(lows - at, -radius), np.minimum(tops - at, radius)
        )
        if promised - _merit(here, penalty) < SMALL:
            if here[1].min(initial=0.0) > -SMALL or penalty > 1e6:
                break
            penalty *= 10
            continue
        there, slopes_there = _around(numbers, at + step, tops)
        won = (_merit(there, penalty) - _merit(here, penalty)) / (promised - _merit(here, penalty))
        if won > 0.1:
            at, here, slopes = at + step, there, slopes_there
        radius = 2 * radius if won > 0.7 else radius if won > 0.3 else radius / 4
    return [float(x) for x in at]


def _merit(here: tuple[Floats, Floats], penalty: float) -> float:
    return float(here[0].min() - penalty * max(0.0, -here[1].min(initial=0.0)))


def _around(
    numbers: Numbers, at: Floats, most: Floats
) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """The objectives and the constraints at a point, and the slopes of both."""
    probes = np.where(at + PROBE <= most, PROBE, -PROBE)
    objectives, constraints = numbers(np.vstack([at, at + np.diag(probes)]))
    slopes = [((x[1:] - x[0]) / probes[:, None]).T for x in (objectives, constraints)]
    return (objectives[0], constraints[0]), (slopes[0], slopes[1])


def _step(
    here: tuple[Floats, Floats],
    slopes: tuple[Floats, Floats],
    penalty: float,
    low: Floats,
    high: Floats,
) -> tuple[Floats, float]:
    """The best step if all were straight, and the merit that it would bring."""
    n, free = len(low), np.inf
    values, jacobian = np.concatenate(here), np.concatenate(slopes)
    of_objectives = np.arange(len(values)) < len(here[0])
    matrix = np.column_stack([jacobian, -1.0 * of_objectives, 1.0 * ~of_objectives])
    if not np.isfinite(matrix).all() or not np.isfinite(values).all():
        return np.zeros(n), -np.inf
    model = linear_model(
        np.array([*[0.0] * n, 1.0, -penalty]),  # the least objective, what is missed
        (np.array([*low, -free, 0.0]), np.array([*high, free, free])),
        (-values, np.full(len(values), free)),
        dense_rows(matrix),
        sense="max",
    )
    solver = highs()
    solver.passModel(model)
    if not finds_optimum(solver):
        return np.zeros(n), -np.inf
    point = np.array(solver.getSolution().col_value)
    return point[:n], float(point[n] - penalty * point[n + 1])


def climb(value: Value, point: Sequence[Fraction], unit: Fraction) -> list[Fraction] | None:
    """From a point of a grid to one from which no single step of a coordinate is proven better.

    A round of steps that helps is repeated as a whole, twice as far each time (Hooke and Jeeves
    1961). ``value(point)`` is a ball or a number, ``None`` outside what is allowed; so is what is
    returned if the point is not allowed.
    """
    here, at = value(point), list(point)
    if here is None:
        return None
    for size in (1000 * unit, 100 * unit, 10 * unit, unit):
        while True:
            before = at
            for j in range(len(at)):
                at, here = _first_better(value, at, here, _steps(at, j, size))
            if at == before:
                break
            way = [x - y for x, y in zip(at, before, strict=True)]
            while at != before:
                before, there = at, [x + step for x, step in zip(at, way, strict=True)]
                at, here = _first_better(value, at, here, [there])
                way = [2 * step for step in way]
    return at


def stuck(value: Value, point: Sequence[Fraction], unit: Fraction) -> bool:
    """Whether a point is allowed, and no single step of one coordinate is proven better."""
    here, at = value(point), list(point)
    around = [there for j in range(len(at)) for there in _steps(at, j, unit)]
    return here is not None and _first_better(value, at, here, around)[0] is at


def _steps(at: list[Fraction], j: int, size: Fraction) -> list[list[Fraction]]:
    return [[*at[:j], at[j] + move, *at[j + 1 :]] for move in (-size, size)]


def _first_better(
    value: Value, at: list[Fraction], here: Any, around: Iterable[list[Fraction]]
) -> tuple[list[Fraction], Any]:
    """The first point that is proven better, and its value; else the present ones."""
    for there in around:
        found = value(there)
        if found is not None and found > here:
            return there, found
    return at, here
