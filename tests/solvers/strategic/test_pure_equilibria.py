from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given

from games import StrategicGame
from intercity.testing import strategic_games
from solvers import best_responses, profitable_deviation, pure_equilibria, regrets

SEVERAL = strategic_games(min_players=1, max_players=4, min_value=0, max_value=3)


def nobody_gains(game, profile):
    return all(
        game.payoff([*profile[:i], other, *profile[i + 1 :]])[city] <= game.payoff(profile)[city]
        for i, city in enumerate(game.players)
        for other in game.actions[i]
    )


@given(game=SEVERAL)
def test_exactly_the_profiles_at_which_nobody_gains(game):
    answer = pure_equilibria(game)
    assert list(answer.profiles) == [p for p in game if nobody_gains(game, p)]
    assert answer.certificate.verify(game) is True
    for profile in game:
        deviation = profitable_deviation(game, profile)
        assert (deviation is None) == (profile in answer.profiles)
        if deviation:
            changed = dict(zip(game.players, profile, strict=True)) | {
                deviation.city: deviation.action
            }
            gain = game.payoff(changed)[deviation.city] - game.payoff(profile)[deviation.city]
            assert gain == deviation.gain == max(regrets(game, profile).values()) > 0
            assert deviation.action in best_responses(game, profile)[deviation.city]


@given(game=SEVERAL)
def test_without_one_the_cities_chase_each_other(game):
    answer = pure_equilibria(game)
    assert bool(answer.cycle) == (not answer.profiles)
    around = [*answer.cycle, *answer.cycle[:1]]
    for here, there in pairwise(around):
        (city,) = (name for name in here if here[name] != there[name])
        assert game.payoff(there)[city] > game.payoff(here)[city]
        assert there[city] in best_responses(game, here)[city]


def test_a_cournot_triopoly_on_a_grid():
    """Cournot (1838): price 12 - Q, no cost, so 12/4 each; whole quantities may allow more."""
    game = StrategicGame.from_function(
        ["A", "B", "C"], range(7), lambda q: [x * max(0, 12 - sum(q)) for x in q]
    )
    profiles = {tuple(map(int, profile)) for profile in pure_equilibria(game).profiles}
    by_hand = {
        q
        for q in product(range(7), repeat=3)
        if all(
            q[i] * max(0, 12 - sum(q)) >= x * max(0, 12 - sum(q) + q[i] - x)
            for i in range(3)
            for x in range(7)
        )
    }
    assert (3, 3, 3) in profiles
    assert profiles == by_hand


def test_ten_cities_with_three_levels_who_all_like_to_follow_the_crowd():
    """Each gets how many do as it does: three crowds, and no divided ones."""
    rng = np.random.default_rng(0)
    cities = [f"c{i}" for i in range(10)]
    levels = np.indices((3,) * 10)
    same = [(levels == levels[i]).sum(axis=0) for i in range(10)]
    answer = pure_equilibria(StrategicGame.from_payoffs(cities, *same))
    assert set(answer.profiles) >= {(level,) * 10 for level in "123"}
    assert all(
        max(profile.count(level) for level in "123") in (5, 10) for profile in answer.profiles
    )
    noise = rng.integers(0, 10**6, size=(10, *(3,) * 10))
    random = pure_equilibria(StrategicGame.from_payoffs(cities, *noise))
    assert random.certificate.verify(random.game) is True


@pytest.mark.parametrize("unit", [Fraction(1, 10**8), Fraction(1, 10**300), 10**300])
def test_tiny_and_huge_differences_count(unit):
    game = StrategicGame.from_payoffs(
        ["A", "B"], [[0, unit], [unit, 0]], [[0, 2 * unit], [unit, 3 * unit]]
    )
    assert pure_equilibria(game).profiles == (("1", "2"),)


def test_all_equal_payoffs():
    game = StrategicGame.from_payoffs(["A", "B"], [[5, 5]] * 2, [[-1, -1]] * 2)
    assert pure_equilibria(game).status == "4 pure equilibria, and no others."
    alone = StrategicGame.from_payoffs(["A"], [7])
    assert list(pure_equilibria(alone)) == [{"A": "1"}]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ([[-1, 1], [1, -1]], "No pure equilibrium"),  # matching pennies
        ([[0, 1], [0, 1]], "One pure equilibrium, and no other"),  # B's second action is dominant
        ([[1, -1], [-1, 1]], "2 pure equilibria, and no others"),
    ],
)
def test_how_many_there_are_is_said(second, told):
    game = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], second)
    assert pure_equilibria(game).status.startswith(told)
