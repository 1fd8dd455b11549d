"""A part of all ranges: how far every assumed number may move at once, as boxes.

B(r) are all scenarios in which each assumed number has moved at most the part r of the way from its
value to the low or the high end of its range. A number that stays whole takes one value at a time,
so B(r) is one box for each choice of such values.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

from intercity.checkup.sensitivity import movable
from intercity.scenario.scenario import Scenario

__all__ = [
    "SMALLEST",
    "Sides",
    "halves_of",
    "part_of_ranges",
    "short_fraction",
    "to_the_ends",
    "with_few_values",
]

SMALLEST = Fraction(1, 512)
"""No smaller part of the ranges is tried."""
WHOLE = 6
"""So many values of numbers that stay whole are looked at one by one."""
Sides = Mapping[str, tuple[Fraction, Fraction]]


def to_the_ends(scenario: Scenario, key: str) -> tuple[Fraction, Fraction]:
    """How far a number is from the low and from the high end of its range."""
    quantity = scenario.quantity(key)
    assert quantity.low is not None and quantity.high is not None  # noqa: S101, PT018 - assumed
    return quantity.value - quantity.low, quantity.high - quantity.value


def part_of_ranges(scenario: Scenario, part: Fraction) -> list[Sides]:
    """B(part), one box for each value of numbers that stay whole; none where they are too many."""
    sides: dict[str, tuple[Fraction, Fraction]] = {}
    whole_ones: dict[str, range] = {}
    for key in movable(scenario):
        quantity = scenario.quantity(key)
        down, up = to_the_ends(scenario, key)
        low, high = quantity.value - part * down, quantity.value + part * up
        if quantity.whole:
            whole_ones[key] = range(-int(-low // 1), int(high // 1) + 1)
        elif low < high:
            sides[key] = (low, high)
    count = 1
    for values in whole_ones.values():
        count *= len(values)
    if count > WHOLE:
        return []
    return [
        sides | {key: (Fraction(x), Fraction(x)) for key, x in zip(whole_ones, at, strict=True)}
        for at in itertools.product(*whole_ones.values())
    ]


def with_few_values(scenario: Scenario, most: Fraction) -> Fraction:
    """The largest part up to ``most`` in which numbers that stay whole have few values enough."""
    low, high = SMALLEST, most
    while low < high and not part_of_ranges(scenario, high):
        middle = short_fraction((low + high) / 2)
        if not low < middle < high:
            return low
        low, high = (middle, high) if part_of_ranges(scenario, middle) else (low, middle)
    return high


def halves_of(sides: Sides, key: str) -> list[Sides]:
    """A box divided in the middle of this side."""
    low, high = sides[key]
    middle = (low + high) / 2
    return [{**sides, key: (low, middle)}, {**sides, key: (middle, high)}]


def short_fraction(part: Fraction) -> Fraction:
    """About the same, with few digits."""
    return Fraction(round(part * 2**14), 2**14)
