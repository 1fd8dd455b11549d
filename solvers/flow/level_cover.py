"""All ways to spread a mass so that regions in use pay one level, and empty ones no more.

The level is the only unknown: given it, each region in use is at the one place of one of its
branches that pays it. Levels are cut into cells until balls tell of each cell and each choice of
branches that it holds no solution (the masses never add up to the whole), or just one (they do at
one end too little, at the other too much, and their sum only rises or only falls).

>>> from fractions import Fraction
>>> found = spreads([ReturnCurve(*map(Fraction, (4, 0, 1, 0, 12))),
...                  ReturnCurve(*map(Fraction, (2, 0, 1, 0, 12)))], Fraction(6))
>>> [round(float(mass.mid()), 9) for mass in found[0].masses]
[4.0, 2.0]
>>> len(found), found[0].stable
(1, True)

Source: Tucker (2011), Validated Numerics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.errors import NotProven, Undefined
from solvers.competition.logit_choice import ball
from solvers.flow.return_curve import Branch, Place, ReturnCurve

__all__ = ["Spread", "spreads"]

DEPTH = 60
MOST = 400_000
ZERO = Fraction(0)
EMPTY = -1
CLOSE = Fraction(1, 2 * 10**9)
"""How closely masses are enclosed, as a share of the whole."""
PADDING = (Fraction(1, 7), Fraction(1, 11))
"""What is added to the range of levels, so that no cut falls on a round number."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Masses in balls, the level, whether it is stable, and which regions are empty."""

    masses: tuple[Any, ...]
    level: Any
    stable: bool
    rising: int

    @property
    def empty(self) -> tuple[bool, ...]:
        return tuple(mass == 0 for mass in self.masses)


@dataclass(frozen=True, slots=True)
class _Cell:
    low: Fraction
    high: Fraction
    choices: tuple[tuple[int, ...], ...]
    depth: int


def spreads(curves: Sequence[ReturnCurve], mass: Fraction, most_rising: int = 99) -> list[Spread]:
    """All of them, those with more than ``most_rising`` regions on a rising branch left out.

    *Stable*: under the replicator dynamics, and a strict maximum of the sum of the integrals of f:
    either no region in use rises, or one does and the sum of the 1/f' is above 0; and whoever went
    to an empty region would have less.

    Errors: ``Undefined`` where a return does not depend on the mass, ``NotProven`` where two
    solutions are about to merge, or a region is about to empty.
    """
    return _Cover(curves, mass, most_rising).spreads()


