"""The search for the greatest product of gains, by mixing a few vertices of the feasible payoffs.

Mix the vertices known so far for the best product, by Newton steps; ask a linear program for the
vertex that is highest above the hyperplane there,

    sum_i w_i (y_i - d_i) / g_i  <=  sum_i w_i    for every feasible y;

and mix again with it, until no vertex is above. For two cities the best mix of two vertices is the
root of a linear equation, and all is exact.

>>> from games.bargaining import BargainingProblem
>>> pie = BargainingProblem.from_inequalities(["A", "B", "C"], [((1, 1, 1), 1)], (0, 0, 0))
>>> best = [{"A": Fraction(k == 0), "B": Fraction(k == 1), "C": Fraction(k == 2)} for k in range(3)]
>>> found = greatest_product(pie, dict(zip(pie.players, best)))
>>> [str(found[name]) for name in pie.players]
['1/3', '1/3', '1/3']

Source: von Hohenbalken (1977), Simplicial decomposition in nonlinear programming algorithms, for
mixing vertices; Nesterov and Nemirovskii (1994) for Newton steps on logarithms.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.bargaining import BargainingProblem
from solvers.bargaining.feasible_payoffs import payoff_program
from solvers.bargaining.frontier_shape import grid
from solvers.competition.logit_choice import ball
from solvers.linear_program import LinearProgram
from solvers.optimum import solve
from solvers.precision import precision
from solvers.rational import fraction, rational

__all__ = ["greatest_product", "hyperplane"]

CLOSE = Fraction(1, 10**18)
"""The most that a vertex may be above the hyperplane in the end."""

DIGITS = 120  # binary ones
ZERO, ONE = Fraction(0), Fraction(1)
Point = Mapping[str, Fraction]


def greatest_product(problem: BargainingProblem, best: Mapping[str, Point]) -> Point:
    """A feasible point with about the greatest product, exactly that where it is simple.

    ``best``: for each player who can gain, the feasible point at which it has most.
    """
    return _Search(problem, best).point()


def hyperplane(problem: BargainingProblem, gains: Mapping[str, Fraction]) -> LinearProgram:
    """Maximise the sum of the gains relative to these, times the weights."""
    return payoff_program(
        problem, {name: problem.weights[name] / gain for name, gain in gains.items()}
    )


class _Search:
    def __init__(self, problem: BargainingProblem, best: Mapping[str, Point]) -> None:
        self.problem = problem
        total = sum((problem.weights[name] for name in best), ZERO)
        self.weights = {name: problem.weights[name] / total for name in best}
        # Each gains its weight's part of its best or more: shares may be as small as weights.
        self.grid = 2 ** (DIGITS + int(1 / min(self.weights.values())).bit_length())
        self.vertices: list[Point] = []
        self.mix: list[Fraction] = []
        for name, vertex in best.items():
            if vertex not in self.vertices:
                self.vertices.append(vertex)
                self.mix.append(ZERO)
            self.mix[self.vertices.index(vertex)] += self.weights[name]

    def point(self) -> Point:
        if len(self.weights) == 2:
            return self._best_for_two()
        for _ in range(500):
            self._newton()
            point = self._mixed()
            gains = self._gains(point)
            above = solve(hyperplane(self.problem, _rounded(gains))).point
            if above not in self.vertices:
                self.vertices.append(above)
                self.mix.append(ZERO)
            heights = [self._height(vertex, gains) for vertex in self.vertices]
            highest = max(range(len(heights)), key=heights.__getitem__)
            if heights[highest] <= 1 + CLOSE:
                break
            self._enter(highest, gains)
        return self._simple(point)

    def _best_for_two(self) -> Point:
        while True:
            self._mix_two()
            point = self._mixed()
            gains = self._gains(point)
            above = solve(hyperplane(self.problem, gains)).point
            if self._height(above, gains) <= 1:
                return point
            self.vertices.append(above)
            self.mix.append(ZERO)

    def _height(self, point: Point, gains: Mapping[str, Fraction]) -> Fraction:
        """The left side of the hyperplane's inequality."""
        return sum((w * self._gain(point, i) / gains[i] for i, w in self.weights.items()), ZERO)

    def _enter(self, k: int, gains: Mapping[str, Fraction]) -> None:
        """Give a vertex above the hyperplane the share at which the product is greatest."""
        change = [self._gain(self.vertices[k], i) / gain - 1 for i, gain in gains.items()]
        share = self._furthest(change, ONE)
        self.mix = [(1 - share) * part for part in self.mix]
        self.mix[k] += share

    def _furthest(self, change: Sequence[Fraction], most: Fraction) -> Fraction:
        """Where on the way to ``most`` the product is greatest, if gains change by 1 + t change.

        There sum_i w_i change_i / (1 + t change_i) is 0; it falls on the way.
        """
        with precision(64):  # floats would do, but for the sizes of payoffs and weights
            pairs = [
                (ball(w), ball(slope))
                for w, slope in zip(self.weights.values(), change, strict=True)
            ]
            low, high = ZERO, most
            while high - low > high / 2**40:
                middle = (low + high) / 2
                at = ball(middle)
                if sum((w * slope / (1 + at * slope) for w, slope in pairs), ball(0)) > 0:
                    low = middle
                else:
                    high = middle
        return low

    def _gain(self, point: Point, name: str) -> Fraction:
        return point[name] - self.problem.disagreement[name]

    def _gains(self, point: Point) -> dict[str, Fraction]:
        return {name: self._gain(point, name) for name in self.weights}

    def _mixed(self) -> Point:
        pairs = [(s, v) for s, v in zip(self.mix, self.vertices, strict=True) if s]
        return {name: sum((s * v[name] for s, v in pairs), ZERO) for name in self.vertices[0]}

    def _simple(self, point: Point) -> Point:
        """A point of small fractions that is exactly the solution, if there is one nearby.

        Small fractions of the units that payoffs are given in, or of what each could hope for.
        """
        start = self.problem.disagreement
        ideal_gains = dict.fromkeys(self.problem.players, ONE) | {
            name: max(self._gain(vertex, name) for vertex in self.vertices) for name in self.weights
        }
        tried = itertools.product(
            (10**3, 10**6, 10**9), (dict.fromkeys(ideal_gains, ONE), ideal_gains)
        )
        for limit, units in tried:
            near = {
                name: start[name]
                + unit * ((point[name] - start[name]) / unit).limit_denominator(limit)
                for name, unit in units.items()
            }
            gains = self._gains(near)
            if min(gains.values()) <= 0:
                continue
            support = solve(hyperplane(self.problem, gains))
            if self._height(support.point, gains) == 1:
                fixed = payoff_program(self.problem, {})
                bounds = {**fixed.bounds, **{name: (x, x) for name, x in near.items()}}
                found = solve(LinearProgram("max", {}, fixed.rows, bounds))
                if found.outcome == "optimal":
                    return found.point
        return point

    def _mix_two(self) -> None:
        """The best mix when two players bargain: on the segment between two of the vertices."""
        gains = [self._gains(vertex) for vertex in self.vertices]
        for k, m in itertools.combinations_with_replacement(range(len(gains)), 2):
            share = self._share(gains[k], gains[m])
            g = {i: (1 - share) * gains[k][i] + share * gains[m][i] for i in self.weights}
            if min(g.values()) > 0 and all(
                sum(w * v[i] / g[i] for i, w in self.weights.items()) <= 1 for v in gains
            ):
                self.mix = [ZERO] * len(gains)
                self.mix[k] += 1 - share
                self.mix[m] += share
                return

    def _share(self, start: Point, end: Point) -> Fraction:
        """Where from ``start`` (0) to ``end`` (1) the product is greatest: a linear equation."""
        first, second = self.weights
        u, v = end[first] - start[first], end[second] - start[second]
        if u * v >= 0:
            return ONE if u + v > 0 else ZERO
        slope = self.weights[first] * u * start[second] + self.weights[second] * v * start[first]
        return min(ONE, max(ZERO, -slope / (u * v)))

    def _newton(self) -> None:
        """Newton steps over the mix; a vertex whose share falls to 0 is left out.

        Far away a step goes as far as the product grows, and takes no gain below a hundredth of
        itself; near by it goes all the way. All is rational, rounded to a fine grid, so that the
        last steps double the digits.
        """
        for _ in range(200):
            used = [k for k, share in enumerate(self.mix) if share]
            gains = self._gains(self._mixed())
            ratios = [[self._gain(self.vertices[k], i) / g for i, g in gains.items()] for k in used]
            step = self._step(ratios)
            change = [
                sum((s * line[i] for s, line in zip(step, ratios, strict=True)), ZERO)
                for i in range(len(gains))
            ]
            decrement = sum(
                (w * m * m for w, m in zip(self.weights.values(), change, strict=True)), ZERO
            )
            shares = [self.mix[k] / -s for k, s in zip(used, step, strict=True) if s < 0]
            length = ONE
            if max(map(abs, change)) > Fraction(1, 4):
                kept = [Fraction(99, 100) / -m for m in change if m < 0]
                length = self._furthest(change, min([Fraction(16), *kept, *shares]))
            blocked = bool(shares) and min(shares) <= length
            length = min([length, *shares])
            for k, s in zip(used, step, strict=True):
                self.mix[k] = Fraction(round((self.mix[k] + length * s) * self.grid), self.grid)
            total = sum(self.mix, ZERO)
            self.mix = [max(share, ZERO) / total for share in self.mix]
            if not blocked and decrement < Fraction(1, 2**200):
                return

    def _step(self, ratios: Sequence[Sequence[Fraction]]) -> list[Fraction]:
        """The step over the mix, by the gains of each vertex relative to those of the mix."""
        from flint import fmpq, fmpq_mat

        size = len(ratios)
        system, right = fmpq_mat(size + 1, size + 1), fmpq_mat(size + 1, 1)
        fine = fmpq(1, 2**60)
        lines = [[self._near(ratio) for ratio in line] for line in ratios]
        powers = [rational(w) for w in self.weights.values()]
        for a in range(size):
            for b in range(size):
                system[a, b] = sum(
                    (w * p * q for w, p, q in zip(powers, lines[a], lines[b], strict=True)),
                    start=fine if a == b else fmpq(0),
                )
            system[a, size] = system[size, a] = fmpq(1)
            right[a, 0] = sum((w * p for w, p in zip(powers, lines[a], strict=True)), fmpq(0))
        solved = system.solve(right)
        return [fraction(solved[a, 0]) for a in range(size)]

    def _near(self, value: Fraction) -> Any:
        return rational(Fraction(round(value * self.grid), self.grid))


def _rounded(gains: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Short fractions nearby, relative to their size, to look in about the same direction."""
    units = {name: grid(gain, 16) for name, gain in gains.items()}
    return {name: round(gain / units[name]) * units[name] for name, gain in gains.items()}
