"""Numbers as people read them, also where they are too large or too small for a float."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from math import ceil, floor, log10

__all__ = ["approximately", "factor_below", "factor_from", "last_place", "rounded_down"]

DIGITS = range(3, 16)
DOUBT = Fraction(1, 10**14)
"""Of a discount factor that is enclosed: one so near to fewer digits counts as they do."""


def approximately(number: Fraction, form: str = ".6g") -> str:
    """A number for people to read, in a float's format, also beyond the reach of floats.

    >>> approximately(Fraction(2, 3)), approximately(Fraction(2 * 10**400, 3))
    ('0.666667', '6.66667e+399')
    """
    if hasattr(number, "oracle"):  # an AffineNumber, which is not known yet
        return str(number)
    size = number.numerator.bit_length() - number.denominator.bit_length()
    if not number or -1000 < size < 1000:
        return f"{float(number):{form}}"
    wide = Context(prec=17, Emax=MAX_EMAX, Emin=MIN_EMIN)
    ratio = wide.divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"{ratio.normalize(wide):{form}}"


def factor_from(least: Fraction) -> str:
    """A discount factor from which on something holds: rounded up, since it holds at what is told.

    To three digits, or as many as it takes to be below 1.

    >>> factor_from(Fraction(1, 3)), factor_from(Fraction(1, 2)), factor_from(Fraction("0.99992"))
    ('0.334', '0.5', '0.99992')
    """
    for digits in DIGITS:
        unit = last_place(least, digits)
        if (told := ceil((least - DOUBT) / unit) * unit) < 1:
            return approximately(told, f".{digits}g")
    return approximately(least)


def factor_below(bound: Fraction) -> str:
    """A discount factor below which something never holds: rounded down, since it is so there.

    >>> factor_below(Fraction(2, 3)), factor_below(Fraction(1, 2)), factor_below(Fraction(0))
    ('0.666', '0.5', '0')
    """
    unit = last_place(bound, DIGITS[0])
    return approximately(floor((bound + DOUBT) / unit) * unit, f".{DIGITS[0]}g")


def rounded_down(number: Fraction, digits: int) -> Fraction:
    """To so many digits; a number within a 100,000th of the last place of the next counts as that.

    >>> rounded_down(Fraction(2, 3), 4), rounded_down(Fraction(1, 2) - Fraction(1, 10**12), 4)
    (Fraction(3333, 5000), Fraction(1, 2))
    """
    unit = last_place(number, digits)
    return floor(number / unit + Fraction(1, 10**5)) * unit


def last_place(number: Fraction, digits: int) -> Fraction:
    """One in the last of so many digits of a number; 1 for 0.

    >>> last_place(Fraction(2, 3), 3), last_place(Fraction(-1234), 3), last_place(Fraction(10), 1)
    (Fraction(1, 1000), Fraction(10, 1), Fraction(10, 1))
    """
    if not number:
        return Fraction(1)
    size = abs(number)
    first = Fraction(10) ** floor(log10(size.numerator) - log10(size.denominator))
    if first > size:  # logarithms of floats may be off by a hair
        first /= 10
    elif 10 * first <= size:
        first *= 10
    return first * Fraction(10) ** (1 - digits)
