"""Problems of cities that know more about themselves."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CITIES,
    INTEGER,
    POSITIVE,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
    ranges,
)
from intercity.testing.spelled import spelled


@draws(games.PrivateExchange)
def _private_exchange(draw: Draw) -> Any:
    types = st.lists(WHOLE, min_size=1, max_size=2, unique=True)
    return spelled(draw, games.PrivateExchange, {"buyer 1": draw(types)}, {"seller 1": draw(types)})


@draws(games.PrivateProject)
def _private_project(draw: Draw) -> Any:
    types = st.lists(INTEGER, min_size=1, max_size=2, unique=True)
    return spelled(draw, games.PrivateProject, by_name(draw, types, city_names(2)), draw(WHOLE))


@draws(games.UniformExchange)
def _uniform_exchange(draw: Draw) -> Any:
    return spelled(
        draw, games.UniformExchange, ranges(draw, ["buyer 1"]), ranges(draw, ["seller 1"])
    )


@draws(games.UniformProject)
def _uniform_project(draw: Draw) -> Any:
    return spelled(draw, games.UniformProject, ranges(draw, city_names(2)), draw(WHOLE))


@draws(games.ContinuousProblem)
def _continuous(draw: Draw) -> Any:
    if draw(st.booleans()):
        return games.ContinuousProblem.auction(ranges(draw, draw(CITIES)))
    return games.ContinuousProblem.bilateral_trade(ranges(draw, ["A"]), ranges(draw, ["B"]))


@draws(games.PublicGood)
def _public_good(draw: Draw) -> Any:
    names = draw(CITIES)
    first, falls = each(draw, WHOLE, names), each(draw, POSITIVE, names)
    return spelled(draw, games.PublicGood, names, first, falls, draw(POSITIVE))
