"""Unmet floors: where groups are too many to know the floor of each, those that payoffs miss.

What is best with some of the floors, and reaches the others, is best with all of them. So it is
enough to ask, of the payoffs that are found, which floor they do not reach, to add it, and to look
again, until they reach all.

Source: cutting planes, Kelley (1960).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from games.players import Coalition

__all__ = ["FloorAbove", "floors_above"]

FloorAbove = Callable[[Mapping[str, Fraction]], Mapping[Coalition, Fraction]]
"""Of payoffs, some floors that they do not reach, by group; none where they reach all floors."""


def floors_above(
    floor_above: FloorAbove | None, several: Iterable[Mapping[str, Fraction]]
) -> dict[Coalition, Fraction]:
    """The floors that some of several payoffs do not reach; none where all floors are known.

    >>> def least(payoffs):
    ...     return {("A",): Fraction(1)} if payoffs["A"] < 1 else {}
    >>> floors_above(least, [{"A": Fraction(1)}, {"A": Fraction(0)}])
    {('A',): Fraction(1, 1)}
    >>> floors_above(None, [{"A": Fraction(0)}])
    {}
    """
    more: dict[Coalition, Fraction] = {}
    if floor_above is not None:
        for payoffs in several:
            more |= floor_above(payoffs)
    return more
