"""Numbers are what the user gave: every scalar is read as an exact fraction.

An ``int``, ``Fraction`` or ``Decimal`` is itself. A scalar ``float`` is read as the decimal that it
prints as, since who types ``0.1`` means one tenth.

>>> exact(0.1), exact(Decimal("2.50")), exact(7)
(Fraction(1, 10), Fraction(5, 2), Fraction(7, 1))
"""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from games.errors import InvalidInput

__all__ = ["Number", "exact", "floating", "number_to_json", "over_one_denominator"]

Number = int | float | Fraction | Decimal


def exact(value: object, place: str = "number") -> Fraction:
    """The exact value of a scalar; ``place`` names it in the error.

    Raises ``InvalidInput`` for NaN, infinities, booleans and whatever is not a real number.

    >>> exact(float("inf"), "worth of {Quzhou}")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: worth of {Quzhou} is inf; it should be a finite number.
    """
    if type(value) is Fraction:
        return value
    if isinstance(value, Fraction):
        found: Fraction = getattr(value, "plain", value)  # of a KnownNumber the fraction alone
        return found
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        raise InvalidInput(place, value, "a number, not a truth value")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidInput(place, value, "a finite number")
        return Fraction(value)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, numbers.Real):
        as_float = float(value)
        if not math.isfinite(as_float):
            raise InvalidInput(place, as_float, "a finite number")
        return Fraction(str(value))
    try:
        return Fraction(operator.index(value))  # type: ignore[arg-type]
    except TypeError:
        raise InvalidInput(place, value, "a number") from None


def over_one_denominator(fractions: Iterable[Fraction]) -> tuple[list[int], int]:
    """The numerators of fractions over the smallest denominator that serves all, and that.

    >>> over_one_denominator([Fraction(1, 2), Fraction(2, 3)])
    ([3, 4], 6)
    """
    given = list(fractions)
    denominator = math.lcm(*{x.denominator for x in given})
    return [x.numerator * (denominator // x.denominator) for x in given], denominator


def number_to_json(number: Fraction) -> dict[str, str | float]:
    """How an exact number is written in JSON: for proof, and for reading.

    >>> number_to_json(Fraction(3, 2))
    {'exact': '3/2', 'value': 1.5}
    """
    try:
        value: float | str = float(number)
    except OverflowError:
        value = "beyond floating point"
    return {"exact": str(number), "value": value}


def floating(number: Fraction, place: str) -> float:
    """A number in floating point; ``place`` names it in the error where no float is so large.

    >>> floating(Fraction(10**400), "value of Quzhou")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: value of Quzhou is 1e+400; it should be a number below 1e308 here.
    """
    try:
        return float(number)
    except OverflowError:
        raise InvalidInput(place, number, "a number below 1e308 here") from None
