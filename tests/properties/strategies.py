"""How many examples, of how many cities, laws of coalitional games are tried in."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from hypothesis import settings

from games import CoalitionalGame
from intercity import testing

CITIES = ("A", "B", "C", "D", "E", "F")
NIGHTLY = settings.get_current_profile_name() == "nightly"


def examples(count: int) -> settings:
    """So many per cent of 40 examples on every change, and no more than 12; to explore, of 1,000.

    In the nightly profile all its 1,000.
    """
    most = settings.default.max_examples
    share = 100 if NIGHTLY else count
    return settings(max_examples=min(most, max(1, max(40, most) * share // 100)))


def simulations(count: int) -> settings:
    """So many plays of a claim on every change; a hundred times as many in the nightly profile."""
    return settings(max_examples=100 * count) if NIGHTLY else examples(count)


def up_to(cities: int) -> int:
    """The most cities of a game: four on every change, and as many as said in the nightly profile.

    Five where the oracle takes a second for six.
    """
    return cities if NIGHTLY else min(cities, 4)


MOST = up_to(len(CITIES))

coalitional_games = partial(testing.coalitional_games, max_players=MOST)
superadditive_games = partial(testing.superadditive_games, max_players=MOST)
convex_games = partial(testing.convex_games, max_players=MOST)


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
