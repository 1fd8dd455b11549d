"""The misreport that pays most on average, or the proof that none does.

A type t that reports r expects U(t, r) = A(r) + t B(r) (``interim_functions``), and W(t) = U(t, t)
if it tells the truth. By Myerson's lemma no misreport pays if and only if B never falls and W' = B,
without jumps of W. Else, with two cities, U(t, r) - W(t) is quadratic in (t, r) on pairs of pieces,
and the greatest is at a corner, on an edge or where both slopes are 0. With three, a grid has a
misreport that pays, or, where it is too coarse, the place at which the lemma fails; small steps
make it better.

>>> functions = InterimFunctions(                             # pays r for sure: A = -r, B = 1
...     (ZERO, Fraction(1)), ((ZERO, Fraction(1)), (Fraction(-1), Fraction(1))),
...     ((Polynomial.of(0, -1), Polynomial.of(1)),))
>>> gain, bound, true, misreport = best_misreport(functions)
>>> gain, true, misreport
(Fraction(1, 1), Fraction(1, 1), Fraction(0, 1))

Source: Myerson (1981), Optimal auction design, lemma 2.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.direct.interim_functions import IDENTITY, InterimFunctions
from mechanisms.direct.verdict import CLOSE
from solvers.polynomial import Polynomial

__all__ = ["Breach", "best_misreport", "greatest"]

ZERO = Fraction(0)
PARTS = 8
"""How finely payoffs of a higher degree are tried first, between two points."""

Breach = tuple[Fraction, Fraction, Fraction, Fraction]
"""What a misreport brings, or is missing; the least bound on it; the true type, the report."""


def greatest(breaches: Iterable[Breach]) -> Breach | None:
    """The first of the greatest, if it breaks anything."""
    best = max(breaches, key=lambda breach: (breach[1], breach[0]), default=None)
    return best if best is not None and best[1] > 0 else None


def best_misreport(functions: InterimFunctions) -> Breach | None:
    """A misreport that pays, the best if payoffs are quadratic; None if the lemma excludes any."""
    if next(_breaks(functions), None) is None:
        return None
    if all(a.degree <= 2 and b.degree <= 1 for a, b in functions.between):
        return _best_misreport(functions)
    kinds = list(_grid(functions))
    known = {kind: functions.at(kind) for kind in kinds}
    step = (functions.points[-1] - functions.points[0]) / PARTS
    found = greatest(
        (gain, gain, true, misreport)
        for true, (c, d) in known.items()
        for misreport, (a, b) in known.items()
        for gain in (a - c + true * (b - d),)
    )
    if found is None:  # but where the lemma fails, a small misreport pays
        misreports = [
            _small_misreport(functions, spot, reach) for spot, reach in _breaks(functions)
        ]
        step, found = max(misreports, key=lambda each: each[1])
    return _climbed(functions, found, step)


def _small_misreport(
    functions: InterimFunctions, spot: Fraction, step: Fraction
) -> tuple[Fraction, Breach]:
    """A misreport of a type at this spot or beside it that pays, and how far apart the two are."""
    while True:
        beside = spot + step
        pairs = [(spot, beside), (beside, spot)]
        gain, true, misreport = max(
            (functions.payoff(true, misreport) - functions.payoff(true, true), true, misreport)
            for true, misreport in pairs
        )
        if gain > 0:
            return abs(step), (gain, gain, true, misreport)
        step /= 2


def _climbed(functions: InterimFunctions, start: Breach, step: Fraction) -> Breach:
    """This misreport made better by ever smaller steps, and simpler where that costs nothing."""
    low, high = functions.points[0], functions.points[-1]
    gain, _, true, misreport = start

    def gain_of(kinds: tuple[Fraction, Fraction]) -> Fraction:
        t, r = kinds
        within = low <= min(t, r) and max(t, r) <= high
        return functions.payoff(t, r) - functions.payoff(t, t) if within else ZERO

    stride = (high - low) / PARTS
    for _ in range(10):
        both, apart = (ZERO, -stride, stride), (ZERO, -step, step)
        moves = [(true + a + b, misreport + a) for a, b in itertools.product(both, apart)]
        true, misreport = max(moves, key=gain_of)
        gain, step, stride = gain_of((true, misreport)), step / 2, stride / 2
    for size in range(1, 25):
        simple = true.limit_denominator(size), misreport.limit_denominator(size)
        if gain_of(simple) >= gain:
            return gain_of(simple), gain_of(simple), *simple
    return gain, gain, true, misreport


def _grid(functions: InterimFunctions) -> Iterator[Fraction]:
    yield from functions.points
    for low, high in itertools.pairwise(functions.points):
        yield from _inner_points(low, high)


def _inner_points(low: Fraction, high: Fraction) -> list[Fraction]:
    return [low + (high - low) * Fraction(k, PARTS) for k in range(1, PARTS)]


def _breaks(functions: InterimFunctions) -> Iterator[tuple[Fraction, Fraction]]:
    """Where the lemma fails: spots, each with a step to a side on which small misreports pay.

    With D = A' + r B', U(t, r) - W(t) is about (r - t) D beside a spot where D is not 0; where D
    is 0 throughout it is the integral of B(r) - B from r to t, above 0 where B falls. At a jump of
    W one of the two types wants what the other has, however close it is.
    """
    points, between = functions.points, functions.between
    honest = [a + t * b for (a, b), t in zip(functions.at_points, points, strict=True)]
    for k, (a, b) in enumerate(between):
        low, high, w = points[k], points[k + 1], functions.honest[k]
        half = (high - low) / 2
        apart = a.derivative() + IDENTITY * b.derivative()
        if apart.coefficients:  # not W' = B
            spot = max(_inner_points(low, high), key=lambda x: abs(apart(x)))
            yield spot, min(spot - low, high - spot) / 2 * (1 if apart(spot) > 0 else -1)
        elif not b.derivative().never_negative(low, high):
            spot = _falling(b.derivative(), low, high)
            yield spot, (high - spot) / 2
        if w(low) != honest[k] or b(low) < functions.at_points[k][1]:
            yield low, half
        if w(high) != honest[k + 1] or b(high) > functions.at_points[k + 1][1]:
            yield high, -half


def _falling(slope: Polynomial, low: Fraction, high: Fraction) -> Fraction:
    """A place inside where the slope is below 0, as it is somewhere."""
    places = [*_inner_points(low, high), *slope.dips(low, high)]
    step = (high - low) / PARTS
    while slope(best := min(places, key=slope)) >= 0:
        step /= 2  # below 0 beside an end alone
        places = [low + step, high - step]
    return best


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


def _best_misreport(functions: InterimFunctions) -> Breach:
    """The best misreport: on a pair of pieces the gain is quadratic in type and report."""
    pieces = _pieces(functions)
    tops: list[tuple[Fraction, Fraction, Fraction, _Quadratic, _Quadratic]] = []
    for mine, told in itertools.product(pieces, repeat=2):
        for true, misreport in _critical(mine, told):
            gain = _gain(mine, told, true, misreport)
            if gain > 0:
                tops.append((gain, true, misreport, mine, told))
    bound = max(gain for gain, *_ in tops)
    best = [top for top in tops if top[0] == bound]
    for _, true, misreport, _, _ in best:
        if functions.payoff(true, misreport) - functions.payoff(true, true) == bound:
            return bound, bound, true, misreport
    _, true, misreport, mine, told = best[0]
    share = 1 - CLOSE
    while True:
        near, shaded = mine.pulled(true, share), told.pulled(misreport, share)
        gain = functions.payoff(near, shaded) - functions.payoff(near, near)
        if gain >= CLOSE * bound:
            return gain, bound, near, shaded
        share /= 2


def _gain(mine: _Quadratic, told: _Quadratic, true: Fraction, misreport: Fraction) -> Fraction:
    (a0, a1, a2), (b0, b1), (w0, w1, w2) = told.a, told.b, mine.w
    return (
        a0
        + a1 * misreport
        + a2 * misreport * misreport
        + true * (b0 + b1 * misreport)
        - w0
        - w1 * true
        - w2 * true * true
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
        found += [((b0 + b1 * misreport - w1) / (2 * w2), misreport) for misreport in ends[1]]
    if a2:
        found += [(true, -(a1 + b1 * true) / (2 * a2)) for true in ends[0]]
    for true, misreport in found:
        if mine.low <= true <= mine.high and told.low <= misreport <= told.high:
            yield true, misreport
