"""The Nash bargaining solution: the agreement with the greatest product of gains.

    max  prod_i (x_i - d_i)^{w_i}   over feasible x >= d,

the only efficient solution that respects symmetry, the units of each player and the independence of
irrelevant alternatives. A point x with gains g is the solution iff a hyperplane supports it:

    sum_i w_i (y_i - d_i) / g_i  <=  sum_i w_i    for every feasible y,

which the prices of one linear program prove. If the left side exceeds the right by a little, the
solution is a little away from x: then x is given with a radius.

>>> from games.bargaining import BargainingProblem
>>> problem = BargainingProblem.from_inequalities(
...     ["A", "B"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
>>> nash_bargaining(problem), nash_bargaining(problem).proof.kind
(Allocation(A=1, B=0.5), 'exact')

Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162; Harsanyi and Selten (1972)
for the weights.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.exact import Number
from solvers.answer import EXACT, Allocation, Proof
from solvers.bargaining.feasible_payoffs import greatest_payoff, payoff_program, weighted
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import Basis, LinearProgram, optimal_basis, proven_optimum, solve
from solvers.simplex import fraction, rational

__all__ = ["NashBargainingCertificate", "nash_bargaining"]

CONCEPT = "Nash bargaining solution"
CLOSE = Fraction(1, 10**15)
"""An enclosure proves the product of gains to this relative precision, or it proves nothing."""

GRID = 2**120
ZERO, ONE = Fraction(0), Fraction(1)
Point = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class NashBargainingCertificate(Certificate, kind="bargaining: Nash"):
    """A feasible point, an optimal basis of its supporting hyperplane, and who cannot gain at all.

    ``point`` gives all variables of the payoff program their values, ``support`` bounds the
    weighted relative gains of all feasible payoffs, and ``idle`` holds a basis for each player who
    cannot gain. The weights are the problem's.
    """

    point: Mapping[str, Fraction]
    support: Basis | None
    idle: Mapping[str, Basis]

    def faults(self, subject: BargainingProblem) -> Iterator[str]:
        yield from payoff_program(subject, {}).infeasibilities(self.point)
        gains = _gains(subject, self.point)
        if self.idle.keys() != set(subject.players) - gains.keys():
            yield "Each player either gains or cannot."
        for name, basis in self.idle.items():
            greatest, _ = proven_optimum(payoff_program(subject, {name: ONE}), basis)
            if greatest != subject.disagreement[name]:
                yield f"{name} can gain."
        if (self.support is None) == bool(gains):
            yield "A hyperplane is to be given where somebody gains, and only there."
        if not 0 <= self._excess(subject) <= CLOSE:
            yield "The hyperplane does not prove that the point has the greatest product."

    def _excess(self, subject: BargainingProblem) -> Fraction:
        """How far the hyperplane's bound is above the sum of the weights, relative to it."""
        if self.support is None:
            return ZERO
        gains = _gains(subject, self.point)
        total = sum((subject.weights[name] for name in gains), ZERO)
        bound, _ = proven_optimum(_hyperplane(subject, gains), self.support)
        shift = sum(
            (
                subject.weights[name] * subject.disagreement[name] / gain
                for name, gain in gains.items()
            ),
            ZERO,
        )
        return (bound - shift) / total - 1

    def answer(self, subject: BargainingProblem) -> Allocation:
        gains, excess = _gains(subject, self.point), self._excess(subject)
        total = sum((subject.weights[name] for name in gains), ZERO)
        radius = max(
            (
                gain * _relative_radius(excess * total / subject.weights[name])
                for name, gain in gains.items()
            ),
            default=ZERO,
        )
        status = "The product of gains is greatest here."
        if not gains:
            status = "Nobody can gain while nobody loses: all keep what they have without a deal."
        elif self.idle:
            status += f" {', '.join(self.idle)} cannot gain; the product is that of the others."
        return Allocation(
            {name: self.point[name] for name in subject.players},
            method="Newton steps between vertices, supported by an exact hyperplane",
            status=status,
            proof=EXACT if not excess else Proof("enclosed", radius),
            certificate=self,
        )


def _gains(problem: BargainingProblem, point: Point) -> dict[str, Fraction]:
    gains = {name: point[name] - problem.disagreement[name] for name in problem.players}
    return {name: gain for name, gain in gains.items() if gain}


