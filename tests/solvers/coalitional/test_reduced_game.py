"""Reduced and dual games: definitions, and consistency of prenucleolus and core."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput
from solvers import (
    complement_reduced_game,
    core,
    core_violation,
    dual_game,
    egalitarian_nonseparable,
    equal_surplus_division,
    hart_mas_colell_reduced_game,
    prenucleolus,
    reduced_game,
    shapley_value,
)
from tests.properties.strategies import (
    MOST,
    coalitional_games,
    examples,
    superadditive_games,
    table,
    worths_of,
)


@examples(30)
@given(
    coalitional_games(min_players=2),
    st.integers(1, 2**MOST - 1),
    st.lists(st.integers(-5, 5), min_size=MOST),
)
def test_reduced_game_by_definition(game, drawn, amounts):
    mask = drawn & game.grand or 1
    group = game.members(mask)
    split = dict(zip(game.players, map(Fraction, amounts), strict=False))
    reduced = reduced_game(game, split, group)
    assert (reduced.players, reduced.sense) == (group, game.sense)
    best = max if game.sense == "gain" else min
    others = [s for s in ((), *game) if not set(s) & set(group)]
    for t in reduced:
        if t == group:
            expected = game.grand_worth - sum(split[c] for c in game.players if c not in group)
        else:
            expected = best(game.worth([*t, *q]) - sum(split[c] for c in q) for q in others)
        assert reduced.worth(t) == expected


@examples(15)
@given(coalitional_games(min_players=2), st.integers(1, 2**MOST - 1))
def test_the_prenucleolus_is_consistent(game, drawn):
    group = game.members(drawn & game.grand or 1)
    split = prenucleolus(game)
    again = prenucleolus(reduced_game(game, split, group))
    assert dict(again) == {city: split[city] for city in group}


@examples(15)
@given(superadditive_games(min_players=2), st.integers(1, 2**MOST - 1))
def test_the_core_is_consistent(game, drawn):
    answer = core(game)
    if not answer.empty:
        group = game.members(drawn & game.grand or 1)
        reduced = reduced_game(game, answer.point, group)
        assert core_violation(reduced, {city: answer.point[city] for city in group}) is None


@examples(20)
@given(coalitional_games())
def test_dual_game(game):
    dual = dual_game(game)
    for s in game:
        left = [city for city in game.players if city not in s]
        assert dual.worth(s) == game.grand_worth - game.worth(left)
    assert dual_game(dual) == game
    assert shapley_value(dual) == shapley_value(game)


def test_nobody_is_no_group():
    with pytest.raises(InvalidInput, match="at least one city"):
        reduced_game(table([0, 1, 1, 3]), {"A": 1, "B": 2}, [])


@examples(30)
@given(coalitional_games())
def test_the_prenucleolus_of_the_dual_makes_the_least_excess_great(game):
    """Of worths that are negated, excesses are negated: the least are the greatest."""
    negated = table([-worth for worth in worths_of(game)], game.sense)
    anti = {city: -x for city, x in prenucleolus(negated).items()}
    assert dict(prenucleolus(dual_game(game))) == anti


@examples(30)
@given(coalitional_games(min_players=2), st.integers(1, 2**MOST - 1))
def test_the_shapley_value_is_consistent_with_payments_by_rule(game, drawn):
    """Hart and Mas-Colell (1989)."""
    group = game.members(drawn & game.grand or 1)
    left = [city for city in game.players if city not in group]
    reduced = hart_mas_colell_reduced_game(game, shapley_value, group)
    assert (reduced.players, reduced.sense) == (group, game.sense)
    for s in reduced:
        paid = shapley_value(game.subgame([*s, *left]))
        assert reduced.worth(s) == game.worth([*s, *left]) - sum(paid[city] for city in left)
    before, after = shapley_value(game), shapley_value(reduced)
    assert all(after[city] == before[city] for city in group)


def test_equal_surplus_division_is_not():
    game = table([0, 0, 0, 20, 0, 30, 40, 42])
    reduced = hart_mas_colell_reduced_game(game, equal_surplus_division, ["A", "B"])
    assert equal_surplus_division(reduced)["A"] != equal_surplus_division(game)["A"]


@pytest.mark.parametrize(
    ("value", "group", "words"),
    [
        (shapley_value, [], "the coalition is missing"),
        (shapley_value, ["Z"], "member is 'Z'"),
        (3, ["A"], "the value is 3; it should be a function of a game"),
        (lambda game: game.bad, ["A"], r"the value of the game among \{A, B\} is missing"),
        (lambda game: {"A": 1}, ["A"], r"among \{A, B\}'s payoff of B is missing"),
        (
            lambda game: {"A": 1, "B": "x"},
            ["A"],
            r"the value of the game among \{A, B\}'s payoff of B is 'x'",
        ),
        (lambda game: 3, ["A"], r"the value of the game among \{A, B\} is 3"),
    ],
)
def test_rules_that_do_not_pay(value, group, words):
    with pytest.raises(InvalidInput, match=words):
        hart_mas_colell_reduced_game(table([0, 1, 2, 4]), value, group)


@examples(30)
@given(
    coalitional_games(min_players=2),
    st.integers(1, 2**MOST - 1),
    st.lists(st.integers(-5, 5), min_size=MOST),
)
def test_the_complement_reduced_game(game, drawn, amounts):
    """Moulin (1985); Tadenuma (1992): the nonseparable rule and the core are consistent."""
    group = game.members(drawn & game.grand or 1)
    left = [city for city in game.players if city not in group]
    split = dict(zip(game.players, map(Fraction, amounts), strict=False))
    reduced = complement_reduced_game(game, split, group)
    assert (reduced.players, reduced.sense) == (group, game.sense)
    for t in reduced:
        assert reduced.worth(t) == game.worth([*t, *left]) - sum(split[c] for c in left)
    rule = egalitarian_nonseparable(game)
    again = egalitarian_nonseparable(complement_reduced_game(game, rule, group))
    assert all(again[city] == rule[city] for city in group)
    stable = core(game)
    if not stable.empty:
        rest = {city: stable.point[city] for city in group}
        assert core_violation(complement_reduced_game(game, stable.point, group), rest) is None


def test_a_complement_of_all_is_refused():
    with pytest.raises(InvalidInput, match="the coalition is missing"):
        complement_reduced_game(table([0, 1, 2, 4]), {"A": 1, "B": 3}, [])
