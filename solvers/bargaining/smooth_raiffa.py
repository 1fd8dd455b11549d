"""Raiffa's solution of two cities on a smooth frontier y = f(x): midpoints, enclosed.

From d the first city could at best get a_1, where f(a_1) = d_2 or the frontier ends, the second
a_2 = f(d_1). With the odds o_1 + o_2 = 1 of their lots, both go on from

    d  <-  ((1 - o_1) d_1 + o_1 a_1,  (1 - o_2) d_2 + o_2 a_2).

Beside the end the frontier is almost straight, where one step leads to it: hopes a - d shrink by
their square, and a few steps are enough. The end lies between d and a. As f falls, bounds of d give
bounds of the next d; the certificate names bounds of each a_1, which two signs of f prove.

Where a_1 is what the first city has for certain, or the start of the frontier, all can have their
best at once. An end of the frontier can be approached for ever too: the low one if d stays to the
left of it, by ever more steps beside the second city's hope; for concave f with slope f' there, if

    (o_2 - o_1) (low - d_1) (-f') >= o_1 (f(low) - d_2)           [high end: the same, reversed].

>>> from games.bargaining import BargainingProblem
>>> arc = BargainingProblem.from_frontier(["Hangzhou", "Quzhou"], "12 - x**2", (0, 0))
>>> end = midpoints_on_frontier(arc)
>>> end, end.proof.radius < Fraction(1, 10**29)
(Allocation(Hangzhou=2.10607, Quzhou=7.56446), True)

Source: Raiffa (1953); Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.errors import IntercityError, Undefined
from solvers.answer import Proof
from solvers.bargaining.formula_balls import (
    OutsideDomain,
    Undecided,
    enclosed,
    ends,
    sign,
    symbolic,
    value_between,
)
from solvers.bargaining.frontier_shape import (
    centre,
    centred,
    end_violations,
    ends_at,
    grid,
    last_point,
    shape_violation,
    sign_change,
    start,
)
from solvers.bargaining.midpoints import Ending, RaiffaSolution, told_of_way
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball
from solvers.precision import precision

__all__ = ["SmoothRaiffaCertificate", "midpoints_on_frontier"]

CONCEPT = "Raiffa solution"
METHOD = "midpoint after midpoint along the frontier, enclosed by ball arithmetic"
CLOSE = Fraction(1, 10**30)
"""A way without end is followed until each hope is so small beside the first one,"""
MOST = 1000
"""or for so many steps: where weights are far apart, hopes may fade slowly."""
DIGITS, BITS = 100, 600
SHORT = 10**30
"""Longer fractions on the way are enclosed."""

ZERO = Fraction(0)
Interval = tuple[Fraction, Fraction]
Pair = tuple[Interval, Interval]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which a number lies."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class SmoothRaiffaCertificate(Certificate, kind="bargaining: Raiffa, smooth frontier"):
    """The end of the frontier, and at each step two bounds of the first city's best.

    ``end``: exactly, or the multiple of a grid below (see ``frontier_shape``).
    """

    end: Fraction
    ideals: tuple[Bounds, ...]

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        yield from end_violations(subject, self.end)
        violation = shape_violation(subject, self.end)
        if violation is not None:
            yield str(violation)
        way = _Way(subject, self.end)
        for bounds in self.ideals:
            if way.ending is not None:
                yield "The way goes on beyond its end."
                return
            if not way.proves(bounds):
                yield f"At step {len(way.path)} the bounds are not proven, or not close."
                return
            way.take(bounds)
        if way.ending is None:
            yield "The way stops before its end."

    def answer(self, subject: BargainingProblem) -> RaiffaSolution:
        way = _Way(subject, self.end)
        for bounds in self.ideals:
            way.take(bounds)
        if way.ending is None:
            raise IntercityError("the way stops before its end")

        def by_name(pair: Pair) -> dict[str, Fraction]:
            return dict(zip(subject.players, map(centre, pair), strict=True))

        payoffs, radii = centred(dict(zip(subject.players, way.limit, strict=True)))
        return RaiffaSolution(
            payoffs,
            tuple(map(by_name, way.path)),
            method=METHOD,
            status=told_of_way(way.ending, len(way.path) - 1),
            proof=Proof.enclosed(radii),
            certificate=self,
        )


class _Way:
    """The way so far: bounds of what both have for certain, ``at``, and of each one's best."""

    def __init__(self, problem: BargainingProblem, end: Fraction) -> None:
        if problem.frontier is None:
            raise TypeError("the problem has no smooth frontier")
        first, second = problem.players
        total = sum(problem.weights.values(), ZERO)
        self.odds = tuple(problem.weights[name] / total for name in problem.players)
        self.problem, self.low, self.end = problem, start(problem), end
        self.frontier, self.f = problem.frontier, problem.frontier.expression
        (self.x,) = self.f.free_symbols
        self.ends_exactly = ends_at(problem, end)
        self.top = end if self.ends_exactly else end + grid(end - self.low)
        d1, d2 = problem.disagreement[first], problem.disagreement[second]
        self.at: Pair = ((d1, d1), (d2, d2))
        self.units = [
            grid(width, DIGITS) for width in (self.top - d1, self._height(self.low)[1] - d2)
        ]
        self.closely = CLOSE * (self.top - d1)
        self.path: list[Pair] = []
        self.best: Pair | None = None
        self.first: tuple[Fraction, ...] = ()
        self.limit: Pair = self.at
        self.ending: Ending | None = None

    @property
    def is_vague(self) -> bool:
        """Whether the bounds are too far apart to see the way come close to its end."""
        widths = (high - low for low, high in self.at)
        return any(w > CLOSE * first for w, first in zip(widths, self.first, strict=False))

    @property
    def ahead(self) -> Pair:
        """Where the next step starts."""
        if self.best is None:
            return self.at
        one, two = (
            self._rounded(i, tuple((1 - o) * d + o * a for d, a in zip(have, best, strict=True)))
            for i, (o, have, best) in enumerate(zip(self.odds, self.at, self.best, strict=True))
        )
        return (one[0], min(one[1], self.top)), two

    def _rounded(self, i: int, bounds: tuple[Fraction, ...]) -> Interval:
        """Short fractions as they are, others on a grid, outward."""
        low, high = bounds
        if low == high and max(abs(low.numerator), low.denominator) < SHORT:
            return low, high
        unit = self.units[i]
        return low // unit * unit, -(-high // unit) * unit

    def proves(self, bounds: Bounds) -> bool:
        """Whether the first city's best from the next step on lies within these close bounds."""
        low, high = bounds.low, bounds.high
        floor = self.ahead[1]
        try:
            return (
                self.low <= low <= high <= low + self.closely
                and self._rest(low, floor[1]) >= 0
                and ((high == self.end and self.ends_exactly) or self._rest(high, floor[0]) <= 0)
            )
        except Undecided:
            return False

    def bounds(self) -> Bounds:
        """Close bounds of the first city's best from the next step on."""
        have, (floor, ceiling) = self.ahead
        if self.ends_exactly and self._rest(self.end, ceiling) >= 0:
            return Bounds(self.end, self.end)
        start_at, unit = max(have[0], self.low), self.units[0]
        exactly = floor == ceiling
        if exactly and have[0] == have[1] and self._rest(start_at, floor) == 0:
            return Bounds(start_at, start_at)
        found = sign_change(lambda x: self._rest(x, ceiling), self.low, self.top, unit)
        low = max(found, self.low)
        if exactly and self._rest(low, floor) == 0:
            return Bounds(low, low)
        step = unit
        while self._rest(low + step, floor) > 0:
            step *= 2
        return Bounds(low, low + step)

    def _rest(self, x: Fraction, floor: Fraction) -> int:
        """The sign of f(x) - floor; minus beyond the end of the frontier."""
        if self.frontier.high is not None and x > self.frontier.high:
            return -1
        try:
            return sign(self.f - symbolic(floor), {self.x: (x, x)})
        except OutsideDomain:
            return -1

    def take(self, bounds: Bounds) -> None:
        """Go there, and see what each may hope for beyond it."""
        self.at = self.ahead
        self.path.append(self.at)
        d1, d2 = self.at
        lowest = max(d1[0], self.low), max(d1[1], self.low)
        lower = self._height(lowest[1])[0]
        upper = self._height(lowest[0])[1]
        self.best = (bounds.low, bounds.high), self._rounded(1, (max(lower, d2[0]), upper))
        ideal_gains = tuple(a[1] - d[0] for a, d in zip(self.best, self.at, strict=True))
        self.first = self.first or ideal_gains
        self._see_limit(ideal_gains, lowest)

    def _see_limit(self, ideal_gains: tuple[Fraction, ...], lowest: Interval) -> None:
        """Whether the rest of the way is known, and where it leads."""
        if self.best is None:
            return
        low, high = self.best[0]
        if lowest[0] == low == high:
            self.limit, self.ending = ((low, low), self._height(low)), "ideals"
            if self.limit == self.at:
                self.ending = "frontier" if len(self.path) > 1 else "no gain"
        elif self.ends_exactly and low == self.end and self._approaches_end():
            self.limit, self.ending = ((low, low), self._height(low)), "corner"
        elif lowest[1] == self.low and self._approaches_start():
            self.limit, self.ending = ((self.low, self.low), self._height(self.low)), "corner"
        elif len(self.path) > MOST or all(
            gain <= CLOSE * first for gain, first in zip(ideal_gains, self.first, strict=True)
        ):
            one, two = ((d[0], a[1]) for d, a in zip(self.at, self.best, strict=True))
            self.limit, self.ending = (one, two), "none"

    def _approaches_end(self) -> bool:
        """Whether the second city stays below the frontier's end for ever."""
        (d1, d2), (o1, o2) = self.at, self.odds
        below, left = self._height(self.end)[0] - d2[1], self.end - d1[0]
        if below <= 0 or o1 <= o2:
            return False
        return self._slope_beside(self.end, -(o1 - o2) * below / (o2 * left)) >= 0

    def _approaches_start(self) -> bool:
        """Whether the first city stays to the left of the frontier's start for ever."""
        (d1, d2), (o1, o2) = self.at, self.odds
        left, below = self.low - d1[1], self._height(self.low)[1] - d2[0]
        if left <= 0 or o2 <= o1:
            return False
        return self._slope_beside(self.low, -o1 * below / ((o2 - o1) * left)) <= 0

    def _slope_beside(self, x: Fraction, bound: Fraction) -> float:
        """The sign of f'(x) - bound; not a number where that is not to be had."""
        try:
            return sign(self.f.diff(self.x) - symbolic(bound), {self.x: (x, x)})
        except (OutsideDomain, Undecided):
            return math.nan

    def _height(self, x: Fraction) -> Interval:
        """The frontier's height at x: exactly where that is a short fraction, else its bounds."""
        if x.denominator < SHORT:
            return value_between(self.f, {self.x: (x, x)}, BITS)
        with precision(BITS):
            return ends(enclosed(self.f, {self.x: ball(x)}))


def midpoints_on_frontier(problem: BargainingProblem) -> RaiffaSolution:
    """Raiffa's solution on a smooth frontier; ``raiffa`` calls it for a problem ``from_frontier``.

    Exact where the way ends at a fraction, as on a straight line, or approaches an end of the
    frontier; else enclosed within the ``proof``'s radius, some 1e-30 of the first hopes (more where
    weights are so far apart that 1000 steps do not lead as near).

    Errors: as of ``on_frontier``.
    """
    end = last_point(problem)
    violation = shape_violation(problem, end)
    if violation is not None:
        raise violation
    try:
        way, ideals = _Way(problem, end), list[Bounds]()
        while way.ending is None:
            ideals.append(way.bounds())
            if not way.proves(ideals[-1]) or way.is_vague:
                raise Undecided("its bounds come no closer")
            way.take(ideals[-1])
        return SmoothRaiffaCertificate(end, tuple(ideals)).answer(problem)
    except (Undecided, OutsideDomain) as reason:
        raise Undefined(CONCEPT, f"it could not be proven ({reason})") from None
