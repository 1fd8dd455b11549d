"""Linear programs with a row for each coalition, of which few are ever written down.

    minimise c.(x, t)   subject to   x(S) + t >= v(S)  for every coalition S that counts,
                                     x(S)      = b(S)  for the coalitions that are settled,
                                     x_i      >= v(i)  for the cities with a floor.

HiGHS solves the program on a pool of coalitions in floating point, and one exact pass over all 2^n
finds those that its point forgets; they join the pool. HiGHS is asked only *which* rows are tight:
the point and the multipliers come from that basis in rational arithmetic. The matrix holds zeros
and ones, so the signs of the multipliers survive floating point however close the worths lie to
each other; where the point is off by a hair, the dual simplex method in rational arithmetic goes
the rest of the way.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> program = CoalitionProgram(Excesses(pairs), count=lambda masks: masks != 0)
>>> optimum = program.minimise([1, 1, 1])
>>> sum(optimum.payoffs), {f"{mask:03b}": weight for mask, weight in optimum.weights.items()}
(Fraction(90, 1), {'011': Fraction(1, 2), '101': Fraction(1, 2), '110': Fraction(1, 2)})

Source: Hallefjord, Helming and Jørnsten (1995); Dantzig (1963) for the dual simplex method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from solvers.coalitional.excess import Chosen, Excesses, Masks
from solvers.coalitional.span import Span, incidence
from solvers.linear_program import LinearProgram, Row, highs, solve

__all__ = ["CoalitionProgram", "Optimum"]

_ALL_AT_ONCE = 6  # up to here all rows are written down: a second run would cost more
_PATIENCE = 200  # dual simplex steps by the greatest violation; then by Bland's rule, which ends


class _Row(NamedTuple):
    """x(S), plus t if ``level``, is at least ``bound``; ``settled``: equal to it."""

    mask: int
    bound: Fraction
    level: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Optimum:
    """Payoffs and level t in units of the game, with the multipliers that are positive.

    ``weights`` by coalition, ``floors`` by city (its number): c is their combination, up to
    settled coalitions.
    """

    payoffs: tuple[Fraction, ...]
    level: Fraction
    weights: Mapping[int, Fraction]
    floors: Mapping[int, Fraction]


class CoalitionProgram:
    """A program as above, on the game that ``excesses`` belongs to; all numbers in its units.

    ``count``: which coalitions have a row. ``settled``: coalitions (linearly independent) and what
    they get. ``floors``: cities with x_i >= v(i). ``level``: whether there is a t; without, t = 0.
    ``pool``: coalitions to start with; it grows, and serves the next program on the same game.
    """

    def __init__(
        self,
        excesses: Excesses,
        *,
        count: Callable[[Masks], Chosen],
        settled: Mapping[int, Fraction] | None = None,
        floors: Sequence[int] = (),
        level: bool = False,
        pool: list[int] | None = None,
    ) -> None:
        self.excesses = excesses
        self.count = count
        self.level = level
        self.dimension = excesses.players + level
        self.pool = starting_pool(excesses) if pool is None else pool
        self.fixed = [_Row(mask, b, settled=True) for mask, b in (settled or {}).items()]
        self.fixed += [_Row(1 << i, Fraction(excesses.worth(1 << i))) for i in floors]

    def minimise(self, objective: Sequence[int]) -> Optimum:
        """The optimum, exact; the program must be feasible and bounded."""
        while True:
            rows = self._rows()
            vertex = _Vertex.of(_tight_rows(rows, objective, self.excesses.bits), rows, objective)
            if vertex is None:
                return self._without_floats(objective)
            broken = self._broken(vertex.point)
            if not self._enlarge_pool(broken):
                break
        steps = 0
        while broken:
            # The greatest violation first; Bland's least row, should that take suspiciously long.
            entering = broken[0] if steps < _PATIENCE else min(broken)
            vertex = vertex.pivot(*entering)
            broken = self._broken(vertex.point)
            steps += 1
        return self._optimum(vertex.point, dict(zip(vertex.rows, vertex.multipliers, strict=True)))

    def _rows(self) -> list[_Row]:
        masks = np.array(self.pool, dtype=np.int64)
        counted = masks[self.count(masks)].tolist()
        worth = self.excesses.worth
        return self.fixed + [_Row(mask, Fraction(worth(mask)), self.level) for mask in counted]

    def _broken(self, point: Sequence[Fraction]) -> list[tuple[_Row, int]]:
        """The rows that a point breaks, each with the sign of what it lacks."""
        n = self.excesses.players
        broken = []
        for row in self.fixed:
            lack = row.bound - sum(x for i, x in enumerate(point[:n]) if row.mask >> i & 1)
            if lack > 0 or (lack and row.settled):
                broken.append((row, 1 if lack > 0 else -1))
        level = point[n] if self.level else Fraction(0)
        above = self.excesses.above(point[:n], level, self.count, limit=4 * n)
        worth = self.excesses.worth
        broken += [(_Row(mask, Fraction(worth(mask)), self.level), 1) for mask, _ in above]
        return broken

    def _enlarge_pool(self, broken: Sequence[tuple[_Row, int]]) -> bool:
        known = set(self.pool)
        fresh = [row.mask for row, _ in broken if row not in self.fixed and row.mask not in known]
        self.pool += fresh
        return bool(fresh)

    def _optimum(self, point: Sequence[Fraction], multipliers: Mapping[_Row, Fraction]) -> Optimum:
        n = self.excesses.players
        used = {row: y for row, y in sorted(multipliers.items()) if y and not row.settled}
        floor = set(self.fixed)
        return Optimum(
            tuple(point[:n]),
            point[n] if self.level else Fraction(0),
            {row.mask: y for row, y in used.items() if row not in floor},
            {row.mask.bit_length() - 1: y for row, y in used.items() if row in floor},
        )

    def _without_floats(self, objective: Sequence[int]) -> Optimum:
        """The same by the exact linear program, for the day when HiGHS proposes no basis."""
        names = [str(j) for j in range(self.dimension)]
        while True:
            rows = {str(k): row for k, row in enumerate(self._rows())}
            found = solve(
                LinearProgram(
                    "min",
                    {name: Fraction(c) for name, c in zip(names, objective, strict=True)},
                    tuple(
                        Row(
                            key,
                            {names[j]: Fraction(1) for j, a in enumerate(self._vector(row)) if a},
                            "==" if row.settled else ">=",
                            row.bound,
                        )
                        for key, row in rows.items()
                    ),
                    dict.fromkeys(names, (None, None)),
                )
            )
            point = [found.point[name] for name in names]
            if not self._enlarge_pool(self._broken(point)):
                return self._optimum(point, {rows[key]: y for key, y in found.prices.items()})

    def _vector(self, row: _Row) -> list[int]:
        return _vector(row, self.dimension)


def starting_pool(excesses: Excesses) -> list[int]:
    """Single cities, their complements and what looks most demanding at an equal split."""
    n, grand = excesses.players, excesses.grand
    if n <= _ALL_AT_ONCE:
        return list(range(1, grand + 1))
    singles = [1 << i for i in range(n)]
    equal = [Fraction(excesses.worth(grand), n)] * n
    complements = [grand ^ single for single in singles]
    return list(dict.fromkeys([*singles, *complements, grand, *excesses.promising(equal, 4 * n)]))


def _vector(row: _Row, dimension: int) -> list[int]:
    vector = incidence(row.mask, dimension)
    if row.level:
        vector[-1] = 1
    return vector


class _Vertex:
    """A basis: as many independent rows as dimensions, all tight, and what follows from them."""

    def __init__(self, rows: list[_Row], objective: Sequence[int]) -> None:
        from flint import fmpq, fmpq_mat, fmpz_mat

        size = len(objective)
        bounds = [fmpq(row.bound.numerator, row.bound.denominator) for row in rows]
        self.rows = rows
        self.objective = objective
        self.inverse: Any = fmpz_mat([_vector(row, size) for row in rows]).inv()
        point = self.inverse * fmpq_mat(size, 1, bounds)
        multipliers = fmpq_mat(1, size, list(objective)) * self.inverse
        self.point = [_fraction(point[j, 0]) for j in range(size)]
        self.multipliers = [_fraction(multipliers[0, k]) for k in range(size)]

    @classmethod
    def of(
        cls, tight: Sequence[_Row], others: Sequence[_Row], objective: Sequence[int]
    ) -> _Vertex | None:
        """The vertex of rows said to be tight, completed by others; None if not dual feasible."""
        span = Span(len(objective))
        rows = []
        for row in (*tight, *others):
            if span.full:
                break
            if span.add(_vector(row, len(objective))):
                rows.append(row)
        if not span.full:
            return None
        vertex = cls(rows, objective)
        for row, multiplier in zip(rows, vertex.multipliers, strict=True):
            if multiplier < 0 and not row.settled:
                return None
        return vertex

    def pivot(self, entering: _Row, sign: int) -> _Vertex:
        """One step of the dual simplex method: a broken row enters, multipliers stay >= 0."""
        from flint import fmpz_mat

        vector = [sign * a for a in _vector(entering, len(self.objective))]
        slopes = fmpz_mat([vector]) * self.inverse
        ratios = [
            (multiplier / _fraction(slopes[0, k]), row, k)
            for k, (row, multiplier) in enumerate(zip(self.rows, self.multipliers, strict=True))
            if slopes[0, k] > 0 and not row.settled
        ]
        _, _, leaving = min(ratios)
        rows = list(self.rows)
        rows[leaving] = entering
        return _Vertex(rows, self.objective)


def _tight_rows(rows: Sequence[_Row], objective: Sequence[int], bits: int) -> list[_Row]:
    """The rows that HiGHS makes tight at its optimum on these rows; none where it finds none."""
    import highspy

    size, infinite = len(objective), highspy.kHighsInf
    vectors = np.array([_vector(row, size) for row in rows])
    _, columns = np.nonzero(vectors)
    bounds = np.array([row.bound.numerator / (row.bound.denominator << bits) for row in rows])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = size, len(rows)
    model.col_cost_ = np.array(objective, dtype=np.float64)
    model.col_lower_ = np.full(size, -infinite)
    model.col_upper_ = np.full(size, infinite)
    model.row_lower_ = bounds
    model.row_upper_ = np.where([row.settled for row in rows], bounds, infinite)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = size, len(rows)
    matrix.start_ = np.concatenate(([0], np.cumsum(vectors.sum(axis=1)))).astype(np.int32)
    matrix.index_ = columns.astype(np.int32)
    matrix.value_ = np.ones(len(columns))
    solver = highs()
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return []
    status = solver.getBasis().row_status
    basic = highspy.HighsBasisStatus.kBasic
    return [row for row, at in zip(rows, status, strict=True) if at != basic]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
