"""Games in strategic form, drawn.

>>> from hypothesis import find
>>> from solvers import pure_equilibria
>>> nowhere = find(strategic_games(max_actions=2), lambda game: not pure_equilibria(game).profiles)
>>> [len(actions) for actions in nowhere.actions]
[2, 2]
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from games.by_city import whole
from games.errors import InvalidInput
from games.strategic import StrategicGame
from intercity.testing.bounds import city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["potential_games", "strategic_games", "supermodular_games", "zero_sum_games"]

Table = npt.NDArray[Any]


@st.composite
def strategic_games(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    min_actions: int = 1,
    max_actions: int = 3,
    min_value: int = -2,
    max_value: int = 2,
) -> StrategicGame:
    """Whole payoffs from ``min_value`` to ``max_value``, so that ties are as frequent as can be.

    In one of three games of two cities, one loses what the other gains.
    """
    n = draw(number_of("players", min_players, max_players, 8))
    numbers = _whole_numbers(draw, min_value, max_value)
    shape = _shape(draw, n, number_of("actions", min_actions, max_actions))
    if n == 2 and draw(st.integers(0, 2)) == 1:
        table = _table(draw, shape, numbers)
        tables = [table, table.max() + table.min() - table]
    else:
        tables = [_table(draw, shape, numbers) for _ in shape]
    return _spelled(draw, _thinned(draw, tables, min_actions))


@st.composite
def zero_sum_games(
    draw: st.DrawFn,
    *,
    min_actions: int = 1,
    max_actions: int = 3,
    min_value: int = -2,
    max_value: int = 2,
) -> StrategicGame:
    """Games of two cities in which one loses what the other gains."""
    numbers = _whole_numbers(draw, min_value, max_value)
    shape = _shape(draw, 2, number_of("actions", min_actions, max_actions))
    (table,) = _thinned(draw, [_table(draw, shape, numbers)], min_actions)
    return _spelled(draw, [table, -table])


@st.composite
def potential_games(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    min_actions: int = 1,
    max_actions: int = 3,
    min_value: int = -2,
    max_value: int = 2,
) -> StrategicGame:
    """Games with an exact potential: P, and for each city what the others' actions alone bring it.

    Source: Monderer and Shapley (1996).
    """
    n = draw(number_of("players", min_players, max_players, 8))
    numbers = _whole_numbers(draw, min_value, max_value)
    shape = _shape(draw, n, number_of("actions", min_actions, max_actions))
    potential = _table(draw, shape, numbers)
    others = []
    for i in range(n):
        rest = (*shape[:i], 1, *shape[i + 1 :])
        others.append(np.broadcast_to(_table(draw, rest, numbers), shape))
    tables = [potential + other for other in others]
    return _spelled(draw, _thinned(draw, tables, min_actions))


@st.composite
def supermodular_games(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    min_actions: int = 1,
    max_actions: int = 3,
    min_value: int = -2,
    max_value: int = 2,
) -> StrategicGame:
    """Games in which a higher action of one city makes a higher one of another worth more.

    What city i has is what others' actions bring it, what its own bring it, and for each other city
    a sum of gains of 0 or more that begin where both actions are high enough.

    Source: Topkis (1979).
    """
    n = draw(number_of("players", min_players, max_players, 8))
    numbers = _whole_numbers(draw, min_value, max_value)
    shape = _shape(draw, n, number_of("actions", min_actions, max_actions))
    tables = []
    for i in range(n):
        others = (*shape[:i], 1, *shape[i + 1 :])
        own = tuple(k if j == i else 1 for j, k in enumerate(shape))
        table = np.broadcast_to(_table(draw, others, numbers), shape)
        table = table + _table(draw, own, numbers)
        for j in range(n):
            if j != i:
                pair = tuple(k if m in (i, j) else 1 for m, k in enumerate(shape))
                steps = _table(draw, pair, st.integers(0, 2))
                table = table + np.cumsum(np.cumsum(steps, axis=i), axis=j)
        tables.append(table)
    return _spelled(draw, tables)


def _whole_numbers(draw: st.DrawFn, min_value: int, max_value: int) -> st.SearchStrategy[int]:
    """Whole numbers, so that a game shrinks to one without negative ones where there is such a one.

    How low numbers may be is drawn first, as 0 if possible.
    """
    if whole(min_value, "min_value", -(10**9)) > whole(max_value, "max_value", -(10**9)):
        raise InvalidInput("min_value", min_value, f"at most {max_value}, which is max_value")
    nearest = min(max(0, min_value), max_value)
    lowest = nearest - draw(st.integers(0, nearest - min_value))
    return st.integers(0, max_value - lowest).map(lambda above: lowest + above)


def _shape(draw: st.DrawFn, n: int, actions: st.SearchStrategy[int]) -> tuple[int, ...]:
    return tuple(draw(st.lists(actions, min_size=n, max_size=n)))


def _table(draw: st.DrawFn, shape: tuple[int, ...], numbers: st.SearchStrategy[int]) -> Table:
    size = prod(shape)
    found: Table = np.array(draw(st.lists(numbers, min_size=size, max_size=size))).reshape(shape)
    return found


def _thinned(draw: st.DrawFn, tables: list[Table], least: int) -> list[Table]:
    """Without the actions that are drawn to go, so that a game shrinks to fewer actions.

    Each stays in seven of eight draws; that it goes is the simplest draw. So many always stay.
    """
    for axis, count in enumerate(tables[0].shape):
        stays = draw(st.lists(st.integers(0, 7), min_size=count, max_size=count))
        chosen = [k for k in range(count) if stays[k]]
        chosen = chosen if len(chosen) >= least else list(range(least))
        tables = [table.take(chosen, axis=axis) for table in tables]
    return tables


def _spelled(draw: st.DrawFn, tables: list[Table]) -> StrategicGame:
    payoffs = [table.tolist() for table in tables]
    return spelled(draw, StrategicGame.from_payoffs, city_names(len(payoffs)), *payoffs)
