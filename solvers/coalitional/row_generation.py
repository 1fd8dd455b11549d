"""Linear programs with a row for each coalition, of which few are ever written down.

    minimise c.(x, t)   subject to   x(S) + t w(S) >= v(S)  for every coalition S that counts,
                                     x(S)          = b(S)  for the coalitions that are settled,
                                     x_i          >= v(i)  for the cities with a floor.

HiGHS solves the program on a pool of coalitions in floating point, and one pass over all 2^n finds
those that its point forgets; they join the pool. In the end HiGHS is asked only *which* rows are
tight: the point and the multipliers come from that basis in rational arithmetic, and one more pass
says whether they hold. The matrix holds zeros and ones, so the signs of the multipliers survive
floating point however close the worths lie to each other; where the point is off by a hair, the
dual simplex method in rational arithmetic goes the rest of the way.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> program = CoalitionProgram(Excesses(pairs), grand=True)
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

from solvers.coalitional.excesses import ONE, ZERO, Chosen, Excesses, Floats, Masks
from solvers.coalitional.pool_program import PoolProgram
from solvers.coalitional.span import Span, incidence
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.rational import fraction, rational

__all__ = ["CoalitionProgram", "Optimum", "separation", "starting_pool"]

_ALL_AT_ONCE = 6  # up to here all rows are written down: a second run would cost more
_PATIENCE = 200  # dual simplex steps by the greatest violation; then by Bland's rule, which ends
_SEPARATION = 1e-8  # of the largest worth: above HiGHS' own tolerance, or pools would not end


class _Row(NamedTuple):
    """x(S), plus ``level`` t, is at least ``bound``; ``settled``: equal to it."""

    mask: int
    bound: Fraction
    level: Fraction = ZERO
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

    All proper coalitions have a row, or those that ``unsettled`` leaves; the grand coalition if
    ``grand``. ``settled``: coalitions (linearly independent) and what they get. ``floors``: cities
    with x_i >= v(i). ``level``: whether there is a t, which then is what is minimised; without,
    t = 0. ``pool``: coalitions to start with; it grows, and serves the next program on this game.
    """

    def __init__(
        self,
        excesses: Excesses,
        *,
        grand: bool = False,
        unsettled: Callable[[Masks], Chosen] | None = None,
        settled: Mapping[int, Fraction] | None = None,
        floors: Sequence[int] = (),
        level: bool = False,
        pool: list[int] | None = None,
    ) -> None:
        self.excesses = excesses
        self.grand = grand
        self.unsettled = unsettled
        self.level = level
        self.dimension = excesses.players + level
        self.pool = starting_pool(excesses) if pool is None else pool
        self.fixed = [_Row(mask, b, settled=True) for mask, b in (settled or {}).items()]
        self.fixed += [_Row(1 << i, excesses.worth(1 << i)) for i in floors]
        self.rows = list(self.fixed)  # as the columns of the program in floating point
        self.program = PoolProgram(excesses, None if level else [0] * excesses.players)
        for mask, payoff in (settled or {}).items():
            self.program.fix(mask, excesses.table.floating(payoff))
        self.program.floor(floors)
        self._join(self.pool)

    def minimise(self, objective: Sequence[int]) -> Optimum:
        """The optimum, exact; the program must be feasible and bounded."""
        if not self.level:
            self.program.aim(objective)
        while True:
            vertex = self._proposal(objective)
            if vertex is None:
                return self._without_floats(objective)
            broken = self._broken(vertex.point)
            if not self._enlarge_pool([row.mask for row, _ in broken if row not in self.fixed]):
                break
        steps = 0
        while broken:
            # The greatest violation first; Bland's least row, should that take suspiciously long.
            entering = broken[0] if steps < _PATIENCE else min(broken)
            vertex = vertex.pivot(*entering)
            broken = self._broken(vertex.point)
            steps += 1
        return self._optimum(vertex.point, dict(zip(vertex.rows, vertex.multipliers, strict=True)))

    def _proposal(self, objective: Sequence[int]) -> _Vertex | None:
        """The vertex at which HiGHS finds nothing to add; None if it is not dual feasible."""
        program = self.program
        while program.solve():
            if not self._enlarge_pool(self._forgotten(program.payoffs, program.t)):
                return _Vertex.of([self.rows[k] for k in program.tight()], self.rows, objective)
        return None

    def _forgotten(self, payoffs: Floats, t: float) -> list[int]:
        """Coalitions that count and are broken, as far as floats can tell."""
        if len(self.program.place) == self.excesses.grand - 1 + self.grand:
            return []  # all have their row
        if self.unsettled is None:
            return separation(self.excesses, payoffs, t, grand=self.grand)
        margin = _SEPARATION * self.excesses.table.size
        masks, gaps = self.excesses.over(payoffs, t, margin)
        counted = self._count(masks)
        order = np.argsort(-gaps[counted], kind="stable")[: 4 * self.excesses.players]
        found: list[int] = masks[counted][order].tolist()
        return found

    def _count(self, masks: Masks) -> Chosen:
        counted = self.excesses.proper(masks)
        if self.grand:
            counted |= masks == self.excesses.grand
        return counted if self.unsettled is None else counted & self.unsettled(masks)

    def _broken(self, point: Sequence[Fraction]) -> list[tuple[_Row, int]]:
        """The rows that a point breaks, each with the sign of what it lacks."""
        n = self.excesses.players
        broken = []
        for row in self.fixed:
            lack = row.bound - sum(x for i, x in enumerate(point[:n]) if row.mask >> i & 1)
            if lack > 0 or (lack and row.settled):
                broken.append((row, 1 if lack > 0 else -1))
        level = point[n] if self.level else ZERO
        above = self.excesses.above(point[:n], level, self._count, limit=4 * n)
        return broken + [(self._row(mask), 1) for mask, _ in above]

    def _row(self, mask: int) -> _Row:
        level = self.excesses.weight(mask) if self.level else ZERO
        return _Row(mask, self.excesses.worth(mask), level)

    def _enlarge_pool(self, masks: Sequence[int]) -> bool:
        """Add the new ones of these coalitions to the program; whether there were any."""
        fresh = [mask for mask in masks if mask not in self.program.place]
        if not fresh:
            return False
        self.pool += fresh
        self._join(fresh)
        return True

    def _join(self, masks: Sequence[int]) -> None:
        found = np.array(masks, dtype=np.int64)
        counted = found[self._count(found)].tolist()
        self.program.join(counted)
        self.rows += map(self._row, counted)

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
        """The optimum by the exact linear program, for the day when HiGHS proposes no basis."""
        names = [str(j) for j in range(self.dimension)]
        while True:
            rows = {str(k): row for k, row in enumerate(self.rows)}
            found = solve(
                LinearProgram(
                    "min",
                    {name: Fraction(c) for name, c in zip(names, objective, strict=True)},
                    tuple(
                        Row(
                            key,
                            {names[j]: Fraction(a) for j, a in enumerate(self._vector(row)) if a},
                            "==" if row.settled else ">=",
                            row.bound,
                        )
                        for key, row in rows.items()
                    ),
                    dict.fromkeys(names, (None, None)),
                )
            )
            point = [found.point[name] for name in names]
            if not self._enlarge_pool([row.mask for row, _ in self._broken(point)]):
                return self._optimum(point, {rows[key]: y for key, y in found.prices.items()})

    def _vector(self, row: _Row) -> list[int]:
        return _vector(row, self.dimension)


