import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame
from solvers import semivalue, shapley_value
from solvers.coalitional import semivalue_sums as sums
from solvers.coalitional.semivalue_sums import semivalue_radius, semivalue_sums
from tests.properties.strategies import MOST, coalitional_games, examples, table, worths_of
from tests.solvers import oracles


@examples(80)
@given(coalitional_games(max_players=max(5, MOST)))
def test_agrees_with_the_mean_over_all_orders(game):
    assert dict(shapley_value(game)) == oracles.shapley_by_orders(game)


@examples(40)
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


@examples(40)
@given(coalitional_games(), st.lists(st.fractions(-2, 2), min_size=MOST, max_size=MOST))
def test_any_weights_by_size_against_the_definition(game, weights):
    weights = weights[: len(game.players)]
    plain = [
        sum(
            weights[len(s)] * (game.worth((*s, city)) - game.worth(s))
            for s in [(), *game]
            if city not in s
        )
        for city in game.players
    ]
    assert semivalue_sums(game, weights) == plain


@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_more_cities_than_a_row_has_room_for(kind):
    """Weighted voting by 17, where the 14th and later cities are rows: the swings, counted."""
    weights = [1, 1, 2, 3, 5, 8, 1, 1, 2, 3, 5, 8, 13, 1, 2, 21, 34]
    n, quota = len(weights), 60
    sums = np.zeros(1, dtype=np.int64)
    for weight in weights:
        sums = np.concatenate((sums, sums + weight))
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], (sums >= quota).astype(kind))
    split = shapley_value(game)
    assert split.certificate.verify(game) is True
    for i, city in enumerate(game.players):
        swings = {(0, 0): 1}
        for other in (w for j, w in enumerate(weights) if j != i):
            for (size, total), count in sorted(swings.items(), reverse=True):
                key = (size + 1, total + other)
                swings[key] = swings.get(key, 0) + count
        share = sum(
            Fraction(count, n * math.comb(n - 1, size))
            for (size, total), count in swings.items()
            if quota - weights[i] <= total < quota
        )
        radius = split.proof.radius or 0
        assert abs(split[city] - share) <= radius
        assert (split.proof.kind == "exact") == (kind is np.int64)
    assert semivalue_radius(game, [Fraction(1, n)] * n) < Fraction(1, 10**6)


@pytest.mark.parametrize("others", [lambda s, n: s, lambda s, n: min(s, n - 1 - s)])
@pytest.mark.parametrize("kind", [np.int64, float, object])
@pytest.mark.parametrize("n", range(3, 10))
def test_tables_cut_into_blocks_against_the_definition(n, kind, others, monkeypatch):
    """Blocks of four rows of four numbers, so that few cities make many of them.

    Weights that tell few others from many, and those that do not: these go over pairs.
    """
    monkeypatch.setattr(sums, "_COLUMNS", 2)
    monkeypatch.setattr(sums, "_ROWS", 2)
    monkeypatch.setattr(sums, "_FEW_NUMBERS", 0)
    worths = np.random.default_rng(n).integers(-(10**6), 10**6, size=1 << n)
    worths[0] = 0
    scale = 3**40 if kind is object else 1
    stretched = worths.astype(object) * scale
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], stretched.astype(kind))
    weights = [Fraction(1, others(s, n) + 2) for s in range(n)]
    plain = [
        sum(
            weights[mask.bit_count()] * int(worths[mask | 1 << i] - worths[mask])
            for mask in range(1 << n)
            if not mask >> i & 1
        )
        for i in range(n)
    ]
    assert [x / scale for x in semivalue_sums(game, weights)] == plain


def test_partial_sums_may_go_beyond_64_bits():
    """All but one of 17, near 2^59 each, add up to more than 2^63; the results stay far below."""
    n, large = 17, 2**59 - 1
    sizes = np.array([mask.bit_count() for mask in range(1 << n)])
    worths = np.where(sizes == n - 1, large, 0)
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)
    split = semivalue(game, [0] * (n - 1) + [1])
    assert set(split.values()) == {-large}
    assert split.certificate.verify(game) is True


@pytest.mark.parametrize("kind", [float, object])
def test_worths_of_very_different_size_are_added_up_exactly(kind):
    """From 10^-200 to 10^200, of both signs: more digits than 64 bits hold, some at a time."""
    rng = np.random.default_rng(5)
    worths = rng.standard_normal(1 << 9) * 10.0 ** rng.integers(-200, 200, 1 << 9)
    worths[0] = 0
    names = [f"c{i}" for i in range(9)]
    array = worths if kind is float else np.array([Fraction(w) for w in worths], dtype=object)
    game = CoalitionalGame.from_array(names, array)
    split = shapley_value(game)
    assert split.certificate.verify(game) is True
    assert split.total() == game.grand_worth
    share = sum(
        Fraction(1, 9 * math.comb(8, mask.bit_count()))
        * (game.worth(mask | 256) - game.worth(mask))
        for mask in range(256)
    )
    assert split["c8"] == share


def test_a_value_off_by_more_than_its_radius_is_refuted():
    game = CoalitionalGame.from_array(
        [f"c{i}" for i in range(17)], np.bincount([2**17 - 1], minlength=2**17).astype(float)
    )
    proof = shapley_value(game).certificate
    off = type(proof)({**proof.split, "c3": proof.split["c3"] + Fraction(1, 10**8)})
    assert proof.verify(game) is True
    assert "c3" in off.verify(game).reason