def _hyperplane(problem: BargainingProblem, gains: Mapping[str, Fraction]) -> LinearProgram:
    return payoff_program(
        problem, {name: problem.weights[name] / gain for name, gain in gains.items()}
    )


def _relative_radius(excess: Fraction) -> Fraction:
    """How far r can be from 1 where r - 1 - ln r <= excess: at most e + sqrt(e^2 + 2e)."""
    square = excess * excess + 2 * excess
    scale = 10**40
    root = math.isqrt(square.numerator * scale**2 // square.denominator) + 1
    return excess + Fraction(root, scale) if excess else ZERO


def nash_bargaining(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The Nash bargaining solution, with ``weights`` in place of the problem's, if given.

    Weights are part of the problem: an answer with ``weights`` is certified for the problem
    ``replace(problem, weights=weights)``, and for none with other weights.

    Exact for two players; with more, exact where the solution is a simple fraction, else enclosed
    within the ``proof``'s radius (some 1e-15 of the gains). A player who cannot gain keeps its
    disagreement payoff and the product is that of the others; where nobody can gain, ``status``
    says so.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "nash_bargaining")
    best, idle = {}, {}
    for name in problem.players:
        basis = greatest_payoff(problem, name, CONCEPT)
        greatest, point = proven_optimum(payoff_program(problem, {name: ONE}), basis)
        if greatest > problem.disagreement[name]:
            best[name] = point
        else:
            idle[name] = basis
    if not best:
        return NashBargainingCertificate(point, None, idle).answer(problem)
    found = _Search(problem, list(best), list(best.values())).point()
    support = optimal_basis(_hyperplane(problem, _gains(problem, found)))
    return NashBargainingCertificate(found, support, idle).answer(problem)


class _Search:
    """Mix the vertices found so far, ask for a vertex above the hyperplane, and mix again."""

    def __init__(
        self,
        problem: BargainingProblem,
        gaining: Sequence[str],
        vertices: Sequence[Point],
    ) -> None:
        self.problem = problem
        self.weights = {name: problem.weights[name] for name in gaining}
        self.total = sum(self.weights.values(), ZERO)
        self.vertices: list[Point] = []
        for vertex in vertices:
            if vertex not in self.vertices:
                self.vertices.append(vertex)
        self.mix = [Fraction(1, len(self.vertices))] * len(self.vertices)

    def point(self) -> Point:
        if len(self.weights) == 2:
            return self._best_for_two()
        for _ in range(500):
            self._newton()
            point = self._mixed()
            gains = self._gains(point)
            above = solve(_hyperplane(self.problem, _rounded(gains))).point
            if above not in self.vertices:
                self.vertices.append(above)
                self.mix.append(ZERO)
            heights = [self._height(vertex, gains) for vertex in self.vertices]
            highest = max(range(len(heights)), key=heights.__getitem__)
            if heights[highest] <= self.total * (1 + CLOSE / 1000):
                break
            self._enter(highest, gains)
        return self._simple(point)

    def _best_for_two(self) -> Point:
        while True:
            self._mix_two()
            point = self._mixed()
            gains = self._gains(point)
            above = solve(_hyperplane(self.problem, gains)).point
            if self._height(above, gains) <= self.total:
                return point
            self.vertices.append(above)
            self.mix.append(ZERO)

    def _height(self, point: Point, gains: Mapping[str, Fraction]) -> Fraction:
        """The left side of the hyperplane's inequality."""
        return sum((w * self._gain(point, i) / gains[i] for i, w in self.weights.items()), ZERO)

    def _enter(self, k: int, gains: Mapping[str, Fraction]) -> None:
        """Give a vertex above the hyperplane the share at which the product is greatest."""
        ratios = [
            (float(w), float(self._gain(self.vertices[k], i) / gains[i]) - 1)
            for i, w in self.weights.items()
        ]
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if sum(w * slope / (1 + middle * slope) for w, slope in ratios) > 0:
                low = middle
            else:
                high = middle
        share = Fraction(low)
        self.mix = [(1 - share) * part for part in self.mix]
        self.mix[k] += share

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
        hopes = dict.fromkeys(self.problem.players, ONE) | {
            name: max(self._gain(vertex, name) for vertex in self.vertices) for name in self.weights
        }
        tried = itertools.product((10**3, 10**6, 10**9), (dict.fromkeys(hopes, ONE), hopes))
        for limit, units in tried:
            near = {
                name: start[name]
                + unit * ((point[name] - start[name]) / unit).limit_denominator(limit)
                for name, unit in units.items()
            }
            gains = _gains(self.problem, near)
            if gains.keys() != self.weights.keys() or min(gains.values()) < 0:
                continue
            support = solve(_hyperplane(self.problem, gains))
            height = self._height(support.point, gains)
            if height == self.total:
                fixed = payoff_program(self.problem, {})
                bounds = {**fixed.bounds, **{name: (x, x) for name, x in near.items()}}
                found = solve(LinearProgram("max", {}, fixed.rows, bounds))
                if found.outcome == "optimal":
                    return found.point
        return point

    def _mix_two(self) -> None:
        """The best mix when two players bargain: on the segment between two of the vertices."""
        first, second = self.weights
        gains = [self._gains(vertex) for vertex in self.vertices]
        for k, m in itertools.combinations_with_replacement(range(len(gains)), 2):
            share = self._share(gains[k], gains[m])
            g = {i: (1 - share) * gains[k][i] + share * gains[m][i] for i in (first, second)}
            if min(g.values()) > 0 and all(
                sum(w * v[i] / g[i] for i, w in self.weights.items()) <= self.total for v in gains
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
        return min(ONE, max(ZERO, -slope / (u * v * self.total)))

    def _newton(self) -> None:
        """Damped Newton steps over the mix; a vertex whose share falls to 0 is left out.

        The objective is a sum of logarithms, for which steps of 1 / (1 + decrement) always ascend.
        All is rational, rounded to a fine grid, so that the last steps double the digits.
        """
        from flint import fmpq, fmpq_mat

        for _ in range(200):
            used = [k for k, share in enumerate(self.mix) if share]
            gains = self._gains(self._mixed())
            ratios = [[self._gain(self.vertices[k], i) / g for i, g in gains.items()] for k in used]
            weight = list(self.weights.values())
            size = len(used)
            system, right = fmpq_mat(size + 1, size + 1), fmpq_mat(size + 1, 1)
            fine = fmpq(1, 2**60)
            lines = [[_near(ratio) for ratio in line] for line in ratios]
            powers = [rational(w) for w in weight]
            for a in range(size):
                for b in range(size):
                    system[a, b] = sum(
                        (w * p * q for w, p, q in zip(powers, lines[a], lines[b], strict=True)),
                        start=fine if a == b else fmpq(0),
                    )
                system[a, size] = system[size, a] = fmpq(1)
                right[a, 0] = sum((w * p for w, p in zip(powers, lines[a], strict=True)), fmpq(0))
            solved = system.solve(right)
            step = [fraction(solved[a, 0]) for a in range(size)]
            moved = [
                sum((s * line[i] for s, line in zip(step, ratios, strict=True)), ZERO)
                for i in range(len(weight))
            ]
            decrement = sum((w * m * m for w, m in zip(weight, moved, strict=True)), ZERO)
            length = ONE if decrement < Fraction(1, 16) else 1 / (1 + _root(decrement))
            limits = [self.mix[k] / -s for k, s in zip(used, step, strict=True) if s < 0]
            blocked = bool(limits) and min(limits) <= length
            length = min([length, *limits])
            for k, s in zip(used, step, strict=True):
                self.mix[k] = Fraction(round((self.mix[k] + length * s) * GRID), GRID)
            total = sum(self.mix, ZERO)
            self.mix = [max(share, ZERO) / total for share in self.mix]
            if not blocked and decrement < Fraction(1, 2**200):
                return


def _near(value: Fraction) -> object:
    return rational(Fraction(round(value * GRID), GRID))


def _root(value: Fraction) -> Fraction:
    return Fraction(math.isqrt(int(value * 2**40)) + 1, 2**20)


def _rounded(gains: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Short fractions nearby, relative to their size, to look in about the same direction."""
    return {name: Fraction(float(gain)) or gain for name, gain in gains.items()}
