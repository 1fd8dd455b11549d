"""All stable pairings without payments: every pairing tried, and asked who would leave it."""

import itertools
import random

import pytest

from games import InvalidInput, MandatedPairing, PairingGame
from mechanisms import deferred_acceptance, mandated_pairing, stable_pairings
from mechanisms.pairing.stable_pairings import MOST_STEPS
from tests.properties.strategies import NIGHTLY

GAMES = 300 if NIGHTLY else 45


def draw_game(draw, size=3, most=3):
    """Few different numbers, so that many tie."""
    tables = [
        [[draw.randint(-1, most) for _ in range(size)] for _ in range(size)] for _ in range(2)
    ]
    capacity = [draw.choice((1, 1, 2)) for _ in range(size)]
    return PairingGame([*"HKL"[:size]], [*"abc"[:size]], *tables, capacity=capacity)


def nobody_leaves(game, pairs):
    audit = mandated_pairing(MandatedPairing(game, pairs))
    return not audit.without_payments and not audit.alone


def one_by_one(game):
    """By the audit of mandates, which looks at pairs and not for pairings."""
    for chosen in itertools.product([*game.hubs, None], repeat=len(game.cities)):
        pairs = {city: hub for city, hub in zip(game.cities, chosen, strict=True) if hub}
        room = all(
            list(pairs.values()).count(hub) <= places
            for hub, places in zip(game.hubs, game.capacity, strict=True)
        )
        if room and nobody_leaves(game, pairs):
            yield pairs


def payoffs_of(game, pairs):
    found = MandatedPairing(game, pairs).payoffs
    return [found[name] for name in (*game.hubs, *game.cities)]


def test_every_pairing_that_nobody_leaves_is_found():
    draw, seen = random.Random(1902), {"one": 0, "several": 0, "better for all than by lists": 0}
    strict = 0
    for k in range(GAMES):
        game = draw_game(draw, most=3 if k % 5 else 60)
        found = stable_pairings(game)
        expected = list(one_by_one(game))
        assert sorted(map(str, found.pairings)) == sorted(map(str, expected))
        assert found.certificate.verify(game)
        assert found.unique == (len(expected) == 1)
        if not game.ties:  # then the lists say all
            lists = deferred_acceptance(game.market)
            assert lists.unique == found.unique
            assert found.best_for_cities
            assert payoffs_of(game, lists.pairs) == payoffs_of(game, found.best)
            strict += 1
        seen["one" if found.unique else "several"] += 1
        best = payoffs_of(game, found.best)
        cities = slice(len(game.hubs), None)
        others = [payoffs_of(game, pairs) for pairs in expected]
        assert found.best_for_cities == any(
            all(a >= b for other in others for a, b in zip(one[cities], other[cities], strict=True))
            for one in others
        )
        if found.best_for_cities:
            for other in others:
                assert all(a >= b for a, b in zip(best[cities], other[cities], strict=True))
        for other in others:  # none is better for somebody and worse for nobody
            assert other == best or any(a < b for a, b in zip(other, best, strict=True))
        by_lists = payoffs_of(game, deferred_acceptance(game.market).pairs)
        seen["better for all than by lists"] += best != by_lists and all(
            a >= b for a, b in zip(best, by_lists, strict=True)
        )
    assert strict > GAMES // 30
    assert min(seen.values()) > GAMES // 30, seen


def test_what_cannot_be_looked_through_is_refused():
    crowded = PairingGame(["H"], ["a", "b"], [[1, 1]], [[1, 1]], capacity=[2], crowding=[1])
    with pytest.raises(InvalidInput, match="crowding of H"):
        stable_pairings(crowded)
    names = [[f"{side}{k}" for k in range(9)] for side in "hc"]
    alike = PairingGame(*names, [[1] * 9] * 9, [[1] * 9] * 9)
    with pytest.raises(InvalidInput, match="deferred_acceptance finds one"):
        stable_pairings(alike)


def test_the_limit_is_the_one_that_is_told():
    assert f"more than {MOST_STEPS:,} steps" in stable_pairings.__doc__
