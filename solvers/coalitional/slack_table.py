"""The simplex method on all coalitions of a game of few cities, in whole numbers.

What a coalition gets beyond what it can claim is its slack, linear in the payoffs. At a vertex as
many slacks are 0 as there are dimensions; the table writes all others, and what is minimised, in
those. A dual step lifts a negative slack to 0, a primal step goes down along an edge until a slack
is 0. An entry is a minor over the determinant of the basis, so that every division is without rest.

>>> table = SlackTable(1, np.array([[1, 1], [1, 1]]), np.array([-3, 0], dtype=object), [3], [1, 2])
>>> table.dual_steps()              # s_3 = s_1 + s_2 - 3: how small can s_1 + s_2 be?
>>> table.slacks(), table.multipliers(), table.right[-1]
({3: 0, 2: 0, 1: 3}, {3: 1}, 3)

Source: Dantzig (1963); Bland (1977) for the rule that ends; Bareiss (1968) for whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.errors import IntercityError

__all__ = ["IN_WHOLE_NUMBERS", "ROOM", "SlackTable", "coalitions_of_several", "few_cities"]

IN_WHOLE_NUMBERS = "the simplex method on all coalitions, in whole numbers"
ROOM = 2**28  # sums of many products of smaller numbers fit into int64
_FEW, _FEW_LONG = 8, 6  # of more cities a linear program on few coalitions is solved sooner
_PATIENCE = 200  # steps by the steepest choice; then by Bland's rule

Array = npt.NDArray[Any]


def few_cities(game: CoalitionalGame, *, long_weights: bool = False) -> bool:
    """Whether this is the quicker way; ``long_weights``: with weights of many digits."""
    return len(game.players) <= (_FEW_LONG if long_weights else _FEW)


@lru_cache(maxsize=16)
def coalitions_of_several(n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The coalitions of more than one of n cities, by bitmask, and whether each city is in them."""
    masks = np.array([mask for mask in range(1 << n) if mask & (mask - 1)], dtype=np.int64)
    members = masks[:, None] >> np.arange(n) & 1
    for shared in (masks, members):
        shared.flags.writeable = False
    return masks, members


class SlackTable:
    """``det`` times each slack in ``basic``, and in the last row the goal, by those ``beside``.

    Slacks go by number; one by the number 0 may have any sign once it is basic, and is forgotten.
    ``rows`` holds the coefficients, in int64 as long as they are small, and ``right`` the values,
    in Python integers.
    """

    def __init__(
        self, det: int, rows: Array, right: Array, basic: list[int], beside: list[int]
    ) -> None:
        self.det = det
        self.rows = rows
        self.right = right
        self.basic = basic
        self.beside = beside

    def slacks(self) -> dict[int, int]:
        """``det`` times each slack, by number."""
        return dict.fromkeys(self.beside, 0) | dict(zip(self.basic, self.right, strict=False))

    def multipliers(self) -> dict[int, int]:
        """``det`` times what the goal depends on, by number of the slack."""
        goal = self.rows[-1].tolist()
        return {name: y for name, y in zip(self.beside, goal, strict=True) if y}

    def keep(self, rows: Sequence[int], columns: Sequence[int]) -> None:
        """All others leave the table: what is beside stays at 0 for good."""
        self.basic = [self.basic[r] for r in rows]
        self.beside = [self.beside[k] for k in columns]
        self.rows = self.rows[[*rows, -1]][:, columns]
        self.right = self.right[[*rows, -1]]

    # ------------------------------------------------------------------ steps

    def dual_steps(self) -> None:
        """Multipliers stay positive, until no slack is negative; there must be such a point.

        Errors: ``IntercityError`` where there is none.
        """
        steps = 0
        while self.basic:
            row = int(self.right[:-1].argmin())
            if self.right[row] >= 0:
                break
            if steps >= _PATIENCE:
                broken = np.flatnonzero(self.right[:-1] < 0).tolist()
                row = min(broken, key=self.basic.__getitem__)
            entries, multipliers = self.rows[row].tolist(), self.rows[-1].tolist()
            self.pivot(row, _nearest(multipliers, entries, self.beside))
            steps += 1

    def primal_steps(self) -> None:
        """Slacks stay positive, until no multiplier is negative; the goal must have a minimum.

        Errors: ``IntercityError`` where it has none.
        """
        steps = 0
        while min(multipliers := self.rows[-1].tolist(), default=0) < 0:
            column = multipliers.index(min(multipliers))
            if steps >= _PATIENCE:
                falling = (k for k, y in enumerate(multipliers) if y < 0)
                column = min(falling, key=self.beside.__getitem__)
            entries = (-self.rows[:-1, column]).tolist()
            row = _nearest(self.right.tolist(), entries, self.basic)
            self.pivot(row, column)
            if not self.basic[row]:
                self.keep([r for r in range(len(self.basic)) if r != row], range(len(multipliers)))
            steps += 1

    def pivot(self, row: int, column: int) -> None:
        """The slack of a row becomes 0 in place of that of a column."""
        self.make_room()
        line, along, bound = self.rows[row].copy(), self.rows[:, column].copy(), self.right[row]
        pivot = int(line[column])
        sign = 1 if pivot > 0 else -1
        rows = (self.rows * pivot - along[:, None] * line) // (sign * self.det)
        right = (self.right * pivot - along.astype(object) * bound) // (sign * self.det)
        rows[:, column], rows[row], right[row] = sign * along, -sign * line, -sign * bound
        rows[row, column] = sign * self.det
        self.rows, self.right, self.det = rows, right, abs(pivot)
        self.basic[row], self.beside[column] = self.beside[column], self.basic[row]

    def make_room(self) -> None:
        """Python integers for coefficients whose products might not fit into int64."""
        small = self.rows.dtype != object
        if small and max(self.det, int(self.rows.max()), -int(self.rows.min())) >= ROOM:
            self.rows = self.rows.astype(object)


def _nearest(values: list[int], entries: list[int], names: Sequence[int]) -> int:
    """The place of the least ratio of values to positive entries; of ties, the first by name.

    Errors: ``IntercityError`` where none is: then the program has no optimum.
    """
    found, value, entry = -1, 1, 0
    for k, (v, a) in enumerate(zip(values, entries, strict=False)):
        if a > 0:
            closer = v * entry - value * a
            if closer < 0 or (not closer and names[k] < names[found]):
                found, value, entry = k, v, a
    if found < 0:
        raise IntercityError("A table of slacks has no optimum: no step leads to one.")
    return found
