"""Obedience as a linear program: lotteries over profiles that no city gains by disobeying.

A mediator draws a profile a with probability p(a) and tells each city its part. City i obeys iff
for no two of its actions it gains by playing b whenever it is told a,

    sum over profiles with a_i = a of  p(a) (u_i(b, a_-i) - u_i(a))  <=  0,

or, if it has to commit itself before it is told, iff for no b the sum of these over all a is
positive. The program maximises sum_a p(a) sum_i w_i u_i(a). It is kept in whole numbers.

HiGHS proposes a basis in floating point. Where its vertex is off by a hair, simplex steps in whole
numbers go on from there: costs are shifted so that no price has the wrong sign, dual steps make the
vertex feasible, and primal steps undo the shift. Bland's rule makes them end.

>>> chicken = StrategicGame.from_payoffs(["A", "B"], [[6, 2], [7, 0]], [[6, 7], [2, 0]])
>>> program = ObedienceProgram(chicken, {"A": Fraction(1), "B": Fraction(1)}, coarse=False)
>>> best = program.vertex(*program.optimal_basis())
>>> [str(Fraction(int(p), int(best.scale))) for p in best.lottery]
['1/2', '1/4', '1/4', '0']

Source: Aumann (1974, 1987); Moulin and Vial (1978) for commitment; Bland (1977).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.exact import over_one_denominator
from games.strategic import StrategicGame
from solvers.highs import highs_basis, linear_model

__all__ = ["ObedienceProgram", "Vertex"]

_MASS = 1e6
"""What probabilities add up to in floating point: HiGHS' tolerance is then some 1e-15 of them."""

Whole = Any  # flint.fmpz or int
Vector = npt.NDArray[Any]  # of whole numbers, as objects


@dataclass(frozen=True, slots=True)
class Vertex:
    """The lottery and the prices of a basis, as whole numbers over ``scale`` and ``price_scale``.

    ``lottery``: one number for each profile. ``prices``: of the rows, the last of them that
    probabilities add up to 1. ``slopes``: for each profile what it adds beyond its price.
    ``gains``: for each row but the last what disobeying gains.
    """

    lottery: Vector
    scale: Whole
    prices: Vector
    price_scale: Whole
    slopes: Vector
    gains: Vector


