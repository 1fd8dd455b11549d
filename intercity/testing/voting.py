"""Votes, drawn: simple games, and weighted voting.

>>> from hypothesis import given
>>> from solvers import shapley_value
>>> @given(weighted_voting_games())
... def more_votes_are_no_less_power(council):
...     power = shapley_value(council)
...     by_votes = sorted(council.players, key=council.weights.get)
...     assert [power[city] for city in by_votes] == sorted(power.values())
>>> more_votes_are_no_less_power()
"""

from __future__ import annotations

from hypothesis import strategies as st

from games.coalitional import CoalitionalGame
from games.players import members_of
from games.weighted_voting import WeightedVoting
from intercity.testing.bounds import city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["simple_games", "weighted_voting_games"]

MOST_VOTERS = 12
"""Of a simple game with a table of worths."""


@st.composite
def simple_games(draw: st.DrawFn, *, min_players: int = 1, max_players: int = 4) -> CoalitionalGame:
    """Monotone games of 0 and 1 in which all together win: whoever contains a winner wins.

    Drawn by a few coalitions that win, of which the others follow; one of two by how many cities
    win, from unanimity over majorities to any one city.

    Source: von Neumann and Morgenstern (1944); Shapley (1962).
    """
    n = draw(number_of("players", min_players, max_players, MOST_VOTERS))
    grand = (1 << n) - 1
    if draw(st.booleans()):
        quota = n - draw(st.integers(0, n - 1))
        winners = [mask for mask in range(1, grand + 1) if mask.bit_count() == quota]
    else:
        winners = draw(st.lists(st.integers(1, grand), max_size=2 * n, unique=True)) or [grand]
    cities = city_names(n)
    worths = {
        members_of(mask, cities): int(any(mask & least == least for least in winners))
        for mask in range(1, grand + 1)
    }
    return spelled(draw, CoalitionalGame, cities, worths)


@st.composite
def weighted_voting_games(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 5,
    min_weight: int = 0,
    max_weight: int = 9,
) -> WeightedVoting:
    """Councils with whole votes, not all 0, and any quota that can be reached."""
    n = draw(number_of("players", min_players, max_players))
    weights = number_of("weight", min_weight, max_weight, 10**9, lowest=0)
    votes = draw(st.lists(weights, min_size=n, max_size=n))
    if not any(votes):
        votes[0] = 1
    quota = draw(st.integers(1, sum(votes)))
    return spelled(draw, WeightedVoting, dict(zip(city_names(n), votes, strict=True)), quota)
