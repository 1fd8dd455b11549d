"""What cities bargain for, by which rules, and deals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from games import Right
from intercity.testing.bargaining import bargaining_problems
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CHANCES,
    CITIES,
    INTEGER,
    POSITIVE,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
)
from intercity.testing.spelled import spelled
from intercity.testing.strategic import strategic_games


@draws(games.AlternatingOffers)
def _offers(draw: Draw) -> Any:
    problem = draw(bargaining_problems())
    discount = by_name(draw, CHANCES, problem.players)
    return spelled(draw, games.AlternatingOffers, problem, discount)


@draws(games.Annuity)
def _annuity(draw: Draw) -> Any:
    horizon, percent = draw(st.integers(1, 20)), draw(st.integers(0, 9))
    beyond = "perpetuity" if percent and draw(st.booleans()) else "nothing"
    return spelled(draw, games.Annuity, horizon, Fraction(percent, 100), beyond)


@draws(games.Right)
def _right(draw: Draw) -> Any:
    names = city_names(2)
    name = draw(st.sampled_from(["quota", "site", "clause"]))
    return spelled(draw, Right, name, draw(st.sampled_from(names)), by_name(draw, INTEGER, names))


@draws(games.Barter)
def _barter(draw: Draw) -> Any:
    rights = draw(st.lists(st.from_type(Right), min_size=1, unique_by=lambda right: right.name))
    return spelled(draw, games.Barter, city_names(2), rights)


@draws(games.AgreedBarter)
def _agreed_barter(draw: Draw) -> Any:
    barter = draw(st.from_type(games.Barter))
    return spelled(draw, games.AgreedBarter, barter, by_name(draw, WHOLE, barter.players))


@draws(games.ContractNetwork)
def _contracts(draw: Draw) -> Any:
    names = city_names(2)
    payoffs = {(): each(draw, WHOLE, names), (tuple(names),): each(draw, WHOLE, names)}
    return spelled(draw, games.ContractNetwork, names, [tuple(names)], payoffs)


@draws(games.CountedDeal)
def _counted(draw: Draw) -> Any:
    names = city_names(2)
    return spelled(
        draw,
        games.CountedDeal,
        by_name(draw, INTEGER, names),
        draw(WHOLE),
        draw(WHOLE),
        by_name(draw, WHOLE, names),
    )


@draws(games.Frontier)
def _frontier(draw: Draw) -> Any:
    high = draw(POSITIVE)
    return spelled(draw, games.Frontier.read, f"{high} - x**2", (0, 1))


@draws(games.LegislativeBargaining)
def _legislature(draw: Draw) -> Any:
    names = draw(CITIES)
    return spelled(
        draw,
        games.LegislativeBargaining,
        names,
        draw(CHANCES),
        quota=draw(st.integers(1, len(names))),
    )


@draws(games.QuotaSwap)
def _swap(draw: Draw) -> Any:
    quota_worth = [draw(POSITIVE), draw(POSITIVE)]
    floor_worth = [draw(WHOLE), draw(WHOLE)]
    return spelled(
        draw, games.QuotaSwap, "A", "B", draw(WHOLE), draw(WHOLE), quota_worth, floor_worth
    )


@draws(games.ThreatGame)
def _threats(draw: Draw) -> Any:
    return spelled(draw, games.ThreatGame, draw(strategic_games()), draw(st.booleans()))


@draws(games.JointMeeting)
def _joint_meeting(draw: Draw) -> Any:
    votes = by_name(draw, POSITIVE, draw(CITIES))
    every = draw(st.integers(1, 3))
    lag = every + draw(st.integers(0, 2))
    return spelled(draw, games.JointMeeting, votes, every=every, lag=lag)
