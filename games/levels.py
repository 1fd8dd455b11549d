"""What a partner is worth to a city by how advanced both are.

    w_ij  =  a l_i l_j  +  b max(0, l_j - l_i),

with l the levels: a is what levels are worth together (complementarity), which the advanced have
most of, b what is learned of a partner who is more advanced.

>>> partners_by_level({"Hub": 3, "Hill": 1}, None, complementarity=1, learning=2)[2]
[[Fraction(0, 1), Fraction(3, 1)], [Fraction(7, 1), Fraction(0, 1)]]

Source: Bogomolnaia and Jackson (2002), The stability of hedonic coalition structures, for worths
of partners that add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, within
from games.players import validated_players

__all__ = ["partners_by_level"]

ZERO = Fraction(0)


def partners_by_level(
    levels: ByCity, cities: Iterable[str] | None, *, complementarity: Any, learning: Any
) -> tuple[tuple[str, ...], tuple[Fraction, ...], list[list[Fraction]]]:
    """The cities, their levels, and w_ij with 0 for each with itself; all numbers 0 or more."""
    names = validated_players(levels if cities is None else cities, "city")
    level = numbers(levels, names, "level")
    for city, found in zip(names, level, strict=True):
        within(found, f"level of {city}", "0 or more")
    a = within(complementarity, "the complementarity", "0 or more")
    b = within(learning, "the learning", "0 or more")
    worth = [
        [a * x * y + b * max(ZERO, y - x) if i != j else ZERO for j, y in enumerate(level)]
        for i, x in enumerate(level)
    ]
    return names, level, worth
