"""What the others hold possible of a city: a range, or types and how likely each is.

A known value is one type, a list has weights, and where it has to be, a range is cut into equally
likely midpoints: as many as the file says, else as many as keep the profiles of all cities few.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.private_types import midpoint_types

if TYPE_CHECKING:
    from intercity.topics.private_values.section import Reservation

__all__ = [
    "FINEST",
    "all_in_ranges",
    "ends_of",
    "fine_enough",
    "is_cut",
    "midpoints_of",
    "range_of",
    "steps_of",
    "types_of",
]

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


def midpoints_of(given: Mapping[str, Reservation]) -> tuple[int, ...]:
    """How many equally likely values stand for a range, where one is cut."""
    steps = steps_of(given)
    counts = {one.steps or steps for one in given.values() if ends_of(one) is not None}
    return tuple(sorted(count for count in counts if count))
