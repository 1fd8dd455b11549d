"""Maximin search: a point at which the worst of several numbers is as good as it gets nearby.

Sequential linear programming within a box: near a point the numbers are taken as straight, the best
step of a limited size is a linear program, and the limit grows or shrinks with how well that went.
What is found goes to a grid, where ``climb`` moves one coordinate at a time, until none helps; that
much ``stuck`` checks again. Nothing here proves that no better point lies elsewhere.

>>> found = maximin(lambda p: ([p[0], 1 - p[0] - p[1]], [p[1] - 0.2]), [0.9, 0.9], [0, 0], [1, 1])
>>> [round(x, 6) for x in found]
[0.4, 0.2]

Source: Griffith and Stewart (1961), A nonlinear programming technique; Hooke and Jeeves (1961).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["climb", "maximin", "stuck"]

Floats = npt.NDArray[np.float64]
Numbers = Callable[[Sequence[float]], tuple[Sequence[float], Sequence[float]]]
Value = Callable[[Sequence[Fraction]], Any]

ROUNDS = 80
PENALTY = 10.0
SMALL = 1e-10
PROBE = 1e-7


def maximin(
    numbers: Numbers, start: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> list[float]:
    """A point in a box at which min(objectives) is large and all constraints are 0 or more.

    ``numbers(point)`` gives the objectives and the constraints, both of about the size of 1, as
    the box is to be. A constraint may be missed by a hair.
    """
    at, lows, highs = (np.array(one, dtype=float) for one in (start, low, high))
    here = _both(numbers, at)
    penalty, radius = PENALTY, 0.25
    for _ in range(ROUNDS):
        if radius < SMALL:
            break
        slopes = _slopes(numbers, at, here, highs)
        step, promised = _step(
            here, slopes, penalty, np.maximum(lows - at, -radius), np.minimum(highs - at, radius)
        )
        if promised - _merit(here, penalty) < SMALL:
            if min(here[1], default=0.0) > -SMALL or penalty > 1e6:
                break
            penalty *= 10
            continue
        there = _both(numbers, at + step)
        won = (_merit(there, penalty) - _merit(here, penalty)) / (promised - _merit(here, penalty))
        if won > 0.1:
            at, here = at + step, there
        radius = 2 * radius if won > 0.7 else radius if won > 0.3 else radius / 4
    return [float(x) for x in at]


def _both(numbers: Numbers, at: Floats) -> tuple[Floats, Floats]:
    objectives, constraints = numbers([float(x) for x in at])
    return np.array(objectives, dtype=float), np.array(constraints, dtype=float)


def _merit(here: tuple[Floats, Floats], penalty: float) -> float:
    return float(here[0].min() - penalty * max(0.0, -min(here[1], default=0.0)))


def _slopes(
    numbers: Numbers, at: Floats, here: tuple[Floats, Floats], highs: Floats
) -> tuple[Floats, Floats]:
    columns = []
    for j in range(len(at)):
        probe = PROBE if at[j] + PROBE <= highs[j] else -PROBE
        moved = at.copy()
        moved[j] += probe
        there = _both(numbers, moved)
        columns.append([(new - old) / probe for new, old in zip(there, here, strict=True)])
    objectives, constraints = zip(*columns, strict=True)
    return np.array(objectives).T, np.array(constraints).T


def _step(
    here: tuple[Floats, Floats],
    slopes: tuple[Floats, Floats],
    penalty: float,
    low: Floats,
    high: Floats,
) -> tuple[Floats, float]:
    """The best step if all were straight, and the merit that it would bring."""
    n = len(low)
    rows = []
    for kind, (values, jacobian) in enumerate(zip(here, slopes, strict=True)):
        extra = {"least": Fraction(-1)} if kind == 0 else {"missed": Fraction(1)}
        for k, value in enumerate(values):
            line = {str(j): Fraction(float(jacobian[k, j])) for j in range(n)}
            rows.append(Row(f"{kind} {k}", {**line, **extra}, ">=", Fraction(-float(value))))
    found = solve(
        LinearProgram(
            "max",
            {"least": Fraction(1), "missed": Fraction(-penalty)},
            tuple(rows),
            {
                **{str(j): (Fraction(float(low[j])), Fraction(float(high[j]))) for j in range(n)},
                "least": (None, None),
                "missed": (Fraction(0), None),
            },
        )
    )
    point, value = found.point, found.value
    if point is None or value is None:
        return np.zeros(n), -np.inf
    return np.array([float(point[str(j)]) for j in range(n)]), float(value)


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
