"""Corners of a polytope { z >= 0, C z <= right } as dictionaries of whole numbers, many at once.

At a corner some inequalities are tight, and as many as there are dimensions tell all others apart:
a dictionary writes the levels of the *basic* ones in those *beside*. A pivot along an edge lets one
beside go and takes in the first basic one that becomes tight. Every entry is a minor of (C, right)
over the determinant of the basis, so each division leaves no remainder, and Hadamard bounds them.

>>> corner = Dictionaries.at_zero(np.array([[2, 1], [1, 3]]), [4, 6])
>>> rows, tied = corner.leaving()
>>> rows.tolist(), tied.tolist()
([[0, 1]], [[False, False]])
>>> corner.moved(np.array([0]), np.array([0]), rows[:, 0]).values().tolist()
[[4, 0, 0, 8]]

Source: Bareiss (1968), Sylvester's identity and multistep integer-preserving Gaussian elimination;
Edmonds and Maurras (1997).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Dictionaries", "largest_minor"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """v corners of one polytope with m dimensions and k rows; inequality m + j is row j.

    ``tables``: v x k x (m + 1), the last column holds the levels of the basic inequalities, times
    ``dets`` > 0. ``beside`` (v x m) and ``basic`` (v x k) name the inequalities.
    """

    tables: Array
    dets: Array
    beside: Array
    basic: Array

    @classmethod
    def at_zero(cls, C: Array, right: list[int]) -> Dictionaries:
        """The corner 0, where right > 0; in int64 if no pivot can ever overflow it."""
        k, m = C.shape
        table = np.column_stack((C.astype(object), np.array(right, dtype=object)))
        table = table.astype(np.int64 if 4 * largest_minor(table) ** 2 < 1 << 62 else object)
        one = np.ones(1, dtype=table.dtype)
        return cls(table[None], one, np.arange(m)[None], np.arange(m, m + k)[None])

    def leaving(self) -> tuple[Array, Array]:
        """For each corner and edge, the row that becomes tight first (-1: none), and if two do."""
        right, entries = self.tables[:, :, -1], self.tables[:, :, :-1]
        count, k, m = entries.shape
        best = np.full((count, m), -1)
        tied = np.zeros((count, m), dtype=bool)
        slope = np.zeros((count, m), dtype=entries.dtype)
        limit = np.ones((count, m), dtype=entries.dtype)  # 1/0: no limit yet
        for row in range(k):
            entry, bound = entries[:, row], right[:, row, None]
            mine, theirs = bound * slope, limit * entry
            closer = (entry > 0) & (mine < theirs)
            tied = ~closer & (tied | ((entry > 0) & (mine == theirs)))
            best = np.where(closer, row, best)
            slope = np.where(closer, entry, slope)
            limit = np.where(closer, bound, limit)
        return best, tied

    def moved(self, v: Array, columns: Array, rows: Array) -> Dictionaries:
        """The neighbours of corners v: each along the edge of its column, until its row is tight.

        A corner may be named more than once.
        """
        tables, dets, beside, basic = (
            field[v] for field in (self.tables, self.dets, self.beside, self.basic)
        )
        at = np.arange(len(v))
        row, column, pivot = tables[at, rows], tables[at, :, columns], tables[at, rows, columns]
        moved = tables * pivot[:, None, None] - column[:, :, None] * row[:, None, :]
        moved //= dets[:, None, None]
        moved[at, :, columns] = -column
        moved[at, rows] = row
        moved[at, rows, columns] = dets
        beside[at, columns], basic[at, rows] = basic[at, rows], beside[at, columns]
        return Dictionaries(moved, pivot, beside, basic)

    def values(self, size: int = 1) -> Array:
        """The level of each inequality, times ``dets``, in multiples of ``size``: v x (m + k).

        With ``size`` > 1 the right-hand sides are multiples of it, but for a small rest that is
        rounded off.
        """
        count, k, m = self.tables[:, :, :-1].shape
        values = np.zeros((count, m + k), dtype=self.tables.dtype)
        levels = (self.tables[:, :, -1] + size // 2) // size
        np.put_along_axis(values, self.basic, levels, axis=1)
        return values


def largest_minor(table: Array) -> int:
    """A bound on all minors (Hadamard): the lengths of the rows, or of the columns, multiplied.

    >>> largest_minor(np.array([[3, 4], [0, 1]]))
    6
    """
    squares = table.astype(object) ** 2
    return 1 + min(
        math.isqrt(math.prod(max(1, length) for length in squares.sum(axis=axis).tolist()))
        for axis in (0, 1)
    )
