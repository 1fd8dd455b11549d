"""How many lots are willing at a price, if each city is so with a chance of its own.

Cities are independent. With chance a_i city i is willing, with all of its m_i lots:

    P_i(k lots)  =  (1 - a_i) P_(i-1)(k)  +  a_i P_(i-1)(k - m_i)        for the first i of them,

the Poisson binomial distribution where each has one lot. Chances are numbers, or polynomials in the
price.

>>> from fractions import Fraction
>>> [str(chance) for chance in lot_counts([Fraction(1, 2), Fraction(1, 4)], [1, 2])]
['3/8', '3/8', '1/8', '1/8']

Source: Feller (1968), An introduction to probability theory and its applications, volume I, chapter
XI, for sums of independent numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["lot_counts"]


def lot_counts(chances: Sequence[Any], lots: Sequence[int]) -> list[Any]:
    """The chances of no lot, one, two, ... and all."""
    found: list[Any] = [1]
    for chance, size in zip(chances, lots, strict=True):
        none = [0] * size
        found = [
            stay * (1 - chance) + more * chance
            for stay, more in zip([*found, *none], [*none, *found], strict=True)
        ]
    return found
