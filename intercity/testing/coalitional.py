"""Coalitional games, drawn: any, superadditive, convex, and those with a core.

>>> from hypothesis import find
>>> from solvers import core
>>> game = find(superadditive_games(min_players=3, max_players=3), lambda game: core(game).empty)
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
from games.exact import exact
from games.players import members_of
from intercity.testing.bounds import choice_of, city_names, number_of
from intercity.testing.spelled import spelled
from solvers.coalitional.cost_of_stability import cost_of_stability

__all__ = [
    "coalitional_games",
    "convex_games",
    "games_with_a_core",
    "games_without_a_core",
    "superadditive_games",
]

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
    min_value: int | None = None,
    max_value: int | None = None,
) -> CoalitionalGame:
    """Games of gains or costs, with worths of every kind that a game can be built from.

    ``kinds`` of worths: "ties" (0 or 1), "integers", "fractions", "decimals", "decimal floats",
    "large" (of 10^15), "tiny" (of 10^-12), "float array" (a game held in floats), "zero".
    ``min_value``, ``max_value``: where one is given, all worths are whole numbers from the one to
    the other.
    """
    n = draw(number_of("players", min_players, max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    kind = draw(choice_of(kinds, KINDS, "kinds"))
    size = (1 << n) - 1
    if min_value is not None or max_value is not None:
        whole = draw(st.lists(st.integers(min_value, max_value), min_size=size, max_size=size))
        return _table(draw, [0, *(whole if sense == "gain" else [-w for w in whole])], sense)
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
    """Superadditive games: what cities have alone, and groups that make more together.

    A coalition makes the best of its partitions into such groups, so that all superadditive games
    can be drawn. Of costs: the least, so that they are subadditive. In one of two games any
    cities of a number will do as a group, as in a vote by majority or by unanimity.
    """
    n = draw(number_of("players", min_players, max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    amounts = _NUMBERS[draw(st.sampled_from(KINDS))].map(exact)
    if draw(st.booleans()):
        quota = n - draw(st.integers(0, n - 1))  # unanimity first, and kept as cities leave
        amount = abs(draw(amounts)) or Fraction(1)
        made = [amount * (mask.bit_count() // quota) for mask in range(1 << n)]
        return _table(draw, _plus(made, draw(st.lists(amounts, min_size=n, max_size=n))), sense)
    groups = [mask for mask in range(1 << n) if mask.bit_count() > 1]
    member = st.booleans()  # one by one, so that a group shrinks by a member
    drawn = draw(
        st.lists(st.tuples(st.tuples(*[member] * n), amounts.map(abs)), max_size=len(groups))
    )
    masks = {sum(1 << i for i, one in enumerate(group) if one): amount for group, amount in drawn}
    joint = [(mask, amount) for mask, amount in masks.items() if mask.bit_count() > 1]
    if not draw(st.booleans()):  # cities in no group leave, so that a game shrinks to fewer cities
        joint, n = _without_idle(joint, n, min_players)
    alone = draw(st.lists(amounts, min_size=n, max_size=n))
    best = [Fraction(0)] * (1 << n)
    for mask, amount in joint:
        best[mask] = amount
    for mask in range(1, 1 << n):
        part = (mask - 1) & mask
        while part:
            best[mask] = max(best[mask], best[part] + best[mask ^ part])
            part = (part - 1) & mask
    return _table(draw, _plus(best, alone), sense)


def _without_idle(
    joint: list[tuple[int, Fraction]], n: int, least: int
) -> tuple[list[tuple[int, Fraction]], int]:
    """The groups among the cities that are in one, at least so many of them."""
    used = [i for i in range(n) if any(mask >> i & 1 for mask, _ in joint)]
    idle = [i for i in range(n) if i not in used]
    kept = sorted([*used, *idle[: max(0, least - len(used))]])
    return [
        (sum(1 << k for k, i in enumerate(kept) if mask >> i & 1), amount) for mask, amount in joint
    ], len(kept)


def _plus(worths: Sequence[Fraction], alone: Sequence[Fraction]) -> list[Fraction]:
    """The worths, and what each member has besides."""
    return [
        worth + sum((each for i, each in enumerate(alone) if mask >> i & 1), Fraction(0))
        for mask, worth in enumerate(worths)
    ]


@st.composite
def convex_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
) -> CoalitionalGame:
    """Games whose dividends of two or more cities are not negative; one in two has more.

    That is what weights of a group's members leave beyond a threshold, as in a bankruptcy game, so
    that dividends can be negative. Of costs: the negative, so that they are concave. All convex
    games of up to three cities can be drawn, but not all of four (Shapley 1971).
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
    if draw(st.booleans()):
        weights = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
        beyond = draw(st.integers(0, sum(weights)))
        for mask in range(1 << n):
            weight = sum(each for i, each in enumerate(weights) if mask >> i & 1)
            gains[mask] += max(0, weight - beyond)
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


@st.composite
def games_without_a_core(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 4,
    senses: Sequence[Sense] = BOTH,
) -> CoalitionalGame:
    """Games in which every split is left by some coalition: all together make too little.

    Any worths of smaller coalitions; the grand coalition makes less than keeps them all in. A game
    of one city has a core, so that two are the least.
    """
    n = draw(number_of("players", max(min_players, 2), max_players, MOST_CITIES))
    sense = draw(choice_of(senses, BOTH, "senses"))
    size = (1 << n) - 2
    worths = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    lacking = draw(st.integers(1, 4).map(Fraction) | st.just(Fraction(1, 2)))
    gains = [Fraction(0), *map(Fraction, worths), Fraction(0)]
    gains[-1] = _least_stable_total(gains) - lacking
    return _table(draw, gains, sense)


def _least_stable_total(gains: Sequence[Fraction]) -> Fraction:
    """The least total that can be split so that no smaller coalition would leave.

    Worths are 0 or more, so that outside money is needed where all together make -1.
    """
    worths: Any = [*gains[:-1], Fraction(-1)]
    game = CoalitionalGame.from_array(city_names(len(gains).bit_length() - 1), worths)
    return cost_of_stability(game).value - 1


def _table(draw: st.DrawFn, gains: Sequence[Any], sense: Sense) -> CoalitionalGame:
    """Costs are gains with another sign, so that a counterexample shrinks to a game of gains."""
    sign = 1 if sense == "gain" else -1
    cities = city_names(len(gains).bit_length() - 1)
    worths = {members_of(mask, cities): sign * gain for mask, gain in enumerate(gains) if mask}
    return spelled(draw, CoalitionalGame, cities, worths, sense)