def starting_pool(excesses: Excesses) -> list[int]:
    """Single cities, their complements and what looks most demanding at an equal split."""
    n, grand = excesses.players, excesses.grand
    if n <= _ALL_AT_ONCE:
        return list(range(1, grand + 1))
    singles = [1 << i for i in range(n)]
    complements = [grand ^ single for single in singles]
    equal = np.full(n, float(excesses.table.floats[grand]) / n)
    masks, gaps = excesses.leading(equal, 0.0, 4 * n)
    demanding = masks[np.argsort(-gaps, kind="stable")[: 4 * n]].tolist()
    return list(dict.fromkeys([*singles, *complements, grand, *demanding]))


def separation(excesses: Excesses, payoffs: Floats, t: float, *, grand: bool = False) -> list[int]:
    """Coalitions that a point in floats breaks, from all over the place, the worst first."""
    count = 4 * excesses.players
    masks, gaps = excesses.leading(payoffs, t, count, grand=grand)
    order = np.argsort(-gaps, kind="stable")[:count]
    found: list[int] = masks[order[gaps[order] > _SEPARATION * excesses.table.size]].tolist()
    return found


def _vector(row: _Row, dimension: int) -> list[Any]:
    vector: list[Any] = incidence(row.mask, dimension)
    if row.level:
        vector[-1] = 1 if row.level == ONE else row.level
    return vector