class _Cover:
    def __init__(self, curves: Sequence[ReturnCurve], mass: Fraction, most_rising: int) -> None:
        self.curves, self.mass, self.most_rising = curves, mass, most_rising
        self.whole = ball(mass)
        self.work = 0
        if any(curve.constant for curve in curves):
            why = "in a region the return is the same however many come, so that any number may"
            raise Undefined("equilibrium of the flow", why, None)

    def spreads(self) -> list[Spread]:
        breaks = self._breaks()
        options = [
            ((EMPTY,) if curve.when_empty is not None else ()) + tuple(range(len(curve.branches)))
            for curve in self.curves
        ]
        cells = [_Cell(low, high, (), 0) for low, high in pairwise(breaks)]
        found: list[Spread] = []
        while cells:
            cell = cells.pop(0)
            choices = cell.choices or tuple(self._choices(cell, options))
            left = []
            for choice in choices:
                holds = self._holds(cell, choice)
                if holds is None:
                    left.append(choice)
                elif holds:
                    found.append(self._refined(cell, choice))
            if left:
                if cell.depth >= DEPTH:
                    raise NotProven(
                        "list of equilibria of the flow",
                        "two of them are about to merge, or a region is about to empty",
                    )
                middle = (cell.low + cell.high) / 2
                cells[:0] = [
                    _Cell(cell.low, middle, tuple(left), cell.depth + 1),
                    _Cell(middle, cell.high, tuple(left), cell.depth + 1),
                ]
        return sorted(found, key=lambda one: [-float(mass.mid()) for mass in one.masses])

    def _breaks(self) -> list[Fraction]:
        """Ends of the range of levels, and those at which an empty region would be as good.

        At least one region has an equal part of the mass or more; the level is what it pays.
        """
        least = ball(self.mass / len(self.curves))
        seen: list[Fraction] = []
        for curve in self.curves:
            ends = [least, self.whole]
            ends += [b.left for b in curve.branches if b.left > 0]
            for value in map(curve.value, ends):
                seen += [_fraction(value.lower()), _fraction(value.upper())]
        low, high = min(seen), max(seen)
        width = high - low or Fraction(1)
        low, high = low - width * PADDING[0], high + width * PADDING[1]
        kinks = {curve.when_empty for curve in self.curves} - {None}
        return sorted({low, high, *(k for k in kinks if k is not None and low < k < high)})

    def _choices(self, cell: _Cell, options: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
        """The choices whose masses may add up to the whole on this cell, found one by one."""
        ranges = [
            [(option, *self._range(i, option, cell)) for option in each]
            for i, each in enumerate(options)
        ]
        ranges = [[one for one in each if one[1] is not None] for each in ranges]
        if not all(ranges):
            return
        most = [max(float(one[2].upper()) for one in each) * (1 + 1e-9) for each in ranges]
        after = [sum(most[i + 1 :]) for i in range(len(most))]
        total = float(self.mass)

        def longer(chosen: tuple[int, ...], low: float, high: float, rising: int) -> Any:
            i = len(chosen)
            self.work += 1
            if self.work > MOST:
                why = "there are too many ways in which regions could be large, small or empty"
                raise Undefined("list of equilibria of the flow", why, None)
            if i == len(ranges):
                yield chosen
                return
            for option, least, most_here in ranges[i]:
                up = rising + (option != EMPTY and self.curves[i].branches[option].rising)
                below = low + float(least.lower()) * (1 - 1e-9)
                above = high + float(most_here.upper()) * (1 + 1e-9)
                fits = below <= total * (1 + 1e-9) and above + after[i] >= total * (1 - 1e-9)
                if fits and up <= self.most_rising:
                    yield from longer((*chosen, option), below, above, up)

        yield from longer((), 0.0, 0.0, 0)

    def _range(self, i: int, option: int, cell: _Cell) -> tuple[Any, Any]:
        """What mass region i has on the cell; ``None`` where it cannot be."""
        if option == EMPTY:
            empty = self.curves[i].when_empty
            possible = empty is not None and empty <= cell.low
            return (ball(0), ball(0)) if possible else (None, None)
        branch = self.curves[i].branches[option]
        one, other = self._ends(branch, cell)
        if one.beyond and one.beyond == other.beyond:
            return (None, None)
        return one.low.min(other.low), one.high.max(other.high)

    def _ends(self, branch: Branch, cell: _Cell) -> tuple[Place, Place]:
        return branch.inverse(cell.low), branch.inverse(cell.high)

    def _holds(self, cell: _Cell, choice: tuple[int, ...]) -> bool | None:
        """Whether there is a solution on the cell, and only one; ``None``: not seen."""
        low, high = ball(0), ball(0)
        sums = [ball(0), ball(0)]
        inside = True
        used = [(i, o) for i, o in enumerate(choice) if o != EMPTY]
        for i, option in enumerate(choice):
            least, most = self._range(i, option, cell)
            if least is None:
                return False
            low, high = low + least, high + most
        if low > self.whole or high < self.whole or not used:
            return False
        for i, option in used:
            for k, place in enumerate(self._ends(self.curves[i].branches[option], cell)):
                inside = inside and place.inside
                sums[k] += place.low.union(place.high)
        if not inside:
            return None
        slope_low, slope_high = self._sum_of_inverse_slopes(cell, used)
        rises = slope_low is not None and slope_low > 0
        falls = slope_high is not None and slope_high < 0
        if not (rises or falls):
            return None
        signs = [-1 if s < self.whole else 1 if s > self.whole else 0 for s in sums]
        if 0 in signs:
            return None
        return signs[0] != signs[1]

    def _sum_of_inverse_slopes(self, cell: _Cell, used: list[tuple[int, int]]) -> tuple[Any, Any]:
        low: Any = ball(0)
        high: Any = ball(0)
        for i, option in used:
            curve = self.curves[i]
            branch = curve.branches[option]
            a, b = self._range(i, option, cell)
            least, most = curve.inverse_slopes(a, b, rising=branch.rising)
            low = None if low is None or least is None else low + least
            high = None if high is None or most is None else high + most
        return low, high

    def _refined(self, cell: _Cell, choice: tuple[int, ...]) -> Spread:
        """The solution on a cell that has one, as closely as floats find places."""
        used = [(i, o) for i, o in enumerate(choice) if o != EMPTY]
        branches = [self.curves[i].branches[o] for i, o in used]
        rising = sum(branch.rising for branch in branches)

        def total(level: Fraction) -> Any:
            places = [branch.inverse(level) for branch in branches]
            return sum((p.low.union(p.high) for p in places), ball(0))

        up = bool(total(cell.high) > self.whole)
        middle = self._nearest(cell, total)
        low, high, width = cell.low, cell.high, (cell.high - cell.low) / 2**42
        while True:
            near, far = middle - width, middle + width
            if near <= cell.low or far >= cell.high:
                break
            below, above = (total(near), total(far)) if up else (total(far), total(near))
            if below < self.whole < above:
                low, high = near, far
                break
            width *= 8
        tight = _Cell(low, high, (), 0)
        masses = [ball(0)] * len(choice)
        for i, option in used:
            least, most = self._range(i, option, tight)
            masses[i] = least.union(most)
        if len(used) == 1:
            masses[used[0][0]] = self.whole
        if any(one.rad() > self.whole * ball(CLOSE) for one in masses):
            raise NotProven("equilibrium of the flow", "floats do not come close enough to it")
        stable = rising == 0 or (rising == 1 and up)
        return Spread(tuple(masses), ball(low).union(ball(high)), stable, rising)

    def _nearest(self, cell: _Cell, total: Callable[[Fraction], Any]) -> Fraction:
        """The level of a solution about, by the Illinois rule in floats."""
        low, high = cell.low, cell.high
        under, over = (float((total(end) - self.whole).mid()) for end in (low, high))
        middle, side = (low + high) / 2, 0
        for _ in range(60):
            share = under / (under - over) if under != over else 0.5
            middle = low + (high - low) * Fraction(min(max(share, 1e-12), 1 - 1e-12))
            middle = middle.limit_denominator(10**30)
            off = float((total(middle) - self.whole).mid())
            if not off or abs(off) < 1e-12 * float(self.mass):
                break
            if (off > 0) == (over > 0):
                high, over = middle, off
                under = under / 2 if side == 1 else under
                side = 1
            else:
                low, under = middle, off
                over = over / 2 if side == -1 else over
                side = -1
        return middle


def _fraction(number: Any) -> Fraction:
    """An exact ball as a fraction."""
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
