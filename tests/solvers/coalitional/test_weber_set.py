"""The Weber set against the hull of all n! marginal vectors, and what lies in it."""

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from solvers import (
    core,
    core_vertices,
    marginal_vector,
    property_violation,
    shapley_value,
    solve,
    weber_set_membership,
)
from solvers.coalitional.weber_set import WeightedOrder
from solvers.linear_program import LinearProgram, Row
from tests.properties.strategies import coalitional_games, convex_games, examples, table

ONE = Fraction(1)


def in_the_hull(game, split):
    """By one linear program with a column for each of the n! orders."""
    orders = list(itertools.permutations(game.players))
    vectors = [marginal_vector(game, order) for order in orders]
    rows = [
        Row(city, {str(k): m[city] for k, m in enumerate(vectors)}, "==", Fraction(split[city]))
        for city in game.players
    ]
    rows.append(Row("all", {str(k): ONE for k in range(len(orders))}, "==", ONE))
    bounds = {str(k): (Fraction(0), None) for k in range(len(orders))}
    return solve(LinearProgram("max", {}, tuple(rows), bounds)).outcome == "optimal"


@st.composite
def games_and_splits(draw):
    game = draw(coalitional_games())
    first = draw(st.lists(st.integers(-6, 6), min_size=len(game.players)))
    split = dict(zip(game.players, map(Fraction, first), strict=False))
    split[game.players[-1]] += game.grand_worth - sum(split.values())
    return game, split


@examples(30)
@given(games_and_splits())
def test_membership_is_that_of_the_hull_of_all_orders(drawn):
    game, split = drawn
    found = weber_set_membership(game, split)
    assert found.inside is in_the_hull(game, split)
    assert found.certificate.verify(game) is True


@examples(30)
@given(coalitional_games())
def test_the_shapley_value_and_the_core_are_inside(game):
    """Weber (1988); Derks (1992)."""
    assert weber_set_membership(game, shapley_value(game)).inside
    answer = core(game)
    if not answer.empty:
        for corner in core_vertices(game).vertices:
            assert weber_set_membership(game, corner).inside


@examples(20)
@given(convex_games())
def test_marginal_vectors_of_a_convex_game_are_the_corners_of_its_core(game):
    vectors = {
        tuple(marginal_vector(game, o).values()) for o in itertools.permutations(game.players)
    }
    assert vectors == {tuple(corner.values()) for corner in core_vertices(game).vertices}


@examples(30)
@given(coalitional_games(min_players=2))
def test_some_order_is_blocked_where_the_game_is_not_convex(game):
    """Ichiishi (1981): the Weber set is the core only of convex games."""
    kind = "convex" if game.sense == "gain" else "concave"
    stable = core(game)
    inside = not stable.empty and all(
        stable.contains(marginal_vector(game, order))
        for order in itertools.permutations(game.players)
    )
    assert inside is (property_violation(game, kind) is None)


def test_proofs_are_read_with_care():
    game = table([0, 0, 0, 1, 0, 1, 0, 1])
    inside = weber_set_membership(
        game, {"A": Fraction(1, 2), "B": Fraction(1, 2), "C": 0}
    ).certificate
    one, *rest = inside.orders
    for orders in (
        (),
        inside.orders[:1],
        (replace(one, weight=-one.weight), *rest),
        (replace(one, order=one.order[:2]), *rest),
        (replace(one, order=("A", "A", "B")), *rest),
        (replace(one, order=one.order[::-1]), *rest),
    ):
        assert not replace(inside, orders=orders).verify(game)
    outside = weber_set_membership(game, {"A": 2, "B": -1, "C": 0}).certificate
    assert not replace(outside, prices=dict.fromkeys("ABC", Fraction(0))).verify(game)
    assert not replace(outside, split=shapley_value(game)).verify(game)
    sunk = replace(outside, split=dict(shapley_value(game)), gap=-outside_by(game, outside.prices))
    assert not sunk.verify(game)  # at these prices it is worth less than an order, by as much


def outside_by(game, prices):
    """What the dearest order is worth at these prices more than the Shapley value."""
    split = shapley_value(game)
    most = max(
        sum(prices[city] * added for city, added in marginal_vector(game, order).items())
        for order in itertools.permutations(game.players)
    )
    return most - sum(prices[city] * x for city, x in split.items())


def test_chances_are_positive_and_add_up_to_1():
    """In a game that is worth nothing in all, twice the chances give twice the split."""
    game = table([0, 1, 0, 0])
    proof = weber_set_membership(game, {"A": Fraction(1, 2), "B": Fraction(-1, 2)}).certificate
    assert proof.verify(game) is True
    doubled = tuple(replace(entry, weight=2 * entry.weight) for entry in proof.orders)
    twice = replace(proof, split={"A": Fraction(1), "B": Fraction(-1)}, orders=doubled)
    assert "do not add up to 1" in twice.verify(game).reason
    ab, ba = (WeightedOrder(order, Fraction(1)) for order in (("A", "B"), ("B", "A")))
    beyond = (replace(ab, weight=Fraction(2)), replace(ba, weight=Fraction(-1)))
    assert (
        "has the chance -1"
        in replace(proof, split={"A": Fraction(2), "B": Fraction(-2)}, orders=beyond)
        .verify(game)
        .reason
    )


def test_beyond_what_can_be_listed():
    """12 cities have 479 million orders."""
    cities = [f"c{i}" for i in range(12)]
    pairs = CoalitionalGame.from_function(cities, lambda s: len(s) // 2)
    found = weber_set_membership(pairs, dict.fromkeys(cities, Fraction(1, 2)))
    assert found.inside
    assert len(found.orders) <= 12
    greedy = {city: Fraction(6 * (city == "c0")) for city in cities}
    assert not weber_set_membership(pairs, greedy).inside


def test_a_split_of_something_else_is_outside():
    game = table([0, 1, 2, 4])
    assert not weber_set_membership(game, {"A": 1, "B": 1}).inside
    assert weber_set_membership(table([0, 3]), {"A": 3}).inside


def test_an_order_names_each_city_once():
    game = table([0, 1, 2, 4])
    for order in (["A"], ["A", "A"], ["A", "B", "B"], ["A", "C"], "AB", None, [["A"], "B"]):
        with pytest.raises(InvalidInput, match="the order is"):
            marginal_vector(game, order)
