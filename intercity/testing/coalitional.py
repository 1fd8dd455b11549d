"""Coalitional games, drawn: any, superadditive, convex, and those with a core.

>>> from hypothesis import find
>>> from solvers import core
>>> game = find(superadditive_games(max_players=3), lambda game: core(game).empty)
>>> len(game.players), game.sense
(3, 'gain')
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from hypothesis import strategies as st

from games.coalitional import CoalitionalGame
from intercity.testing.bounds import choice_of, city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["coalitional_games", "convex_games", "games_with_a_core", "superadditive_games"]

Sense = Literal["gain", "cost"]
BOTH: tuple[Sense, ...] = ("gain", "cost")

_NUMBERS: dict[str, st.SearchStrategy] = {
    "ties": st.integers(0, 1),
    "integers": st.integers(-50, 50),
    "fractions": st.fractions(-20, 20, max_denominator=30),
    "decimals": st.decimals(-20, 20, places=2).map(Fraction),
    "decimal floats": st.integers(-999, 999).map(lambda k: k / 100),
    "large": st.integers(-3, 3).map(lambda k: k * 10**15),
    "tiny": st.integers(-3, 3).map(lambda k: Fraction(k, 10**12)),
    "float array": st.floats(-1e3, 1e3, allow_subnormal=False) | st.integers(-6, 6).map(float),
    "zero": st.just(0),
}
KINDS = tuple(_NUMBERS)

MOST_CITIES = 16
"""Of an example: its table has 2^16 worths."""


class _Shown(np.ndarray):
    """An array that is shown with all its digits, as the call that makes it."""

    def __repr__(self) -> str:
        return f"np.array({self.tolist()})"


@st.composite
def coalitional_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
    kinds: Sequence[str] = KINDS,
) -> CoalitionalGame:
    """Games of gains or costs, with worths of every kind that a game can be built from.

    ``kinds`` of worths: "ties" (0 or 1), "integers", "fractions", "decimals", "decimal floats",
    "large" (of 10^15), "tiny" (of 10^-12), "float array" (a game held in floats), "zero".
    """
    n = draw(number_of("players", min_players, max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    kind = draw(choice_of(kinds, KINDS, "kinds"))
    size = (1 << n) - 1
    gains = [0, *draw(st.lists(_NUMBERS[kind], min_size=size, max_size=size))]
    if kind == "float array":
        worths = np.array([float(gain if sense == "gain" else -gain) for gain in gains])
        return spelled(draw, CoalitionalGame.from_array, city_names(n), worths.view(_Shown), sense)
    return _table(draw, gains, sense)


@st.composite
def superadditive_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
) -> CoalitionalGame:
    """Superadditive covers of any games: each coalition makes the best of its partitions.

    Of costs: the least, so that they are subadditive.
    """
    game = draw(coalitional_games(min_players=min_players, max_players=max_players, senses=senses))
    best = [game.as_gains().worth(mask) for mask in range(game.grand + 1)]
    for mask in range(1, game.grand + 1):
        part = (mask - 1) & mask
        while part:
            best[mask] = max(best[mask], best[part] + best[mask ^ part])
            part = (part - 1) & mask
    return _table(draw, best, game.sense)


@st.composite
def convex_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
) -> CoalitionalGame:
    """Games whose dividends of two or more cities are not negative.

    Of costs: not positive, so that they are concave.
    """
    n = draw(number_of("players", min_players, max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    gains = [Fraction(0)] * (1 << n)
    for mask in range(1, 1 << n):
        alone = mask.bit_count() == 1
        dividend = draw(st.integers(-4, 4) if alone else st.integers(0, 4))
        for other in range(1 << n):
            if other & mask == mask:
                gains[other] += dividend
    return _table(draw, gains, sense)


@st.composite
def games_with_a_core(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
) -> CoalitionalGame:
    """Games with a split that no coalition would leave: each makes at most its part of one."""
    n = draw(number_of("players", min_players, max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    split = draw(st.lists(st.integers(-5, 9), min_size=n, max_size=n))
    shares = [sum(split[i] for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
    lacks = draw(st.lists(st.integers(0, 9), min_size=(1 << n) - 2, max_size=(1 << n) - 2))
    gains = [Fraction(share - lack) for share, lack in zip(shares, [0, *lacks, 0], strict=True)]
    return _table(draw, gains, sense)


def _table(draw: st.DrawFn, gains: Sequence[Any], sense: Sense) -> CoalitionalGame:
    """Costs are gains with another sign, so that a counterexample shrinks to a game of gains."""
    sign = 1 if sense == "gain" else -1
    cities = city_names(len(gains).bit_length() - 1)
    worths = {
        tuple(city for i, city in enumerate(cities) if mask >> i & 1): sign * gain
        for mask, gain in enumerate(gains)
        if mask
    }
    return spelled(draw, CoalitionalGame, cities, worths, sense)
