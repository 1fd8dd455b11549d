"""Slopes that move: what is paid need not be affine in a report, it may be a polynomial.

In an affine function c + s_1 x_1 + ... + s_n x_n (``games/affine_number.py``) a slope may move with
its own coordinate, s(x) = s_0 + s_1 x + s_2 x^2 + ..., so that the term s(x) x is any polynomial
without a constant. Sums, differences and multiples then go slope by slope, as they do for affine
functions.

>>> square = MovingSlope.of([Fraction(0), Fraction(1)])               # x^2 is x times x
>>> value_at((Fraction(1), square, Fraction(2)), (Fraction(3), Fraction(5)))
Fraction(20, 1)
>>> square - square, square + 1
(Fraction(0, 1), a slope 1 + x)

It is a kind of ``Fraction``, as a slope is; what only a number can do is refused.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NoReturn

__all__ = ["MovingSlope", "moves", "powers_of", "value_at"]

ZERO = Fraction(0)


def powers_of(slope: Fraction) -> tuple[Fraction, ...]:
    """The factors of x, x^2 and so on in the term of this slope."""
    return slope.coefficients if isinstance(slope, MovingSlope) else (slope,)


def moves(form: Sequence[Fraction]) -> bool:
    """Whether a function, given by its constant and its slopes, is not affine."""
    return any(isinstance(slope, MovingSlope) for slope in form)


def value_at(form: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    """The function at a point."""
    total = form[0]
    for slope, x in zip(form[1:], point, strict=True):
        term = ZERO
        for factor in reversed(powers_of(slope)):
            term = (term + factor) * x
        total += term
    return total


def _refused(*_: object) -> NoReturn:
    raise TypeError("a slope that moves is no number")


class MovingSlope(Fraction):
    """A slope s_0 + s_1 x + ...; ``coefficients``: two or more, the last not 0."""

    __slots__ = ("coefficients",)
    coefficients: tuple[Fraction, ...]

    @staticmethod
    def of(coefficients: Sequence[Fraction]) -> Fraction:
        """The slope with these coefficients; a plain fraction where it does not move."""
        kept = list(coefficients)
        while kept and not kept[-1]:
            kept.pop()
        if len(kept) < 2:
            return kept[0] if kept else ZERO
        self = object.__new__(MovingSlope)
        self.coefficients = tuple(kept)
        return self

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, int | Fraction):
            return NotImplemented
        added = powers_of(Fraction(other) if isinstance(other, int) else other)
        pairs = itertools.zip_longest(self.coefficients, added, fillvalue=ZERO)
        return MovingSlope.of([a + b for a, b in pairs])

    __radd__ = __add__

    def __neg__(self) -> Any:
        return MovingSlope.of([-a for a in self.coefficients])

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, MovingSlope) or not isinstance(other, int | Fraction):
            return NotImplemented
        return MovingSlope.of([a * other for a in self.coefficients])

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self * (1 / Fraction(other))

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MovingSlope) and self.coefficients == other.coefficients

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.coefficients)

    def __repr__(self) -> str:
        terms = [(a, k) for k, a in enumerate(self.coefficients) if a]
        words = (
            f"{a}" if not k else ("" if a == 1 else f"{a} ") + ("x" if k == 1 else f"x^{k}")
            for a, k in terms
        )
        return "a slope " + " + ".join(words)

    __str__ = __repr__

    def __copy__(self) -> MovingSlope:
        return self

    def __deepcopy__(self, memo: Any) -> MovingSlope:
        return self

    def __reduce__(self) -> Any:
        return MovingSlope.of, (self.coefficients,)

    __rtruediv__ = __pow__ = __rpow__ = __float__ = __abs__ = _refused
    __lt__ = __le__ = __gt__ = __ge__ = _refused
    numerator = denominator = _numerator = _denominator = property(_refused)
