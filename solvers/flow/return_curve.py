"""The return in one region as a curve, f(n) = a n^p - g n + c: its branches and their inverses.

Such a curve turns at most once, where a p n^(p - 1) = g, so that it has one or two branches. What
is found in floats is proven in balls: n lies between two numbers at which f is on either side.

>>> curve = ReturnCurve(Fraction(4), Fraction(1, 2), Fraction(1), Fraction(0), Fraction(30))
>>> [branch.rising for branch in curve.branches]
[True, False]
>>> near = curve.branches[1].inverse(Fraction(3))     # 4 sqrt(n) - n = 3 at n = 1 and n = 9
>>> float(near.low) <= 9 <= float(near.high), near.inside
(True, True)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import Undefined
from solvers.competition.logit_choice import ball

__all__ = ["Branch", "Place", "ReturnCurve"]

ZERO = Fraction(0)
WIDENINGS = 44
BISECTIONS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a branch has a level: between two balls; ``inside``: and not beyond one of its ends.

    ``beyond``: -1 or 1 where the level is certainly beyond the left or the right end; else 0.
    """

    low: Any
    high: Any
    inside: bool
    beyond: int = 0


class ReturnCurve:
    """f(n) = a n^p - g n + c from 0 to ``end``, with a > 0 and p > -1; not a constant."""

    def __init__(self, a: Fraction, p: Fraction, g: Fraction, c: Fraction, end: Fraction) -> None:
        self.a, self.p, self.g, self.c, self.end = a, p, g, c, end
        self.balls = tuple(map(ball, (a, p, g, c)))
        try:
            self.floats = tuple(map(float, (a, p, g, c)))
            size = float(a) * float(end) ** float(p + 1) if p > -1 else 0.0
        except OverflowError:
            size = math.inf
        if not math.isfinite(size):
            why = "its numbers are beyond the reach of floats"
            raise Undefined("equilibrium of the flow", why, None)
        self.branches = tuple(self._branches())

    @property
    def constant(self) -> bool:
        """Whether the return is the same however many there are."""
        return (self.p == 0 and not self.g) or (self.p == 1 and self.a == self.g)

    @property
    def when_empty(self) -> Fraction | None:
        """f(0); ``None`` where the first ones earn any amount."""
        return None if self.p < 0 else self.a + self.c if self.p == 0 else self.c

    def value(self, n: Any) -> Any:
        """F at a ball; at 0 only where it is finite."""
        a, p, g, c = self.balls
        power = n**p if n > 0 or self.p != 0 else ball(1)
        return a * power - g * n + c

    def slope(self, n: Any) -> Any:
        """F' at a ball above 0."""
        a, p, g, _ = self.balls
        return a * p * n ** (p - 1) - g

    def inverse_slopes(self, low: Any, high: Any, *, rising: bool) -> tuple[Any, Any]:
        """The range of 1/f' between two balls of one branch; an end is ``None`` if unbounded.

        f' is monotone, so its ends are at the ends; at 0 and at the turning point 1/f' is 0, or
        without bound, and 0 or no bound is what is said where the balls do not tell.
        """
        least, most = ball(0), None
        steep = [self.slope(n) for n in (low, high) if n > 0]
        if len(steep) == 2:
            sizes = [s if rising else -s for s in steep]
            if all(s > 0 for s in sizes):
                flat = sizes[0].min(sizes[1])
                sheer = sizes[0].max(sizes[1])
                least, most = 1 / sheer, 1 / flat
        elif self.p == 1 or (0 < self.p < 1 and rising) or self.p == 0:
            # down to n = 0: f' is constant, or unbounded there, so that it is least at the top
            size = steep[0] if steep and rising else -steep[0] if steep else None
            if size is not None and size > 0:
                most = 1 / size
        return (least, most) if rising else (None if most is None else -most, -least)

    def _branches(self) -> Iterator[Branch]:
        if self.constant:
            return
        a, p, g, _ = self.balls
        zero, end = ball(0), ball(self.end)
        rate = self.a * self.p
        if self.p == 1:
            yield Branch(self, zero, end, self.a > self.g)
        elif rate == 0 or self.g == 0 or (rate > 0) != (self.g > 0):
            yield Branch(self, zero, end, rate > 0 or (rate == 0 and self.g < 0))
        else:
            turn = (g / (a * p)) ** (1 / (p - 1))
            first = (self.p < 1) == (rate > 0)  # f' is unbounded at 0, with the sign of a p; or -g
            if turn < end:
                yield Branch(self, zero, turn, first)
                yield Branch(self, turn, end, not first)
            else:
                yield Branch(self, zero, end.min(turn), first)


