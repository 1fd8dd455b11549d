"""Hypothesis strategies for coalitional games: built, not filtered, shrinking to small integers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from games import CoalitionalGame

CITIES = ("A", "B", "C", "D", "E", "F")
NIGHTLY = settings.get_current_profile_name() == "nightly"


def examples(count: int) -> settings:
    """So many of the 100 examples of a run on every change; ten times as many to explore.

    In the nightly profile all its 1,000.
    """
    share = 100 if NIGHTLY else count
    return settings(max_examples=max(1, settings.default.max_examples * share // 100))


def up_to(cities: int) -> int:
    """The most cities of a game: four on every change, and as many as said in the nightly profile.

    Five where the oracle takes a second for six.
    """
    return cities if NIGHTLY else min(cities, 4)


MOST = up_to(len(CITIES))

_small = st.integers(-6, 6)
_numbers = {
    "ties": st.integers(0, 1),
    "integers": st.integers(-50, 50),
    "fractions": st.fractions(-20, 20, max_denominator=30),
    "decimals": st.decimals(-20, 20, places=2),
    "decimal floats": st.integers(-999, 999).map(lambda k: k / 100),
    "large": st.integers(-3, 3).map(lambda k: k * 10**15),
    "tiny": st.integers(-3, 3).map(lambda k: Fraction(k, 10**12)),
}
_floats = st.floats(-1e3, 1e3, allow_subnormal=False) | _small.map(float)


@st.composite
def coalitional_games(
    draw,
    *,
    min_players: int = 1,
    max_players: int = MOST,
    senses: tuple[str, ...] = ("gain", "cost"),
    kinds: tuple[str, ...] = (*_numbers, "float array", "zero"),
):
    """Games of gains or costs, with worths of every kind that a game can be built from."""
    n = draw(st.integers(min_players, max_players))
    sense = draw(st.sampled_from(senses))
    kind = draw(st.sampled_from(kinds))
    size = 2**n - 1
    if kind == "zero":
        worths = [0] * size
    else:
        number = _floats if kind == "float array" else _numbers[kind]
        worths = draw(st.lists(number, min_size=size, max_size=size))
    if kind == "float array":
        return CoalitionalGame.from_array(CITIES[:n], np.array([0.0, *worths]), sense)
    return table([0, *worths], sense)


@st.composite
def superadditive_games(draw, *, min_players: int = 1, max_players: int = MOST):
    """Superadditive covers: each coalition makes the best of its partitions."""
    game = draw(coalitional_games(min_players=min_players, max_players=max_players))
    best = [game.as_gains().worth(mask) for mask in range(game.grand + 1)]
    for mask in range(1, game.grand + 1):
        part = (mask - 1) & mask
        while part:
            best[mask] = max(best[mask], best[part] + best[mask ^ part])
            part = (part - 1) & mask
    sign = 1 if game.sense == "gain" else -1
    return table([sign * worth for worth in best], game.sense)


@st.composite
def convex_games(draw, *, min_players: int = 1, max_players: int = MOST):
    """Games of gains whose dividends of two or more cities are not negative, and costs likewise."""
    n = draw(st.integers(min_players, max_players))
    sign = draw(st.sampled_from((1, -1)))
    worths = [0] * (1 << n)
    for mask in range(1, 1 << n):
        single = mask & (mask - 1) == 0
        dividend = draw(st.integers(-4, 4) if single else st.integers(0, 4))
        for other in range(1 << n):
            if other & mask == mask:
                worths[other] += sign * dividend
    return table(worths, "gain" if sign > 0 else "cost")


def table(worths, sense: str = "gain") -> CoalitionalGame:
    """The game with these worths by bitmask (the number of players follows from their number)."""
    names = CITIES[: len(worths).bit_length() - 1]
    return CoalitionalGame(
        names,
        {
            tuple(name for i, name in enumerate(names) if mask >> i & 1): worth
            for mask, worth in enumerate(worths)
            if mask
        },
        sense,
    )


def worths_of(game: CoalitionalGame) -> list[Fraction]:
    """The worths by bitmask."""
    return [game.worth(mask) for mask in range(game.grand + 1)]
