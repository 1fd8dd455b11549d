from fractions import Fraction

import numpy as np
from hypothesis import given, settings

from games import CoalitionalGame
from solvers import shapley_value
from tests.properties.strategies import coalitional_games, table, worths_of
from tests.solvers import oracles


@settings(max_examples=80)
@given(coalitional_games(max_players=5))
def test_agrees_with_the_mean_over_all_orders(game):
    assert dict(shapley_value(game)) == oracles.shapley_by_orders(game)


@settings(max_examples=40)
@given(
    coalitional_games(min_players=3, max_players=3), coalitional_games(min_players=3, max_players=3)
)
def test_is_additive(one, other):
    both = table([a + b for a, b in zip(worths_of(one), worths_of(other), strict=True)])
    expected = {c: shapley_value(one)[c] + shapley_value(other)[c] for c in one.players}
    assert dict(shapley_value(both)) == expected


def test_sums_beyond_64_bits_are_exact():
    """Worths near 2^56 on ten cities: 4^10 of them overflow int64."""
    worths = np.full(1 << 10, 2**56, dtype=np.int64)
    worths[0] = 0
    worths[-1] += 7
    game = CoalitionalGame.from_array([f"c{i}" for i in range(10)], worths)
    split = shapley_value(game)
    assert set(split.values()) == {Fraction(2**56 + 7, 10)}
    assert split.certificate.verify(game) is True
