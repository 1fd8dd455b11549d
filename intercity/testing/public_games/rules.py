"""Rules that cities sign, and games that solvers make."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

import games
from intercity.testing.bounds import city_names
from intercity.testing.public_games.draws import (
    CITIES,
    POSITIVE,
    SHARES,
    WHOLE,
    Draw,
    by_name,
    draws,
    each,
)
from intercity.testing.spelled import spelled
from intercity.testing.subsidies import subsidy_competitions
from mechanisms.accord.common_fund import FundRule
from mechanisms.public_fund.provision_point import ProvisionPoint
from mechanisms.tax_sharing.origin_destination import OriginDestination
from solvers.competition.race_on_grid import RaceOnGrid, race_on_grid
from solvers.families.program_game import ProgramGame
from solvers.linear_program import LinearProgram, Row


@draws(FundRule)
def _fund(draw: Draw) -> Any:
    race = draw(subsidy_competitions(max_cities=3, allow_budgets=False))
    weights = each(draw, POSITIVE, race.cities)
    key = [Fraction(weight, sum(weights)) for weight in weights]
    return spelled(draw, FundRule, race, key)


@draws(OriginDestination)
def _origin_destination(draw: Draw) -> Any:
    return spelled(draw, OriginDestination, draw(CITIES), draw(SHARES))


@draws(ProvisionPoint)
def _provision_point(draw: Draw) -> Any:
    refund, rebate = draw(st.booleans()), draw(st.booleans())
    return spelled(draw, ProvisionPoint, draw(CITIES), draw(POSITIVE), refund=refund, rebate=rebate)


@draws(ProgramGame)
def _program_game(draw: Draw) -> Any:
    """Batches of what members own, a worth each, in parks that may have to be opened."""
    names, one, none = draw(CITIES), Fraction(1), Fraction(0)
    owned = {name: -Fraction(amount) for name, amount in by_name(draw, POSITIVE, names).items()}
    worth, cost, places = (
        Fraction(draw(POSITIVE)),
        Fraction(draw(WHOLE)),
        Fraction(draw(POSITIVE)),
    )
    rows = (
        Row("room", {"batches": one, "parks": -places}, "<=", none),
        Row("owned", {"batches": one, **owned}, "<=", none),
    )
    most = Fraction(-sum(owned.values()))
    bounds = {**dict.fromkeys(names, (none, one)), "batches": (none, most), "parks": (none, most)}
    program = LinearProgram("max", {"batches": worth, "parks": -cost}, rows, bounds)
    return spelled(draw, ProgramGame, names, program, draw(st.sampled_from([[], ["parks"]])))


@draws(RaceOnGrid)
def _grid(draw: Draw) -> Any:
    race = games.Contest(city_names(2), each(draw, POSITIVE, "AB"))
    bids = draw(st.lists(WHOLE, min_size=1, max_size=3, unique=True).map(sorted))
    return spelled(draw, race_on_grid, race, bids)
