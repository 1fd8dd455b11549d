"""The fewest wishes that exclude each other, by implicit hitting sets.

Any set of wishes that exclude each other has one that is not met, whatever numbers are chosen. So
it hits the unmet wishes of each choice; the smallest set that hits those found so far either
excludes itself, and then none is smaller, or brings the next choice.

Source: Ignatiev, Previti, Liffiton and Marques-Silva (2015), Smallest MUS Extraction with Minimal
Hitting Set Dualization.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import count
from typing import TypeVar

__all__ = ["fewest"]

T = TypeVar("T")


def fewest(
    wishes: Sequence[T], unmet: Callable[[Sequence[T]], Collection[T] | None], most: int
) -> list[T] | None:
    """A smallest set of wishes that exclude each other; ``None`` where ``most`` asks do not do.

    ``unmet``: the wishes that are not met by some choice that meets these; ``None`` if none does.
    The wishes as a whole exclude each other.

    >>> def unmet(kept):  # two numbers from 0 to 1: both at least 1, and 1 in all
    ...     return None if {"x", "y", "sum"} <= set(kept) else {"x", "y", "sum"} - set(kept)
    >>> fewest(["free", "x", "y", "sum"], unmet, 9)
    ['x', 'y', 'sum']
    """
    to_hit: list[Collection[T]] = []
    size = 0
    for _ in range(most):
        size, hit = next(
            (k, some) for k in count(size) if (some := _hitting(to_hit, k)) is not None
        )
        chosen = [wish for wish in wishes if wish in hit]
        found = unmet(chosen)
        if found is None:
            return chosen
        to_hit.append(found)
    return None


def _hitting(sets: Sequence[Collection[T]], size: int) -> frozenset[T] | None:
    """So many or fewer that are in each of the sets, if there are any."""
    if not sets:
        return frozenset()
    if not size:
        return None
    first = min(sets, key=len)
    for one in first:
        rest = _hitting([other for other in sets if one not in other], size - 1)
        if rest is not None:
            return rest | {one}
    return None
