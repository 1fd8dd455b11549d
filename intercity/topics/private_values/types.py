"""What the others hold possible of a city: a range, or types and how likely each is.

A known value is one type, a list has weights, and where it has to be, a range is cut into equally
likely midpoints: as many as the file says, else as many as keep the profiles of all cities few.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.approximately import approximately
from games.private_types import midpoint_types
from intercity.english import shown

if TYPE_CHECKING:
    from intercity.topics.private_values.section import Reservation

__all__ = [
    "FINEST",
    "NAME",
    "NUMBER",
    "all_in_ranges",
    "cut_told",
    "ends_of",
    "fine_enough",
    "is_cut",
    "none_of",
    "price_told",
    "range_of",
    "steps_of",
    "types_of",
]

NUMBER, NAME = 9, "private values"
FINEST, COARSEST, PROFILES = 20, 8, 10_000

Types = dict[Fraction, Fraction]


def ends_of(given: Reservation) -> tuple[Fraction, Fraction] | None:
    """The range, if it is one."""
    if given.lowest is None or given.highest is None:
        return None
    return given.lowest.value, given.highest.value


def all_in_ranges(given: Mapping[str, Reservation]) -> bool:
    """Whether theorems answer for all values in the ranges: there is one, and no list beside it."""
    return any(ends_of(one) for one in given.values()) and not any(
        one.types for one in given.values()
    )


def is_cut(given: Mapping[str, Reservation]) -> bool:
    """Whether a range stands beside a list, so that all is asked of midpoints in its place."""
    return any(ends_of(one) for one in given.values()) and not all_in_ranges(given)


def fine_enough(given: Mapping[str, Reservation], least: int = COARSEST) -> bool:
    """Whether midpoints in place of ranges are as many as a rule that needs them can do with."""
    counts = [one.steps or steps_of(given) or 1 for one in given.values() if ends_of(one)]
    others = (len(one.types) or 1 for one in given.values())
    return min(counts, default=0) >= least and math.prod([*counts, *others]) <= PROFILES


def range_of(given: Reservation) -> tuple[Fraction, Fraction]:
    """The range, or a known value at both ends."""
    ends = ends_of(given)
    if ends is not None:
        return ends
    assert given.known is not None  # noqa: S101 - no list
    return given.known.value, given.known.value


def types_of(given: Reservation, steps: int = FINEST) -> Types:
    """The prior; ``InvalidInput`` where moved numbers make it none."""
    if given.known is not None:
        return {given.known.value: Fraction(1)}
    ends = ends_of(given)
    if ends is not None:
        count = given.steps or steps
        return dict.fromkeys(midpoint_types(*ends, count), Fraction(1, count))
    whole = sum((kind.weight.value for kind in given.types), Fraction(0))
    prior: Types = {}
    for kind in given.types:
        chance = kind.weight.value / whole
        prior[kind.value.value] = prior.get(kind.value.value, Fraction(0)) + chance
    return prior


def steps_of(given: Mapping[str, Reservation]) -> int | None:
    """Into how many values a range is cut where the file does not say; ``None``: none is."""
    open_ranges = sum(one.steps is None and ends_of(one) is not None for one in given.values())
    if not open_ranges:
        return None
    others = math.prod(len(types_of(one)) for one in given.values() if one.steps or one.types)
    steps = FINEST
    while steps > 2 and others * steps**open_ranges > PROFILES:
        steps -= 1
    return steps


def cut_told(given: Mapping[str, Reservation]) -> str:
    """For how many values a range stands."""
    steps = steps_of(given)
    counts = {one.steps or steps for one in given.values() if ends_of(one) is not None}
    told = " or ".join(str(count) for count in sorted(count for count in counts if count))
    return f"{told} equally likely values"


def price_told(price: Fraction, values: Collection[Fraction], costs: Collection[Fraction]) -> str:
    """A price in as few digits as it takes that just the same types trade at it, for about as much.

    >>> price_told(Fraction(13, 2), [Fraction(9)], [Fraction(4)])
    '6.5'
    >>> price_told(Fraction(10035, 100), [Fraction(1004, 10)], [Fraction(1003, 10)])
    '100.35'
    >>> price_told(Fraction(1, 3), [Fraction(2, 3)], [Fraction(1, 3)])
    '0.34'
    """
    low = max((cost for cost in costs if cost <= price), default=price)
    high = min((value for value in values if value >= price), default=price)

    def as_good(rounded: Fraction) -> bool:
        if abs(rounded - price) * 20 > high - low:
            return False
        buyers = all((value >= price) == (value >= rounded) for value in values)
        return buyers and all((cost <= price) == (cost <= rounded) for cost in costs)

    usual = shown(price)
    if as_good(Fraction(usual.replace(",", ""))):
        return usual
    for digits in range(1, 13):
        step = Fraction(1, 10**digits)
        for rounded in (round(price / step), price // step, -(-price // step)):
            if as_good(rounded * step):
                return approximately(rounded * step, f",.{digits}f")
    return str(price)


def none_of(good: str) -> str:
    """How a sentence starts in which none of it does something.

    >>> none_of("quota"), none_of("the good")
    ('no quota', 'nothing')
    """
    return "nothing" if good.startswith("the ") else f"no {good}"
