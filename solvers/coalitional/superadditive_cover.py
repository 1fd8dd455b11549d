"""The superadditive cover: what each coalition makes if it may work in parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.gains import refuse_untabulated

__all__ = ["best_pairs", "cover", "max_plus", "superadditive_cover"]

Table = npt.NDArray[Any]
_BATCHED = 1 << 11  # up to here all branches of the recursion are worked off at once
_DIRECT = 1 << 3
_HALF = 62
"""Bits of half a number: two low halves add up in 64 bits."""


def superadditive_cover(game: CoalitionalGame) -> CoalitionalGame:
    """The superadditive cover: what each coalition makes if it may work in parts.

        w(S) = max over partitions of S of the sum of v(T) over its parts T

    A game is superadditive if no coalition does better in two parts, v(S) >= v(T) + v(S - T). Both
    are found by going through all pairs of disjoint coalitions, of which there are 3^n: the part
    that holds the last city is matched with every coalition of the rest, half a table at a time.

    The game in which each coalition works in its best parts: w in place of v.

    For costs, in the parts that cost least; the game itself where no coalition does better so. It
    goes through all 3^n pairs of disjoint coalitions: half a second at 18 players.

    Errors: ``InvalidInput`` for what is no coalitional game, ``TooLarge`` for one without a table.

    >>> cities = ["A", "B", "C", "D"]
    >>> pairs = CoalitionalGame.from_function(cities, lambda s: [0, 0, 6, 6, 6][len(s)])
    >>> superadditive_cover(pairs).worth(cities)
    Fraction(12, 1)

    >>> from games import CoalitionalGame
    >>> crowded = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 2, 6, 7][len(s)])
    >>> cover(crowded.integers()[0])
    array([0, 2, 2, 6, 2, 6, 6, 8])
    >>> superadditive_cover(crowded).grand_worth
    Fraction(8, 1)

    Source: Aumann and Drèze (1974); Yun Yeh (1986) and Rahwan and Jennings (2008) for the
    recursion.
    """
    refuse_untabulated(game)
    worths, unit = game.as_gains().integers()
    best = cover(worths)
    if np.array_equal(best, worths):
        return game
    signed = best if game.sense == "gain" else -best
    return CoalitionalGame.from_integers(game.players, signed, unit, game.sense)


def cover(worths: Table) -> Table:
    """w(S) by bitmask, from whole numbers."""
    best = worths.copy()
    size = 1
    while size < len(worths):
        best[size : 2 * size] = max_plus(worths[size : 2 * size], best[:size])
        size *= 2
    return best


def best_pairs(worths: Table) -> Table:
    """The most that each coalition makes in two parts, one of which may be empty."""
    best = worths.copy()
    size = 1
    while size < len(worths):
        best[size : 2 * size] = max_plus(worths[size : 2 * size], worths[:size])
        size *= 2
    return best


def max_plus(one: Table, other: Table) -> Table:
    """h(S) = max over T inside S of one(T) + other(S - T), by bitmask.

    Python integers of up to 123 bits are worked on in two halves of 62 bits each.

    >>> max_plus(np.array([0, 1, 5, 5]), np.array([0, 3, 2, 4]))
    array([0, 3, 5, 8])
    """
    best: Table
    if _in_two_halves(one, other):
        high, low = _max_plus(_halves(one), _halves(other))
        best = (high.astype(object) << _HALF) + low
    else:
        (best,) = _max_plus(one[None], other[None])
    return best


def _in_two_halves(one: Table, other: Table) -> bool:
    """Whether both are Python integers, and their sums fit in two halves."""
    if one.dtype != object or other.dtype != object or len(one) <= _DIRECT:
        return False
    return bool(max(np.abs(one).max(), np.abs(other).max()) < 1 << 2 * _HALF - 1)


def _halves(numbers: Table) -> Table:
    """High and low halves: number = high * 2^62 + low, 0 <= low < 2^62."""
    lowest = (1 << _HALF) - 1
    return np.stack([(numbers >> _HALF).astype(np.int64), (numbers & lowest).astype(np.int64)])


def _max_plus(one: Table, other: Table) -> Table:
    """The (max, +) product of two tables of one part, or of two: the first axis has the parts."""
    half = one.shape[1] // 2
    if one.shape[1] > _BATCHED:
        a, b = (one[:, :half], one[:, half:]), (other[:, :half], other[:, half:])
        with_last = _larger(_max_plus(a[1], b[0]), _max_plus(a[0], b[1]))
        return np.concatenate((_max_plus(a[0], b[0]), with_last), axis=1)
    best: Table = _batched(one[:, :, None], other[:, :, None])[:, :, 0]
    return best


def _batched(one: Table, other: Table) -> Table:
    """The (max, +) product of two tables, for each column of the last axis."""
    half, columns = one.shape[1] // 2, one.shape[2]
    if one.shape[1] <= _DIRECT:
        return _by_definition(one, other)
    a, b = (one[:, :half], one[:, half:]), (other[:, :half], other[:, half:])
    parts = _batched(
        np.concatenate((a[0], a[1], a[0]), axis=2), np.concatenate((b[0], b[0], b[1]), axis=2)
    )
    low, high, higher = np.split(parts, [columns, 2 * columns], axis=2)
    return np.concatenate((low, _larger(high, higher)), axis=1)


def _by_definition(one: Table, other: Table) -> Table:
    """The (max, +) product for few rows, by going through all T inside each S."""
    best = _sum(one, other[:, :1])
    for whole in range(1, one.shape[1]):
        part = whole
        while part:
            part = (part - 1) & whole
            pair = _sum(one[:, part], other[:, whole ^ part])
            best[:, whole] = _larger(best[:, whole], pair)
    return best


def _sum(one: Table, other: Table) -> Table:
    found: Table = one + other
    if len(found) == 2:
        high, low = found
        high += low >> _HALF
        low &= (1 << _HALF) - 1
    return found


def _larger(one: Table, other: Table) -> Table:
    if len(one) == 1:
        larger: Table = np.maximum(one, other)
        return larger
    same, more = one[0] == other[0], other[0] > one[0]
    return np.where(more | (same & (other[1] > one[1])), other, one)
