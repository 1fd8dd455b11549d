"""Minmax values: by hand, as zero-sum games, and against what equilibria give."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from games import RepeatedGame, StrategicGame
from solvers.strategic.correlated_equilibrium import correlated_equilibrium
from solvers.strategic.minmax import MinmaxCertificate, minmax_values
from solvers.strategic.sustainable_profiles import sustainable_profiles
from solvers.strategic.zero_sum import zero_sum_value
from tests.properties.strategies import examples

CITIES = ["A", "B", "C"]


def games(most=3):
    def tables(shape):
        size = int(np.prod(shape))
        one = st.lists(st.integers(-4, 4), min_size=size, max_size=size)
        return st.tuples(*[one] * len(shape)).map(
            lambda found: StrategicGame.from_payoffs(
                CITIES[: len(shape)], *[np.array(t).reshape(shape) for t in found]
            )
        )

    return st.lists(st.integers(1, most), min_size=1, max_size=3).flatmap(tables)


def test_fudenberg_and_maskin():
    """Fudenberg and Tirole (1991), figure 5.1: both are held to 0, by lotteries.

    Against L and R with 1/2 each, U and M bring -1/2, D brings 0.
    """
    game = StrategicGame.from_payoffs(
        ["row", "column"], [[-2, 1], [1, -2], [0, 0]], [[2, -2], [-2, 2], [1, 1]]
    )
    found = minmax_values(game)
    assert found.secured == {"row": 0, "column": 0}
    assert found.pure == {"row": 1, "column": 1}
    assert found.certificate.verify(game)


def test_two_who_coordinate_hold_the_third_lower():
    """C gets 1 unless it is with both others: they must draw (1, 1) or (2, 2) together, unseen."""
    zero = np.zeros((2, 2, 2), int)
    away = np.zeros((2, 2, 2), int)
    away[0, 0, 1] = away[1, 1, 0] = 1
    away[0, 1, :] = away[1, 0, :] = 1
    found = minmax_values(StrategicGame.from_payoffs(CITIES, zero, zero, away))
    assert found.pure["C"] == 1
    assert found.secured["C"] == Fraction(1, 2)
    assert found.held_by["C"] == {("1", "1"): Fraction(1, 2), ("2", "2"): Fraction(1, 2)}


@given(games())
def test_values(game):
    found = minmax_values(game)
    assert found.certificate.verify(game)
    for i, city in enumerate(game.players):
        table = np.moveaxis(game.tables[i], i, 0).reshape(len(game.actions[i]), -1)
        own = (table.astype(object) * game.units[i]).tolist()
        alone = StrategicGame.from_payoffs(
            ["own", "all"], own, [[-u for u in line] for line in own]
        )
        assert found.secured[city] == zero_sum_value(alone).value
        assert found.pure[city] == min(max(column) for column in zip(*own, strict=True))
        assert found.secured[city] <= found.pure[city]
        # A mediator cannot hold a city lower: correlated equilibria give it at least this.
        assert correlated_equilibrium(game, {city: -1}).payoffs[city] >= found.secured[city]


@given(games())
@examples(62)
def test_repetition_in_pure_strategies_gives_the_pure_value(game):
    pure = minmax_values(game).pure
    for payoffs in sustainable_profiles(RepeatedGame(game, 0.9)).kept.values():
        assert all(payoffs[city] >= pure[city] for city in game.players)


def test_another_games_guards_prove_nothing():
    pennies = StrategicGame.from_payoffs(CITIES[:2], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    other = StrategicGame.from_payoffs(CITIES[:2], [[2, -1], [-1, 1]], [[-1, 1], [1, -1]])
    certificate = minmax_values(pennies).certificate
    assert not certificate.verify(other)
    assert not MinmaxCertificate({"A": certificate.guards["A"]}).verify(pennies)