class ObedienceProgram:
    """The program of a game, with weights by city; ``coarse``: cities commit themselves before.

    A basis is a pair of increasing lists: rows that hold with equality, among them always the last
    one (that probabilities add up to 1), and as many profiles, by index.
    """

    def __init__(
        self, game: StrategicGame, weights: Mapping[str, Fraction], *, coarse: bool
    ) -> None:
        self.game, self.coarse = game, coarse
        self.shape = game.tables[0].shape
        self.size = math.prod(self.shape)
        # Row of city i: (i, told, instead); told is None where the city commits itself before.
        self.rows: list[tuple[int, int | None, int]] = [
            (i, recommended, instead)
            for i, m in enumerate(self.shape)
            for recommended in ([None] if coarse else range(m))
            for instead in range(m)
            if recommended != instead
        ]
        # By city: its payoffs with its own actions along the first axis.
        self.own = [np.moveaxis(t, i, 0).reshape(t.shape[i], -1) for i, t in enumerate(game.tables)]
        self.told = [np.indices(self.shape)[i].ravel() for i in range(len(self.shape))]
        factors, common = over_one_denominator(
            weights[name] * unit for name, unit in zip(game.players, game.units, strict=True)
        )
        self.cost: Vector = sum(
            table.ravel().astype(object) * factor
            for table, factor in zip(game.tables, factors, strict=True)
            if factor
        ) + np.zeros(self.size, dtype=object)
        self.cost_unit = Fraction(1, common)

    @property
    def last(self) -> int:
        """The row that says that probabilities add up to 1."""
        return len(self.rows)

    # The matrix A of the rows, never written out: A[rows, profiles], A v and y A.

    def part(self, rows: list[int], profiles: list[int]) -> Vector:
        """A[rows, profiles]."""
        found = np.ones((len(rows), len(profiles)), dtype=object)
        at = np.unravel_index(np.array(profiles, dtype=int), self.shape)
        for k, row in enumerate(rows):
            if row == self.last:
                continue
            i, recommended, instead = self.rows[row]
            table = self.game.tables[i]
            gain = table[(*at[:i], instead, *at[i + 1 :])] - table[at]
            found[k] = gain if recommended is None else np.where(at[i] == recommended, gain, 0)
        return found

    def times(self, v: Vector) -> Vector:
        """A v without the last row, for whole numbers v by profile."""
        found = []
        for i, (m, own) in enumerate(zip(self.shape, self.own, strict=True)):
            mass = np.moveaxis(v.reshape(self.shape), i, 0).reshape(m, -1)
            payoffs = _product(mass, own.T)  # told a: what playing b would bring
            gain = payoffs - payoffs.diagonal()[:, None]
            found.append(gain.sum(axis=0) if self.coarse else gain[~np.eye(m, dtype=bool)])
        return np.concatenate([part.ravel() for part in found])

    def combined(self, y: Vector) -> Vector:
        """The product y A by profile, for whole numbers y by row."""
        found = np.full(self.size, y[self.last], dtype=object)
        start = 0
        for i, (m, own) in enumerate(zip(self.shape, self.own, strict=True)):
            length = m if self.coarse else m * (m - 1)
            given, start = y[start : start + length], start + length
            if not given.any():
                continue
            prices = np.zeros((m, m), dtype=object)
            if self.coarse:
                prices[:] = given
            else:
                prices[~np.eye(m, dtype=bool)] = given
            prices[np.arange(m), np.arange(m)] -= prices.sum(axis=1)
            sums = _product(prices, own).reshape(m, *self.shape[:i], *self.shape[i + 1 :])
            found += np.moveaxis(sums, 0, i).ravel()
        return found

    def vertex(self, rows: list[int], profiles: list[int], cost: Vector | None = None) -> Vertex:
        """The lottery and the prices of a basis; ``ZeroDivisionError`` where it is singular."""
        kernel = _Kernel(self.part(rows, profiles))
        cost = self.cost if cost is None else cost
        values, scale = kernel.solve([int(row == self.last) for row in rows])
        duals, price_scale = kernel.solve_transposed([cost[j] for j in profiles])
        lottery = self._spread(profiles, values, self.size)
        prices = self._spread(rows, duals, self.last + 1)
        return Vertex(
            lottery,
            scale,
            prices,
            price_scale,
            cost * price_scale - self.combined(prices),
            self.times(lottery),
        )

    def is_optimal(self, vertex: Vertex) -> bool:
        """Whether lottery and prices are feasible; complementary slackness comes with a basis."""
        return (
            min(vertex.lottery) >= 0
            and max(vertex.gains, default=0) <= 0
            and min(vertex.prices[:-1], default=0) >= 0
            and max(vertex.slopes) <= 0
        )

    def optimal_basis(self) -> tuple[list[int], list[int]]:
        """An optimal basis, proven in whole numbers. There always is one: Hart and Schmeidler."""
        rows, profiles = self._floating_basis() or ([self.last], [0])
        try:
            vertex = self.vertex(rows, profiles)
        except ZeroDivisionError:
            rows, profiles = [self.last], [0]
            vertex = self.vertex(rows, profiles)
        if not self.is_optimal(vertex):
            self._dual_steps(rows, profiles, self._shifted_cost(vertex))
            self._primal_steps(rows, profiles)
        return rows, profiles

    def _shifted_cost(self, vertex: Vertex) -> Vector:
        """Costs (times the scale of the prices) at which no price or slope has the wrong sign."""
        wrong = np.array([*(min(y, 0) for y in vertex.prices[:-1]), 0], dtype=object)
        shift = np.array([max(slope, 0) for slope in vertex.slopes], dtype=object)
        moved: Vector = self.cost * vertex.price_scale - shift - self.combined(wrong)
        return moved

    def _dual_steps(self, rows: list[int], profiles: list[int], cost: Vector) -> None:
        """Swap what is infeasible out of the basis until the lottery obeys, at these costs."""
        while True:
            vertex = self.vertex(rows, profiles, cost)
            leaving = next(
                (j for j, x in enumerate(vertex.lottery) if x < 0),
                next((self.size + r for r, gain in enumerate(vertex.gains) if gain > 0), None),
            )
            if leaving is None:
                return
            kernel = _Kernel(self.part(rows, profiles))
            if leaving < self.size:
                weights, scale = kernel.solve_transposed([int(j == leaving) for j in profiles])
                rho = self._spread(rows, weights, self.last + 1)
                alpha = np.concatenate([self.combined(rho), rho[:-1]])
            else:
                away = self.part([leaving - self.size], list(range(self.size)))[0]
                weights, scale = kernel.solve_transposed([away[j] for j in profiles])
                rho = self._spread(rows, weights, self.last + 1)
                alpha = np.concatenate([away * scale - self.combined(rho), -rho[:-1]])
            slopes = np.concatenate([vertex.slopes, -vertex.prices[:-1]])
            inside = set(profiles) | {self.size + r for r in range(self.last) if r not in rows}
            candidates = [
                (Fraction(int(slopes[v]), int(alpha[v])), v)
                for v in range(len(alpha))
                if alpha[v] < 0 and v not in inside
            ]
            self._swap(rows, profiles, min(candidates)[1], leaving)

    def _primal_steps(self, rows: list[int], profiles: list[int]) -> None:
        """Bring in what improves, from a feasible basis, until nothing does."""
        while True:
            vertex = self.vertex(rows, profiles, self.cost)
            entering = next(
                (j for j, slope in enumerate(vertex.slopes) if slope > 0),
                next((self.size + r for r, y in enumerate(vertex.prices[:-1]) if y < 0), None),
            )
            if entering is None:
                return
            kernel = _Kernel(self.part(rows, profiles))
            if entering < self.size:
                steps, scale = kernel.solve(self.part(rows, [entering])[:, 0].tolist())
            else:
                steps, scale = kernel.solve([int(row == entering - self.size) for row in rows])
            move = self._spread(profiles, [-step for step in steps], self.size)
            if entering < self.size:
                move[entering] = scale
            falls = np.concatenate([-move, self.times(move)])
            room = np.concatenate([vertex.lottery, -vertex.gains])
            inside = set(profiles) | {self.size + r for r in range(self.last) if r not in rows}
            leaving = min(
                (Fraction(int(room[v]), int(falls[v])), v) for v in inside if falls[v] > 0
            )[1]
            self._swap(rows, profiles, entering, leaving)

    def _swap(self, rows: list[int], profiles: list[int], entering: int, leaving: int) -> None:
        """A profile is in the basis where it is listed, a row's slack where the row is not."""
        if entering < self.size:
            profiles.append(entering)
        else:
            rows.remove(entering - self.size)
        if leaving < self.size:
            profiles.remove(leaving)
        else:
            rows.append(leaving - self.size)
        rows.sort()
        profiles.sort()

    @staticmethod
    def _spread(places: list[int], values: list[Whole], length: int) -> Vector:
        found = np.zeros(length, dtype=object)
        for place, value in zip(places, values, strict=True):
            found[place] = value
        return found

    def _floating_basis(self) -> tuple[list[int], list[int]] | None:
        """HiGHS' optimal basis; None where it finds no optimum."""
        import highspy

        index, value = zip(*self._floating_rows(), strict=True)
        starts = np.cumsum([0, *map(len, index)], dtype=np.int32)
        model = linear_model(
            _floats(self.cost),
            (np.zeros(self.size), np.full(self.size, np.inf)),
            (
                np.append(np.full(self.last, -np.inf), _MASS),
                np.append(np.zeros(self.last), _MASS),
            ),
            (starts, np.concatenate(index).astype(np.int32), np.concatenate(value)),
            sense="max",
        )
        basis = highs_basis(model)
        if basis is None:
            return None
        basic = highspy.HighsBasisStatus.kBasic
        rows = [r for r, status in enumerate(basis.row_status) if status != basic]
        profiles = [j for j, status in enumerate(basis.col_status) if status == basic]
        return (rows, profiles) if len(rows) == len(profiles) and self.last in rows else None

    def _floating_rows(self) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
        everywhere = np.arange(self.size)
        for i, m in enumerate(self.shape):
            table = _floats(self.game.tables[i])
            gains = np.moveaxis(table, i, 0)[:, None] - np.moveaxis(table, i, 0)[None]
            # gains[b, a, others] by profile: b instead of a.
            flat = np.moveaxis(gains, 1, i + 1).reshape(m, self.size)
            for recommended in [None] if self.coarse else range(m):
                where = (
                    everywhere
                    if recommended is None
                    else np.flatnonzero(self.told[i] == recommended)
                )
                for instead in range(m):
                    if instead != recommended:
                        yield where, flat[instead, where]
        yield everywhere, np.ones(self.size)


