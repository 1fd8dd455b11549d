"""Races for firms, contests, repeated and quadratic games."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import SharedLimit
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CHANCES,
    CITIES,
    INTEGER,
    POSITIVE,
    WHOLE,
    Draw,
    draws,
    each,
    off_diagonal,
)
from intercity.testing.spelled import spelled
from intercity.testing.strategic import strategic_games


@draws(games.Contest)
def _contest(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.Contest,
        names,
        each(draw, POSITIVE, names),
        draw(st.sampled_from(["tullock", "all-pay", "bertrand"])),
    )


@draws(games.ClubRace)
def _club_race(draw: Draw) -> Any:
    names = draw(CITIES)
    value = each(draw, POSITIVE, names)
    race = games.SubsidyCompetition(names, value, mu=draw(POSITIVE))
    conjecture = draw(st.sampled_from(["gamma", "delta", "alpha"]))
    return spelled(draw, games.ClubRace, race, conjecture)


@draws(games.RepeatedGame)
def _repeated(draw: Draw) -> Any:
    stage = draw(strategic_games(max_actions=2))
    return spelled(draw, games.RepeatedGame, stage, draw(CHANCES), draw(st.integers(1, 2)))


@draws(games.TacitAgreement)
def _tacit(draw: Draw) -> Any:
    game = draw(st.from_type(games.RepeatedGame))
    target = tuple(draw(st.sampled_from(actions)) for actions in game.stage.actions)
    return spelled(draw, games.TacitAgreement, game, target)


@draws(games.RichardsonRace)
def _richardson(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.RichardsonRace,
        names,
        off_diagonal(draw, WHOLE, names),
        each(draw, WHOLE, names),
        each(draw, INTEGER, names),
    )


@draws(games.SharedLimit)
def _shared_limit(draw: Draw) -> Any:
    weights = tuple(map(Fraction, each(draw, POSITIVE, "AB")))
    return spelled(draw, SharedLimit, weights, Fraction(draw(WHOLE)))


@draws(games.QuadraticGame)
def _quadratic(draw: Draw) -> Any:
    names = tuple(city_names(2))
    slopes, quadratic = [], []
    for i in range(2):
        slopes.append(tuple(map(Fraction, each(draw, INTEGER, names))))
        across, own = Fraction(draw(INTEGER)), Fraction(-draw(POSITIVE))
        other = Fraction(0)
        rows = [[own, across], [across, other]] if i == 0 else [[other, across], [across, own]]
        quadratic.append(tuple(map(tuple, rows)))
    bounds = (Fraction(0),) * 2, (Fraction(draw(POSITIVE)),) * 2
    shared = tuple(draw(st.lists(st.from_type(SharedLimit), max_size=1)))
    constant = (Fraction(0),) * 2
    return spelled(
        draw, games.QuadraticGame, names, constant, tuple(slopes), tuple(quadratic), *bounds, shared
    )
