"""Numbers as people read them, also where they are too large or too small for a float."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

__all__ = ["approximately"]


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
