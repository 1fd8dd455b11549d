"""One pass in floats, settled in whole numbers: against plain fractions, coalition by coalition."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, InvalidInput
from solvers import blocking_coalitions, excess, greatest_excess
from solvers.coalitional.excess import read_split
from solvers.coalitional.excesses import Excesses
from tests.properties.strategies import MOST, coalitional_games, examples

wild = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-3, 3).map(float)


@st.composite
def games_and_splits(draw):
    if draw(st.booleans()):
        game = draw(coalitional_games(max_players=max(5, MOST)))
    else:
        worths = draw(st.lists(wild, min_size=15, max_size=15))
        game = CoalitionalGame.from_array(["A", "B", "C", "D"], np.array([0.0, *worths]))
    payoff = st.fractions(-50, 50, max_denominator=50) | st.sampled_from(
        [game.worth([city]) for city in game.players]
    )
    return game, {city: draw(payoff) for city in game.players}


@examples(150)
@given(games_and_splits())
def test_blocking_coalitions_are_those_with_positive_excess_in_order(drawn):
    game, split = drawn
    plain = {s: excess(game, split, s) for s in game if len(s) < len(game.players)}
    found = blocking_coalitions(game, split)
    assert {v.coalition: v.gain for v in found} == {s: e for s, e in plain.items() if e > 0}
    assert [v.gain for v in found] == sorted((v.gain for v in found), reverse=True)
    worst = greatest_excess(game, split)
    if plain:
        assert worst.gain == max(plain.values()) == plain[worst.coalition]
        table = Excesses(game)
        payoffs = table.units([x if game.sense == "gain" else -x for x in split.values()])
        tight = np.concatenate(list(table.equal_to(payoffs, worst.gain / table.unit))).tolist()
        assert [game.members(m) for m in tight] == [s for s, e in plain.items() if e == worst.gain]
    else:
        assert worst is None


def test_a_tie_beyond_floating_point_is_broken_exactly():
    worths = [0, 0, 0, 1, 0, 1 + Fraction(1, 10**40), 1, 3]
    game = CoalitionalGame.from_array(["A", "B", "C"], np.array(worths, dtype=object))
    worst = greatest_excess(game, {"A": 1, "B": 1, "C": 1})
    assert worst.coalition == ("A", "C")
    assert worst.gain == -1 + Fraction(1, 10**40)


def test_thirteen_players_take_more_than_one_block():
    """Worths that only one coalition of 2^15 breaks by a hair, next to 10^15."""
    n = 15
    size = np.zeros(1 << n, dtype=np.int64)
    for i in range(n):
        size += (np.arange(1 << n) >> i) & 1
    worths = size * 10**12
    worths[0b101_0000_0000_0011] += 1
    game = CoalitionalGame.from_array([f"c{i}" for i in range(n)], worths)
    (only,) = blocking_coalitions(game, dict.fromkeys(game.players, 10**12))
    assert only.coalition == ("c0", "c1", "c12", "c14")
    assert only.gain == 1


def test_a_float_array_is_read_bit_for_bit():
    game = CoalitionalGame.from_array(["A", "B"], np.array([0.0, 0.1, 0.0, 1e300]))
    assert excess(game, {"A": Fraction(1, 10), "B": 0}, ["A"]) == Fraction(0.1) - Fraction(1, 10)
    assert greatest_excess(game, {"A": Fraction(1, 10), "B": 10**300}).gain > 0


def test_costs_gain_by_paying_less():
    game = CoalitionalGame(["A", "B"], {"A": 3, "B": 4, ("A", "B"): 6}, "cost")
    assert excess(game, {"A": 5, "B": 1}, ["A"]) == 2
    assert str(greatest_excess(game, {"A": 5, "B": 1})) == "{A} can gain 2"


@pytest.mark.parametrize(
    ("split", "sentence"),
    [
        ({"A": 1}, "the split's payoff of B is missing; it should be a number."),
        ({"A": 1, "B": 1, "C": 1}, "a city of the split is 'C'; it should be one of A, B."),
        ({"A": 1, "B": float("nan")}, "the split's payoff of B is nan"),
    ],
)
def test_a_split_that_does_not_fit_is_refused_in_one_sentence(split, sentence):
    game = CoalitionalGame(["A", "B"], {"A": 3, "B": 4, ("A", "B"): 6})
    with pytest.raises(InvalidInput, match=sentence.replace(".", r"\.")):
        read_split(game, split)
