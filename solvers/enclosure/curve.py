"""A curve over a number that moves in a box: an increasing function that bends one way.

On [l, h] it lies between its chord and a tangent. With a slope m near the chord's and a point c at
which the curve f rises by about m, where f is convex

    f(c) - m c - |f'(c) - m| (h - l)  <=  f(x) - m x  <=  its larger value at l and h,

and where it is concave the other way round. Values are taken in balls and rounded outward.

>>> from solvers.enclosure.box import Box, on_box
>>> with on_box(Box([(Fraction(0), Fraction(1))])) as (x,):
...     low, high = bounds_of(exponential(x))
>>> round(float(low), 3), round(float(high), 3)
(1.0, 2.718)

Source: Stolfi and de Figueiredo (1997), Self-validated numerical methods and applications, 3.3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_number import EnclosedNumber, bounds_of, enclosed, there
from solvers.enclosure.program_on_box import key_of
from solvers.precision import precision
from solvers.rational import Rational, rational

__all__ = ["EXPONENTIAL", "Curve", "exponential", "logarithm"]

BITS = 128
KEPT = 80
"""Bits of a bound, which is rounded outward, so that another library finds the same."""
MOST = 4_000
"""Nothing is looked at beyond, of exponents."""


@dataclass(frozen=True, slots=True)
class Curve:
    """An increasing function, in balls.

    ``value``, ``slope``: of it at a point. ``where``: about where it rises by so much a unit.
    ``convex``: or concave.
    """

    name: str
    value: Callable[[Any], Any]
    slope: Callable[[Any], Any]
    where: Callable[[Any], Any]
    convex: bool

    def at(self, x: Fraction) -> Fraction:
        """The value of it on the box; ``Unsettled`` where it has none, or is too large."""
        return active().once((self.name, key_of(x)), lambda: self._enclosed(x))

    def ends(self, low: Rational, high: Rational) -> tuple[Rational, Rational]:
        """The least and the most of it between two numbers."""
        from flint import arb

        if max(abs(low), abs(high)) > MOST:
            raise Unsettled("a number of this size")
        with precision(BITS):
            return _ends(self.value(arb(low)))[0], _ends(self.value(arb(high)))[1]

    def _enclosed(self, x: Fraction) -> Fraction:
        from flint import arb

        low, high = map(rational, bounds_of(x))
        limits = self.ends(low, high)
        if not isinstance(x, EnclosedNumber):
            return enclosed(
                (limits[0] + limits[1]) / 2, {}, (limits[1] - limits[0]) / 2, (self.name, x)
            )
        with precision(BITS):
            at_low, at_high = self.value(arb(low)), self.value(arb(high))
            m = (at_high - at_low) / arb(high - low)
            if not m > 0 or (high - low) * 2**40 < 1:  # too narrow for a chord
                m = self.slope(arb((low + high) / 2))
            m = arb(_ends(m)[0])
            if not m > 0:
                raise Unsettled("a slope that is not enclosed")
            point = self.where(m).mid()
            if not point.is_finite():
                point = arb((low + high) / 2)
            off = abs(self.slope(point) - m) * (abs(point - arb(low)) + abs(arb(high) - point))
            inner = self.value(point) - m * point
            outer = [_ends(at_low - m * arb(low)), _ends(at_high - m * arb(high))]
            if self.convex:
                bottom, top = _ends(inner - off)[0], max(end[1] for end in outer)
            else:
                bottom, top = min(end[0] for end in outer), _ends(inner + off)[1]
        slope = m.fmpq()
        terms = {symbol: slope * a for symbol, a in x.terms.items()}
        centre = slope * x.centre + (top + bottom) / 2
        return enclosed(centre, terms, (top - bottom) / 2, (self.name, x.key), limits)


def _ends(found: Any) -> tuple[Rational, Rational]:
    """The least and the most of a ball, rounded outward to short fractions."""
    if not found.is_finite():
        raise Unsettled("a number that is not enclosed")
    ends = found.lower().fmpq(), found.upper().fmpq()
    size = max(map(abs, ends))
    if not size:
        return ends
    unit = rational(Fraction(2) ** (int(size.p).bit_length() - int(size.q).bit_length() - KEPT))
    return (ends[0] / unit).floor() * unit, (ends[1] / unit).ceil() * unit


EXPONENTIAL = Curve("exp", lambda x: x.exp(), lambda x: x.exp(), lambda m: m.log(), convex=True)
_LOGARITHM = Curve("ln", lambda x: x.log(), lambda x: 1 / x, lambda m: 1 / m, convex=False)


def exponential(x: Fraction) -> Fraction:
    """e^x, enclosed; ``Unsettled`` for exponents beyond 4,000."""
    return EXPONENTIAL.at(x) if there(x) else Fraction(1)


def logarithm(x: Fraction) -> Fraction:
    """Ln x, enclosed; ``Unsettled`` where x may be 0 or less.

    >>> from solvers.enclosure.box import Box, on_box
    >>> with on_box(Box([(Fraction(1), Fraction(2))])) as (x,):
    ...     low, high = bounds_of(logarithm(x))
    >>> round(float(low), 3), round(float(high), 3)
    (0.0, 0.693)
    """
    if bounds_of(x)[0] <= 0:
        raise Unsettled("the logarithm of what may be 0")
    return _LOGARITHM.at(x)
