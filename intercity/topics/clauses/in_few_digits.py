"""Numbers to sign: an exact one becomes one of few digits that a contract, or a file, can have."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

__all__ = ["NEARLY", "in_few_digits", "rounded_up"]

NEARLY = Fraction(51, 50)
"""What is to be signed in place of an exact number is larger by two per cent at most."""


def in_few_digits(number: Fraction, good: Callable[[Fraction], bool]) -> Fraction:
    """The first of the next numbers up, with no decimals and then with more, that is good.

    >>> in_few_digits(Fraction(2, 3), lambda up: up < Fraction(7, 10))
    Fraction(67, 100)
    """
    steps = (Fraction(1, 10**digits) for digits in range(13))
    nearby = [-(-number // step) * step for step in steps]
    return next(filter(good, nearby), nearby[-1])


def rounded_up(number: Fraction, digits: int) -> Fraction:
    """The next number up with so many digits after the point.

    >>> rounded_up(Fraction(2, 3), 2)
    Fraction(67, 100)
    """
    return Fraction(math.ceil(number * 10**digits), 10**digits)
