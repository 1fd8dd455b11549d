"""The Nash bargaining solution: the agreement with the greatest product of gains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.errors import Undefined
from games.exact import Number
from solvers.answer import Allocation, Proof
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.feasible_payoffs import greatest_payoff, payoff_program, weighted
from solvers.bargaining.nash_search import greatest_product, hyperplane
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.optimum import Basis, optimal_basis, proven_optimum

__all__ = ["NashBargainingCertificate", "nash_bargaining"]

CONCEPT = "Nash bargaining solution"
CLOSE = Fraction(1, 10**15)
"""An enclosure proves the product of gains to this relative precision, or it proves nothing."""

ZERO, ONE = Fraction(0), Fraction(1)
Point = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class NashBargainingCertificate(Certificate, kind="bargaining: Nash", of="nash_bargaining"):
    """A feasible point, an optimal basis of its supporting hyperplane, and who cannot gain at all.

    ``point`` gives all variables of the payoff program their values, ``support`` bounds the
    weighted relative gains of all feasible payoffs, and ``idle`` holds a basis for each player who
    cannot gain. The weights are the problem's.
    """

    point: Mapping[str, Fraction]
    support: Basis | None
    idle: Mapping[str, Basis]

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
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
        bound, _ = proven_optimum(hyperplane(subject, gains), self.support)
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
        radii = {
            name: gain * _relative_radius(excess * total / subject.weights[name])
            for name, gain in gains.items()
        }
        status = told("nash_bargaining", subject.weights)
        if not gains:
            status = NO_GAIN
        elif self.idle:
            status += f" {', '.join(self.idle)} cannot gain; the product is that of the others."
        return Allocation(
            {name: self.point[name] for name in subject.players},
            method="Newton steps between vertices, supported by an exact hyperplane",
            status=status,
            proof=Proof.enclosed(dict.fromkeys(subject.players, ZERO) | radii),
            certificate=self,
        )


def _gains(problem: BargainingProblem, point: Point) -> dict[str, Fraction]:
    gains = {name: point[name] - problem.disagreement[name] for name in problem.players}
    return {name: gain for name, gain in gains.items() if gain}


def _relative_radius(excess: Fraction) -> Fraction:
    """How far r can be from 1 where r - 1 - ln r <= excess: at most e + sqrt(e^2 + 2e)."""
    square = excess * excess + 2 * excess
    scale = 10**40
    root = math.isqrt(square.numerator * scale**2 // square.denominator) + 1
    return excess + Fraction(root, scale) if excess else ZERO


def nash_bargaining(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The Nash bargaining solution: the agreement with the greatest product of gains.

        max  prod_i (x_i - d_i)^{w_i}   over feasible x >= d,

    the only efficient solution that respects symmetry, the units of each player and the
    independence of irrelevant alternatives. A point x with gains g is the solution iff a hyperplane
    supports it:

        sum_i w_i (y_i - d_i) / g_i  <=  sum_i w_i    for every feasible y,

    which the prices of one linear program prove. If the left side exceeds the right by a little,
    the solution is a little away from x: then x is given with a radius.

    ``weights`` stand in place of the problem's, if given.

    Weights are part of the problem: an answer with ``weights`` is certified for the problem
    ``replace(problem, weights=weights)``, and for none with other weights.

    Exact for two players; with more, exact where the solution is a simple fraction, else enclosed
    within the ``proof``'s radius (some 1e-15 of the gains). A player who cannot gain keeps its
    disagreement payoff and the product is that of the others; where nobody can gain, ``status``
    says so.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["A", "B"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> nash_bargaining(problem), nash_bargaining(problem).proof.kind
    (Allocation(A=1, B=0.5), 'exact')

    Source: Nash (1950), The bargaining problem, Econometrica 18, 155-162; Harsanyi and Selten
    (1972) for the weights.
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
    found = greatest_product(problem, best)
    support = optimal_basis(hyperplane(problem, _gains(problem, found)))
    certificate = NashBargainingCertificate(found, support, idle)
    if not certificate.verify(problem):
        raise Undefined(CONCEPT, "the search came near to it, but not so near that it is proven")
    return certificate.answer(problem)
