"""Polytopes with strict sides: is there a point, and how large can an affine function be?

    P = { x in a box :  f_k(x) > 0, or >= 0, or = 0,  for each affine f_k }.

A point is found by the linear program that makes the least of the strict f_k as great as can be.
Where it is not above 0, its prices y prove that there is none: the sum of y_k f_k is at most 0 on
the box, though each y_k f_k is at least 0, and one is above. Prices prove bounds in the same way:
f <= c on P if f + sum of y_k f_k <= c on the box.

>>> half, one = Fraction(1, 2), Fraction(1)
>>> below = Condition((half, -one), ">")                      # x < 1/2
>>> part = Polytope(((0 * one, one),), (below,))
>>> part.point, part.most((0 * one, one)).value
((Fraction(0, 1),), Fraction(1, 2))
>>> both = Polytope(((0 * one, one),), (below, Condition((-half, one), ">=")))
>>> both.point, both.emptiness.proves_empty(both)
(None, True)

Source: Motzkin (1936) for the alternatives; Dantzig (1963).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from games.affine_number import Form
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["Condition", "Peak", "Point", "Polytope", "Price", "Prices", "at_point"]

ZERO, ONE = Fraction(0), Fraction(1)
Point = tuple[Fraction, ...]


def at_point(form: Form, point: Sequence[Fraction]) -> Fraction:
    """An affine function (the constant, then the slopes) at a point."""
    return sum((a * x for a, x in zip(form[1:], point, strict=True) if a), form[0])


@dataclass(frozen=True, slots=True)
class Condition:
    """``form relation 0``; the relation is ``>``, ``>=`` or ``==``."""

    form: Form
    relation: Literal[">", ">=", "=="]

    def holds(self, point: Sequence[Fraction]) -> bool:
        value = at_point(self.form, point)
        return (
            value > 0 or (value == 0 and self.relation != ">")
            if self.relation != "=="
            else (value == 0)
        )

    @property
    def negations(self) -> tuple[Condition, ...]:
        """What holds where this does not: one of these."""
        opposite: Form = tuple(-a for a in self.form)
        if self.relation == "==":
            return Condition(self.form, ">"), Condition(opposite, ">")
        return (Condition(opposite, ">=" if self.relation == ">" else ">"),)


@dataclass(frozen=True, slots=True)
class Price:
    """The multiplier of a condition, which is given by its position."""

    condition: int
    price: Fraction


@dataclass(frozen=True, slots=True)
class Prices:
    """Multipliers of conditions, and the bound that they prove.

    They are above 0, but of an equation; those that are 0 are left out.
    """

    bound: Fraction
    multipliers: tuple[Price, ...] = ()

    def prove_bound(self, polytope: Polytope, form: Form) -> bool:
        """Whether they prove that ``form`` is ``bound`` at most on the polytope.

        On the box ``form`` plus the multiples of the conditions is at most that.
        """
        for each in self.multipliers:
            condition = polytope.conditions[each.condition]
            if each.condition < 0 or not each.price:
                return False
            if each.price < 0 and condition.relation != "==":
                return False
        return polytope.bound_from(form, self.multipliers) == self.bound

    def proves_empty(self, polytope: Polytope) -> bool:
        """Whether they prove that the polytope has no point."""
        if not self.prove_bound(polytope, (ZERO,) * (len(polytope.box) + 1)):
            return False
        strict = any(polytope.conditions[e.condition].relation == ">" for e in self.multipliers)
        return self.bound < 0 or (self.bound == 0 and strict)


@dataclass(frozen=True, slots=True)
class Peak:
    """How large an affine function is on the closure of a polytope, where, and why not larger."""

    value: Fraction
    point: Point
    prices: Prices


@dataclass(frozen=True)
class Polytope:
    """The points of a box, closed, that satisfy all conditions.

    ``box``: the lowest and the highest figure of each coordinate.
    """

    box: tuple[tuple[Fraction, Fraction], ...]
    conditions: tuple[Condition, ...]

    def __contains__(self, point: Sequence[Fraction]) -> bool:
        return all(
            low <= x <= high for (low, high), x in zip(self.box, point, strict=True)
        ) and all(condition.holds(point) for condition in self.conditions)

    @property
    def closure(self) -> Polytope:
        """The polytope with each condition ">" made ">="."""
        weak: dict[str, Literal["==", ">="]] = {"==": "==", ">=": ">=", ">": ">="}
        return Polytope(
            self.box, tuple(Condition(c.form, weak[c.relation]) for c in self.conditions)
        )

    def box_bound(self, form: Form) -> Fraction:
        """The most that an affine function is on the box."""
        return form[0] + sum(
            (
                a * (high if a > 0 else low)
                for a, (low, high) in zip(form[1:], self.box, strict=True)
                if a
            ),
            ZERO,
        )

    def bound_from(self, form: Form, multipliers: Iterable[Price]) -> Fraction:
        """The most that ``form`` plus these multiples of the conditions is on the box."""
        total = list(form)
        for each in multipliers:
            for j, a in enumerate(self.conditions[each.condition].form):
                total[j] += each.price * a
        return self.box_bound(tuple(total))

    @cached_property
    def _search(self) -> tuple[Point | None, Prices | None]:
        clash = self._clash()
        if clash:
            return None, clash
        lp = self._program({"slack": ONE}, strict="slack")
        found = solve(lp)
        if found.outcome == "optimal" and found["slack"] > 0:
            return tuple(found[str(j)] for j in range(len(self.box))), None
        multipliers = found.prices or found.certificate.multipliers  # type: ignore[union-attr]
        return None, self._prices(multipliers, (ZERO,) * (len(self.box) + 1))

    def _clash(self) -> Prices | None:
        """Two conditions that contradict each other outright."""
        known: dict[Form, int] = {}
        for k, condition in enumerate(self.conditions):
            against = known.get(tuple(-a if a else a for a in condition.form))
            if against is not None and ">" in (
                condition.relation,
                self.conditions[against].relation,
            ):
                return Prices(ZERO, (Price(against, ONE), Price(k, ONE)))
            known.setdefault(condition.form, k)
        return None

    @property
    def point(self) -> Point | None:
        """A point well inside of the strict sides; None where there is none."""
        return self._search[0]

    @property
    def emptiness(self) -> Prices | None:
        """The Farkas prices that prove the polytope empty; None where it has a point."""
        return self._search[1]

    def most(self, form: Form) -> Peak:
        """The most that an affine function is on the closure of a polytope that has a point."""
        found = solve(self._program({str(j): a for j, a in enumerate(form[1:]) if a}))
        point = tuple(found[str(j)] for j in range(len(self.box)))
        return Peak(at_point(form, point), point, self._prices(found.prices, form))

    def level(self, form: Form, value: Fraction) -> Polytope:
        """The points at which an affine function has this value."""
        level = Condition((form[0] - value, *form[1:]), "==")
        return Polytope(self.box, (*self.conditions, level))

    def _prices(self, prices: object, form: Form) -> Prices:
        # Rows are >= in a program that maximises: their prices are 0 or less, and change sign here.
        named = dict(prices)  # type: ignore[call-overload]
        multipliers = tuple(
            Price(k, -named[f"row {k}"]) for k in range(len(self.conditions)) if named[f"row {k}"]
        )
        return Prices(self.bound_from(form, multipliers), multipliers)

    def _program(self, objective: dict[str, Fraction], strict: str = "") -> LinearProgram:
        rows = []
        for k, condition in enumerate(self.conditions):
            terms = {str(j): a for j, a in enumerate(condition.form[1:]) if a}
            if strict and condition.relation == ">":
                terms[strict] = -ONE
            relation: Literal["==", ">="] = "==" if condition.relation == "==" else ">="
            rows.append(Row(f"row {k}", terms, relation, -condition.form[0]))
        bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
            str(j): ends for j, ends in enumerate(self.box)
        }
        if strict:
            bounds[strict] = (None, ONE)
        return LinearProgram("max", objective, tuple(rows), bounds)
