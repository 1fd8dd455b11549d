"""The Perles-Maschler solution of two cities: the middle of the frontier,
in a length of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, of_kind
from solvers.answer import EXACT, Allocation, Proof
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.pareto_frontier import ParetoFrontierCertificate, pareto_frontier
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate

__all__ = ["PerlesMaschlerCertificate", "perles_maschler"]

GRID = 10**18
"""An enclosed place on the middle edge is given in as many parts of the edge."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class PerlesMaschlerCertificate(
    Certificate, kind="bargaining: Perles-Maschler", of="perles_maschler"
):
    """The proven frontier; its middle is a matter of arithmetic."""

    frontier: ParetoFrontierCertificate

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        _refuse_unequal_weights(subject)
        yield from self.frontier.violations(subject)

    def answer(self, subject: BargainingProblem) -> Allocation:
        vertices = self.frontier.vertices
        status = told("perles_maschler", subject.weights)
        proof, payoffs = EXACT, (vertices[0][0], vertices[0][1])
        if len(vertices) > 1:
            edges = [(a[0] - b[0], b[1] - a[1]) for a, b in pairwise(vertices)]
            middle, share, error = _middle([a * b for a, b in edges])
            loss, gain = edges[middle]
            at = vertices[middle]
            payoffs = (at[0] - share * loss, at[1] + share * gain)
            proof = Proof.enclosed(
                dict(zip(subject.players, (error * loss, error * gain), strict=True))
            )
        elif payoffs == tuple(subject.disagreement[name] for name in subject.players):
            status = NO_GAIN
        else:
            status = "One agreement is the best for both."
        return Allocation(
            dict(zip(subject.players, payoffs, strict=True)),
            method="the frontier by exact linear programs, its middle by exact roots",
            status=status,
            proof=proof,
            certificate=self,
        )


def perles_maschler(problem: BargainingProblem) -> Allocation:
    """The Perles-Maschler solution of two cities: both concede along the frontier until they meet.

    Both start at their ends of the frontier, where each has its best, and give way at such speeds
    that the product of what one loses and the other gains is the same for both, until they meet. On
    a chain of straight edges, where the first city loses a and the second gains b, an edge is
    sqrt(a b) long, and the solution halves the sum of these lengths. If two problems become one,
    and their payoffs are added, nobody gets less than in the two together: it is the only
    efficient, symmetric and continuous solution free of units for which that holds.

    The lengths are square roots. Roots whose ratios are rational are added as one; if only those of
    the middle edge's kind are left, the solution is rational and exact, and else it is enclosed.

    Also called superadditive; for two players of equal weight.

    Exact where it is rational, as on a single edge (its midpoint) or a symmetric frontier; else
    enclosed within the ``proof``'s radius, some 1e-18 of an edge. Where one agreement is the best
    for both, it is the solution; where nobody can gain, ``status`` says so.

    Errors: ``InvalidInput`` where the players are not two, their weights differ or the disagreement
    payoffs are out of reach, ``Undefined`` where nothing is feasible or payoffs grow without end.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 2), 4), ((2, 1), 4)], disagreement=(0, 0))
    >>> perles_maschler(problem)
    Allocation(Hangzhou=1.33333, Quzhou=1.33333)

    Source: Perles and Maschler (1981), The super-additive solution for the Nash bargaining game,
    International Journal of Game Theory 10, 163-193.
    """
    of_kind(problem, BargainingProblem, place="subject of perles_maschler")
    _refuse_unequal_weights(problem)
    if problem.frontier is not None:
        return on_frontier(problem, "perles_maschler")
    return PerlesMaschlerCertificate(pareto_frontier(problem).certificate).answer(problem)


def _refuse_unequal_weights(problem: BargainingProblem) -> None:
    if len(set(problem.weights.values())) > 1:
        shown = ", ".join(f"{name} {weight}" for name, weight in problem.weights.items())
        raise InvalidInput(
            "bargaining power",
            shown,
            "equal: the Perles-Maschler solution knows no other",
        )


def _middle(squares: Sequence[Fraction]) -> tuple[int, Fraction, Fraction]:
    """The edge on which the sum of the square roots is halved, where on it, and the error of that.

    With A the lengths after the edge and B those before it, that is at (1 + (A - B) / length) / 2.
    """
    count = len(squares)
    for middle in range(count):
        beyond = _Roots(squares, [-1] * (middle + 1) + [1] * (count - middle - 1))
        if beyond.sign() <= 0:
            break
    rest = [(k > middle) - (k < middle) for k in range(count)]
    ratio = _Roots([square / squares[middle] for square in squares], rest)
    if ratio.rational is not None:
        return middle, (1 + ratio.rational) / 2, ZERO
    low, high = ratio.enclosure(Fraction(1, 4 * GRID))
    share = Fraction(round((2 + low + high) * GRID / 4), GRID)
    return middle, share, Fraction(1, GRID)


class _Roots:
    """A sum of square roots, each with a factor; like roots are added up, so that 0 is known."""

    def __init__(self, squares: Sequence[Fraction], factors: Sequence[int]) -> None:
        self.terms: dict[Fraction, Fraction] = {ONE: ZERO}
        for square, factor in zip(squares, factors, strict=True):
            for known in self.terms:
                ratio = _exact_root(square / known)
                if ratio is not None:
                    self.terms[known] += factor * ratio
                    break
            else:
                self.terms[square] = Fraction(factor)
        self.terms = {square: factor for square, factor in self.terms.items() if factor}

    @property
    def rational(self) -> Fraction | None:
        """The value, where it is rational: roots of different kinds are never so together."""
        return None if self.terms.keys() - {ONE} else self.terms.get(ONE, ZERO)

    def sign(self) -> int:
        width = ONE
        while self.terms:
            low, high = self.enclosure(width)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            width /= 2**64
        return 0

    def enclosure(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Rational bounds that are at most so far apart."""
        scale = math.ceil(sum(map(abs, self.terms.values()), ZERO) / width)
        low = high = ZERO
        for square, factor in self.terms.items():
            root = math.isqrt(math.floor(square * scale**2))
            ends = factor * Fraction(root, scale), factor * Fraction(root + 1, scale)
            low, high = low + min(ends), high + max(ends)
        return low, high


def _exact_root(square: Fraction) -> Fraction | None:
    root = Fraction(math.isqrt(square.numerator), math.isqrt(square.denominator))
    return root if root * root == square else None
