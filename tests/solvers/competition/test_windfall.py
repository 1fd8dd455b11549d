"""The windfall against simulated firms, and against the closed form of two cities."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import SubsidyCompetition
from intercity.testing import subsidy_competitions
from solvers import arms_race

F = Fraction
PARKS = SubsidyCompetition(
    ["Quzhou", "Lishui", "Jinhua"],
    value=[F("0.448"), F("0.384"), F("0.256")],
    mu=F("0.05"),
    mass=100,
    outside_option=F("0.1"),
)
UNEVEN = SubsidyCompetition(
    ["A", "B", "C", "D"],
    value=[3, 2, 2, 1],
    attractiveness=[0, F(1, 2), -1, 1],
    mu=F(1, 2),
    mass=7,
)
FIRMS = 400_000


@pytest.mark.parametrize("game", [PARKS, UNEVEN], ids=["parks", "uneven"])
def test_firms_that_draw_their_tastes_would_have_come_anyway_as_often(game):
    """Each firm chooses twice with the same Gumbel shocks: at the bids, and at none."""
    race = arms_race(game)
    draw = np.random.default_rng(20240704)
    places = [float(a) for a in game.attractiveness]
    bids = [float(race.equilibrium.subsidies[city]) for city in game.cities]
    if game.outside_option is not None:
        places, bids = [*places, float(game.outside_option)], [*bids, 0.0]
    shocks = draw.gumbel(scale=float(game.mu), size=(FIRMS, len(places)))
    now = np.argmax(shocks + places + np.array(bids), axis=1)
    before = np.argmax(shocks + places, axis=1)
    paid = float(game.mass) * np.where(now == before, np.array(bids)[now], 0.0)
    error = paid.std() / math.sqrt(FIRMS)
    assert abs(float(race.windfall) - paid.mean()) < 4 * error
    # Each city alone pays nothing, the others as they are: what it loses of its firms.
    for i, city in enumerate(game.cities):
        alone = np.array(bids)
        alone[i] = 0.0
        left = np.argmax(shocks + places + alone, axis=1) == i
        stays = left.sum() / max(1, (now == i).sum())
        wide = 4 * math.sqrt(stays * (1 - stays) / max(1, (now == i).sum())) + 1e-3
        assert abs(float(race.own_loss[city]) - (1 - stays)) < wide, city


def test_it_is_less_than_what_the_shares_without_subsidies_would_say():
    """At those shares 26% of the money; of the firms in a city now, fewer were there before."""
    race = arms_race(PARKS)
    shares = PARKS.shares([0, 0, 0])
    before = 100 * sum(float(s) * shares[city] for city, s in race.equilibrium.subsidies.items())
    assert float(race.windfall) < before


@given(
    subsidy_competitions(min_cities=2, max_cities=2, allow_spillovers=False, allow_budgets=False)
)
def test_two_cities_without_an_outside_option_in_closed_form(game):
    """Who pays more keeps all that it had, and who pays less all that it has."""
    from dataclasses import replace

    game = replace(game, outside_option=None)
    race = arms_race(game)
    paid = [race.equilibrium.subsidies[city] for city in game.cities]
    now, before = (list(game.shares(s).values()) for s in (paid, [0, 0]))
    more = 0 if paid[0] >= paid[1] else 1
    less = 1 - more
    expected = float(game.mass) * (float(paid[more]) * before[more] + float(paid[less]) * now[less])
    assert float(race.windfall) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_cities_alike_pay_all_of_it_to_firms_that_would_have_come():
    race = arms_race(SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4), mass=10))
    assert race.windfall == race.outlay == 5
    # Alone without its 1/2: e^0 against e^2.
    share = 1 / (1 + math.exp(2))
    assert float(race.own_loss["A"]) == pytest.approx(1 - share / 0.5)


def test_a_city_that_pays_nothing_loses_nothing_by_paying_nothing():
    race = arms_race(SubsidyCompetition(["A", "B"], [0, 5], mu=F(1, 4), attractiveness=[1, 0]))
    assert race.equilibrium.subsidies["A"] == 0
    assert race.own_loss["A"] == 0
    assert 0 < race.own_loss["B"] < 1
