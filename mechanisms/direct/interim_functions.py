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

>>> from mechanisms.direct.continuous_mechanism import ContinuousMechanism
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
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from games.affine_number import Form
from games.continuous_problem import ContinuousProblem, Line
from games.moving_slope import powers_of, value_at
from solvers.polynomial import Polynomial
from solvers.polytope import Condition, at_point
from solvers.polytope_integral import polytope_integral, polytope_moment

if TYPE_CHECKING:
    from mechanisms.direct.continuous_mechanism import ContinuousMechanism

__all__ = [
    "IDENTITY",
    "MOST_EXACT",
    "MOST_QUICK",
    "MOST_SLICED",
    "InterimFunctions",
    "expected",
    "interim_at",
    "interim_functions",
    "worth_to",
]

ZERO, ONE = Fraction(0), Fraction(1)
IDENTITY = Polynomial((ZERO, ONE))
MOST_QUICK, MOST_EXACT, MOST_SLICED = 3, 4, 100
"""Up to how many cities the interim functions are found: at once; in some seconds, for a rule of so
many cells at most; beyond, integrals take too long."""


def expected(problem: ContinuousProblem, conditions: Sequence[Condition], form: Form) -> Fraction:
    """The expectation of an affine function of all types where these conditions hold."""
    if any(condition.relation == "==" for condition in conditions):
        return ZERO
    return _mean(problem, range(len(problem.cities)), conditions, form)


def _mean(
    problem: ContinuousProblem,
    cities: Sequence[int],
    conditions: Sequence[Condition],
    form: Form,
) -> Fraction:
    """The same over the types of some cities, which the conditions and the form are about."""
    rows = [(tuple(-a for a in c.form[1:]), c.form[0]) for c in conditions]
    d, total = len(cities), ZERO
    for parts in itertools.product(*(problem.priors[i] for i in cities)):
        sides = []
        for k, ((low, high), _) in enumerate(parts):
            unit = tuple(ONE if j == k else ZERO for j in range(d))
            sides += [(unit, high), (tuple(-a for a in unit), -low)]
        density = math.prod((share / (high - low) for (low, high), share in parts), start=ONE)
        total += density * _integral([*sides, *rows], form)
    return total


def _integral(rows: Sequence[tuple[Form, Fraction]], form: Form) -> Fraction:
    """The integral of a sum of polynomials, each in one coordinate."""
    powers = [powers_of(slope) for slope in form[1:]]
    total = polytope_integral(rows, (form[0], *(factors[0] for factors in powers)))
    for k, factors in enumerate(powers):
        for power, factor in enumerate(factors[1:], start=2):
            if factor:
                total += factor * polytope_moment(rows, k, power)
    return total


def worth_to(problem: ContinuousProblem, i: int, lottery: Sequence[Fraction]) -> Line:
    """What a lottery is worth to city i: level and slope in its type."""
    values = [(p, v) for p, v in zip(lottery, problem.values[i], strict=True) if p]
    return (
        sum((p * level for p, (level, _) in values), ZERO),
        sum((p * slope for p, (_, slope) in values), ZERO),
    )


@dataclass(frozen=True, slots=True)
class InterimOutcome:
    """What a report brings, expected: probability of each alternative, payment, worth as a line."""

    lottery: tuple[Fraction, ...]
    payment: Fraction
    worth: Line

    @property
    def line(self) -> tuple[Fraction, Fraction]:
        """A and B: what a type t expects is A + t B."""
        return self.worth[0] - self.payment, self.worth[1]


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
    outcome = interim_at(mechanism, i)
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


def interim_at(mechanism: ContinuousMechanism, i: int) -> Callable[[Fraction], InterimOutcome]:
    """What city i expects from its report, by integrals over slices of the cells."""
    problem = mechanism.problem
    others = [j for j in range(len(problem.cities)) if j != i]
    nothing = (ZERO,) * len(others)

    def sliced(form: Form, report: Fraction) -> Form:
        own = value_at((form[0], form[i + 1]), (report,))
        return (own, *(form[j + 1] for j in others))

    def integrate(report: Fraction) -> InterimOutcome:
        lottery, payment = [ZERO] * len(problem.alternatives), ZERO
        for cell in mechanism.cells:
            conditions = [Condition(sliced(c.form, report), c.relation) for c in cell.conditions]
            open_ones = [c for c in conditions if any(c.form[1:])]
            if any(c.relation == "==" for c in open_ones) or not all(
                c.holds(nothing) for c in conditions if c not in open_ones
            ):
                continue
            chance = _mean(problem, others, open_ones, (ONE, *nothing))
            lottery = [p + chance * q for p, q in zip(lottery, cell.lottery, strict=True)]
            fee = sliced(cell.payments[i], report)
            moves = any(fee[1:])
            payment += _mean(problem, others, open_ones, fee) if moves else chance * fee[0]
        return InterimOutcome(tuple(lottery), payment, worth_to(problem, i, lottery))

    return integrate


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
