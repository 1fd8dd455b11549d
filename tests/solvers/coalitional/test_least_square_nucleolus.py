"""Least squares of excesses: by the conditions of first order, over all coalitions."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from games import CoalitionalGame, Undefined
from solvers import least_square_nucleolus, least_square_prenucleolus
from tests.properties.strategies import coalitional_games, examples, superadditive_games, up_to


def slopes(game, split):
    """How fast the sum of (e(S, x) - m)^2 falls as a city gets more; m is the same for all x."""
    sign = 1 if game.sense == "gain" else -1
    excess = [
        sign * (game.worth(mask) - sum(split[c] for c in game.members(mask)))
        for mask in range(game.grand + 1)
    ]
    return {
        city: 2 * sum(e for mask, e in enumerate(excess) if mask >> i & 1)
        for i, city in enumerate(game.players)
    }


@examples(60)
@given(coalitional_games(max_players=up_to(6)))
def test_no_city_can_give_to_another_for_less_squares(game):
    split = least_square_prenucleolus(game)
    assert sum(split.values()) == game.grand_worth
    assert len(set(slopes(game, split).values())) == 1
    assert split.certificate.verify(game) is True


@examples(60)
@given(superadditive_games(max_players=up_to(6)))
def test_only_who_has_no_more_than_alone_would_give(game):
    split = least_square_nucleolus(game)
    sign = 1 if game.sense == "gain" else -1
    fall = slopes(game, split)
    above = {fall[c] for c in game.players if split[c] != game.worth([c])}
    assert sum(split.values()) == game.grand_worth
    assert all(sign * split[c] >= sign * game.worth([c]) for c in game.players)
    assert len(above) <= 1
    assert all(fall[c] <= most for most in above for c in game.players)
    assert split.certificate.verify(game) is True


def test_without_an_imputation():
    game = CoalitionalGame(["A", "B"], {"A": 4, "B": 5, ("A", "B"): 7})
    with pytest.raises(Undefined, match=r"least_square_prenucleolus\(\) allows less"):
        least_square_nucleolus(game)
    assert [*least_square_prenucleolus(game).values()] == [3, 4]
    nothing = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): 0})
    loss = CoalitionalGame(["A", "B"], {"A": 0, "B": 0, ("A", "B"): -1})
    assert not least_square_nucleolus(nothing).certificate.verify(loss)


def test_floats_of_many_cities_are_enclosed():
    names = [f"c{i}" for i in range(17)]
    whole = np.random.default_rng(1).integers(0, 1000, 1 << 17)
    whole[0] = 0
    exact = CoalitionalGame.from_array(names, whole)
    floats = CoalitionalGame.from_array(names, whole.astype(np.float64))
    for concept in (least_square_prenucleolus, least_square_nucleolus):
        try:
            told, true = concept(floats), concept(exact)
        except Undefined:
            continue
        assert true.proof.kind == "exact"
        assert told.proof.kind == "enclosed"
        assert told.certificate.verify(floats) is True
        assert all(abs(told[c] - true[c]) <= told.proof.radius < Fraction(1, 10**6) for c in names)
