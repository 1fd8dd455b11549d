"""What a city expects from a report, as a function of it: polynomials between finitely many points.

If the others tell the truth, a city of type t that reports r expects, with an outcome's worth
affine in its type,

    U(t, r) = A(r) + t B(r),

where A(r) sums expected levels less expected payments, and B(r) is the expected slope. Both
integrate affine functions over slices of cells, so they are polynomials in r between the
coordinates of the cells' corners: B of degree n - 1 and A of degree n, with n cities, and as much
higher as powers of reports are that the city pays. Integrals at one report more than the degree
therefore tell them exactly; at the corners themselves they are taken apart, for a report there may
be a case of its own.

>>> from games.continuous_problem import ContinuousProblem
>>> sale = ContinuousProblem.auction({"Quzhou": (0, 1), "Lishui": (0, 1)})
>>> def first_price(told):
...     winner = max(told, key=told.get)
...     return winner, {winner: told[winner]}
>>> pieces = interim_functions(ContinuousMechanism.from_rule(sale, first_price), "Quzhou")
>>> pieces.at(Fraction(1, 2))                                  # it pays 1/2 with probability 1/2
(Fraction(-1, 4), Fraction(1, 2))

Source: Myerson (1981), for the form; Lasserre (1983), for the integrals.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from games.affine_number import Form
from games.moving_slope import powers_of
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.interim_outcome import interim_at
from solvers.polynomial import Polynomial
from solvers.polytope import Condition, at_point

__all__ = [
    "IDENTITY",
    "MOST_EXACT",
    "MOST_QUICK",
    "MOST_SLICED",
    "InterimFunctions",
    "interim_functions",
]

ZERO, ONE = Fraction(0), Fraction(1)
IDENTITY = Polynomial((ZERO, ONE))
MOST_QUICK, MOST_EXACT, MOST_SLICED = 3, 4, 100
"""Up to how many cities the interim functions are found: at once; in some seconds, for a rule of so
many cells at most; beyond, integrals take too long."""


@dataclass(frozen=True)
class InterimFunctions:
    """A and B of one city: at each of ``points``, and as polynomials between them.

    ``at_points[k]`` is (A, B) at the k-th point; ``between[k]`` is (A, B) between it and the next.
    """

    points: tuple[Fraction, ...]
    at_points: tuple[tuple[Fraction, Fraction], ...]
    between: tuple[tuple[Polynomial, Polynomial], ...]

    def at(self, report: Fraction) -> tuple[Fraction, Fraction]:
        """A and B at a report."""
        if report in self.points:
            return self.at_points[self.points.index(report)]
        k = sum(point < report for point in self.points) - 1
        a, b = self.between[k]
        return a(report), b(report)

    def payoff(self, true: Fraction, report: Fraction) -> Fraction:
        """What a type expects from a report."""
        a, b = self.at(report)
        return a + true * b

    @cached_property
    def honest(self) -> tuple[Polynomial, ...]:
        """What a type expects from the truth, between the points."""
        return tuple(a + IDENTITY * b for a, b in self.between)


def interim_functions(mechanism: ContinuousMechanism, city: str) -> InterimFunctions:
    """What a city expects from each report, if the others tell the truth."""
    i = mechanism.problem.cities.index(city)
    points = sorted(set(_breaks(mechanism, i)))
    outcome = interim_at(mechanism.problem, mechanism.cells, i)
    paid = (slope for cell in mechanism.cells for slope in cell.payments[i][1:])
    degree = len(mechanism.problem.cities) - 1 + max(len(powers_of(slope)) for slope in paid)
    between = []
    for low, high in itertools.pairwise(points):
        inside = [low + (high - low) * Fraction(k + 1, degree + 2) for k in range(degree + 1)]
        found = [outcome(x).line for x in inside]
        between.append(
            (
                Polynomial.through(inside, [a for a, _ in found]),
                Polynomial.through(inside, [b for _, b in found]),
            )
        )
    return InterimFunctions(tuple(points), tuple(outcome(x).line for x in points), tuple(between))


def _breaks(mechanism: ContinuousMechanism, i: int) -> Iterator[Fraction]:
    """The ends of the range and its parts, and city i's coordinate of each corner of a cell."""
    problem = mechanism.problem
    n = len(problem.cities)
    low, high = problem.ranges[i]
    yield from {end for part, _ in problem.priors[i] for end in part}
    sides: list[Form] = []
    for j, prior in enumerate(problem.priors):
        for end in sorted({end for part, _ in prior for end in part}):
            sides += [(-end, *(ONE if k == j else ZERO for k in range(n)))]
    for cell in mechanism.cells:
        forms = [condition.form for condition in cell.conditions]
        weak = [Condition(form, ">=") for form in forms if form not in sides]
        for chosen in itertools.combinations([*sides, *forms], n):
            if all(form in sides for form in chosen):
                continue
            corner = _corner(chosen)
            if (
                corner is not None
                and low < corner[i] < high
                and all(a <= x <= b for x, (a, b) in zip(corner, problem.ranges, strict=True))
                and all(
                    condition.holds(corner) or at_point(condition.form, corner) == 0
                    for condition in weak
                )
            ):
                yield corner[i]


def _corner(forms: Sequence[Form]) -> tuple[Fraction, ...] | None:
    """The point at which as many affine functions as there are coordinates are 0 (Gauss)."""
    rows = [[*form[1:], -form[0]] for form in forms]
    n = len(rows)
    for k in range(n):
        pivot = next((row for row in rows[k:] if row[k]), None)
        if pivot is None:
            return None
        rows.remove(pivot)
        rows = [
            [a - row[k] / pivot[k] * b for a, b in zip(row, pivot, strict=True)] if row[k] else row
            for row in rows
        ]
        rows.insert(k, [b / pivot[k] for b in pivot])
    return tuple(row[n] for row in rows)
