"""Where payments are polynomials: points at which a property breaks, or a proof that none does.

A case whose gain is affine is settled by a linear program. Where powers of reports stay, the gain
is a sum of polynomials, each in one coordinate. Where it is convex (or linear) in a coordinate, it
is greatest on a side of the polytope that bounds this coordinate, whatever the others are; on that
side it is written in the others. On a line, signs of one polynomial decide (Sturm). Where the gain
is concave in all that is left, boxes are halved until on each it is 0 at most or no point is left,

    p(x) <= p(m) + h |p'(m)| + h^2/2 max |p''|    within h of the middle m.

A point that breaks the property is searched for: towards the corner at which the gain would be
greatest if it were as steep everywhere as it is over whole ranges; from there the gain's slopes say
to which corner to go, some way towards it is taken, and so on. It is checked exactly.

Source: Rockafellar (1970), Convex Analysis, section 32, for the sides; Frank and Wolfe (1956) for
the steps.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.affine_number import Form
from games.moving_slope import powers_of, value_at
from mechanisms.direct.range_cases import Case
from mechanisms.direct.verdict import CLOSE
from solvers.polynomial import Polynomial
from solvers.polytope import Condition, Point

__all__ = ["best_found", "harmless"]

STEPS, PARTS = 2, 8
"""How often the slopes are taken, and into how many parts each way is cut."""

SIMPLE = 200
"""Up to which denominators a point is made simpler where that costs next to nothing."""

RANDOM = 12
"""How many corners of each kind are tried where the first search finds nothing."""

MOST_LINES, MOST_BOXES = 600, 400
"""A case with more lines at the end of all sides, or more boxes, is left open."""

ZERO, ONE = Fraction(0), Fraction(1)
Row = tuple[Fraction, ...]
"""A constant and slopes of an affine function that is 0 or more."""


def best_found(case: Case, *, thorough: bool = False) -> tuple[Fraction, Point] | None:
    """The greatest gain above 0 that the search comes to, and where; None where it finds none.

    Of points that are about as bad it is one that is short to write. ``thorough``: from more
    corners.
    """
    inside = case.polytope.point
    if inside is None:
        return None

    def gain(point: Point) -> Fraction:
        return value_at(case.gain, point)

    tried = [inside]
    for form in _chords(case, thorough=thorough):
        tried += _towards_corner(case, inside, form)
    point = max(tried, key=gain)
    for _ in range(STEPS):
        tried += _towards_corner(case, point, _slopes(case.gain, point))
        point = max(tried, key=gain)
    broken = [each for each in tried if case.breaks_at(each)]
    if not broken:
        return None
    most = CLOSE * max(map(gain, broken))
    best = min((each for each in broken if gain(each) >= most), key=_written_length)
    for size in range(1, SIMPLE):
        simple = tuple(x.limit_denominator(size) for x in best)
        if gain(simple) >= most and case.breaks_at(simple):
            return gain(simple), simple
    return gain(best), best


def _written_length(point: Point) -> int:
    """How long it takes to write it."""
    return sum(x.denominator for x in point)


def _towards_corner(case: Case, point: Point, form: Form) -> list[Point]:
    """Points of the case on the way to the corner at which an affine function is greatest."""
    corner = case.polytope.most(form).point
    shares = [*(Fraction(k, PARTS) for k in range(1, PARTS)), CLOSE, ONE]
    ways = [tuple(x + s * (y - x) for x, y in zip(point, corner, strict=True)) for s in shares]
    return [each for each in ways if each in case.polytope]


def _chords(case: Case, *, thorough: bool) -> Iterator[Form]:
    """Affine functions that are like the gain from afar: over whole ranges, and at random."""
    box, draw = case.polytope.box, random.Random(0)
    ends = [box]
    for _ in range(RANDOM if thorough else 0):
        parts = []
        for low, high in box:
            step = (high - low) / PARTS
            one, two = sorted((draw.randint(0, PARTS), draw.randint(0, PARTS)))
            parts.append((low + one * step, low + two * step))
        ends.append(tuple(parts))
    for some in ends:
        slopes = []
        for slope, (x, y) in zip(case.gain[1:], some, strict=True):
            term = _term(slope)
            slopes.append((term(y) - term(x)) / (y - x) if x != y else term.derivative()(x))
        yield (ZERO, *slopes)
    for _ in range(RANDOM if thorough else 0):
        yield (ZERO, *(Fraction(draw.randint(-8, 8)) for _ in box))


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
        if self._is_empty_on(self.box):  # on an empty side there is nothing to prove
            return True
        if len(self.box) == 1:
            return self._on_line()
        bent = [
            (term.degree, k)
            for k, (term, ends) in enumerate(zip(self.terms, self.box, strict=True))
            if term.derivative().derivative().never_negative(*ends)
        ]
        if not bent:
            return self._in_boxes()
        _, k = max(bent)
        return all(self._on_side(row, k) for row in self.rows if row[k + 1])

    def _in_boxes(self) -> bool:
        """Whether it is proven to be 0 at most by halves of boxes, up to ``MOST_BOXES``."""
        waiting = [tuple(self.box)]
        for _ in range(MOST_BOXES):
            if not waiting:
                return True
            box = waiting.pop()
            if self.level + sum(map(_upper_bound, self.terms, box)) <= 0 or self._is_empty_on(box):
                continue
            k = max(range(len(box)), key=lambda j: (box[j][1] - box[j][0]) / self._size(j))
            low, high = box[k]
            halves = (low, (low + high) / 2), ((low + high) / 2, high)
            waiting += [(*box[:k], half, *box[k + 1 :]) for half in halves]
        return False

    def _size(self, j: int) -> Fraction:
        low, high = self.box[j]
        return high - low

    def _is_empty_on(self, box: Sequence[tuple[Fraction, Fraction]]) -> bool:
        """Whether some row is below 0 all over a box."""
        return any(
            row[0] + sum(max(a * x, a * y) for a, (x, y) in zip(row[1:], box, strict=True)) < 0
            for row in self.rows
        )

    def _on_line(self) -> bool:
        low = max(-row[0] / row[1] for row in self.rows if row[1] > 0)
        high = min(-row[0] / row[1] for row in self.rows if row[1] < 0)
        room = -self.terms[0] - Polynomial.of(self.level)
        return low > high or (room(low) >= 0 if low == high else room.never_negative(low, high))

    def _on_side(self, side: Row, k: int) -> bool:
        """Whether it is proven where this row is 0, written without the k-th coordinate."""
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


def _upper_bound(p: Polynomial, ends: tuple[Fraction, Fraction]) -> Fraction:
    """A bound on a polynomial between two ends."""
    middle, half = sum(ends, ZERO) / 2, (ends[1] - ends[0]) / 2
    slope, size = p.derivative(), max(map(abs, ends))
    bends = slope.derivative().coefficients
    bend = sum((abs(a) * size**d for d, a in enumerate(bends)), ZERO)
    return p(middle) + half * abs(slope(middle)) + half * half / 2 * bend


def _composed(p: Polynomial, base: Fraction, slope: Fraction) -> Polynomial:
    """p(base + slope x)."""
    line, total = Polynomial.of(base, slope), Polynomial(())
    for factor in reversed(p.coefficients):
        total = total * line + Polynomial.of(factor)
    return total
