"""Pairing with transfers against all pairings, all coalitions and an own linear program."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import AssignmentGame, CoalitionalGame, PairingGame
from games.errors import InvalidInput
from intercity.testing import pairing_games
from mechanisms import pairing_with_transfers
from solvers import assignment_core, core


def every_pairing(game, hubs=None, cities=None):
    hubs, cities = hubs or game.hubs, game.cities if cities is None else cities
    for chosen in itertools.product([None, *hubs], repeat=len(cities)):
        pairs = {c: h for c, h in zip(cities, chosen, strict=True) if h is not None}
        if all(
            sum(h == hub for h in pairs.values()) <= places
            for hub, places in zip(game.hubs, game.capacity, strict=True)
        ):
            yield pairs


def worth(game, members):
    hubs = [h for h in game.hubs if h in members]
    cities = [c for c in game.cities if c in members]
    if not hubs or not cities:
        return 0
    return max(game.value(pairs) for pairs in every_pairing(game, hubs, cities))


@given(pairing_games())
def test_the_corners_are_those_of_the_core(game):
    """The core of the game of all coalitions, each worth its best pairing."""
    found = pairing_with_transfers(game)
    assert found.certificate.verify(game) is True
    table = CoalitionalGame.from_function([*game.hubs, *game.cities], lambda s: worth(game, s))
    assert found.value == table.grand_worth == game.value(found.pairs)
    whole = core(table)
    for name, (low, high) in found.ranges.items():
        assert (whole.lowest[name], whole.highest[name]) == (low, high), name
    for split in (found.hub_best, found.city_best, found.payoffs):
        assert split.total() == found.value


@given(pairing_games(max_hubs=3, max_cities=4), st.sampled_from([Fraction(1, 3), Fraction(-1, 3)]))
def test_no_corner_can_be_moved(game, step):
    """Each city's least and most are the only ones that the certificate accepts."""
    proof = pairing_with_transfers(game).certificate
    assert proof.verify(game) is True
    for city in game.cities:
        for corner in ("least", "most"):
            kept = getattr(proof, corner)
            moved = replace(proof, **{corner: {**kept, city: kept[city] + step}})
            assert not moved.verify(game), (corner, city)


def test_shapley_and_shubik():
    """Shapley and Shubik (1971): from u = (3, 5, 0), v = (2, 5, 1) to (5, 6, 1), (1, 3, 0)."""
    table = [[5, 8, 2], [7, 9, 6], [2, 3, 0]]
    nothing = [[0] * 3] * 3
    game = PairingGame(["s1", "s2", "s3"], ["b1", "b2", "b3"], table, nothing)
    found = pairing_with_transfers(game)
    assert found.value == 16
    assert list(found.hub_best.values()) == [5, 6, 1, 1, 3, 0]
    assert list(found.city_best.values()) == [3, 5, 0, 2, 5, 1]


def test_with_one_place_each_it_is_the_assignment_game():
    rng = np.random.default_rng(7)
    mine, theirs = rng.integers(0, 50, (2, 12, 10)).tolist()
    hubs, cities = [f"h{k}" for k in range(12)], [f"c{k}" for k in range(10)]
    found = pairing_with_transfers(PairingGame(hubs, cities, mine, theirs))
    plain = assignment_core(AssignmentGame(hubs, cities, (np.array(mine) + theirs).tolist()))
    assert found.value == plain.value
    assert dict(found.hub_best) == dict(plain.seller_optimal)
    assert dict(found.city_best) == dict(plain.buyer_optimal)


def test_a_hub_with_room_for_all_takes_all_until_there_is_another():
    """By hand: alone it may keep 8 + 5; with a rival as good the cities keep all."""
    star = PairingGame(["H"], ["a", "b"], [[5, 1]], [[3, 4]], capacity=[2])
    assert pairing_with_transfers(star).hub_best == {"H": 13, "a": 0, "b": 0}
    rivals = PairingGame(["H", "K"], ["a", "b"], [[5, 1]] * 2, [[3, 4]] * 2, capacity=[2, 2])
    found = pairing_with_transfers(rivals)
    assert found.hub_best == found.city_best == {"H": 0, "K": 0, "a": 8, "b": 5}
    assert found.transfers["a"] == 3 - 8


def test_crowding_sends_cities_home():
    """By hand: the second brings 5 and costs 2, the third 3 and costs 4."""
    game = PairingGame(["H"], list("abc"), [[8, 5, 3]], [[0] * 3], capacity=[3], crowding=[2])
    found = pairing_with_transfers(game)
    assert found.pairs == {"a": "H", "b": "H"}
    assert found.value == 8 + 5 - 2


def test_nothing_to_pair_huge_and_tiny():
    none = PairingGame(["H"], ["a"], [[-1]], [[0]], capacity=[0])
    assert pairing_with_transfers(none).pairs == {}
    assert pairing_with_transfers(none).value == 0
    big = PairingGame(["H", "K"], ["a"], [[10**30], [Fraction(1, 10**30)]], [[0], [0]])
    found = pairing_with_transfers(big)
    assert found.ranges["a"] == (Fraction(1, 10**30), 10**30)
    assert found.certificate.verify(big) is True


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cities": ["H"]}, "a city is 'H'"),
        ({"capacity": [-1]}, "capacity of H is -1"),
        ({"capacity": {"K": 1}}, "a hub with a capacity is 'K'"),
        ({"crowding": [-1]}, "crowding of H is -1"),
        ({"to_hub": [[float("nan")]]}, "what H gets of a is nan"),
        ({"to_hub": [[1, 2]]}, "of length 2"),
        ({"to_city": [[1], [2]]}, "of length 2"),
        ({"to_hub": 3}, "the list of each hub's row of values is 3"),
    ],
)
def test_bad_games_are_refused_in_a_sentence(changes, words):
    given = {"hubs": ["H"], "cities": ["a"], "to_hub": [[1]], "to_city": [[1]]} | changes
    with pytest.raises(InvalidInput) as caught:
        PairingGame(**given)
    assert words in str(caught.value)


def test_too_many_in_a_hub():
    game = PairingGame(["H"], ["a", "b"], [[1, 1]], [[1, 1]])
    with pytest.raises(InvalidInput, match="list of cities of H is 'a, b'; it should be at most 1"):
        game.value({"a": "H", "b": "H"})
    with pytest.raises(InvalidInput, match="crowding of H"):
        _ = PairingGame(["H"], ["a"], [[1]], [[1]], crowding=[1]).market
