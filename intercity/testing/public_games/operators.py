"""Operators, teams and licences."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import MultitaskAgency
from intercity.testing.public_games.draws import (
    CHANCES,
    CITIES,
    INTEGER,
    POSITIVE,
    SHARES,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
)
from intercity.testing.spelled import spelled


@draws(games.Agency)
def _agency(draw: Draw) -> Any:
    outcomes = by_name(draw, INTEGER, ["bad", "good"])
    efforts = by_name(draw, WHOLE, ["none", "care"])
    chances = {}
    for effort in efforts:
        good = draw(SHARES)
        chances[effort] = {"bad": 1 - good, "good": good}
    return spelled(draw, games.Agency, outcomes, efforts, chances, outside=draw(WHOLE))


@draws(games.MultitaskAgency)
def _tasks(draw: Draw) -> Any:
    return spelled(
        draw,
        MultitaskAgency,
        (draw(POSITIVE), draw(WHOLE)),
        (draw(POSITIVE), draw(WHOLE)),
        draw(POSITIVE),
        draw(WHOLE),
        draw(WHOLE),
        draw(CHANCES),
        (draw(WHOLE), draw(WHOLE)),
    )


@draws(games.ParkOperator)
def _operator(draw: Draw) -> Any:
    return spelled(
        draw,
        games.ParkOperator,
        draw(st.from_type(MultitaskAgency)),
        (draw(WHOLE), draw(WHOLE)),
        draw(WHOLE),
        outside=draw(WHOLE),
    )


@draws(games.ProjectScreening)
def _screening(draw: Draw) -> Any:
    accuracy = draw(st.sampled_from([Fraction(3, 4), Fraction(1), Fraction(1, 2)]))
    numbers = [draw(CHANCES), draw(POSITIVE), draw(WHOLE), accuracy, draw(WHOLE), draw(WHOLE)]
    return spelled(draw, games.ProjectScreening, *numbers)


@draws(games.Team)
def _team(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(draw, games.Team, names, each(draw, WHOLE, names), each(draw, POSITIVE, names))


@draws(games.CommonAgency)
def _common_agency(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.CommonAgency,
        names,
        each(draw, WHOLE, names),
        each(draw, POSITIVE, names),
        draw(POSITIVE),
        tiredness=draw(WHOLE),
    )


@draws(games.Licence)
def _licence(draw: Draw) -> Any:
    names = draw(CITIES)
    worth, rivalry = each(draw, WHOLE, names), each(draw, WHOLE, names)
    return spelled(draw, games.Licence, "owner", names, worth, rivalry=rivalry, keeps=draw(WHOLE))
