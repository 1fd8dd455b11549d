"""Correlated equilibria: Aumann's game, the program written out once more, and laws."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, StrategicGame
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.strategic import obedience_program
from solvers.strategic.correlated_equilibrium import (
    CorrelatedProblem,
    coarse_correlated_equilibrium,
    correlated_equilibrium,
)
from solvers.strategic.obedience_program import ObedienceProgram
from solvers.strategic.zero_sum import zero_sum_value
from tests.properties.strategies import examples

CITIES = ["A", "B", "C"]
CHICKEN = StrategicGame.from_payoffs(CITIES[:2], [[6, 2], [7, 0]], [[6, 7], [2, 0]])


def small_games(most=3):
    def tables(shape):
        table = st.lists(
            st.integers(-5, 5), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))
        ).map(lambda numbers: np.array(numbers).reshape(shape))
        return st.tuples(*[table] * len(shape)).map(
            lambda found: StrategicGame.from_payoffs(CITIES[: len(shape)], *found)
        )

    return st.lists(st.integers(1, most), min_size=1, max_size=3).flatmap(tables)


def best_by_definition(game, weights, coarse):
    """The program with the definition's rows, profile by profile, solved by the general solver."""
    profiles = list(game)
    name = {a: " ".join(a) for a in profiles}
    rows = [Row("whole", {name[a]: Fraction(1) for a in profiles}, "==", Fraction(1))]
    for i, city in enumerate(game.players):
        told_all = [None] if coarse else game.actions[i]
        for told, instead in itertools.product(told_all, game.actions[i]):
            gains = {
                name[a]: game.payoff((*a[:i], instead, *a[i + 1 :]))[city] - game.payoff(a)[city]
                for a in profiles
                if told is None or a[i] == told
            }
            rows.append(Row(f"{city} {told} {instead}", gains, "<=", Fraction(0)))
    objective = {
        name[a]: sum((weights.get(city, 0) * u for city, u in game.payoff(a).items()), Fraction(0))
        for a in profiles
    }
    bounds = {name[a]: (Fraction(0), None) for a in profiles}
    return solve(LinearProgram("max", objective, tuple(rows), bounds)).optimum


def test_aumanns_chicken():
    """Aumann (1974, 1987): better than any mixture of Nash equilibria, which give 9 at most."""
    best = correlated_equilibrium(CHICKEN)
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    assert best.distribution == {("1", "1"): half, ("1", "2"): quarter, ("2", "1"): quarter}
    assert best.value == best.total() == Fraction(21, 2)
    yielding, going = best.recommendations("B")
    assert (yielding.told, yielding.probability) == ("1", Fraction(3, 4))
    assert yielding.beliefs == {("1",): Fraction(2, 3), ("2",): Fraction(1, 3)}
    assert yielding.payoff == yielding.otherwise == Fraction(14, 3)
    assert (going.payoff, going.otherwise) == (7, 6)


def test_one_city_at_a_time():
    """The best for one city is its favourite equilibrium; held down, it has at least its maxmin."""
    assert correlated_equilibrium(CHICKEN, "A").value == 7
    assert correlated_equilibrium(CHICKEN, {"A": -1}).value == -2
    assert correlated_equilibrium(CHICKEN, {"A": 1, "B": Fraction(1, 2)}).value == 8


def test_a_secret_kept_from_the_third():
    """Aumann (1974), example 2.5: C picks the matrix; a coin that it does not see gives 2 each."""
    payoffs = np.zeros((2, 2, 3, 3), dtype=int)
    payoffs[0, 0, 0] = payoffs[1, 1, 2] = [0, 0, 3]
    payoffs[1, 0, 0] = [1, 0, 0]
    payoffs[1, 0, 2] = [0, 1, 0]
    payoffs[0, 0, 1] = payoffs[1, 1, 1] = [2, 2, 2]
    best = correlated_equilibrium(StrategicGame.from_payoffs(CITIES, *np.moveaxis(payoffs, 3, 0)))
    assert set(best.payoffs.values()) == {2}
    assert set(best.distribution) == {("1", "1", "2"), ("2", "2", "2")}
    assert best.recommendations("C")[0].otherwise <= 2


def test_a_dilemma_has_no_way_out():
    dilemma = StrategicGame.from_payoffs(CITIES[:2], [[3, 0], [4, 1]], [[3, 4], [0, 1]])
    for concept in (correlated_equilibrium, coarse_correlated_equilibrium):
        assert concept(dilemma).distribution == {("2", "2"): 1}


