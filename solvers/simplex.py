"""Simplex bases: HiGHS proposes one in floating point, rational arithmetic decides.

A basis names as many variables as there are tight rows. With all other variables at a bound, two
square systems give its vertex and its prices: B x = b and B' y = c. Where both are feasible, they
are optimal. Where HiGHS' basis is off by a hair, HiGHS is asked what is left to correct, magnified.
Where that does not help, or there is no optimum, the tableau method takes over (``tableau.py``).

Source: Dantzig (1963), Linear Programming and Extensions; Gleixner, Steffy and Wolter (2016),
Iterative refinement for linear programming, INFORMS Journal on Computing 28, 449-464, for a basis
that is off by a hair.
"""

from __future__ import annotations

import copy
import functools
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from solvers.highs import RowEntries, highs_basis, linear_model
from solvers.rational import Rational, rational

if TYPE_CHECKING:
    from solvers.linear_program import LinearProgram

__all__ = ["BASIC", "LOWER", "UPPER", "RationalProgram", "Statuses"]

LOWER, BASIC, UPPER = 0, 1, 2

Statuses = tuple[Sequence[int], Sequence[int]]
"""LOWER, BASIC or UPPER for each variable, and for each row (BASIC: its slack is in the basis)."""


def _floating(value: Rational) -> float:
    return int(value.p) / int(value.q)


@functools.cache
def _one() -> Rational:
    return rational(1)


def _coefficient(value: Fraction) -> Rational:
    """A fraction as a number of python-flint; all that are one are the same object."""
    return _one() if value == 1 else rational(value)


