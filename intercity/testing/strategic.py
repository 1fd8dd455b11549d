"""Games in strategic form, drawn.

>>> from hypothesis import find
>>> from solvers import pure_equilibria
>>> nowhere = find(strategic_games(max_actions=2), lambda game: not pure_equilibria(game).profiles)
>>> [len(actions) for actions in nowhere.actions]
[2, 2]
"""

from __future__ import annotations

from math import prod

import numpy as np
from hypothesis import strategies as st

from games.by_city import whole
from games.errors import InvalidInput
from games.strategic import StrategicGame
from intercity.testing.bounds import city_names, number_of, up_to
from intercity.testing.spelled import spelled

__all__ = ["strategic_games"]


@st.composite
def strategic_games(
    draw: st.DrawFn,
    *,
    min_players: int = 2,
    max_players: int = 2,
    max_actions: int = 3,
    low: int = -2,
    high: int = 2,
) -> StrategicGame:
    """Whole payoffs from ``low`` to ``high``, so that ties are as frequent as can be."""
    n = draw(number_of("players", min_players, max_players, 8))
    max_actions = up_to("max_actions", max_actions)
    if whole(low, "low", -(10**9)) > whole(high, "high", -(10**9)):
        raise InvalidInput("low", low, f"at most {high}, which is high")
    shape = draw(st.lists(st.integers(1, max_actions), min_size=n, max_size=n))
    size = prod(shape)
    table = st.lists(st.integers(low, high), min_size=size, max_size=size)
    payoffs = [np.array(draw(table)).reshape(shape).tolist() for _ in shape]
    return spelled(draw, StrategicGame.from_payoffs, city_names(n), *payoffs)
