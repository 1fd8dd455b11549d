from fractions import Fraction

from hypothesis import given

from solvers import core_violation, cost_of_stability, least_core
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.least_core import LeastCoreCertificate
from tests.properties.strategies import coalitional_games, examples, table
from tests.solvers import oracles


@examples(60)
@given(coalitional_games(min_players=2))
def test_epsilon_agrees_with_the_program_on_all_rows(game):
    answer = least_core(game)
    assert answer.epsilon == oracles.epsilon(game)
    assert oracles.sorted_excesses(game, answer.point)[0] == answer.epsilon


@examples(60)
@given(coalitional_games())
def test_outside_money_makes_a_core_and_less_does_not(game):
    money = cost_of_stability(game)
    sign = 1 if game.sense == "gain" else -1
    worths = [game.worth(mask) for mask in range(game.grand + 1)]
    worths[-1] += sign * money.value
    assert core_violation(table(worths, game.sense), money.split) is None
    if money.value:
        worths[-1] -= sign * money.value / 1000
        assert oracles.core_range(table(worths, game.sense), "A") is None


def test_an_empty_core_can_cost_more_than_the_fine():
    """Three towns, a park for two: a fine of 20 on each pair, or 30 from outside."""
    park = table([0, 0, 0, 60, 0, 60, 60, 60])
    assert least_core(park).epsilon == 20
    assert cost_of_stability(park).value == 30


def test_one_city_and_zero_games():
    assert least_core(table([0, -7])).epsilon == 0
    assert dict(least_core(table([0, -7])).point) == {"A": -7}
    assert cost_of_stability(table([0, -7])).value == 0
    zero = least_core(table([0] * 16))
    assert zero.epsilon == 0
    assert set(zero.point.values()) == {0}


def test_a_core_with_room_has_a_negative_epsilon():
    answer = least_core(table([0, 0, 0, 0, 0, 0, 0, 9]))
    assert answer.epsilon == Fraction(-3)
    assert "not empty" in answer.status
    assert "vertex" in answer.point.status


def test_weights_that_do_not_add_up_to_one_prove_nothing():
    """Half of the true weights 'prove' half of the true epsilon, -3, at a vertex of that level."""
    game = table([0, 0, 0, 0, 0, 0, 0, 9])
    singles = tuple(WeightedCoalition((city,), Fraction(1, 6)) for city in game.players)
    split = {"A": Fraction(6), "B": Fraction(3, 2), "C": Fraction(3, 2)}
    forged = LeastCoreCertificate(split, singles)
    assert forged.epsilon(game) == Fraction(-3, 2)
    assert forged.verify(game).reason == "The weights do not add up to 1."


def test_a_point_inside_the_least_core_is_not_shown_as_a_vertex():
    game = table([0, 0, 0, 8, 0, 0, 0, 8])
    proof = least_core(game).certificate
    assert sorted(proof.split.values()) == [0, 0, 8]
    inside = type(proof)({"A": Fraction(4), "B": Fraction(4), "C": Fraction(0)}, proof.collection)
    assert inside.verify(game).reason == "The split is not a vertex of the least core."


def test_a_stable_split_that_pays_too_much_is_refuted():
    park = table([0, 0, 0, 60, 0, 60, 60, 60])
    proof = cost_of_stability(park).certificate
    generous = type(proof)(dict.fromkeys("ABC", Fraction(31)), proof.collection)
    assert generous.verify(park).reason == "The collection is worth 90; the split pays 93."
    mean = type(proof)({"A": Fraction(31), "B": Fraction(30), "C": Fraction(29)}, proof.collection)
    assert mean.verify(park).reason == "{B, C} blocks the split."
