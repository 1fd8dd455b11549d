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


@dataclass(slots=True)
class ManyPrograms:
    """Programs by their place; the variables of each are columns, then slacks of rows.

    ``entries``: of each dictionary, a line for each basic variable; ``slopes``: what one more unit
    of each other variable adds; ``basic``, ``others``: which variables these are; ``upper``: which
    of the others stand at their upper limit; ``sides``: b; ``limits``: h, without end for slacks.
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
            sides,
            limits,
            np.empty((many, rows)),
        )
        found.move(sides, limits)
        return found

    def __len__(self) -> int:
        return len(self.sides)

    def part(self, places: Table) -> ManyPrograms:
        """Some of them."""
        return ManyPrograms(*(getattr(self, one.name)[places] for one in fields(self)))

    def put(self, places: Table, part: ManyPrograms) -> None:
        """Put some back in their places."""
        for one in fields(self):
            getattr(self, one.name)[places] = getattr(part, one.name)

    def joined(self, other: ManyPrograms) -> ManyPrograms:
        """These, then others."""
        both = ((getattr(self, one.name), getattr(other, one.name)) for one in fields(self))
        return ManyPrograms(*map(np.concatenate, both))

    def moved(self, sides: Table, limits: Table) -> ManyPrograms:
        """The same with the same bases, where b and h are others."""
        other = self.part(np.arange(len(self)))
        other.move(sides, limits)
        return other

    def move(self, sides: Table, limits: Table) -> None:
        """Let b and h be others; bases stay, with variables at the limit that their slope asks."""
        many, rows = sides.shape
        slacks = np.full((many, rows), np.inf)
        self.sides, self.limits = sides, np.concatenate((limits, slacks), axis=1)
        high = np.take_along_axis(self.limits, self.others, axis=1)
        self.upper = (self.slopes > 0) & np.isfinite(high) & (high > 0)
        bounds = np.concatenate((np.zeros_like(limits), sides), axis=1)  # of slacks alone
        stand = np.take_along_axis(bounds, self.others, axis=1) - np.where(self.upper, high, 0.0)
        own = np.take_along_axis(bounds, self.basic, axis=1)
        self.values = np.einsum("gmn,gn->gm", self.entries, stand) + own

    def solve(self) -> Table:
        """Pivot until each is solved, or as often as is worth while; which ones are solved."""
        solved = np.zeros(len(self), dtype=bool)
        left = np.arange(len(self))
        many = 3 * sum(self.entries.shape[1:])
        scale = max(float(np.abs(self.slopes).max(initial=0.0)), 1e-300)
        width = float(np.abs(self.sides).max(initial=0.0)) or 1.0
        for _ in range(many):
            if not len(left):
                break
            part = self if len(left) == len(self) else self.part(left)
            done, failed = _step(part, NEAR * scale, NEAR * width)
            if part is not self:
                self.put(left, part)
            solved[left[done]] = True
            left = left[~(done | failed)]
        return solved

    def bases(self) -> tuple[Table, Table, Table]:
        """By program: the columns in its basis, the rows that are tight, the columns at h."""
        many, rows = self.sides.shape
        columns = self.entries.shape[2]
        inside = np.zeros((many, columns + rows), dtype=bool)
        np.put_along_axis(inside, self.basic, values=True, axis=1)
        top = np.zeros((many, columns + rows), dtype=bool)
        np.put_along_axis(top, self.others, self.upper, axis=1)
        return inside[:, :columns], ~inside[:, columns:], top[:, :columns]

    def prices(self) -> tuple[Table, Table]:
        """By program: the price of each row, and what one more unit of each column adds."""
        many, rows = self.sides.shape
        columns = self.entries.shape[2]
        slopes = np.zeros((many, columns + rows))
        np.put_along_axis(slopes, self.others, self.slopes, axis=1)
        return -slopes[:, columns:], slopes[:, :columns]


def _step(one: ManyPrograms, free: float, near: float) -> tuple[Table, Table]:
    """One pivot, or one change from limit to limit, in each: which were solved, which are stuck."""
    many = len(one)
    each = np.arange(many)
    high = np.take_along_axis(one.limits, one.others, axis=1)
    top = np.take_along_axis(one.limits, one.basic, axis=1)
    over = one.values - top
    lacking = np.maximum(-one.values, over)
    row = lacking.argmax(axis=1)
    dual = lacking[each, row] > near
    wrong = np.where(one.upper, -one.slopes, one.slopes)
    wrong[high <= 0] = -np.inf
    gain = wrong.max(axis=1)
    done = ~dual & (gain <= free)

    # The dual method: a line that breaks a limit leaves, to that limit.
    line = one.entries[each, row]
    to_top = over[each, row] > -one.values[each, row]
    push = np.where(to_top[:, None], line, -line)
    push = np.where(one.upper, -push, push)
    able = (push > SMALL) & (high > 0) & (wrong <= free)
    ratio = np.where(able, np.maximum(-wrong, 0.0) / np.where(able, push, 1.0), np.inf)
    least = ratio.min(axis=1)
    # Of several that are as good, the largest pivot.
    tied = ratio <= least[:, None] + free
    column = np.where(tied & able, push, -1.0).argmax(axis=1)
    failed = dual & ~np.isfinite(least)

    # The primal method: the best variable enters, until a limit is met.
    column = np.where(dual, column, wrong.argmax(axis=1))
    down = one.upper[each, column]
    move = one.entries[each, :, column]
    falls = np.where(down[:, None], -move, move)
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.where(
            falls > SMALL,
            one.values / falls,
            np.where(falls < -SMALL, (top - one.values) / -falls, np.inf),
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
        g, s = each[flips], column[flips]
        by = np.where(down[flips], -own[flips], own[flips])
        one.values[g] -= by[:, None] * move[flips]
        one.upper[g, s] ^= True
    pivots = ~(done | failed | flips)
    if pivots.all():
        _pivot(one, row, column, to_top)
    elif pivots.any():
        places = each[pivots]
        part = one.part(places)
        _pivot(part, row[pivots], column[pivots], to_top[pivots])
        one.put(places, part)
    return done, failed


def _pivot(one: ManyPrograms, row: Table, column: Table, to_top: Table) -> None:
    """In each a line leaves the basis, to its upper limit or to 0, and a column enters."""
    each = np.arange(len(one))
    entering, leaving = one.others[each, column], one.basic[each, row]
    pivot = one.entries[each, row, column]
    goal = np.where(to_top, one.limits[each, leaving], 0.0)
    by = (one.values[each, row] - goal) / pivot
    stood = np.where(one.upper[each, column], one.limits[each, entering], 0.0)
    move = one.entries[each, :, column]
    one.values -= by[:, None] * move
    one.values[each, row] = stood + by
    line = one.entries[each, row] / pivot[:, None]
    slope = one.slopes[each, column]
    one.entries -= move[:, :, None] * line[:, None, :]
    one.slopes -= slope[:, None] * line
    one.entries[each, row] = line
    one.entries[each, :, column] = -move / pivot[:, None]
    one.entries[each, row, column] = 1.0 / pivot
    one.slopes[each, column] = -slope / pivot
    one.upper[each, column] = to_top
    one.others[each, column] = leaving
    one.basic[each, row] = entering