def _once_each(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``make``, called once for each object: most coefficients are the same few objects.

    Whoever asks keeps the objects meanwhile, so that no two have the same ``id``.
    """
    known: dict[int, Any] = {}

    def of(number: Any) -> Any:
        found = known.get(id(number))
        if found is None:
            found = known[id(number)] = make(number)
        return found

    return of


def _by_identity(make: Callable[[Any], Any], numbers: Iterable[Any]) -> dict[int, Any]:
    """What ``make`` returns for each object, by its ``id``: faster than ``_once_each`` for many.

    Whoever asks keeps the objects, too.
    """
    return {key: make(number) for key, number in {id(n): n for n in numbers}.items()}


def _limits(
    bounds: Iterable[tuple[Fraction | None, Fraction | None]],
) -> tuple[list[Rational], list[Rational]]:
    """All lower and all upper ones."""
    pairs, of = list(bounds), _once_each(rational)
    return (
        [None if low is None else of(low) for low, _ in pairs],
        [None if high is None else of(high) for _, high in pairs],
    )


class RationalProgram:
    """A linear program as sparse rows of rationals, always maximising."""

    def __init__(self, lp: LinearProgram) -> None:
        from flint import fmpq

        self.zero = fmpq(0)
        sign = 1 if lp.sense == "max" else -1
        index = {name: j for j, name in enumerate(lp.bounds)}
        self.cost: list[Rational] = [self.zero] * len(index)
        for name, c in lp.objective.items():
            self.cost[index[name]] = rational(sign * c)
        self.low, self.high = _limits(lp.bounds.values())
        self.row_low, self.row_high = _limits((row.lower, row.upper) for row in lp.rows)
        self._floats: list[Any] = []  # the model for HiGHS, once made; shared by copies with ``to``
        rows = [list(row.coefficients.items()) for row in lp.rows]
        known = _by_identity(_coefficient, (a for terms in rows for _, a in terms))
        self.rows: list[list[tuple[int, Rational]]] = [
            [(index[name], x) for name, a in terms if (x := known[id(a)])] for terms in rows
        ]

    @classmethod
    def of(
        cls,
        cost: list[Rational],
        high: list[Rational],
        rows: list[list[tuple[int, Rational]]],
        row_high: list[Rational],
    ) -> RationalProgram:
        """The program max cost.x subject to rows.x <= row_high and 0 <= x <= high."""
        from flint import fmpq

        found = cls.__new__(cls)
        found.zero, found._floats = fmpq(0), []
        found.cost, found.high, found.rows, found.row_high = cost, high, rows, row_high
        found.low, found.row_low = [found.zero] * len(cost), [None] * len(rows)
        return found

    def to(self, row_high: list[Rational]) -> RationalProgram:
        """This program with other upper limits of its rows."""
        other = copy.copy(self)
        other.row_high = row_high
        return other

    def within(self, bounds: Iterable[tuple[Fraction | None, Fraction | None]]) -> RationalProgram:
        """This program with other bounds of its variables, in their order."""
        other = copy.copy(self)
        other.low, other.high = _limits(bounds)
        other._floats = []
        return other

    def vertex(self, statuses: Statuses) -> tuple[list[Rational], list[Rational]] | None:
        """The point and the prices of a basis; None where it is singular."""
        from flint import fmpq_mat

        columns, rows = statuses
        point = [self._place(j, status) for j, status in enumerate(columns)]
        basic = [j for j, status in enumerate(columns) if status == BASIC]
        tight = [i for i, status in enumerate(rows) if status != BASIC]
        if len(tight) != len(basic):
            return None
        own = self._own_columns(tight, basic)
        aside = {j for j, _ in own.values()}
        place = {j: k for k, j in enumerate(j for j in basic if j not in aside)}
        size = len(place)
        matrix = fmpq_mat(size, size)
        costs = [self.cost[j] for j in place]
        right: list[Rational] = []
        prices, solved = [self.zero] * len(rows), [self.zero] * size
        late = []
        for i in tight:
            limit = self._limit(i, rows[i])
            terms = []
            for j, a in self.rows[i]:
                if j in place:
                    terms.append((place[j], a))
                elif point[j]:
                    limit = limit - a * point[j]
            if i in own:
                j, a = own[i]
                late.append((j, a, limit, terms))
                prices[i] = self.cost[j] / a
                for k, b in terms:
                    costs[k] = costs[k] - b * prices[i]
            else:
                for k, b in terms:
                    matrix[len(right), k] = b
                right.append(limit)
        if size:
            try:
                primal = matrix.solve(fmpq_mat(size, 1, right))
                dual = matrix.transpose().solve(fmpq_mat(size, 1, costs))
            except ZeroDivisionError:
                return None
            solved = [primal[k, 0] for k in range(size)]
            for k, i in enumerate(i for i in tight if i not in own):
                prices[i] = dual[k, 0]
        for j, k in place.items():
            point[j] = solved[k]
        for j, a, limit, terms in late:
            point[j] = (limit - sum((b * solved[k] for k, b in terms), self.zero)) / a
        return point, prices

    def _place(self, column: int, status: int) -> Rational:
        """The bound at which a variable sits; 0 where it is free, or in the basis."""
        low, high = self.low[column], self.high[column]
        limit = high if status == UPPER or low is None else low
        return self.zero if limit is None or status == BASIC else limit

    def _limit(self, row: int, status: int) -> Rational:
        """The limit at which a row is tight."""
        limit = self.row_high[row] if status == UPPER else self.row_low[row]
        return self.row_high[row] if limit is None else limit

    def _own_columns(
        self, tight: Sequence[int], basic: Sequence[int]
    ) -> dict[int, tuple[int, Rational]]:
        """By tight row, a basic column that is in no other, as is what is lacking in a row.

        It takes up what the others leave of the row, so the others are found without both.
        """
        inside = set(basic)
        entries = [(i, j, a) for i in tight for j, a in self.rows[i] if j in inside and a]
        often = Counter(j for _, j, _ in entries)
        return {i: (j, a) for i, j, a in entries if often[j] == 1}

    def is_optimal(self, point: Sequence[Rational], prices: Sequence[Rational]) -> bool:
        """Whether both are feasible and every price or reduced cost sits at a tight bound."""
        reduced = list(self.cost)
        wholes, over = _over_one_denominator(point)
        factor = _once_each(_whole_if_it_is)
        used = [bool(value) for value in wholes]
        for terms, price, low, high in zip(
            self.rows, prices, self.row_low, self.row_high, strict=True
        ):
            activity = sum([factor(a) * wholes[j] for j, a in terms if used[j]])
            if not _complementary(activity, over, price, low, high):
                return False
            if price:
                for j, a in terms:
                    reduced[j] = reduced[j] - price * a
        return all(
            _complementary(value, over, slope, low, high)
            for value, slope, low, high in zip(wholes, reduced, self.low, self.high, strict=True)
        )

    def refined(
        self, point: Sequence[Rational], prices: Sequence[Rational]
    ) -> tuple[list[Rational], list[Rational]] | None:
        """An optimal vertex and its prices by iterative refinement of one that is nearly optimal.

        The correction is a program of its own: moves from the point within what limits leave, worth
        what prices leave, both scaled up until floats tell them apart. ``None`` where that does not
        lead to an optimum; there may be one all the same.
        """
        for _ in range(_MAGNIFIED):
            statuses = self._correction(point, prices)
            found = self.vertex(statuses) if statuses else None
            if found is None:
                return None
            if self.is_optimal(*found):
                return found
            point, prices = found
        return None

    def _correction(self, point: Sequence[Rational], prices: Sequence[Rational]) -> Statuses | None:
        """The statuses at the optimum of the correction, in floats; rows are variables, too."""
        slopes, values = list(self.cost), list(point)
        for terms, price in zip(self.rows, prices, strict=True):
            values.append(sum((a * point[j] for j, a in terms), self.zero))
            for j, a in terms if price else ():
                slopes[j] = slopes[j] - price * a
        slopes += prices
        lows, highs_ = [*self.low, *self.row_low], [*self.high, *self.row_high]
        below = [None if low is None else low - x for x, low in zip(values, lows, strict=True)]
        above = [None if high is None else high - x for x, high in zip(values, highs_, strict=True)]
        missed = [*(x for x in below if x is not None), *(-x for x in above if x is not None)]
        wrong = [
            abs(slope)
            for slope, least, most in zip(slopes, below, above, strict=True)
            if (slope > 0 and (most is None or most > 0))
            or (slope < 0 and (least is None or least < 0))
        ]
        try:
            farther = _magnified(max([self.zero, *missed]))
            dearer = _magnified(max([self.zero, *wrong]))
            size = len(self.cost)
            rows = [[*terms, (size + i, -_one())] for i, terms in enumerate(self.rows)]
            least = [-math.inf if x is None else _floating(x * farther) for x in below]
            most = [math.inf if x is None else _floating(x * farther) for x in above]
            model = linear_model(
                [_floating(slope * dearer) for slope in slopes],
                (least, most),
                ([0.0] * len(rows), [0.0] * len(rows)),
                _row_entries(rows, [_floating(a) for terms in rows for _, a in terms]),
                sense="max",
            )
        except OverflowError:
            return None
        basis = highs_basis(model)
        if basis is None:
            return None
        statuses = [int(status) for status in basis.col_status]
        return statuses[:size], statuses[size:]

    def floating_basis(self) -> Statuses | None:
        """The statuses in HiGHS' optimal basis; None where it finds no optimum."""
        of = _once_each(_floating)

        def limits(values: Sequence[Rational], missing: float) -> list[float]:
            return [missing if v is None else of(v) for v in values]

        try:
            rows = limits(self.row_low, -math.inf), limits(self.row_high, math.inf)
            if not self._floats:
                cost = [of(c) for c in self.cost]
                size = max(map(abs, cost), default=0.0) or 1.0
                floats = _by_identity(_floating, (a for terms in self.rows for _, a in terms))
                entries = [floats[id(a)] for terms in self.rows for _, a in terms]
                model = linear_model(
                    [c / size for c in cost],
                    (limits(self.low, -math.inf), limits(self.high, math.inf)),
                    rows,
                    _row_entries(self.rows, entries),
                    sense="max",
                )
                self._floats.append(model)
            (model,) = self._floats
            model.row_lower_, model.row_upper_ = rows
        except OverflowError:
            return None
        basis = highs_basis(model)
        if basis is None:
            return None
        return [int(s) for s in basis.col_status], [int(s) for s in basis.row_status]


_MAGNIFIED = 5
"""The most rounds of iterative refinement."""


def _magnified(most: Rational) -> Rational:
    """The factor that magnifies what is at most so large to 1; 1 where it is 0."""
    return 1 / most if most else _one()


def _row_entries(
    rows: Sequence[Sequence[tuple[int, Rational]]], values: Sequence[float]
) -> RowEntries:
    """The terms of rows in HiGHS' form, with their coefficients as floats."""
    return (
        [0, *itertools.accumulate(map(len, rows))],
        [j for terms in rows for j, _ in terms],
        values,
    )


LONGEST = 1 << 12
"""The most bits of a common denominator of a point."""


def _over_one_denominator(values: Sequence[Rational]) -> tuple[Sequence[Any], Any]:
    """Whole numbers and their denominator; the values as they are, over 1, where it is too long."""
    from flint import fmpz

    over = fmpz(1)
    for value in values:
        if over % value.q:
            over = over.lcm(value.q)
            if over.bit_length() > LONGEST:
                return values, fmpz(1)
    return [value.p * (over // value.q) for value in values], over


def _whole_if_it_is(value: Rational) -> Any:
    """A whole number as such, which adds and multiplies some ten times faster."""
    return value.p if value.q == 1 else value


def _complementary(value: Any, over: Any, slope: Rational, low: Rational, high: Rational) -> bool:
    """Whether value / over is within the limits, and at the limit towards which the slope pulls."""
    above = None if low is None else value * low.q - low.p * over
    below = None if high is None else high.p * over - value * high.q
    if (above is not None and above < 0) or (below is not None and below < 0):
        return False
    if not slope:
        return True
    spare = below if slope > 0 else above
    return spare is not None and not spare
