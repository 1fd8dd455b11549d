"""The optimum of a linear program whose numbers move in a box: bounded from both sides.

    v  =  max c.x   subject to   A x <= b,   0 <= x <= h,

where a, b, c and h move. A basis that was found anywhere serves everywhere: its plan and its
prices, moved along with the numbers to the first order and mended, bound v at each point of the
box.

- *From below.* The plan is cut to 0 <= x <= h; where a row is then broken, what uses it is reduced,
  or more is bought. What remains is a plan at each point.
- *From above.* For all prices y >= 0 weak duality says v <= y.b + sum_j max(0, c_j - y.A_j) h_j.

Neither rests on the basis being optimal, so it needs no proof of its own.

Source: Dantzig (1963) for the duality; Ben-Tal, Goryashko, Guslitzer and Nemirovski (2004),
Adjustable robust solutions of uncertain linear programs, for plans that move with the numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_maximum import positive
from solvers.enclosure.enclosed_number import (
    EnclosedNumber,
    at_point,
    bounds_of,
    centre_of,
    hull,
    there,
)
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_basis
from solvers.rational import Rational, fraction, rational

__all__ = ["BoxedProgram", "best_of", "close", "key_of", "optimum_on_box", "standard_form"]

ZERO = Fraction(0)


def key_of(x: Fraction | None) -> Any:
    """What a number is recognised by."""
    return x.key if isinstance(x, EnclosedNumber) else x


def standard_form(lp: LinearProgram) -> LinearProgram:
    """A program with this maximum, rows "<=" alone, and variables from 0 on or without bounds.

    A variable without bounds is its part above 0 less its part below, ``name`` and ``- name``.

    >>> from solvers.linear_program import Row
    >>> row = Row("land", {"x": Fraction(1)}, ">=", Fraction(2))
    >>> found = standard_form(LinearProgram("max", {}, (row,), {"x": (None, None)}))
    >>> found.rows[0].coefficients, found.rows[0].relation, found.rows[0].bound
    ({'x': Fraction(-1, 1), '- x': Fraction(1, 1)}, '<=', Fraction(-2, 1))
    """
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    free = set()
    for name, (low, high) in lp.bounds.items():
        bounds[name] = (ZERO, high)
        if low is None and high is None:
            bounds[f"- {name}"] = (ZERO, None)
            free.add(name)
        elif low is None or isinstance(low, EnclosedNumber) or low != 0:
            raise Unsettled("a linear program of another kind")

    def both(line: Mapping[str, Fraction], sign: int) -> dict[str, Fraction]:
        found = {name: sign * a for name, a in line.items()}
        return found | {f"- {name}": -a for name, a in found.items() if name in free}

    rows = []
    for row in lp.rows:
        if row.relation != ">=":
            rows.append(Row(row.name, both(row.coefficients, 1), "<=", row.bound))
        if row.relation != "<=":
            name = row.name if row.relation == ">=" else f"- {row.name}"
            rows.append(Row(name, both(row.coefficients, -1), "<=", -row.bound))
    return LinearProgram(lp.sense, both(lp.objective, 1), tuple(rows), bounds)


@dataclass
class Price:
    """Prices of rows, and for each column what a unit of it brings beyond them."""

    prices: dict[int, Fraction]
    slopes: list[tuple[int, Fraction]]


class BoxedProgram:
    """A program by columns: what a unit brings, its limit, what it uses by row; and the rows' ends.

    ``fork``: kinks are looked at from each side, where few of them matter. ``soft``: the names of
    rows that a plan may break, since whoever asks for it looks at them.
    """

    def __init__(
        self, lp: LinearProgram, *, fork: bool = False, soft: Collection[str] = ()
    ) -> None:
        if lp.sense != "max" or any(row.relation != "<=" for row in lp.rows):
            raise Unsettled("a linear program of another kind")
        self.fork = fork
        self.columns = list(lp.bounds)
        self.gains = [lp.objective.get(name, ZERO) for name in self.columns]
        self.limits = []
        for low, high in lp.bounds.values():
            if isinstance(low, EnclosedNumber) or low != 0:
                raise Unsettled("a linear program of another kind")
            self.limits.append(high)
        place = {name: j for j, name in enumerate(self.columns)}
        self.rows = [row.name for row in lp.rows]
        self.ends = [row.bound for row in lp.rows]
        self.terms = [
            [(place[name], a) for name, a in row.coefficients.items() if there(a)]
            for row in lp.rows
        ]
        self.soft = frozenset(i for i, row in enumerate(self.rows) if row in soft)
        self.used: list[list[tuple[int, Fraction]]] = [[] for _ in self.columns]
        for i, terms in enumerate(self.terms):
            for j, a in terms:
                self.used[j].append((i, a))

    @property
    def key(self) -> tuple[Any, ...]:
        """All its numbers."""
        return (
            tuple(self.columns),
            tuple(map(key_of, self.gains)),
            tuple(map(key_of, self.limits)),
            tuple(tuple((j, key_of(a)) for j, a in terms) for terms in self.terms),
            tuple(map(key_of, self.ends)),
        )

    @property
    def moves(self) -> bool:
        """Whether any of its numbers does."""
        numbers: Iterable[Any] = (
            *self.gains,
            *self.limits,
            *self.ends,
            *(a for terms in self.terms for _, a in terms),
        )
        return any(isinstance(x, EnclosedNumber) for x in numbers)

    def matrix(self, basis: Basis) -> _Square | None:
        """The basis at the centre; None where it is none of this program."""
        place = {name: i for i, name in enumerate(self.rows)}
        column = {name: j for j, name in enumerate(self.columns)}
        if not ({*basis.rows} <= {*place} and {*basis.columns, *basis.upper} <= {*column}):
            return None
        return _square(
            self,
            [place[name] for name in basis.rows],
            [column[name] for name in basis.columns],
            [column[name] for name in basis.upper],
        )

    def plan(self, square: _Square, ends: Sequence[Fraction]) -> list[Fraction] | None:
        """A plan at each point of the box; None where none is found."""
        x: list[Fraction] = [ZERO] * len(self.columns)
        for j in square.upper:
            high = self.limits[j]
            if high is None:
                return None
            x[j] = high
        right = [
            ends[i] - sum((a * x[j] for j, a in self.terms[i] if j in square.upper), ZERO)
            for i in square.rows
        ]
        for j, value in zip(square.columns, square.solution(self, right), strict=True):
            x[j] = self._within(value, self.limits[j])
        for i, terms in enumerate(self.terms):
            if i in self.soft:
                continue
            lacking = sum((a * x[j] for j, a in terms if there(x[j])), ZERO) - ends[i]
            if not self._mended(x, i, positive(lacking, fork=self.fork), ends):
                return None
        return x

    def _within(self, value: Fraction, high: Fraction | None) -> Fraction:
        value = positive(value, fork=self.fork)
        return value if high is None else high - positive(high - value, fork=self.fork)

    def _mended(
        self, x: list[Fraction], i: int, lacking: Fraction, ends: Sequence[Fraction]
    ) -> bool:
        """Use less of a row, or bring more to it, by so much; the cheapest way that is there."""
        if not there(lacking):
            return True
        ways = []
        for j, a in self.terms[i]:
            gain = centre_of(self.gains[j]) / centre_of(a) if centre_of(a) else ZERO
            if self._only_uses(j, i) and bounds_of(a)[0] > 0:
                ways.append((gain, j, a, x[j]))
            limit = self.limits[j]
            if bounds_of(a)[1] < 0 and self._in_one_row(j) and limit is not None:
                ways.append((gain, j, a, limit - x[j]))
        ways.sort(key=lambda way: way[0])
        for _, j, a, most in ways:  # one way that is enough
            if bounds_of(most - lacking / abs(a))[0] >= 0:
                x[j] = x[j] - lacking / a
                return True
        for _, j, a, most in ways:  # as much as each can
            if not there(most):
                continue
            over = positive(lacking / abs(a) - most, fork=self.fork)
            x[j] = x[j] - (lacking / a - (over if bounds_of(a)[0] > 0 else -over))
            lacking = over * abs(a)
            if bounds_of(lacking)[1] <= 0:
                return True
        using = [(j, a) for j, a in self.terms[i] if bounds_of(a)[1] > 0]
        for j, _ in using:
            if not self._only_uses(j, i):
                return False
            x[j] = ZERO
        return bool(ends[i] >= 0)  # the path decides, or has when it looked for openings

    def _only_uses(self, j: int, before: int) -> bool:
        """Whether less of it breaks no row that was mended already."""
        return all(
            bounds_of(a)[0] >= 0 for i, a in self.used[j] if i < before and i not in self.soft
        )

    def _in_one_row(self, j: int) -> bool:
        return len([i for i, _ in self.used[j] if i not in self.soft]) == 1

    def value(self, x: Sequence[Fraction]) -> Fraction:
        """What a plan brings."""
        return sum((c * at for c, at in zip(self.gains, x, strict=True) if there(at)), ZERO)

    def prices(self, square: _Square) -> Price:
        """Prices that bound what any plan brings, at each point of the box."""
        prices = {
            i: found
            for i, y in zip(square.rows, square.prices(self), strict=True)
            if there(found := positive(y, fork=self.fork))
        }
        slopes = []
        for j, gain in enumerate(self.gains):
            slope = gain - sum((a * prices[i] for i, a in self.used[j] if i in prices), ZERO)
            more = positive(slope, fork=self.fork)
            if there(more):
                slopes.append((j, more))
        return Price(prices, slopes)

    def bound(self, found: Price, ends: Sequence[Fraction], caps: Sequence[Any]) -> Fraction | None:
        """What the prices allow; ``caps``: the most of columns without a limit."""
        total = sum((y * ends[i] for i, y in found.prices.items()), ZERO)
        for j, slope in found.slopes:
            limit = self.limits[j] if self.limits[j] is not None else caps[j]
            if limit is None:
                return None
            total += slope * limit
        return total

    def caps(self, most: Sequence[Fraction]) -> list[Fraction | None]:
        """The most of each column, by the rows it uses; ``most``: their ends at the largest."""
        rooms = []
        for i, terms in enumerate(self.terms):
            room: Fraction | None = most[i]
            for j, a in terms:
                low = bounds_of(a)[0]
                if low < 0:
                    limit = self.limits[j]
                    room = (
                        None if limit is None or room is None else room - low * bounds_of(limit)[1]
                    )
            rooms.append(room)
        found: list[Fraction | None] = []
        for uses in self.used:
            each = [
                max(ZERO, room) / bounds_of(a)[0]
                for i, a in uses
                if bounds_of(a)[0] > 0 and (room := rooms[i]) is not None
            ]
            found.append(min(each, default=None))
        return found


class _Square:
    """The square system of a basis, inverted at the centre."""

    def __init__(
        self, inverse: Any, rows: list[int], columns: list[int], upper: Iterable[int]
    ) -> None:
        self.inverse, self.rows, self.columns, self.upper = inverse, rows, columns, set(upper)

    def solution(self, program: BoxedProgram, right: Sequence[Fraction]) -> list[Fraction]:
        """B x = right, to the first order: an affine form for each of its columns."""
        place = {j: k for k, j in enumerate(self.columns)}
        lines = [[(place[j], a) for j, a in program.terms[i] if j in place] for i in self.rows]
        return self._first_order(lines, right, transposed=False)

    def prices(self, program: BoxedProgram) -> list[Fraction]:
        """B'y = c, to the first order: an affine form for each of its rows."""
        place = {i: k for k, i in enumerate(self.rows)}
        lines = [[(place[i], a) for i, a in program.used[j] if i in place] for j in self.columns]
        return self._first_order(lines, [program.gains[j] for j in self.columns], transposed=True)

    def _first_order(
        self,
        lines: list[list[tuple[int, Fraction]]],
        right: Sequence[Fraction],
        *,
        transposed: bool,
    ) -> list[Fraction]:
        from flint import fmpq_mat

        size = len(lines)
        if not size:
            return []
        inverse = self.inverse.transpose() if transposed else self.inverse
        at = inverse * fmpq_mat(size, 1, [_centre(b) for b in right])
        moves: dict[int, list[Rational]] = {}

        def add(symbol: int, k: int, amount: Rational) -> None:
            moves.setdefault(symbol, [rational(0)] * size)[k] += amount

        for k, b in enumerate(right):
            for symbol, slope in _terms(b):
                add(symbol, k, slope)
            for m, a in lines[k]:
                for symbol, slope in _terms(a):
                    add(symbol, k, -slope * at[m, 0])
        symbols = list(moves)
        if not symbols:
            return [fraction(at[k, 0]) for k in range(size)]
        table = fmpq_mat(size, len(symbols), [moves[s][k] for k in range(size) for s in symbols])
        moved = inverse * table
        return [
            EnclosedNumber.of(at[k, 0], {s: moved[k, n] for n, s in enumerate(symbols)})
            for k in range(size)
        ]


