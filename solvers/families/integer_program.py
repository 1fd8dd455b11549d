"""Integer programs, and cases that bound their optimum: a proof that needs no solver.

A case fixes some variables to x_j <= k or x_j >= k + 1. In each, prices y of the rows bound what
any point can reach, integer or not, by duality (``LinearProgram.bound_from``):

    c.x  <=  sum_i y_i b_i  +  sum_j max(d_j l_j, d_j u_j),    d = c - A'y,

so that the greatest bound of all cases bounds the program. Where every variable that counts is
whole, a bound may be rounded down to what sums of their coefficients can reach.

>>> from solvers import Row
>>> lp = LinearProgram("max", {"a": Fraction(2), "b": Fraction(4)},
...                    (Row("room", {"a": Fraction(2), "b": Fraction(4)}, "<=", Fraction(5)),),
...                    {"a": (Fraction(0), Fraction(1)), "b": (Fraction(0), Fraction(1))})
>>> case = Case((), {"room": Fraction(1)}, total=Fraction(1), bound=Fraction(5))
>>> proven_bound(IntegerProgram(lp, ("a", "b")), [case])
Fraction(4, 1)

Source: Land and Doig (1960); Neumaier and Shcherbina (2004) for bounds that are safe.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from games.errors import IntercityError
from games.exact import over_one_denominator
from solvers.linear_program import LinearProgram

__all__ = [
    "SOMEBODY",
    "Case",
    "IntegerProgram",
    "Step",
    "narrowed",
    "proven_bound",
    "rounded",
    "told_bound",
]

ZERO = Fraction(0)
SOMEBODY = "somebody joins"
"""The row of a separation program that rules the empty coalition out."""


@dataclass(frozen=True, slots=True)
class IntegerProgram:
    """A linear program to be maximised, some of whose variables are whole."""

    lp: LinearProgram
    integers: tuple[str, ...]

    def step(self) -> Fraction:
        """What all values are multiples of; 0 where one that counts need not be whole."""
        whole = set(self.integers)
        counted = {name: c for name, c in self.lp.objective.items() if c}
        if not counted.keys() <= whole or any(
            limit is not None and limit.denominator != 1
            for name in counted
            for limit in self.lp.bounds[name]
        ):
            return ZERO
        parts, scale = over_one_denominator(counted.values())
        return Fraction(math.gcd(*parts), scale)


@dataclass(frozen=True, slots=True)
class Step:
    """One condition of a case."""

    name: str
    relation: Literal["<=", ">="]
    value: int


@dataclass(frozen=True, slots=True)
class Case:
    """The conditions of a case, the rows' prices that are not 0, and the bound they prove.

    ``total``: the sum of the prices. It proves nothing, but a price that happens not to matter
    cannot be changed unnoticed either.
    """

    path: tuple[Step, ...]
    prices: Mapping[str, Fraction]
    total: Fraction
    bound: Fraction

    def times(self, unit: Fraction) -> Case:
        """The same where the objective is counted in another unit."""
        if unit == 1:
            return self
        prices = {name: price * unit for name, price in self.prices.items()}
        return Case(self.path, prices, self.total * unit, self.bound * unit)

    def paid(self, more: Fraction) -> Case:
        """The same where each city gets so much more: somebody joins, so the bound falls as much.

        A case without points, whose bound is 0, stays as it is.
        """
        if not self.prices and not self.bound:
            return self
        row = self.prices.get(SOMEBODY, ZERO) - more
        prices = {name: price for name, price in self.prices.items() if name != SOMEBODY}
        if row:
            prices[SOMEBODY] = row
        return Case(self.path, prices, self.total - more, self.bound - more)


def proven_bound(program: IntegerProgram, cases: Sequence[Case]) -> Fraction:
    """What the cases prove of the optimum; ``IntercityError`` where they do not prove it."""
    _refuse_gaps(program, cases, 0)
    rows = {row.name: ZERO for row in program.lp.rows}
    for case in cases:
        if not case.prices.keys() <= rows.keys() or not all(case.prices.values()):
            raise IntercityError("A case has a price of no row, or one of 0.")
        bounds = narrowed(program.lp, case.path)
        lp, prices = program.lp, {**rows, **case.prices}
        found = ZERO if bounds is None else lp.bound_from(prices, lp.objective, bounds)
        if sum(case.prices.values()) != case.total:
            raise IntercityError("A case's prices do not add up to their total.")
        if found != case.bound:
            raise IntercityError(f"A case's prices prove the bound {found}, not {case.bound}.")
    return told_bound(program, cases)


def told_bound(program: IntegerProgram, cases: Sequence[Case]) -> Fraction:
    """The same for who has just found the cases, whose bounds are then what they prove."""
    return rounded(max(case.bound for case in cases), program.step())


def rounded(bound: Fraction, step: Fraction) -> Fraction:
    """A bound of what is a multiple of a step, which may be 0."""
    return bound // step * step if step else bound


def _refuse_gaps(program: IntegerProgram, cases: Sequence[Case], depth: int) -> None:
    """``IntercityError`` unless the cases, alike up to a depth, cover every point."""
    if len(cases) == 1 and len(cases[0].path) == depth:
        return
    if len(cases) < 2 or any(len(case.path) <= depth for case in cases):
        raise IntercityError("The cases do not cover all points.")
    first = cases[0].path[depth]
    below = [case for case in cases if case.path[depth].relation == "<="]
    above = [case for case in cases if case.path[depth].relation == ">="]
    value = below[0].path[depth].value if below else 0
    if first.name not in program.integers or (
        {case.path[depth] for case in cases}
        != {Step(first.name, "<=", value), Step(first.name, ">=", value + 1)}
    ):
        raise IntercityError("The cases do not cover all points.")
    _refuse_gaps(program, below, depth + 1)
    _refuse_gaps(program, above, depth + 1)


def narrowed(lp: LinearProgram, path: Iterable[Step]) -> dict[str, Any] | None:
    """The variables' bounds in a case; None where there is no room left."""
    bounds = dict(lp.bounds)
    for step in path:
        low, high = bounds[step.name]
        value = Fraction(step.value)
        if step.relation == "<=":
            high = value if high is None else min(high, value)
        else:
            low = value if low is None else max(low, value)
        if low is not None and high is not None and low > high:
            return None
        bounds[step.name] = (low, high)
    return bounds
