"""The lie that pays most on average, or the proof that none does.

A type t that reports r expects U(t, r) = A(r) + t B(r) (``interim_functions``), and W(t) = U(t, t)
if it tells the truth. By Myerson's lemma no lie pays if and only if B never falls and W' = B,
without jumps of W. Else, with two cities, U(t, r) - W(t) is quadratic in (t, r) on pairs of pieces,
and the greatest is at a corner, on an edge or where both slopes are 0; with three, finer and finer
grids find a lie that pays, and small steps make it better.

>>> from solvers.polynomial import Polynomial
>>> functions = InterimFunctions(                             # pays r for sure: A = -r, B = 1
...     (ZERO, Fraction(1)), ((ZERO, Fraction(1)), (Fraction(-1), Fraction(1))),
...     ((Polynomial.of(0, -1), Polynomial.of(1)),))
>>> gain, bound, true, lie = best_lie(functions)
>>> gain, true, lie
(Fraction(1, 1), Fraction(1, 1), Fraction(0, 1))

Source: Myerson (1981), Optimal auction design, lemma 2.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.direct.interim_functions import IDENTITY, InterimFunctions

__all__ = ["CLOSE", "Breach", "best_lie", "greatest"]

ZERO = Fraction(0)
CLOSE = Fraction(99, 100)
"""How close to a bound that is not reached the case shown comes, at least."""

Breach = tuple[Fraction, Fraction, Fraction, Fraction]
"""What a lie brings, or is missing; the least bound on it; the true type, the report."""


def greatest(breaches: Iterable[Breach]) -> Breach | None:
    """The first of the greatest, if it breaks anything."""
    best = max(breaches, key=lambda breach: (breach[1], breach[0]), default=None)
    return best if best is not None and best[1] > 0 else None


def best_lie(functions: InterimFunctions) -> Breach | None:
    """A lie that pays, the best if payoffs are quadratic; None where the lemma excludes any."""
    if _keeps_lemma(functions):
        return None
    if all(a.degree <= 2 and b.degree <= 1 for a, b in functions.between):
        return _best_lie(functions)
    parts = 8
    while True:  # a lie that pays exists, and pays in a neighbourhood, or at a point
        kinds = list(_grid(functions, parts))
        known = {kind: functions.at(kind) for kind in kinds}
        found = greatest(
            (gain, gain, true, lie)
            for true, (c, d) in known.items()
            for lie, (a, b) in known.items()
            for gain in (a - c + true * (b - d),)
        )
        if found is not None:
            return _climbed(functions, found, parts)
        parts *= 2


def _climbed(functions: InterimFunctions, start: Breach, parts: int) -> Breach:
    """The same lie, made better by ever smaller steps, and simpler where that costs nothing."""
    low, high = functions.points[0], functions.points[-1]
    gain, _, true, lie = start
    step = (high - low) / parts

    def gain_of(kinds: tuple[Fraction, Fraction]) -> Fraction:
        t, r = kinds
        within = low <= min(t, r) and max(t, r) <= high
        return functions.payoff(t, r) - functions.payoff(t, t) if within else ZERO

    for _ in range(10):
        moves = itertools.product((true, true - step, true + step), (lie, lie - step, lie + step))
        true, lie = max(moves, key=gain_of)
        gain, step = gain_of((true, lie)), step / 2
    for size in range(1, 25):
        simple = true.limit_denominator(size), lie.limit_denominator(size)
        if gain_of(simple) >= gain:
            return gain_of(simple), gain_of(simple), *simple
    return gain, gain, true, lie


def _grid(functions: InterimFunctions, parts: int) -> Iterator[Fraction]:
    yield from functions.points
    for low, high in itertools.pairwise(functions.points):
        for k in range(1, parts):
            yield low + (high - low) * Fraction(k, parts)


def _keeps_lemma(functions: InterimFunctions) -> bool:
    points, between = functions.points, functions.between
    honest = [a + t * b for (a, b), t in zip(functions.at_points, points, strict=True)]
    for k, (a, b) in enumerate(between):
        low, high = points[k], points[k + 1]
        if (a.derivative() + IDENTITY * b.derivative()).coefficients:  # W' = B
            return False
        if not b.derivative().never_negative(low, high):
            return False
        w = functions.honest[k]
        if w(low) != honest[k] or w(high) != honest[k + 1]:
            return False
        if b(low) < functions.at_points[k][1]:
            return False
        if b(high) > functions.at_points[k + 1][1]:
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Quadratic:
    """A(r) = a0 + a1 r + a2 r^2, B(r) = b0 + b1 r and W(t) on pieces, or constants at points."""

    low: Fraction
    high: Fraction
    a: tuple[Fraction, Fraction, Fraction]
    b: tuple[Fraction, Fraction]

    @property
    def w(self) -> tuple[Fraction, Fraction, Fraction]:
        """The coefficients of A(t) + t B(t); at a point only its value there counts."""
        return self.a[0], self.a[1] + self.b[0], self.a[2] + self.b[1]

    def pulled(self, at: Fraction, share: Fraction) -> Fraction:
        """A bit away from the ends."""
        return at + share * ((self.low + self.high) / 2 - at)


def _pieces(functions: InterimFunctions) -> list[_Quadratic]:
    found = []
    for k, (a, b) in enumerate(functions.between):
        levels = [*a.coefficients] + [ZERO] * 3
        slopes = [*b.coefficients] + [ZERO] * 2
        ends = functions.points[k : k + 2]
        found.append(
            _Quadratic(ends[0], ends[1], (levels[0], levels[1], levels[2]), (slopes[0], slopes[1]))
        )
    for point, (level, slope) in zip(functions.points, functions.at_points, strict=True):
        found.append(_Quadratic(point, point, (level, ZERO, ZERO), (slope, ZERO)))
    return found


def _best_lie(functions: InterimFunctions) -> Breach:
    """The lie that pays most: on a pair of pieces the gain is quadratic in type and report."""
    pieces = _pieces(functions)
    tops: list[tuple[Fraction, Fraction, Fraction, _Quadratic, _Quadratic]] = []
    for mine, told in itertools.product(pieces, repeat=2):
        for true, lie in _critical(mine, told):
            gain = _gain(mine, told, true, lie)
            if gain > 0:
                tops.append((gain, true, lie, mine, told))
    bound = max(gain for gain, *_ in tops)
    best = [top for top in tops if top[0] == bound]
    for _, true, lie, _, _ in best:
        if functions.payoff(true, lie) - functions.payoff(true, true) == bound:
            return bound, bound, true, lie
    _, true, lie, mine, told = best[0]
    share = 1 - CLOSE
    while True:
        near, shaded = mine.pulled(true, share), told.pulled(lie, share)
        gain = functions.payoff(near, shaded) - functions.payoff(near, near)
        if gain >= CLOSE * bound:
            return gain, bound, near, shaded
        share /= 2


def _gain(mine: _Quadratic, told: _Quadratic, true: Fraction, lie: Fraction) -> Fraction:
    (a0, a1, a2), (b0, b1), (w0, w1, w2) = told.a, told.b, mine.w
    return (
        a0 + a1 * lie + a2 * lie * lie + true * (b0 + b1 * lie) - w0 - w1 * true - w2 * true * true
    )


def _critical(mine: _Quadratic, told: _Quadratic) -> Iterator[tuple[Fraction, Fraction]]:
    """Where on a rectangle of types and reports the gain can be greatest.

    Inside, both slopes are 0, (b1) t + (2 a2) r = -a1 and (-2 w2) t + (b1) r = w1 - b0; if that
    has no single solution, the greatest gain is on an edge as well.
    """
    (_, a1, a2), (b0, b1), (_, w1, w2) = told.a, told.b, mine.w
    ends = {mine.low, mine.high}, {told.low, told.high}
    yield from itertools.product(*ends)
    found = []
    determinant = b1 * b1 + 4 * a2 * w2
    if determinant:
        found.append(
            (
                (-a1 * b1 - 2 * a2 * (w1 - b0)) / determinant,
                (b1 * (w1 - b0) - 2 * w2 * a1) / determinant,
            )
        )
    if w2:
        found += [((b0 + b1 * lie - w1) / (2 * w2), lie) for lie in ends[1]]
    if a2:
        found += [(true, -(a1 + b1 * true) / (2 * a2)) for true in ends[0]]
    for true, lie in found:
        if mine.low <= true <= mine.high and told.low <= lie <= told.high:
            yield true, lie