class _Kernel:
    """A square matrix of whole numbers and its two linear systems."""

    def __init__(self, matrix: Vector) -> None:
        from flint import fmpz_mat

        self.size = len(matrix)
        self.matrix: Any = fmpz_mat(self.size, self.size, matrix.ravel().tolist())

    def solve(self, right: list[Whole]) -> tuple[list[Whole], Whole]:
        """The solution as whole numbers over a positive one; ZeroDivisionError if singular."""
        return self._solve(self.matrix, right)

    def solve_transposed(self, right: list[Whole]) -> tuple[list[Whole], Whole]:
        return self._solve(self.matrix.transpose(), right)

    def _solve(self, matrix: Any, right: list[Whole]) -> tuple[list[Whole], Whole]:
        from flint import fmpz_mat

        numerators, denominator = matrix.solve(fmpz_mat(self.size, 1, right)).numer_denom()
        return [int(x) for x in numerators.entries()], int(denominator)


def _product(left: Vector, right: Vector) -> Vector:
    """A matrix product of whole numbers."""
    from flint import fmpz_mat

    rows, inner = left.shape
    columns = right.shape[1]
    product: Any = fmpz_mat(rows, inner, left.ravel().tolist()) * fmpz_mat(
        inner, columns, right.ravel().tolist()
    )
    found = np.empty(rows * columns, dtype=object)
    found[:] = [int(x) for x in product.entries()]
    return found.reshape(rows, columns)


def _floats(table: Vector) -> npt.NDArray[np.float64]:
    """Whole numbers as floats of magnitude 1: a unit changes no choice."""
    size = max(int(table.max()), -int(table.min())) or 1
    scaled: npt.NDArray[np.float64] = (
        table / size if table.dtype != object else np.vectorize(lambda x: x / size, [float])(table)
    )
    return scaled
