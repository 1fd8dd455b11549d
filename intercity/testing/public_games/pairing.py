"""Who pairs with whom, or gets which site."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CITIES,
    INTEGER,
    Draw,
    draws,
    matrix,
)
from intercity.testing.spelled import spelled


@draws(games.HousingMarket)
def _housing(draw: Draw) -> Any:
    names = draw(CITIES)
    things = [f"site {k + 1}" for k in range(len(names))]
    rankings = {name: draw(st.permutations(things)) for name in names}
    return spelled(draw, games.HousingMarket, dict(zip(names, things, strict=True)), rankings)


@draws(games.Roommates)
def _roommates(draw: Draw) -> Any:
    names = city_names(draw(st.integers(1, 5)))
    rankings = {}
    for name in names:
        others = draw(st.permutations([other for other in names if other != name]))
        rankings[name] = others[draw(st.integers(0, 1)) :]
    return spelled(draw, games.Roommates, rankings)


@draws(games.MandatedPairing)
def _mandated(draw: Draw) -> Any:
    hub, names = ["hub 1"], city_names(2)
    pairing = games.PairingGame(
        hub,
        names,
        matrix(draw, INTEGER, hub, names),
        matrix(draw, INTEGER, hub, names),
        capacity=[2],
    )
    paired = draw(st.lists(st.sampled_from(names), unique=True))
    return spelled(draw, games.MandatedPairing, pairing, dict.fromkeys(paired, "hub 1"))
