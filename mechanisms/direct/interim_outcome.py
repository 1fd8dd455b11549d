"""What a city expects from one report over whole ranges of types, if the others tell the truth.

Integrals of polynomials over slices of the rule's cells, exact.

>>> from mechanisms.direct.decision_cells import decision_cells
>>> sale = ContinuousProblem.auction({"Quzhou": (0, 1), "Lishui": (0, 1)})
>>> def second_price(told):
...     winner = max(told, key=told.get)
...     return winner, {winner: min(told.values())}
>>> expects = interim_at(sale, decision_cells(sale, second_price), 0)
>>> expects(Fraction(1, 2)).payment                   # it wins half the time, and then pays 1/4
Fraction(1, 8)

Source: Myerson (1981), for the form; Lasserre (1983), for the integrals.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.affine_number import Form
from games.continuous_problem import ContinuousProblem, Line
from games.moving_slope import powers_of, value_at
from mechanisms.direct.decision_cells import Cell
from solvers.polytope import Condition
from solvers.polytope_integral import polytope_integral, polytope_moment

__all__ = ["InterimOutcome", "expected", "interim_at", "worth_to"]

ZERO, ONE = Fraction(0), Fraction(1)


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
    """The expectation over the types of some cities, which conditions and form are about."""
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


def interim_at(
    problem: ContinuousProblem, cells: Sequence[Cell], i: int
) -> Callable[[Fraction], InterimOutcome]:
    """What city i expects from its report, by integrals over slices of the cells."""
    others = [j for j in range(len(problem.cities)) if j != i]
    nothing = (ZERO,) * len(others)

    def sliced(form: Form, report: Fraction) -> Form:
        own = value_at((form[0], form[i + 1]), (report,))
        return (own, *(form[j + 1] for j in others))

    def integrate(report: Fraction) -> InterimOutcome:
        lottery, payment = [ZERO] * len(problem.alternatives), ZERO
        for cell in cells:
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
