"""Polynomials in one variable with exact coefficients: through points, and their signs on a range.

    p(x) = c_0 + c_1 x + ... + c_d x^d.

Whether p is never below 0 on a range is a matter of whole sums: p changes sign at roots of odd
multiplicity only, and Sturm's chain counts the roots of a polynomial within a range.

>>> touching = Polynomial.of(1, -4, 4)                         # (1 - 2 x)^2
>>> touching.never_negative(Fraction(0), Fraction(1))
True
>>> Polynomial.through([0, 1, 2], [1, 1, 7])
Polynomial(coefficients=(Fraction(1, 1), Fraction(-3, 1), Fraction(3, 1)))

Source: Sturm (1829); Yun (1976) for the multiplicities.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["Polynomial"]

ZERO = Fraction(0)
NEAR = Fraction(1, 10**12)
"""How close to the value at a turn that is no fraction the one at the place given comes."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """``coefficients``: of 1, x, x^2 and so on, the last not 0; none of the polynomial 0."""

    coefficients: tuple[Fraction, ...]

    @staticmethod
    def of(*coefficients: Any) -> Polynomial:
        """From its coefficients, of which the last may be 0."""
        kept = [Fraction(c) for c in coefficients]
        while kept and not kept[-1]:
            kept.pop()
        return Polynomial(tuple(kept))

    @staticmethod
    def through(places: Sequence[Any], values: Sequence[Any]) -> Polynomial:
        """The polynomial of the least degree through these points (Lagrange)."""
        total = Polynomial(())
        for k, (place, value) in enumerate(zip(places, values, strict=True)):
            term = Polynomial.of(value)
            for j, other in enumerate(places):
                if j != k:
                    scale = 1 / Fraction(place - other)
                    term *= Polynomial.of(-other * scale, scale)
            total += term
        return total

    @property
    def degree(self) -> int:
        """The highest power; -1 of the polynomial 0."""
        return len(self.coefficients) - 1

    def __call__(self, x: Fraction) -> Fraction:
        value = ZERO
        for coefficient in reversed(self.coefficients):
            value = value * x + coefficient
        return value

    def __add__(self, other: Polynomial) -> Polynomial:
        pairs = itertools.zip_longest(self.coefficients, other.coefficients, fillvalue=ZERO)
        return Polynomial.of(*(a + b for a, b in pairs))

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple(-a for a in self.coefficients))

    def __sub__(self, other: Polynomial) -> Polynomial:
        return self + -other

    def __mul__(self, other: Polynomial) -> Polynomial:
        product = [ZERO] * (len(self.coefficients) + len(other.coefficients))
        for j, a in enumerate(self.coefficients):
            for k, b in enumerate(other.coefficients):
                product[j + k] += a * b
        return Polynomial.of(*product)

    def __divmod__(self, other: Polynomial) -> tuple[Polynomial, Polynomial]:
        """Quotient and remainder."""
        rest, quotient = list(self.coefficients), [ZERO] * max(0, self.degree - other.degree + 1)
        for k in range(len(quotient) - 1, -1, -1):
            quotient[k] = rest[k + other.degree] / other.coefficients[-1]
            for j, b in enumerate(other.coefficients):
                rest[k + j] -= quotient[k] * b
        return Polynomial.of(*quotient), Polynomial.of(*rest)

    def derivative(self) -> Polynomial:
        return Polynomial.of(*(k * c for k, c in enumerate(self.coefficients) if k))

    def integral(self, low: Fraction, high: Fraction) -> Fraction:
        """The integral from ``low`` to ``high``."""
        return sum(
            (c * (high**k - low**k) / k for k, c in enumerate(self.coefficients, start=1)), ZERO
        )

    def never_negative(self, low: Fraction, high: Fraction) -> bool:
        """Whether it is 0 or more throughout [low, high]."""
        if min(self(low), self(high)) < 0:
            return False
        if self.degree < 2:
            return True
        turning = self._turning()
        if turning.roots(low, high) - (turning(high) == 0):
            return False
        # Without a change of sign inside, one point there that is no root decides.
        parts = self.degree + 2
        inside = (low + (high - low) * Fraction(k, parts) for k in range(1, parts))
        return any(self(x) > 0 for x in inside)

    def dips(self, low: Fraction, high: Fraction) -> list[Fraction]:
        """Where in (low, high) it turns below 0: in value less than ``NEAR`` of it from the turn.

        Roots of the derivative are told apart by Sturm's chain, and halved in on one by one. Those
        at which it is 0 itself are left out: how deep it is there could never be told from nothing.
        """
        slope = self.derivative()
        if slope.degree < 1:
            return []
        turning = divmod(slope, _common(self, slope))[0]
        turning = divmod(turning, _common(turning, turning.derivative()))[0]
        size = max(abs(low), abs(high))
        bend = sum(
            (abs(c) * size**k for k, c in enumerate(slope.derivative().coefficients)), start=ZERO
        )
        waiting, found = [(low, high)], []
        while waiting:
            a, b = waiting.pop()
            roots = turning.roots(a, b)
            if not roots:
                continue
            middle = (a + b) / 2
            if turning.degree == 1:  # a parabola turns at a fraction
                middle = -turning.coefficients[0] / turning.coefficients[1]
                a, b = middle, middle
            off = bend * (b - a) ** 2 / 2
            if roots == 1 and off <= NEAR * abs(self(middle)):
                simple = middle.limit_denominator(1000)
                place = simple if a <= simple <= b and not turning(simple) else middle
                if self(place) < 0 and low < place < high:
                    found.append(place)
            else:
                waiting += [(middle, b), (a, middle)]
        return found

    def roots(self, low: Fraction, high: Fraction) -> int:
        """How many different roots it has in (low, high], by Sturm's chain; none at ``low``."""
        chain = [self, self.derivative()]
        while chain[-1].coefficients:
            chain.append(-divmod(chain[-2], chain[-1])[1])

        def changes(at: Fraction) -> int:
            signs = [value > 0 for p in chain if (value := p(at))]
            return sum(one != two for one, two in itertools.pairwise(signs))

        return changes(low) - changes(high)

    def _turning(self) -> Polynomial:
        """The product of its different factors that stand in it an odd number of times (Yun)."""
        product = Polynomial.of(1)
        common = _common(self, self.derivative())
        part, rest = divmod(self, common)[0], divmod(self.derivative(), common)[0]
        odd = True
        while part.degree > 0:
            left = rest - part.derivative()
            factor = _common(part, left)
            if odd:
                product *= factor
            part, rest = divmod(part, factor)[0], divmod(left, factor)[0]
            odd = not odd
        return product


def _common(one: Polynomial, two: Polynomial) -> Polynomial:
    """The greatest common divisor (Euclid)."""
    while two.coefficients:
        one, two = two, divmod(one, two)[1]
    return one