class Branch:
    """A curve where it only rises, or only falls."""

    def __init__(self, curve: ReturnCurve, left: Any, right: Any, rising: bool) -> None:  # noqa: FBT001
        self.curve, self.left, self.right, self.rising = curve, left, right, rising
        self.known: dict[Fraction, Place] = {}

    def inverse(self, level: Fraction) -> Place:
        """Where the branch is at a level."""
        if level not in self.known:
            self.known[level] = self._inverse(level)
        return self.known[level]

    def _inverse(self, level: Fraction) -> Place:
        curve, target = self.curve, ball(level)
        if self.left == 0 and curve.when_empty == level:
            return Place(ball(0), ball(0), inside=True)
        if not (self.left == 0 and curve.p < 0) and not self._before(self.left, target):
            # at or before the left end, or the ball does not tell
            if self._after(self.left, target):
                return Place(self.left, self.left, inside=False, beyond=-1)
            return Place(self.left, self._right_of(target), inside=False)
        if not self._after(self.right, target):
            if self._before(self.right, target):
                return Place(self.right, self.right, inside=False, beyond=1)
            return Place(self._left_of(target), self.right, inside=False)
        return self._found(target)

    def _before(self, n: Any, target: Any) -> bool:
        """Whether the level is reached to the right of n, for certain."""
        value = self.curve.value(n)
        return bool(value < target if self.rising else value > target)

    def _after(self, n: Any, target: Any) -> bool:
        value = self.curve.value(n)
        return bool(value > target if self.rising else value < target)

    def _found(self, target: Any) -> Place:
        n = self._float(float(target.mid()))
        for k in range(WIDENINGS):
            width = ball(Fraction(1, 2 ** (WIDENINGS - k)))
            low, high = n * (1 - width), n * (1 + width)
            left = low > self.left and self._before(low, target)
            right = high < self.right and self._after(high, target)
            if left and right:
                return Place(low, high, inside=True)
        return self._bisected(target)

    def _bisected(self, target: Any) -> Place:
        """Where the curve meets a level too near to f(0) for floats to tell, by halving."""
        low, high = self.left, self.right
        for _ in range(BISECTIONS):
            middle = high / 2**8 if low == 0 else (low * high).sqrt()
            middle = middle.mid()
            if not low < middle < high:
                break
            if self._before(middle, target):
                low = middle
            elif self._after(middle, target):
                high = middle
            else:
                break
        return Place(low, high, inside=True)

    def _right_of(self, target: Any) -> Any:
        """A point soon after the left end at which the level has been passed."""
        for k in range(WIDENINGS, 0, -1):
            n = self.left + (self.right - self.left) * ball(Fraction(1, 2**k))
            if self._after(n, target):
                return n
        return self.right

    def _left_of(self, target: Any) -> Any:
        for k in range(WIDENINGS, 0, -1):
            n = self.right - (self.right - self.left) * ball(Fraction(1, 2**k))
            if self._before(n, target):
                return n
        return self.left

    def _float(self, level: float) -> Any:
        """The level's place by bisection in floats: of its logarithm where it is near 0."""
        a, p, g, c = self.curve.floats
        low, high = float(self.left.mid()), float(self.right.mid())
        for k in range(200):
            wide = low * 4 < high
            middle = math.sqrt(max(low, high * 1e-30) * high) if wide else (low + high) / 2
            if not low < middle < high:
                break
            try:
                value = a * middle**p - g * middle + c
            except OverflowError:
                value = math.inf
            if (value < level) == self.rising:
                low = middle
            else:
                high = middle
            if k > 20 and high - low < 1e-16 * high:
                break
        return ball(Fraction((low + high) / 2))