def _square(
    program: BoxedProgram, rows: list[int], columns: list[int], upper: list[int]
) -> _Square | None:
    from flint import fmpq_mat

    size = len(rows)
    if len(columns) != size or len(set(rows)) < size or len(set(columns)) < size:
        return None
    if not size:
        return _Square(None, rows, columns, upper)
    place = {j: k for k, j in enumerate(columns)}
    matrix = fmpq_mat(size, size)
    for k, i in enumerate(rows):
        for j, a in program.terms[i]:
            if j in place:
                matrix[k, place[j]] = _centre(a)
    try:
        return _Square(matrix.inv(), rows, columns, upper)
    except ZeroDivisionError:
        return None


def _centre(x: Fraction) -> Rational:
    return x.centre if isinstance(x, EnclosedNumber) else rational(x)


def _terms(x: Fraction) -> Iterable[tuple[int, Rational]]:
    return x.terms.items() if isinstance(x, EnclosedNumber) else ()


def optimum_on_box(lp: LinearProgram) -> Fraction:
    """The optimal value, where there is a plan at each point of the box; else ``Unsettled``.

    >>> from solvers.enclosure.box import Box, on_box
    >>> from solvers.linear_program import Row
    >>> with on_box(Box([(Fraction(2), Fraction(4))])) as (land,):
    ...     row = Row("land", {"plant": Fraction(2)}, "<=", land)
    ...     bounds = {"plant": (Fraction(0), Fraction(9))}
    ...     optimum_on_box(LinearProgram("max", {"plant": Fraction(3)}, (row,), bounds))
    [3, 6]
    """
    program = BoxedProgram(lp, fork=True)
    key = ("optimum", program.key)
    return active().recall(key, lambda: _optimum(program, lp, key))