@given(
    small_games(), st.booleans(), st.sampled_from([{"A": 1}, {"A": -2}, {"A": 1, "B": 1, "C": 1}])
)
def test_the_definition(game, coarse, weights):
    weights = {city: Fraction(w) for city, w in weights.items() if city in game.players}
    concept = coarse_correlated_equilibrium if coarse else correlated_equilibrium
    best = concept(game, weights)
    assert best.value == best_by_definition(game, weights, coarse)
    assert best.certificate.verify(best.problem)
    assert sum(best.distribution.values()) == 1
    for city in game.players:
        heard = best.recommendations(city)
        assert sum(each.probability * each.payoff for each in heard) == best.payoffs[city]
        i = game.players.index(city)
        for each in heard:
            told = {a: p for a, p in best.distribution.items() if a[i] == each.told}
            others = [
                sum(p * game.payoff((*a[:i], b, *a[i + 1 :]))[city] for a, p in told.items())
                for b in game.actions[i]
                if b != each.told
            ]
            assert each.otherwise == (max(others) / sum(told.values()) if others else None)
        if not coarse:
            assert all(each.otherwise is None or each.otherwise <= each.payoff for each in heard)


@given(small_games())
@examples(62)
def test_coarse_is_no_worse_and_the_same_with_two_actions(game):
    fine, coarse = correlated_equilibrium(game).value, coarse_correlated_equilibrium(game).value
    assert coarse >= fine
    if max(map(len, game.actions)) <= 2:
        assert coarse == fine


@given(small_games(), st.sampled_from([Fraction(1, 10**12), Fraction(7, 3), Fraction(10**15)]))
@examples(62)
def test_another_currency(game, scale):
    other = StrategicGame.from_function(
        game.players,
        dict(zip(game.players, game.actions, strict=True)),
        lambda a: {city: scale * u + 5 for city, u in game.payoff(a).items()},
    )
    before, after = correlated_equilibrium(game), correlated_equilibrium(other)
    assert after.value == scale * before.value + 5 * len(game.players)


@given(st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), min_size=3, max_size=3))
@examples(62)
def test_no_mediator_helps_in_a_zero_sum_game(table):
    """Aumann (1974): each city gets the value, whoever the mediator favours."""
    game = StrategicGame.from_payoffs(CITIES[:2], table, (-np.array(table)).tolist())
    value = zero_sum_value(game).value
    assert correlated_equilibrium(game, "A").value == value
    assert correlated_equilibrium(game, "B").value == -value


@given(small_games(), st.booleans())
@examples(62)
def test_without_floating_point(game, coarse):
    """From one profile, by exact steps alone, to the same value."""
    problem = CorrelatedProblem(game, coarse=coarse)
    program = problem.program()
    program._floating_basis = lambda: None
    rows, profiles = program.optimal_basis()
    vertex = program.vertex(rows, profiles)
    assert program.is_optimal(vertex)
    value = Fraction(int(vertex.lottery @ program.cost), int(vertex.scale)) * program.cost_unit
    weights = dict.fromkeys(game.players, Fraction(1))
    assert value == best_by_definition(game, weights, coarse)


def test_a_float_basis_off_by_a_hair_is_repaired(monkeypatch):
    """With probabilities that add up to 1, HiGHS' tolerance accepts vertices that disobey a bit."""
    monkeypatch.setattr(obedience_program, "_MASS", 1.0)
    random = np.random.default_rng(5)
    wrong = 0
    for _ in range(6):
        tables = random.integers(0, 1000, (2, 20, 20))
        game = StrategicGame.from_payoffs(CITIES[:2], *tables)
        program = ObedienceProgram(game, {"A": Fraction(1), "B": Fraction(1)}, coarse=False)
        wrong += not program.is_optimal(program.vertex(*program._floating_basis()))
        assert program.is_optimal(program.vertex(*program.optimal_basis()))
    assert wrong


def test_magnitudes_that_floating_point_cannot_tell_apart():
    """Aumann's game on top of 1e18: each payoff is the next float or the one after."""
    base = 10**18
    game = StrategicGame.from_payoffs(
        CITIES[:2],
        [[base + 6, base + 2], [base + 7, base]],
        [[base + 6, base + 7], [base + 2, base]],
    )
    assert correlated_equilibrium(game).value == 2 * base + Fraction(21, 2)


def test_bad_objectives():
    with pytest.raises(InvalidInput, match="welfare"):
        correlated_equilibrium(CHICKEN, "Quzhou")
    with pytest.raises(InvalidInput, match="one of A, B"):
        correlated_equilibrium(CHICKEN, {"C": 1})
    with pytest.raises(InvalidInput, match="one of A, B"):
        correlated_equilibrium(CHICKEN).recommendations("C")


def test_the_certificate_of_another_question_proves_nothing():
    best = correlated_equilibrium(CHICKEN)
    assert not best.certificate.verify(CorrelatedProblem(CHICKEN, "A"))
    assert not best.certificate.verify(CorrelatedProblem(CHICKEN, coarse=True))
