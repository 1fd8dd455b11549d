"""Indices of power by their definitions, and a council of a thousand."""

import random
from fractions import Fraction

import pytest
from hypothesis import given

from games import CoalitionalGame, WeightedVoting
from intercity.testing import simple_games, weighted_voting_games
from solvers import (
    banzhaf_value,
    coleman_power,
    colomer_martinez_index,
    deegan_packel_index,
    koenig_braeuninger_index,
    minimal_winning_coalitions,
    nevison_index,
    normalised_banzhaf_value,
    public_good_index,
    public_good_value,
    public_help_index,
    tabulated,
)
from tests.properties.strategies import examples

INDICES = (public_help_index, nevison_index, public_good_value)


@examples(60)
@given(simple_games())
def test_indices_are_what_others_say_of_them(game):
    for index in INDICES:
        assert index(game).certificate.verify(game) is True
    help_, inclusive = public_help_index(game), koenig_braeuninger_index(game)
    assert help_.total() == 1
    satisfied, swings = nevison_index(game), banzhaf_value(game)
    act = coleman_power(game).act
    for city in game.players:
        assert help_[city] == inclusive[city] / sum(inclusive.values())
        assert satisfied[city] == act + swings[city] / 2
    value = public_good_value(game)
    assert {city: x / value.total() for city, x in value.items()} == public_good_index(game)


@examples(60)
@given(weighted_voting_games())
def test_offices_are_shared_by_votes(council):
    power = colomer_martinez_index(council)
    assert power.total() == 1
    assert power.certificate.verify(council) is True
    if len(set(council.weights.values())) == 1:
        assert power == deegan_packel_index(tabulated(council))


def test_values_worked_by_hand():
    council = WeightedVoting({"A": 3, "B": 2, "C": 2, "D": 1}, quota=5)
    # AB, AC and BCD win with nobody to spare
    assert len(minimal_winning_coalitions(tabulated(council))) == 3
    assert colomer_martinez_index(council) == {
        "A": Fraction(2, 5),
        "B": Fraction(4, 15),
        "C": Fraction(4, 15),
        "D": Fraction(1, 15),
    }
    park = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 5, 4, 20][len(s)])
    # pairs make less than one of their members alone: no pair is really gaining
    assert public_good_value(park) == dict.fromkeys("ABC", 25)


@examples(40)
@given(weighted_voting_games(max_players=6))
def test_swings_are_those_of_the_table(council):
    table = tabulated(council)
    assert banzhaf_value(council) == banzhaf_value(table)
    assert normalised_banzhaf_value(council) == normalised_banzhaf_value(table)
    assert coleman_power(council).prevent == coleman_power(table).prevent
    assert coleman_power(council).certificate.verify(council) is True


def test_a_thousand_voters_are_counted_exactly():
    """Votes of one size: the swings of a voter are a binomial coefficient."""
    alike = WeightedVoting({f"city {k}": 2 for k in range(1001)}, quota=1001)
    power = banzhaf_value(alike)
    from math import comb

    assert power["city 7"] == Fraction(comb(1000, 500), 2**1000)
    draw = random.Random(1)
    council = WeightedVoting({f"city {k}": draw.randint(1, 20) for k in range(1000)}, quota=5500)
    index = normalised_banzhaf_value(council)
    assert index.total() == 1
    by_votes = sorted(council.players, key=council.weights.get)
    assert [index[city] for city in by_votes] == sorted(index.values())


def test_what_is_no_council_is_refused():
    with pytest.raises(ValueError, match="subject of colomer_martinez_index is of kind"):
        colomer_martinez_index(CoalitionalGame(["A"], {"A": 1}))
