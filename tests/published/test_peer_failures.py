"""Coalitional games on which other libraries were found wrong; worths by bitmask, without 0."""

import random
from fractions import Fraction

import numpy as np
import pytest

from games import CoalitionalGame
from solvers import (
    core,
    core_violation,
    cost_of_stability,
    least_core,
    nucleolus,
    prenucleolus,
    shapley_value,
)
from tests.properties.strategies import CITIES
from tests.solvers.oracles import nucleolus_by_faces, sorted_excesses


def game_of(worths, kind=list):
    array = np.array([0, *worths]) if kind is np.array else np.array([0, *worths], dtype=object)
    return CoalitionalGame.from_array(CITIES[: len(worths).bit_length()], array)


def test_an_estate_of_200_where_the_first_level_has_many_optima():
    """(50, 50, 100) comes from fixing every row that happens to be tight at one vertex."""
    game = game_of([0, 0, 0, 0, 0, 100, 200])
    for concept in (nucleolus, prenucleolus):
        assert list(concept(game).values()) == [50, 75, 75]


@pytest.mark.parametrize("kind", [list, np.array])
def test_a_megacity_beside_towns(kind):
    """A fourth city adds 10^8 to every coalition; the towns' split must not notice."""
    towns = [0, 0, 0, 10, 0, 4, 2, 12]
    game = game_of([*towns[1:], *(worth + 10**8 for worth in towns)], kind)
    split = prenucleolus(game)
    assert list(split.values()) == [Fraction(13, 2), Fraction(9, 2), 1, 10**8]
    assert nucleolus(game) == split
    assert split.certificate.verify(game) is True


def test_a_near_tie_has_its_own_nucleolus():
    worths = ["0", "0", ".9999999", "0", "1.0000003", ".9999999", "2.9999991"]
    for game in (
        game_of([Fraction(worth) for worth in worths]),
        game_of([float(worth) for worth in worths], np.array),
    ):
        split = nucleolus(game)
        assert dict(split) == nucleolus_by_faces(game, floors=True)
        assert prenucleolus(game) == split
        assert split.certificate.verify(game) is True


def perturbed(seed: int) -> CoalitionalGame:
    """Five cities, additive but for multiples of 10^-7: every stage is nearly degenerate."""
    rng = random.Random(seed)
    own = [rng.randrange(4) for _ in range(5)]
    tiny = Fraction(1, 10**7)
    return game_of(
        [
            sum(own[i] for i in range(5) if mask >> i & 1) + rng.randrange(-9, 10) * tiny
            for mask in range(1, 32)
        ]
    )


def test_two_hundred_near_ties_of_five_cities_are_all_right():
    for seed in range(200):
        game = perturbed(seed)
        split = prenucleolus(game)
        assert split.certificate.verify(game) is True
        excesses = sorted_excesses(game, split)
        rng = random.Random(seed)
        for _ in range(3):  # no step within the near tie makes a better list
            a, b = rng.sample(game.players, 2)
            step = Fraction(rng.randrange(1, 50), 10**8)
            other = dict(split) | {a: split[a] + step, b: split[b] - step}
            assert excesses < sorted_excesses(game, other)
        if seed < 5:
            assert dict(split) == nucleolus_by_faces(game, floors=False)


def test_efficiency_is_part_of_core_membership():
    game = game_of([0, 0, 10])
    assert core_violation(game, {"A": 100, "B": 100}) is not None
    assert not core(game).contains({"A": 100, "B": 100})
    assert not core(game).contains({"A": 0, "B": 0})


def test_a_tenth_two_tenths_and_three_tenths_make_six_tenths():
    for total in (0.6, Fraction(6, 10), 0.1 + 0.2 + 0.3):
        game = game_of([0, 0, 0, 0, 0, 0, total])
        assert core_violation(game, {"A": 0.1, "B": 0.2, "C": 0.3}) is None
    game = game_of([0, 0, 0, 0, 0, 0, 0.1 + 0.2 + 0.3], np.array)
    assert core_violation(game, {"A": 0.1, "B": 0.2, "C": 0.3}) is None


def test_negative_games_are_solved_as_they_are():
    game = game_of([-3, -5, -6])
    assert list(shapley_value(game).values()) == [-2, -4]
    assert list(nucleolus(game).values()) == list(prenucleolus(game).values()) == [-2, -4]
    assert dict(core(game).lowest) == {"A": -3, "B": -5}
    assert dict(core(game).highest) == {"A": -1, "B": -3}
    assert least_core(game).epsilon == -1
    assert cost_of_stability(game_of([-3, -5, -9])).value == 1


def test_the_least_core_minimises_the_greatest_excess_and_nothing_else():
    """Not the sum of the excesses, and not the excess per head."""
    game = game_of([0, 0, 60, 0, 60, 60, 72])
    answer = least_core(game)
    assert answer.epsilon == 12
    assert list(answer.point.values()) == [24, 24, 24]


def test_many_equal_voters_do_not_overflow():
    """12 equal voters of 10^17: products with 12! leave 64 bits far behind."""
    n, size = 12, 10**17
    masks = np.arange(1 << n)
    votes = sum((masks >> i) & 1 for i in range(n))
    worths = np.where(votes > n // 2, size, 0)
    game = CoalitionalGame.from_array([f"v{i}" for i in range(n)], worths)
    for concept in (shapley_value, nucleolus, prenucleolus):
        split = concept(game)
        assert set(split.values()) == {Fraction(size, n)}
        assert split.certificate.verify(game) is True
    answer = core(game)
    assert answer.empty
    assert answer.certificate.verify(game) is True
    # Seven voters make it all: each of them has to be paid a seventh.
    assert cost_of_stability(game).value == Fraction(5 * size, 7)
    assert least_core(game).epsilon == size - Fraction(7 * size, n)
