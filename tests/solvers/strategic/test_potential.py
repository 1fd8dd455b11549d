"""Potentials: congestion games by Rosenthal's formula, by-hand squares, and laws."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import StrategicGame
from solvers.strategic.potential import potential
from tests.properties.strategies import examples

CITIES = ["A", "B", "C"]


def nash(game, profile):
    """By the definition, deviation by deviation."""
    return all(
        game.payoff((*profile[:i], other, *profile[i + 1 :]))[city] <= game.payoff(profile)[city]
        for i, city in enumerate(game.players)
        for other in game.actions[i]
    )


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3))
@examples(62)
def test_congestion(delays):
    """Rosenthal (1973): n cities choose a road; the potential adds up delays as cars arrive."""
    roads = range(len(delays))
    game = StrategicGame.from_function(
        CITIES, roads, lambda a: [-delays[road][a.count(road) - 1] for road in a]
    )
    found = potential(game)
    assert found.is_exact
    assert found.certificate.verify(game)
    first = -sum(delays[0])
    for profile in game:
        loads = [profile.count(str(road)) for road in roads]
        rosenthal = -sum(sum(delays[road][:load]) for road, load in enumerate(loads))
        assert found.values[profile] == rosenthal - first
    assert all(nash(game, profile) for profile in found.maximisers)


def test_cournot():
    """Monderer and Shapley (1996), section 2: linear demand a - bQ, any costs, n firms.

    P = a sum q - b sum q^2 - b sum over pairs q_i q_j - sum c_i(q_i), with P = 0 at no output.
    """
    a, b, costs = 10, 1, [lambda q: q, lambda q: q * q, lambda q: 3 * q]
    game = StrategicGame.from_function(
        CITIES,
        range(4),
        lambda q: [(a - b * sum(q)) * x - c(x) for x, c in zip(q, costs, strict=True)],
    )
    found = potential(game)
    assert found.is_exact
    for profile, value in found.values.items():
        q = [int(x) for x in profile]
        pairs = sum(x * y for x, y in itertools.combinations(q, 2))
        spent = sum(c(x) for x, c in zip(q, costs, strict=True))
        assert value == a * sum(q) - b * sum(x * x for x in q) - b * pairs - spent


def test_the_dilemma_and_pennies():
    """Monderer and Shapley (1996), section 2: P = [[4, 3], [3, 0]] less 4; pennies have none."""
    dilemma = StrategicGame.from_payoffs(CITIES[:2], [[1, 9], [0, 6]], [[1, 0], [9, 6]])
    assert list(potential(dilemma).values.values()) == [0, -1, -1, -4]
    pennies = StrategicGame.from_payoffs(CITIES[:2], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = potential(pennies)
    assert not found.exists
    assert found.cycle == (("1", "1"), ("2", "1"), ("2", "2"), ("1", "2"))
    assert found.gain == -8  # each of the four moves, in this sense, loses 2
    assert found.certificate.verify(pennies)


def test_three_cities_of_which_only_pairs_agree():
    """Ratios 2, 2 and 1 around a triangle do not fit: a pair has weights, all three have none."""
    ratio = {(0, 1): 2, (1, 2): 2, (0, 2): 1}

    def worth(a):
        total = [0, 0, 0]
        for (i, j), factor in ratio.items():
            total[i] += factor * a[i] * a[j]
            total[j] += a[i] * a[j]
        return total

    game = StrategicGame.from_function(CITIES, [0, 1], worth)
    assert not potential(game).exists
    ratio[0, 2] = 4
    assert potential(game := StrategicGame.from_function(CITIES, [0, 1], worth)).weights == {
        "A": 1,
        "B": Fraction(1, 2),
        "C": Fraction(1, 4),
    }
    assert potential(game).certificate.verify(game)


def arrays(shape, low=-5, high=5):
    size = int(np.prod(shape))
    return st.lists(st.integers(low, high), min_size=size, max_size=size).map(
        lambda numbers: np.array(numbers).reshape(shape)
    )


@given(st.data(), st.sampled_from([(2, 3), (3, 3), (2, 2, 3)]))
def test_built_with_a_potential(data, shape):
    """w_i P plus what does not depend on i's own action: the potential comes back, shifted."""
    P = data.draw(arrays(shape))
    weights = [Fraction(data.draw(st.integers(1, 3)), 2) for _ in shape]
    tables = []
    for i, weight in enumerate(weights):
        rest = data.draw(arrays(tuple(1 if k == i else m for k, m in enumerate(shape))))
        tables.append(P.astype(object) * weight + rest)
    game = StrategicGame.from_payoffs(CITIES[: len(shape)], *tables)
    found = potential(game)
    assert found.exists
    assert found.certificate.verify(game)
    for (one, value), (two, other) in itertools.combinations(found.values.items(), 2):
        moved = [k for k, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
        if len(moved) == 1:
            city = game.players[moved[0]]
            gain = game.payoff(two)[city] - game.payoff(one)[city]
            assert gain == found.weights[city] * (other - value)
    assert all(nash(game, profile) for profile in found.maximisers)


@given(st.data(), st.sampled_from([(2, 2), (2, 3), (2, 2, 2)]))
def test_a_refutation_is_one(data, shape):
    game = StrategicGame.from_payoffs(
        CITIES[: len(shape)], *[data.draw(arrays(shape, -2, 2)) for _ in shape]
    )
    found = potential(game)
    assert found.certificate.verify(game)
    if not found.exists:
        around = [*found.cycle, found.cycle[0]]
        total = 0
        for one, two in itertools.pairwise(around):
            (i,) = [k for k, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
            total += game.payoff(two)[CITIES[i]] - game.payoff(one)[CITIES[i]]
        assert total == found.gain != 0


def test_degenerate():
    alone = StrategicGame.from_payoffs(["A"], [3, 5, 5])
    assert potential(alone).maximisers == (("2",), ("3",))
    zeros = StrategicGame.from_payoffs(CITIES[:2], np.zeros((2, 2), int), np.zeros((2, 2), int))
    assert set(potential(zeros).values.values()) == {0}


@pytest.mark.parametrize("scale", [Fraction(1, 10**12), Fraction(10**15)])
def test_a_hair_decides(scale):
    table = [[3 * scale, 0], [0, 2 * scale]]
    off = [[3 * scale, 0], [0, 2 * scale + scale / 10**9]]
    same = StrategicGame.from_payoffs(CITIES[:2], table, table)
    assert potential(same).is_exact
    near = potential(StrategicGame.from_payoffs(CITIES[:2], table, off))
    assert near.exists
    assert near.weights["B"] == 1 + Fraction(1, 5 * 10**9)


def test_a_cycle_without_gain_or_without_four_moves_refutes_nothing():
    """A goes there and back twice: 0. The pennies' cycle run twice: -16, but in eight moves."""
    pennies = StrategicGame.from_payoffs(CITIES[:2], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    certificate = potential(pennies).certificate
    assert certificate.verify(pennies) is True
    for cycle in ((("1", "1"), ("2", "1")) * 2, certificate.cycle * 2, ()):
        assert not replace(certificate, cycle=cycle).verify(pennies)
