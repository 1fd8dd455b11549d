"""Integer programs, and cases that bound their optimum: a proof that needs no solver.

A case fixes some variables to x_j <= k or x_j >= k + 1. In each, prices y of the rows bound what
any point can reach, integer or not, by duality (``LinearProgram.bound_from``):

    c.x  <=  sum_i y_i b_i  +  sum_j max(d_j l_j, d_j u_j),    d = c - A'y,

so that the greatest bound of all cases bounds the program. Where every variable that counts is
whole, a bound may be rounded down to what sums of their coefficients can reach.

All sums of what whole variables bring to a row may be multiples of one step: of quota of 60, 120
and 280 mu, of 20. A whole variable that counts these steps is redundant; but branching on it bounds
the program well where branching on single variables does not, as many of their sums are alike
(``with_sums``).

>>> from solvers import Row
>>> lp = LinearProgram("max", {"a": Fraction(2), "b": Fraction(4)},
...                    (Row("room", {"a": Fraction(2), "b": Fraction(4)}, "<=", Fraction(5)),),
...                    {"a": (Fraction(0), Fraction(1)), "b": (Fraction(0), Fraction(1))})
>>> case = Case((), {"room": Fraction(1)}, total=Fraction(1), bound=Fraction(5))
>>> proven_bound(IntegerProgram(lp, ("a", "b")), [case])
Fraction(4, 1)

Source: Land and Doig (1960); Neumaier and Shcherbina (2004) for bounds that are safe; Jeroslow
(1974), Trivial integer programs unsolvable by branch-and-bound, for what sums settle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from games.errors import IntercityError
from games.exact import over_one_denominator
from solvers.linear_program import LinearProgram, Row

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
_NONE: Mapping[str, str] = MappingProxyType({})
_FEWEST, _MOST = 3, 1000  # shares in a sum; steps from its least to its most
SOMEBODY = "somebody joins"
"""The row of a separation program that rules the empty coalition out."""


@dataclass(frozen=True, slots=True)
class IntegerProgram:
    """A linear program to be maximised, some of whose variables are whole.

    ``sums``: those of them that count what others bring together.
    """

    lp: LinearProgram
    integers: tuple[str, ...]
    sums: tuple[str, ...] = ()

    def with_sums(self, filled: Mapping[str, str] = _NONE) -> IntegerProgram:
        """The same program, with whole variables that count what others bring to rows together.

        They come last. Rows of whole variables alone have none, nor have rows that some of them
        use up, and sums of so many steps that they say little. ``filled``: variables that are
        mostly as large as can be where a whole variable, here by its name, is 1. Then what is
        brought beyond this use is counted, too.

        >>> cities = {"A": Fraction(60), "B": Fraction(120), "C": Fraction(280)}
        >>> quota = Row("quota", {"build": Fraction(-1), **cities}, ">=", ZERO)
        >>> bounds = {"build": (ZERO, Fraction(90)), **dict.fromkeys("ABC", (ZERO, Fraction(1)))}
        >>> lp = LinearProgram("max", {"build": Fraction(1)}, (quota,), bounds)
        >>> counted = IntegerProgram(lp, ("A", "B", "C")).with_sums()
        >>> counted.sums, counted.lp.bounds["quota in steps"]
        (('quota in steps',), (Fraction(0, 1), Fraction(23, 1)))
        >>> counted = IntegerProgram(lp, ("A", "B", "C")).with_sums({"build": "C"})
        >>> counted.lp.bounds["quota in steps'"]  # 280 - 90, in tens
        (Fraction(0, 1), Fraction(37, 1))
        """
        bounds, rows, sums = dict(self.lp.bounds), [*self.lp.rows], []
        whole, known = set(self.integers), {frozenset[tuple[str, Fraction]]()}
        for row in self.lp.rows:
            shares = {name: a for name, a in row.coefficients.items() if a and name in whole}
            others = row.coefficients.keys() - whole
            if any((a > 0) == (row.relation == "<=") for a in shares.values()):
                continue  # it is used up, not brought
            if len(shares) < _FEWEST or all(bounds[name][0] == bounds[name][1] for name in others):
                continue
            beyond = dict(shares)
            for name, a in row.coefficients.items():
                if name in filled:
                    used = a * (bounds[name][1] or ZERO)
                    beyond[filled[name]] = beyond.get(filled[name], ZERO) + used
            for brought in (shares, {name: a for name, a in beyond.items() if a}):
                counted = _in_steps(brought)
                ends = [
                    sorted(a * limit for limit in bounds[name] if limit is not None)
                    for name, a in counted.items()
                ]
                if any(len(both) < 2 for both in ends):
                    continue
                least = sum((low for low, _ in ends), ZERO)
                most = sum((high for _, high in ends), ZERO)
                key = frozenset(counted.items())
                if most - least > _MOST or key in known:
                    continue
                known.add(key)
                name = f"{row.name} in steps"
                while name in bounds:
                    name += "'"
                bounds[name] = (least, most)
                rows.append(Row(name, {**counted, name: Fraction(-1)}, "==", ZERO))
                sums.append(name)
        if not sums:
            return self
        lp = replace(self.lp, rows=tuple(rows), bounds=bounds)
        return IntegerProgram(lp, (*self.integers, *sums), tuple(sums))

    def step(self) -> Fraction:
        """The number of which all values are multiples; 0 where one may be any fraction."""
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
        """The case where the objective is counted in another unit."""
        if unit == 1:
            return self
        prices = {name: price * unit for name, price in self.prices.items()}
        return Case(self.path, prices, self.total * unit, self.bound * unit)

    def paid(self, more: Fraction) -> Case:
        """The case where each city gets so much more: somebody joins, so the bound falls as much.

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
    """The upper bound of the optimum that cases prove; ``IntercityError`` if they prove none."""
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
    """The upper bound of the optimum by cases whose own bounds need no check."""
    return rounded(max(case.bound for case in cases), program.step())


def rounded(bound: Fraction, step: Fraction) -> Fraction:
    """A bound rounded down to a multiple of a step; as it is where the step is 0."""
    return bound // step * step if step else bound


def _refuse_gaps(program: IntegerProgram, cases: Sequence[Case], depth: int) -> None:
    """``IntercityError`` unless the cases, which share a path to this depth, cover all points."""
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


def _in_steps(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares as multiples of the largest number that makes all of them whole."""
    parts, _ = over_one_denominator(shares.values())
    step = math.gcd(*parts) or 1
    return {name: Fraction(part // step) for name, part in zip(shares, parts, strict=True)}


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
