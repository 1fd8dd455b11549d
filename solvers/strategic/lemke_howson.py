"""Lemke and Howson's path to one equilibrium of a two-city game, in whole numbers.

It begins at the corner 0 of both best-response polytopes, which has all labels, and drops one. From
then on exactly one label is doubled: the path leaves its older holder, in the one polytope and the
other by turns, and ends where the label that was dropped comes back, at an equilibrium. Where
corners coincide, the right-hand sides are moved apart as in ``best_response_polytope``.

>>> first, second = lemke_howson(np.array([[3, 0], [0, 2]]), np.array([[2, 1], [1, 3]]))
>>> [str(p) for p in first], [str(p) for p in second]
(['1', '0'], ['1', '0'])

Source: Lemke and Howson (1964), Equilibrium points of bimatrix games; von Stengel (2002).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.integer_pivoting import Dictionaries
from solvers.strategic.best_response_polytope import positive, right_hand_sides, scaled

__all__ = ["lemke_howson"]

Strategy = tuple[Fraction, ...]


def lemke_howson(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> tuple[Strategy, Strategy]:
    """The equilibrium at the end of the path that drops the first city's first action."""
    tables = positive(second.T), positive(first)
    for sides in zip(*map(right_hand_sides, tables), strict=True):
        starts = [
            Dictionaries.at_zero(C, right) for C, (right, _) in zip(tables, sides, strict=True)
        ]
        ends = _path(starts)
        if ends:
            break
    corners = (
        end.values(size)[0, : end.beside.shape[1]].tolist()
        for end, (_, size) in zip(ends, sides, strict=True)
    )
    mine, theirs = map(scaled, corners)
    return mine, theirs


def _path(corners: list[Dictionaries]) -> list[Dictionaries]:
    """The corners at the end of the path; an empty list where it is not clear how it goes on."""
    m, n = (corner.beside.shape[1] for corner in corners)
    here = np.zeros(1, dtype=np.intp)
    side, entering = 0, 0
    while True:
        corner = corners[side]
        column = np.flatnonzero(corner.beside[0] == entering)
        row = _first_tight(
            corner.tables[0, :, column[0]].tolist(), corner.tables[0, :, -1].tolist()
        )
        if row is None:
            return []
        left = int(corner.basic[0, row])
        corners[side] = corner.moved(here, column, np.array([row]))
        # The other polytope counts its own actions first.
        other = (left + (n, m)[side]) % (m + n)
        if (left, other)[side] == 0:
            return corners
        side, entering = 1 - side, other


def _first_tight(entries: list[int], right: list[int]) -> int | None:
    """The row with the least right/entry among positive entries; None where two are least."""
    best, slope, limit, tied = None, 0, 1, False
    for row, (entry, bound) in enumerate(zip(entries, right, strict=True)):
        if entry > 0:
            mine, theirs = bound * slope, limit * entry
            if mine < theirs:
                best, slope, limit, tied = row, entry, bound, False
            elif mine == theirs:
                tied = True
    return None if tied else best