class _Vertex:
    """A basis: as many independent tight rows as dimensions, with its point and multipliers."""

    def __init__(self, rows: list[_Row], objective: Sequence[int]) -> None:
        from flint import fmpq_mat, fmpz_mat

        size = len(objective)
        bounds = [rational(row.bound) for row in rows]
        vectors = [_vector(row, size) for row in rows]
        if any(isinstance(vector[-1], Fraction) for vector in vectors):
            matrix = fmpq_mat(size, size, [rational(a) for vector in vectors for a in vector])
        else:
            matrix = fmpz_mat(vectors)
        self.rows = rows
        self.objective = objective
        self.inverse: Any = matrix.inv()
        point = self.inverse * fmpq_mat(size, 1, bounds)
        multipliers = fmpq_mat(1, size, list(objective)) * self.inverse
        self.point = [fraction(point[j, 0]) for j in range(size)]
        self.multipliers = [fraction(multipliers[0, k]) for k in range(size)]

    @classmethod
    def of(
        cls, tight: Sequence[_Row], others: Sequence[_Row], objective: Sequence[int]
    ) -> _Vertex | None:
        """The vertex of rows said to be tight, completed by others; None if not dual feasible."""
        rows = list(tight)
        try:
            vertex = cls(rows, objective) if len(rows) == len(objective) else None
        except ZeroDivisionError:
            vertex = None
        if vertex is None:
            rows = _independent([*tight, *others], len(objective))
            if len(rows) < len(objective):
                return None
            vertex = cls(rows, objective)
        for row, multiplier in zip(rows, vertex.multipliers, strict=True):
            if multiplier < 0 and not row.settled:
                return None
        return vertex

    def pivot(self, entering: _Row, sign: int) -> _Vertex:
        """One step of the dual simplex method: a broken row enters, multipliers stay >= 0."""
        from flint import fmpq_mat

        size = len(self.objective)
        vector = [sign * rational(a) for a in _vector(entering, size)]
        slopes = fmpq_mat(1, size, vector) * self.inverse
        ratios = [
            (multiplier / fraction(slopes[0, k]), row, k)
            for k, (row, multiplier) in enumerate(zip(self.rows, self.multipliers, strict=True))
            if slopes[0, k] > 0 and not row.settled
        ]
        _, _, leaving = min(ratios)
        rows = list(self.rows)
        rows[leaving] = entering
        return _Vertex(rows, self.objective)


def _independent(rows: Sequence[_Row], size: int) -> list[_Row]:
    """The first rows that are independent of those before."""
    span = Span(size)
    found = []
    for row in rows:
        if span.full:
            break
        scale = row.level.denominator
        if span.add([int(a * scale) for a in _vector(row, size)]):
            found.append(row)
    return found