def _optimum(program: BoxedProgram, lp: LinearProgram, key: tuple[Any, ...]) -> Fraction:
    box = active()
    caps = program.caps([bounds_of(b)[1] for b in program.ends])
    lows, highs = list[Fraction](), list[Fraction]()
    for place in ({}, *box.places):
        name = key, tuple(place.values())
        basis = box.hint(name, partial(_basis_at, lp, place))
        square = program.matrix(basis) if isinstance(basis, Basis) else None
        if square is None:
            continue
        plan = program.plan(square, program.ends)
        if plan is not None:
            lows.append(program.value(plan))
        high = program.bound(program.prices(square), program.ends, caps)
        if high is not None:
            highs.append(high)
        if lows and highs and close(best_of(lows, highs)):
            break
    if not lows:
        raise Unsettled("a plan that is not possible everywhere")
    if not highs:
        raise Unsettled("prices that are no bound everywhere")
    return hull(*best_of(lows, highs), key)


def _basis_at(lp: LinearProgram, place: Mapping[int, int]) -> Basis | None:
    return optimal_basis(at_point(lp, place))


def best_of(lows: Iterable[Fraction], highs: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """The highest of the lower bounds, and the lowest of the upper ones, where the path is."""
    middle = active().middle
    return max(lows, key=middle), min(highs, key=middle)


def close(bounds: tuple[Fraction, Fraction]) -> bool:
    """Whether two bounds are all but the same where the path is."""
    low, high = bounds
    gap = high - low
    if not isinstance(gap, EnclosedNumber):
        return gap <= 0
    most = active().extent(gap)[1]
    return bool(most <= 0 or most * 4096 <= abs(_centre(high)))
