"""Where payments are polynomials: points at which a property breaks, or a proof that none does.

A case whose gain is affine is settled by a linear program. Where powers of reports stay, the gain
is a sum of polynomials, each in one coordinate. Where it is convex (or linear) in a coordinate, it
is greatest on a side of the polytope that bounds this coordinate, whatever the others are; on that
side it is written in the others. On a line, signs of one polynomial decide (Sturm).

A point that breaks the property is searched for: from a point of the case, the gain's slopes there
say to which corner to go, some way towards it is taken, and so on. It is checked exactly.

Source: Rockafellar (1970), Convex Analysis, section 32, for the sides; Frank and Wolfe (1956) for
the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.affine_number import Form
from games.moving_slope import powers_of, value_at
from mechanisms.direct.range_cases import Case
from mechanisms.direct.verdict import CLOSE
from solvers.polynomial import Polynomial
from solvers.polytope import Condition, Point

__all__ = ["best_found", "harmless"]

STEPS, PARTS = 3, 8
"""How often the slopes are taken, and into how many parts each way is cut."""

SIMPLE = 200
"""Up to which denominators a point is made simpler where that costs next to nothing."""

MOST_LINES = 600
"""A case with more lines at the end of all sides is left open."""

ZERO, ONE = Fraction(0), Fraction(1)
Row = tuple[Fraction, ...]
"""A constant and slopes of an affine function that is 0 or more."""


def best_found(case: Case) -> tuple[Fraction, Point] | None:
    """The greatest gain above 0 that the search comes to, and where; None where it finds none."""
    point = case.polytope.point
    if point is None:
        return None
    tried = [point]
    for _ in range(STEPS):
        corner = case.polytope.most(_slopes(case.gain, point)).point
        way = [
            tuple(x + Fraction(k, PARTS) * (y - x) for x, y in zip(point, corner, strict=True))
            for k in range(PARTS + 1)
        ]
        tried += [each for each in way if each in case.polytope]
        point = max(tried, key=lambda each: value_at(case.gain, each))
    broken = [each for each in tried if case.breaks_at(each)]
    if not broken:
        return None
    best = max(broken, key=lambda each: value_at(case.gain, each))
    for size in range(1, SIMPLE):
        simple = tuple(x.limit_denominator(size) for x in best)
        near = value_at(case.gain, simple) >= CLOSE * value_at(case.gain, best)
        if near and case.breaks_at(simple):
            return value_at(case.gain, simple), simple
    return value_at(case.gain, best), best


def _slopes(form: Form, point: Point) -> Form:
    """The slopes of a sum of polynomials at a point."""
    terms = (_term(slope).derivative()(x) for slope, x in zip(form[1:], point, strict=True))
    return (ZERO, *terms)


def _term(slope: Fraction) -> Polynomial:
    return Polynomial.of(ZERO, *powers_of(slope))


def harmless(case: Case) -> bool:
    """Whether it is proven, by sums and products alone, that the gain is nowhere above 0."""
    box = case.polytope.box
    d, rows = len(box), list[Row]()
    for k, (low, high) in enumerate(box):
        rows += [(-low, *_unit(k, d)), (high, *(-a for a in _unit(k, d)))]
    for condition in case.polytope.conditions:
        rows += [form for form in _weak(condition) if form not in rows]
    lines = 1
    for k in range(d - 1):
        lines *= len(rows) - k
    terms = [_term(slope) for slope in case.gain[1:]]
    return lines <= MOST_LINES and _Sum(case.gain[0], terms, rows, box).never_above()


def _unit(k: int, d: int) -> Row:
    return tuple(ONE if j == k else ZERO for j in range(d))


def _weak(condition: Condition) -> list[Row]:
    form = condition.form
    return [form, tuple(-a for a in form)] if condition.relation == "==" else [form]


@dataclass(frozen=True, slots=True)
class _Sum:
    """A level and a polynomial in each coordinate of a box, where all rows are 0 or more."""

    level: Fraction
    terms: Sequence[Polynomial]
    rows: Sequence[Row]
    box: Sequence[tuple[Fraction, Fraction]]

    def never_above(self) -> bool:
        """Whether it is proven to be 0 at most."""
        for row in self.rows:  # on an empty side there is nothing to prove
            ends = zip(row[1:], self.box, strict=True)
            if row[0] + sum(max(a * low, a * high) for a, (low, high) in ends) < 0:
                return True
        if len(self.box) == 1:
            return self._on_line()
        bent = [
            (term.degree, k)
            for k, (term, ends) in enumerate(zip(self.terms, self.box, strict=True))
            if term.derivative().derivative().never_negative(*ends)
        ]
        if not bent:
            return False
        _, k = max(bent)
        return all(self._on_side(row, k) for row in self.rows if row[k + 1])

    def _on_line(self) -> bool:
        low = max(-row[0] / row[1] for row in self.rows if row[1] > 0)
        high = min(-row[0] / row[1] for row in self.rows if row[1] < 0)
        room = -self.terms[0] - Polynomial.of(self.level)
        return low > high or (room(low) >= 0 if low == high else room.never_negative(low, high))

    def _on_side(self, side: Row, k: int) -> bool:
        """The same where this row is 0, written without the k-th coordinate."""
        kept = [j for j in range(len(self.box)) if j != k]
        base, *slopes = (-side[j] / side[k + 1] for j in (0, *(j + 1 for j in kept)))
        term, terms, level = self.terms[k], [self.terms[j] for j in kept], self.level
        moved = [j for j, slope in enumerate(slopes) if slope]
        if term.degree > 1 and len(moved) > 1:
            return False  # a product of two coordinates would come of it
        if not moved:
            level += term(base)
        elif len(moved) == 1:
            terms[moved[0]] += _composed(term, base, slopes[moved[0]])
        else:
            level += term(base)
            steep = term.derivative()(base)
            for j in moved:
                terms[j] += Polynomial.of(ZERO, steep * slopes[j])
        rows = {
            (
                row[0] + row[k + 1] * base,
                *(row[j + 1] + row[k + 1] * s for j, s in zip(kept, slopes, strict=True)),
            )
            for row in self.rows
            if row is not side
        }
        return _Sum(level, terms, sorted(rows), [self.box[j] for j in kept]).never_above()


def _composed(p: Polynomial, base: Fraction, slope: Fraction) -> Polynomial:
    """p(base + slope x)."""
    line, total = Polynomial.of(base, slope), Polynomial(())
    for factor in reversed(p.coefficients):
        total = total * line + Polynomial.of(factor)
    return total
