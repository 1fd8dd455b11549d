"""Races on a grid of bids: payoffs by another way, and repetition against the race's own truce."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import Contest, InvalidInput, RepeatedGame, SubsidyCompetition
from intercity.testing import subsidy_competitions
from mechanisms import truce
from solvers import grim_trigger, pure_equilibria, race_on_grid, subsidy_equilibrium
from tests.properties.strategies import examples

F = Fraction
PAIR = SubsidyCompetition(["A", "B"], [1, 1], mu=F(1, 4))


@examples(62)
@given(subsidy_competitions(max_cities=3, allow_budgets=False))
def test_payoffs_of_logit_races(race):
    bids = [[F(0)] if cap == 0 else [F(0), F(1, 7) if cap is None else cap] for cap in race.caps]
    game = race_on_grid(race, bids)
    for profile in game:
        found = game.payoff(profile)
        for city, payoff in race.payoffs([F(bid) for bid in profile]).items():
            assert abs(found[city] - F(payoff)) < 10 * game.radius + F(1, 10**9)


@given(
    st.sampled_from(["tullock", "all-pay", "bertrand"]),
    st.sampled_from([F(1, 2), 1, 2]),
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
)
def test_payoffs_of_contests(technology, exponent, value):
    race = Contest(["A", "B", "C"], value, technology, exponent=exponent, efficiency=[1, 2, 1])
    game = race_on_grid(race, {"A": [0, 1, 2], "B": [0, F(1, 2)], "C": [0, 1]})
    assert (game.radius == 0) == (technology != "tullock" or exponent == 1 or not any(value))
    for profile in game:
        paid = [F(bid) for bid in profile]
        assert list(map(float, game.payoff(profile).values())) == pytest.approx(
            list(race.payoffs(paid).values())
        )


def test_a_finer_grid_shows_more_of_the_truce():
    """The race by hand: both bid 1/2. The best breach of 0 is between bids of any grid."""
    found = []
    for steps in (2, 10, 50):
        game = race_on_grid(PAIR, [F(k, steps) for k in range(steps // 2 + 1)])
        kept = grim_trigger(RepeatedGame(game), [0, 0], reversion=[F(1, 2)] * 2)
        found.append(kept.critical_discount)
    assert found == sorted(found)
    off_the_grid = truce(PAIR).critical_discount
    assert 0 < off_the_grid - found[-1] < F(1, 10**4)


@pytest.mark.parametrize("technology", ["tullock", "all-pay", "bertrand"])
def test_contests_repeat(technology):
    """Nobody bids: 4 each; a bid of 1 takes all: 7. The race leaves 2 by lot, else nothing."""
    race = Contest(["A", "B"], [8, 8], technology)
    game = race_on_grid(race, [0, 1, 2])
    after = {"tullock": [2, 2], "all-pay": [2, 2], "bertrand": [2, 2]}[technology]
    left = game.payoff(after)["A"]
    assert left == {"tullock": 2, "all-pay": 2, "bertrand": 3}[technology]
    breach = max(game.payoff([bid, 0])["A"] for bid in (1, 2))
    assert breach == 7
    if technology == "tullock":
        assert ("2", "2") in pure_equilibria(game).profiles
        kept = grim_trigger(RepeatedGame(game), [0, 0], reversion=after)
        assert kept.critical_discount == F(7 - 4, 7 - 2)


def test_an_equilibrium_of_the_race_is_one_on_any_grid_that_has_it():
    race = Contest(["A", "B"], [4, 2])
    bids = {city: [0, F(1, 3), bid] for city, bid in subsidy_equilibrium(race).subsidies.items()}
    game = race_on_grid(race, bids)
    assert tuple(str(each[-1]) for each in bids.values()) in pure_equilibria(game).profiles


def test_it_says_that_only_these_bids_are_in_it():
    assert repr(race_on_grid(PAIR, [0, 0.5])) == (
        "RaceOnGrid(A: 0, 0.5; B: 0, 0.5; logit, only these bids)"
    )


@pytest.mark.parametrize(
    ("race", "bids", "sentence"),
    [
        (PAIR, [0, -1], "subsidy of A is -1; it should be from 0"),
        (PAIR, {"A": [0]}, "bids of B is missing"),
        (PAIR, {"Z": [0]}, "a city with a list of bids is 'Z'"),
        (PAIR, 3, "bids is 3; it should be one list"),
        (PAIR, [[0], [1], [2]], "the list of each city's list of bids is of length 3"),
        (PAIR, range(200), "number of profiles is 40000"),
        (PAIR, [0, "x"], "bid of A is 'x'"),
        (SubsidyCompetition(["A"], [1], mu=1, budgets=[1]), [0], "budgets of a race on a grid"),
        (Contest(["A", "B"], [1, 1], budgets=[1, 2]), [0, 2], "bid of A is 2"),
        ("race", [0], "subject of race_on_grid is of kind str"),
    ],
)
def test_bad_input_is_named(race, bids, sentence):
    with pytest.raises(InvalidInput) as error:
        race_on_grid(race, bids)
    assert str(error.value).startswith(sentence)
