"""The largest of numbers that move in a box, enclosed where it is not settled which one that is.

    max(x, 0)  lies between its chord  h (x - l)/(h - l)  and the parallel to it through 0,

where x may be from l < 0 to h > 0.

>>> from solvers.enclosure.box import Box, on_box
>>> with on_box(Box([(Fraction(-1), Fraction(3))])) as (x,):
...     print(positive(x), positive(x + 1) - x, larger(x, 2 - x))
[-3/4, 3] 1 [1, 3]

Source: Comba and Stolfi (1993), Affine arithmetic and its applications to computer graphics.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from solvers.enclosure.active_box import active
from solvers.enclosure.enclosed_number import EnclosedNumber, bounds_of, enclosed, hull
from solvers.rational import rational

__all__ = ["larger", "largest", "positive"]


def positive(x: Fraction, *, fork: bool = False) -> Fraction:
    """max(x, 0): x or 0 where that is settled, else enclosed.

    ``fork``: decide which of the two, where the numbers that move matter more than the rest.
    """
    if not isinstance(x, EnclosedNumber):
        return max(x, Fraction(0))
    box = active()
    if box.surely(x, "<="):
        return Fraction(0)
    if box.surely(-x, "<="):
        return x
    if not fork:
        box.kinks = True
    elif 2 * sum((abs(a) for s, a in x.terms.items() if s < box.size), rational(0)) > (x.spread):
        return x if x >= 0 else Fraction(0)
    found: Fraction = box.once(("+", x.key), lambda: _above(x))
    return found


def _above(x: EnclosedNumber) -> Fraction:
    """max(x, 0) lies between its chord and the parallel through 0."""
    low, high = x.centre - x.spread, x.centre + x.spread
    if low >= 0:
        return x
    if high <= 0:
        return Fraction(0)
    slope = high / (high - low)
    half = -slope * low / 2
    terms = {symbol: slope * a for symbol, a in x.terms.items()}
    return enclosed(slope * x.centre + half, terms, half, ("+", x.key))


def larger(one: Fraction, other: Fraction, *, fork: bool = False) -> Fraction:
    """The larger of two, enclosed; ``fork`` as in ``positive``."""
    return other + positive(one - other, fork=fork)


def largest(numbers: Iterable[Fraction], *, fork: bool = False) -> Fraction:
    """The largest of some, enclosed; ``fork`` as in ``positive``.

    Each ``larger`` of two adds an error. Where several may be the largest, all of them are at most
    so much above the one that is largest about the middle.
    """
    box, numbers = active(), list(numbers)
    best = max(numbers, key=box.middle)
    others = [x for x in numbers if x is not best and not box.surely(x - best, "<=")]
    found = best
    for x in others:
        found = larger(found, x, fork=fork)
    if len(others) < 2 or not isinstance(found, EnclosedNumber):
        return found
    above = max(bounds_of(x - best)[1] for x in others)
    key = ("largest", *(x.key if isinstance(x, EnclosedNumber) else x for x in (best, *others)))
    within = hull(best, best + above, key)
    narrower = isinstance(within, EnclosedNumber) and within.spread < found.spread
    return within if narrower else found
