"""The reduced game: what a group can still make when all others have been paid off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput
from solvers.coalitional.excess import read_split
from solvers.coalitional.excess_table import excess_table
from solvers.coalitional.gains import gains
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["reduced_game"]


def reduced_game(
    game: CoalitionalGame, split: Mapping[str, Any], coalition: Iterable[str]
) -> CoalitionalGame:
    """The reduced game: what a group can still make when all others have been paid off.

        v_x(T) = max over Q outside S of  v(T u Q) - x(Q)       for T inside S,
        v_x(S) = v(N) - x(N - S)

    T may hire whom it likes of those outside S, at what the split x gives them. A split is
    consistent if nobody wants to talk again in the reduced game: the prenucleolus of it is the same
    split. Of costs it is the least that T pays.

    The Davis-Maschler reduced game among a coalition, at a split of any sum; exact.

    Errors: ``InvalidInput`` for a coalition of nobody.

    >>> from games import CoalitionalGame
    >>> from solvers.coalitional.prenucleolus import prenucleolus
    >>> game = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> split = prenucleolus(game)
    >>> rest = reduced_game(game, split, ["A", "B"])
    >>> prenucleolus(rest)["A"] == split["A"]
    True

    Source: Davis and Maschler (1965); Sobolev (1975) for the consistency of the prenucleolus.
    """
    payoffs, _ = read_split(game, split)
    members = game.members(game.mask(coalition))
    if not members:
        raise InvalidInput("the coalition", MISSING, "at least one city")
    # v(T u Q) - x(Q) is e(T u Q, x) + x(T): the greatest excess over Q, and what T gets.
    table, unit = excess_table(game, payoffs)
    inside, outside = (
        subset_sums(
            np.array(
                [1 << i for i, c in enumerate(game.players) if (c in members) is chosen],
                dtype=np.int64,
            )
        )
        for chosen in (True, False)
    )
    best = table[inside[:, None] | outside[None, :]].max(axis=1)
    best[0], best[-1] = 0, table[game.grand]
    own = [x for city, x in zip(game.players, payoffs, strict=True) if city in members]
    whole = [int(x / unit) for x in gains(game, own)]
    worths = best.astype(object) + subset_sums(np.array(whole, dtype=object))
    reduced = CoalitionalGame.from_integers(members, worths, unit)
    return reduced if game.sense == "gain" else _of_costs(reduced)


def _of_costs(gain: CoalitionalGame) -> CoalitionalGame:
    numbers, unit = gain.integers()
    return CoalitionalGame.from_integers(gain.players, 0 - numbers, Fraction(unit), "cost")
