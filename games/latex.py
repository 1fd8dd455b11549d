r"""Texts and numbers as LaTeX sets them, their special letters written out.

>>> print(escaped("A & B, 50%"), fraction(Fraction(-3, 2)))
A \& B, 50\% -\tfrac{3}{2}

Source: Lamport (1994), LaTeX: a document preparation system.
"""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = ["escaped", "fraction"]


def escaped(text: str) -> str:
    r"""A text for LaTeX, its special letters written out.

    >>> print(escaped("A & B, 50%"))
    A \& B, 50\%
    """
    long = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return re.sub(r"[\\~^&%$#_{}]", lambda found: long.get(found[0], "\\" + found[0]), text)


def fraction(number: Fraction) -> str:
    r"""A number, as a fraction where it is not whole.

    >>> print(fraction(Fraction(7)), fraction(Fraction(1, 3)))
    7 \tfrac{1}{3}
    """
    if number.denominator == 1:
        return str(number)
    sign = "-" if number < 0 else ""
    return rf"{sign}\tfrac{{{abs(number.numerator)}}}{{{number.denominator}}}"
