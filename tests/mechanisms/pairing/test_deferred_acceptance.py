"""Deferred acceptance against all stable pairings found by brute force."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given

from games import MatchingMarket
from games.errors import InvalidInput
from intercity.testing import matching_markets
from mechanisms import deferred_acceptance
from mechanisms.pairing.deferred_acceptance import StablePairingCertificate


def stable_pairings(market):
    """By definition: every assignment of cities to hubs or nobody, each tried."""
    found = []
    for hubs in itertools.product([None, *market.hubs], repeat=len(market.cities)):
        pairs = {c: h for c, h in zip(market.cities, hubs, strict=True) if h is not None}
        if any(h not in market.wishes(c) or c not in market.wishes(h) for c, h in pairs.items()):
            continue
        load = {h: [c for c in pairs if pairs[c] == h] for h in market.hubs}
        if any(len(load[h]) > market.quota(h) for h in market.hubs):
            continue

        def blocks(c, h, pairs=pairs, load=load):
            wishes = market.wishes(h)
            if c not in wishes or not market.prefers_hub(c, h, pairs.get(c)):
                return False
            room = len(load[h]) < market.quota(h)
            return room or any(wishes.index(c) < wishes.index(o) for o in load[h])

        if not any(pairs.get(c) != h and blocks(c, h) for c in market.cities for h in market.hubs):
            found.append(pairs)
    return found


@given(matching_markets())
def test_the_result_is_the_best_stable_pairing_of_its_side(market):
    every = stable_pairings(market)
    for side in ("cities", "hubs"):
        found = deferred_acceptance(market, proposing=side)
        assert found.certificate.verify(market) is True
        assert dict(found.pairs) in every
        assert found.unique == (len(every) == 1)
        best = [
            all(
                other.get(c) == found[c] or market.prefers_hub(c, found[c], other.get(c))
                if found[c]
                else other.get(c) is None
                for c in market.cities
            )
            for other in every
        ]
        worst = [
            all(
                other.get(c) == found[c] or market.prefers_hub(c, other.get(c), found[c])
                for c in market.cities
            )
            for other in every
        ]
        assert all(best if side == "cities" else worst)


@given(matching_markets(max_side=3))
def test_the_certificate_accepts_exactly_the_best_stable_pairing(market):
    """Whatever pairing is claimed: refused unless stable and best for the side named."""
    right = {side: deferred_acceptance(market, proposing=side).pairs for side in ("cities", "hubs")}
    for hubs in itertools.product([None, *market.hubs], repeat=len(market.cities)):
        pairs = {c: h for c, h in zip(market.cities, hubs, strict=True) if h is not None}
        for side in ("cities", "hubs"):
            claim = StablePairingCertificate(pairs, side)
            assert bool(claim.verify(market)) == (pairs == dict(right[side]))


def markets_with_several_stable_pairings(count, cities=4, hubs=3, places=(1, 2)):
    """Full lists at random, of which some are kept: those with a choice are few."""
    rng = random.Random(20240501)
    names, centres = [f"c{k}" for k in range(cities)], [f"h{k}" for k in range(hubs)]
    found = []
    while len(found) < count:
        market = MatchingMarket(
            {city: rng.sample(centres, hubs) for city in names},
            {hub: rng.sample(names, cities) for hub in centres},
            {hub: rng.choice(places) for hub in centres},
        )
        every = stable_pairings(market)
        if len(every) > 1:
            found.append((market, every))
    return found


def test_of_several_stable_pairings_only_the_best_is_accepted_for_each_side():
    for market, every in markets_with_several_stable_pairings(12):
        for side in ("cities", "hubs"):
            found = deferred_acceptance(market, proposing=side)
            assert not found.unique
            assert f"the best for all {side}" in found.status
            accepted = [
                pairs for pairs in every if StablePairingCertificate(pairs, side).verify(market)
            ]
            assert accepted == [dict(found.pairs)]
        others = [deferred_acceptance(market, proposing=side).pairs for side in ("cities", "hubs")]
        assert others[0] != others[1]


def test_three_and_three():
    """Gale and Shapley (1962), example 1: three stable pairings."""
    market = MatchingMarket(
        {"alpha": ["A", "B", "C"], "beta": ["B", "C", "A"], "gamma": ["C", "A", "B"]},
        {
            "A": ["beta", "gamma", "alpha"],
            "B": ["gamma", "alpha", "beta"],
            "C": ["alpha", "beta", "gamma"],
        },
    )
    assert len(stable_pairings(market)) == 3
    assert deferred_acceptance(market).pairs == {"alpha": "A", "beta": "B", "gamma": "C"}
    other = deferred_acceptance(market, proposing="hubs").pairs
    assert other == {"alpha": "C", "beta": "A", "gamma": "B"}


def test_who_is_left_over_is_so_in_every_stable_pairing():
    """Roth (1986), the rural hospitals: nobody else gets the hub that stays half empty."""
    market = MatchingMarket(
        {"a": ["H", "K"], "b": ["H", "K"], "c": ["K"], "d": ["H"]},
        {"H": ["b", "a", "d"], "K": ["a", "b"]},
        {"H": 2, "K": 2},
    )
    for side in ("cities", "hubs"):
        found = deferred_acceptance(market, proposing=side)
        assert found.unpaired == ("c", "d")
        assert found.partners == {"H": ("a", "b"), "K": ()}
        assert found.unique
    assert "only stable pairing" in found.status


def test_nobody_wants_anybody():
    market = MatchingMarket({"a": []}, {"H": ["a"]})
    found = deferred_acceptance(market)
    assert found.pairs == {}
    assert found["a"] is None


@pytest.mark.parametrize(
    ("cities", "hubs", "quotas", "words"),
    [
        ({"a": ["H"]}, {"H": ["b"]}, None, "an entry on the list of H is 'b'"),
        ({"a": ["H", "H"]}, {"H": ["a"]}, None, "lists are strict"),
        ({"a": "H"}, {"H": ["a"]}, None, "the list of a is 'H'"),
        ({"a": ["H"]}, {"H": ["a"]}, {"H": -1}, "quota of H is -1"),
        ({"a": ["H"]}, {"H": ["a"]}, {"H": 1.5}, "quota of H is 1.5"),
        ({"a": ["H"]}, {"H": ["a"]}, {"K": 1}, "a hub with a quota is 'K'"),
        ({"a": ["a"]}, {"a": ["a"]}, None, "a hub is 'a'"),
        ({}, {"H": []}, None, "the list of cities is missing"),
        (["a"], {"H": []}, None, "cities is"),
    ],
)
def test_bad_markets_are_refused_in_a_sentence(cities, hubs, quotas, words):
    with pytest.raises(InvalidInput) as caught:
        MatchingMarket(cities, hubs, quotas)
    assert words in str(caught.value)


def test_a_side_that_is_neither():
    with pytest.raises(InvalidInput, match="the side that proposes is 'all'"):
        deferred_acceptance(MatchingMarket({"a": []}, {"H": []}), proposing="all")
