"""Best-response polytopes of a two-city game, and all their corners, in whole numbers.

Let C > 0 have a row for each of my opponent's actions and a column for each of mine, C[j, i] being
what the opponent's action j brings it against my i. My polytope is

    P = { z : z_i >= 0 (label i),  sum_i C[j, i] z_i <= 1 (label m + j) },

and a corner z other than 0, scaled to sum 1, is a mixed strategy; its labels are the inequalities
that are tight: actions that I do not play, and actions that are best for my opponent. Two
strategies that have all labels between them are an equilibrium, and every equilibrium is a mean of
such pairs of corners.

The corners are found by walking along the edges from 0, since the graph of a polytope is connected.
Where more inequalities are tight than there are dimensions, one corner has many dictionaries; a
polytope with 1 + eps d_j on the right-hand side, d whole numbers drawn at random, has a corner for
some of them, and for each corner of P at least one, if eps is small enough: Hadamard's bound says
how small. If d happens not to keep its corners apart, the walk notices, and begins again with
others.

>>> corners = all_corners(np.array([[2, 1], [1, 2]]))
>>> sorted(str(scaled(point)[0]) for point in corners.points.tolist())
['0', '1', '1/2']

Source: Mangasarian (1964), Equilibrium points of bimatrix games; Avis, Rosenberg, Savani and von
Stengel (2010), Enumeration of Nash equilibria for two-player games.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.integer_pivoting import Dictionaries, largest_minor

__all__ = ["Corners", "TooManyCorners", "all_corners", "positive", "right_hand_sides", "scaled"]

_BATCH = 512
_MOST = 100_000


class TooManyCorners(Exception):
    """The polytope has more corners than can be listed."""


@dataclass(frozen=True, slots=True)
class Corners:
    """The corners other than 0, one a row: whole multiples of ``points``, and ``labels`` as bits.

    The labels are int64 where 63 bits are enough, else Python integers.
    """

    points: npt.NDArray[Any]
    labels: npt.NDArray[Any]


def positive(payoffs: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """C for an opponent with these payoffs, one row for each of its actions: positive, and small.

    To add a number to a column, or to multiply all by one, changes no best response.

    >>> positive(np.array([[5, -20], [9, 0]]))
    array([[1, 1],
           [2, 6]], dtype=object)
    """
    table = payoffs.astype(object)
    table = table - table.min(axis=0)
    return table // (math.gcd(*table.ravel().tolist()) or 1) + 1  # type: ignore[no-any-return]


def scaled(point: list[int]) -> tuple[Fraction, ...]:
    """The mixed strategy that a corner other than 0 is."""
    total = sum(point)
    return tuple(Fraction(weight, total) for weight in point)


def right_hand_sides(C: npt.NDArray[Any]) -> Iterator[tuple[list[int], int]]:
    """All 1; then 1 + eps d_j for one d after another, times size = 1/eps.

    A level is then size times the level in P, and a rest with 2 |rest| < size, for it is a minor of
    (C, d): so no corner is feasible here that is not feasible in P.
    """
    yield [1] * len(C), 1
    for seed in count():
        rng = random.Random(seed)
        drift = [rng.randrange(1 << 20 + 10 * seed) for _ in C]
        size = 2 * largest_minor(np.column_stack((C, drift)))
        yield [size + d for d in drift], size


def all_corners(C: npt.NDArray[Any]) -> Corners:
    """All corners of P but 0; ``TooManyCorners`` beyond 100,000."""
    return next(found for right, size in right_hand_sides(C) if (found := _walk(C, right, size)))


def _walk(C: npt.NDArray[Any], right: list[int], size: int) -> Corners | None:
    """The corners of P behind those of a polytope; None where two of the latter coincide."""
    k, m = C.shape
    bits = np.array([1 << i for i in range(m + k)], dtype=np.int64 if m + k < 63 else object)
    zero = (1 << m) - 1
    seen = {zero}
    points: dict[int, npt.NDArray[Any]] = {}
    stack = [Dictionaries.at_zero(C, right)]
    while stack:
        here = stack.pop()
        values = here.values(size)
        labels = ((values == 0) * bits).sum(axis=1)
        points.update(zip(labels.tolist(), values[:, :m], strict=True))
        rows, tied = here.leaving()
        if tied.any():
            return None
        staying = bits[here.beside].sum(axis=1)[:, None] - bits[here.beside]
        neighbours = staying + bits[np.take_along_axis(here.basic, rows, axis=1)]
        fresh = []
        for at, neighbour in enumerate(neighbours.ravel().tolist()):
            if neighbour not in seen:
                seen.add(neighbour)
                fresh.append(at)
        if len(seen) > _MOST:
            raise TooManyCorners
        for first in range(0, len(fresh), _BATCH):
            v, columns = np.divmod(np.array(fresh[first : first + _BATCH]), m)
            stack.append(here.moved(v, columns, rows[v, columns]))
    del points[zero]
    return Corners(np.array(list(points.values())), np.array(list(points), dtype=bits.dtype))
