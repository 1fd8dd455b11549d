"""Numbers that are handed to a rule: a float beside one of them is the decimal that it prints as.

Python compares a fraction with the binary number behind a float, and 0.2 is a little more than one
fifth. A rule that says ``report >= 0.2`` means the decimal, so what it is handed reads it so.

>>> Fraction(1, 5) >= 0.2, KnownNumber(Fraction(1, 5)) >= 0.2
(False, True)
>>> KnownNumber(1) / 3 + 0.1
Fraction(13, 30)

A sum, difference, product or quotient with such a number is one again. ``exact`` makes a plain
fraction of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction
from typing import Any

from games.errors import InvalidInput
from games.exact import exact

__all__ = ["KnownNumber", "handed"]


def _read(other: Any) -> Any:
    """An operand as an exact number; unchanged where it is no finite number."""
    if isinstance(other, int | Fraction):
        return other
    try:
        return exact(other)
    except InvalidInput:
        return other


def _as_known(found: Any) -> Any:
    if type(found) is not Fraction:
        return found
    known: Any = object.__new__(KnownNumber)  # in lowest terms already, so not by Fraction's way
    known._numerator, known._denominator = found.numerator, found.denominator
    return known


def _operation(name: str) -> Callable[[Any, Any], Any]:
    plain = getattr(Fraction, name)

    def method(self: KnownNumber, other: Any) -> Any:
        if type(other) in (KnownNumber, Fraction, int):
            return _as_known(plain(self, other))
        if hasattr(other, "oracle"):  # an AffineNumber, which is not known yet, knows what to do
            return NotImplemented
        return _as_known(plain(self, _read(other)))

    return method


class KnownNumber(Fraction):
    """A fraction beside which a float is the decimal that it prints as."""

    __slots__ = ()

    @property
    def plain(self) -> Fraction:
        """The fraction alone."""
        return Fraction(self.numerator, self.denominator)

    __add__, __radd__ = _operation("__add__"), _operation("__radd__")
    __sub__, __rsub__ = _operation("__sub__"), _operation("__rsub__")
    __mul__, __rmul__ = _operation("__mul__"), _operation("__rmul__")
    __truediv__, __rtruediv__ = _operation("__truediv__"), _operation("__rtruediv__")
    __floordiv__, __rfloordiv__ = _operation("__floordiv__"), _operation("__rfloordiv__")
    __mod__, __rmod__ = _operation("__mod__"), _operation("__rmod__")
    __lt__, __le__ = _operation("__lt__"), _operation("__le__")
    __gt__, __ge__ = _operation("__gt__"), _operation("__ge__")
    __eq__ = _operation("__eq__")
    __hash__ = Fraction.__hash__

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self

    def __pow__(self, other: Any) -> Any:
        return _as_known(Fraction.__pow__(self, other))

    def __neg__(self) -> Any:
        return KnownNumber(Fraction.__neg__(self))

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def __round__(self, digits: Any = None) -> Any:
        return _as_known(Fraction.__round__(self, digits))

    def __repr__(self) -> str:
        return f"Fraction({self.numerator}, {self.denominator})"


def handed(kind: Hashable) -> Any:
    """A type as a rule is handed it: numbers in it, and in tuples of it, are ``KnownNumber``.

    >>> handed((Fraction(1, 5), "park"))[0] == 0.2
    True
    """
    if type(kind) is Fraction:
        return _as_known(kind)
    return tuple(map(handed, kind)) if type(kind) is tuple else kind
