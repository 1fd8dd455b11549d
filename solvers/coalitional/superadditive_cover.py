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

    >>> max_plus(np.array([0, 1, 5, 5]), np.array([0, 3, 2, 4]))
    array([0, 3, 5, 8])
    """
    if len(one) > _BATCHED:
        half = len(one) // 2
        a, b = (one[:half], one[half:]), (other[:half], other[half:])
        with_last = np.maximum(max_plus(a[1], b[0]), max_plus(a[0], b[1]))
        return np.concatenate((max_plus(a[0], b[0]), with_last))
    best: Table = _batched(one[:, None], other[:, None])[:, 0]
    return best


def _batched(one: Table, other: Table) -> Table:
    """The same for each column."""
    half, columns = len(one) // 2, one.shape[1]
    if len(one) <= _DIRECT:
        return _by_definition(one, other)
    parts = _batched(
        np.concatenate((one[:half], one[half:], one[:half]), axis=1),
        np.concatenate((other[:half], other[:half], other[half:]), axis=1),
    )
    low, high, higher = parts[:, :columns], parts[:, columns : 2 * columns], parts[:, 2 * columns :]
    return np.concatenate((low, np.maximum(high, higher)))


def _by_definition(one: Table, other: Table) -> Table:
    """The same for few rows, by going through all T inside each S."""
    best: Table = one + other[0]
    pair = np.empty_like(one[0])
    for whole in range(1, len(one)):
        part = whole
        while part:
            part = (part - 1) & whole
            np.add(one[part], other[whole ^ part], out=pair)
            np.maximum(best[whole], pair, out=best[whole])
    return best
