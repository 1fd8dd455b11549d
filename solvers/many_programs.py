"""The simplex method on many programs at once that share a matrix, each with its own limits.

    max  c.x   subject to   A x <= b,   0 <= x <= h,

where b and h differ from program to program. Each program has a dictionary of its own: its basic
variables in terms of the others. One pass of numpy pivots in all that are not solved yet. Where
limits move, bases stay: the dual method takes them back to what is feasible, then the primal
method goes on. Floating point proposes bases; who asks has to prove them.

>>> programs = ManyPrograms.of(np.array([[1.0, 2.0]]), np.array([3.0, 4.0]),
...                            np.array([[5.0], [8.0]]), np.array([[4.0, np.inf]] * 2))
>>> programs.solve()
array([ True,  True])
>>> columns, rows, upper = programs.bases()
>>> columns.tolist(), rows.tolist(), upper.tolist()
([[False, True], [False, True]], [[True], [True]], [[True, False], [True, False]])

Source: Dantzig (1963); Lemke (1954) for the dual method.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["ManyPrograms"]

Table = npt.NDArray[Any]
NEAR = 1e-9
"""What is nearer to 0 counts as 0, by the size of the largest gain and of the largest limit."""
SMALL = 1e-7
"""A pivot is larger."""
Places = Table | slice
ALL = slice(None)


@dataclass(slots=True)
class ManyPrograms:
    """Programs by their place; the variables of each are columns, then slacks of rows.

    ``entries``: of each dictionary, a line for each basic variable; ``slopes``: what one more unit
    of each other variable adds; ``basic``, ``others``: which variables these are; ``upper``: which
    of the others stand at their upper limit; ``sides``: b; ``limits``: h, without end for slacks.
    Methods ask it of all, or of those at some ``places``.
    """

    entries: Table
    slopes: Table
    basic: Table
    others: Table
    upper: Table
    sides: Table
    limits: Table
    values: Table

    @classmethod
    def of(cls, matrix: Table, gains: Table, sides: Table, limits: Table) -> ManyPrograms:
        """The programs, each with its slacks as basis."""
        many, (rows, columns) = len(sides), matrix.shape
        found = cls(
            np.repeat(matrix[None].astype(float), many, axis=0),
            np.repeat(gains[None].astype(float), many, axis=0),
            np.repeat(np.arange(columns, columns + rows)[None], many, axis=0),
            np.repeat(np.arange(columns)[None], many, axis=0),
            np.zeros((many, columns), dtype=bool),
            np.empty((many, rows)),
            np.empty((many, columns + rows)),
            np.empty((many, rows)),
        )
        found.move(sides, limits)
        return found

    def __len__(self) -> int:
        return len(self.sides)

    def joined(self, other: ManyPrograms) -> ManyPrograms:
        """These, then others."""
        both = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return ManyPrograms(*map(np.concatenate, both))

    def moved(self, sides: Table, limits: Table) -> ManyPrograms:
        """These programs and their bases with other b and h."""
        other = ManyPrograms(*(getattr(self, one.name).copy() for one in fields(self)))
        other.move(sides, limits)
        return other

    def move(self, sides: Table, limits: Table, places: Places = ALL) -> None:
        """Let b and h be others; bases stay, with variables at the limit that their slope asks."""
        slacks = np.full(sides.shape, np.inf)
        self.sides[places], self.limits[places] = sides, np.concatenate((limits, slacks), axis=1)
        others = self.others[places]
        high = np.take_along_axis(self.limits[places], others, axis=1)
        upper = (self.slopes[places] > 0) & np.isfinite(high) & (high > 0)
        bounds = np.concatenate((np.zeros_like(limits), sides), axis=1)  # of slacks alone
        stand = np.take_along_axis(bounds, others, axis=1) - np.where(upper, high, 0.0)
        own = np.take_along_axis(bounds, self.basic[places], axis=1)
        self.upper[places] = upper
        self.values[places] = np.einsum("gmn,gn->gm", self.entries[places], stand) + own

    def solve(self, places: Places = ALL) -> Table:
        """Pivot until each is solved, or as often as is worth while; which ones are solved."""
        chosen = np.arange(len(self))[places]
        solved = np.zeros(len(self), dtype=bool)
        left = chosen
        many = 3 * sum(self.entries.shape[1:])
        scale = max(float(np.abs(self.slopes[places]).max(initial=0.0)), 1e-300)
        width = float(np.abs(self.sides[places]).max(initial=0.0)) or 1.0
        for _ in range(many):
            if not len(left):
                break
            done, failed = _step(self, left, NEAR * scale, NEAR * width)
            solved[left[done]] = True
            left = left[~(done | failed)]
        return solved[chosen]

    def bases(self, places: Places = ALL) -> tuple[Table, Table, Table]:
        """By program: the columns in its basis, the rows that are tight, the columns at h."""
        basic, columns = self.basic[places], self.entries.shape[2]
        shape = len(basic), self.limits.shape[1]
        inside, top = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        np.put_along_axis(inside, basic, values=True, axis=1)
        np.put_along_axis(top, self.others[places], self.upper[places], axis=1)
        return inside[:, :columns], ~inside[:, columns:], top[:, :columns]

    def prices(self, places: Places = ALL) -> tuple[Table, Table]:
        """By program: the price of each row, and what one more unit of each column adds."""
        others, columns = self.others[places], self.entries.shape[2]
        slopes = np.zeros((len(others), self.limits.shape[1]))
        np.put_along_axis(slopes, others, self.slopes[places], axis=1)
        return -slopes[:, columns:], slopes[:, :columns]


def _step(programs: ManyPrograms, places: Table, free: float, near: float) -> tuple[Table, Table]:
    """One pivot, or one change from limit to limit, in each: which were solved, which are stuck."""
    each = np.arange(len(places))
    limits, upper, values = programs.limits[places], programs.upper[places], programs.values[places]
    slopes = programs.slopes[places]
    high = np.take_along_axis(limits, programs.others[places], axis=1)
    top = np.take_along_axis(limits, programs.basic[places], axis=1)
    over = values - top
    lacking = np.maximum(-values, over)
    row = lacking.argmax(axis=1)
    dual = lacking[each, row] > near
    wrong = np.where(upper, -slopes, slopes)
    wrong[high <= 0] = -np.inf
    gain = wrong.max(axis=1)
    done = ~dual & (gain <= free)

    # The dual method: a line that breaks a limit leaves, to that limit.
    line = programs.entries[places, row]
    to_top = over[each, row] > -values[each, row]
    push = np.where(to_top[:, None], line, -line)
    push = np.where(upper, -push, push)
    able = (push > SMALL) & (high > 0) & (wrong <= free)
    ratio = np.where(able, np.maximum(-wrong, 0.0) / np.where(able, push, 1.0), np.inf)
    least = ratio.min(axis=1)
    # Of several that are as good, the largest pivot.
    tied = ratio <= least[:, None] + free
    column = np.where(tied & able, push, -1.0).argmax(axis=1)
    failed = dual & ~np.isfinite(least)

    # The primal method: the best variable enters, until a limit is met.
    column = np.where(dual, column, wrong.argmax(axis=1))
    down = upper[each, column]
    move = programs.entries[places, :, column]
    falls = np.where(down[:, None], -move, move)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(
            falls > SMALL,
            values / falls,
            np.where(falls < -SMALL, (top - values) / -falls, np.inf),
        )
    room = np.maximum(np.where(np.isnan(room), np.inf, room), 0.0)
    first = room.min(axis=1)
    tied = room <= first[:, None] * (1 + 1e-12) + 1e-300
    leaves = np.where(tied, np.abs(falls), -1.0).argmax(axis=1)
    own = high[each, column]
    flips = ~dual & ~done & (own <= first) & np.isfinite(own)
    failed |= ~dual & ~done & ~flips & ~np.isfinite(first)
    row = np.where(dual, row, leaves)
    to_top = np.where(dual, to_top, falls[each, row] < 0)

    if flips.any():
        g, s = places[flips], column[flips]
        by = np.where(down[flips], -own[flips], own[flips])
        programs.values[g] -= by[:, None] * move[flips]
        programs.upper[g, s] ^= True
    pivots = ~(done | failed | flips)
    if pivots.any():
        _pivot(programs, places[pivots], row[pivots], column[pivots], to_top[pivots])
    return done, failed


def _pivot(programs: ManyPrograms, places: Table, row: Table, column: Table, to_top: Table) -> None:
    """In each a line leaves the basis, to its upper limit or to 0, and a column enters."""
    entering, leaving = programs.others[places, column], programs.basic[places, row]
    pivot = programs.entries[places, row, column]
    goal = np.where(to_top, programs.limits[places, leaving], 0.0)
    by = (programs.values[places, row] - goal) / pivot
    stood = np.where(programs.upper[places, column], programs.limits[places, entering], 0.0)
    move = programs.entries[places, :, column]
    line = programs.entries[places, row] / pivot[:, None]
    slope = programs.slopes[places, column]
    programs.values[places] -= by[:, None] * move
    programs.values[places, row] = stood + by
    programs.slopes[places] -= slope[:, None] * line
    k, i = np.nonzero(move)  # all other lines stay as they are
    programs.entries[places[k], i] -= move[k, i, None] * line[k]
    programs.entries[places, row] = line
    programs.entries[places, :, column] = -move / pivot[:, None]
    programs.entries[places, row, column] = 1.0 / pivot
    programs.slopes[places, column] = -slope / pivot
    programs.upper[places, column] = to_top
    programs.others[places, column] = leaving
    programs.basic[places, row] = entering
