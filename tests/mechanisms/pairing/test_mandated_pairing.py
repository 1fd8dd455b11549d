"""Mandated pairings: blocking by brute force, and the least money that holds them by a program."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import MandatedPairing, PairingGame
from games.errors import InvalidInput
from intercity.testing import pairing_games
from mechanisms import mandated_pairing, star_pairing
from solvers import LinearProgram, Row, solve
from tests.mechanisms.pairing.test_pairing_with_transfers import (
    every_pairing,
    worth,
)
from tests.properties.strategies import examples


@st.composite
def mandates(draw):
    game = draw(pairing_games())
    pairs = draw(st.sampled_from(list(every_pairing(game))))
    paid = {city: draw(st.integers(-3, 3)) for city in pairs}
    credit = {name: draw(st.integers(0, 2)) for name in {*pairs, *pairs.values()}}
    if draw(st.booleans()):
        credit = {}
    return MandatedPairing(game, pairs, paid, consent=draw(st.booleans()), credit=credit)


def payoff(mandate, name, pairs, free=frozenset()):
    """What one has under some pairs; the cities in ``free`` pay their hub nothing."""
    game = mandate.game

    def pays(city):
        return 0 if city in free else mandate.paid[city]

    own = {pair for pair in mandate.pairs.items() if name in pair}
    credit = mandate.credit.get(name, 0) if own <= set(pairs.items()) else 0
    if name in game.cities:
        hub = pairs.get(name)
        if hub is None:
            return 0
        worth = game.to_city[game.hubs.index(hub)][game.cities.index(name)]
        return worth - pays(name) + credit
    there = [c for c, h in pairs.items() if h == name]
    made = credit + sum(
        game.to_hub[game.hubs.index(name)][game.cities.index(c)] + pays(c) for c in there
    )
    return made - game.crowd(name, len(there))


@given(mandates())
def test_a_pair_blocks_iff_some_rearrangement_of_the_two_pays(mandate):
    game, audit = mandate.game, mandated_pairing(mandate)
    assert audit.certificate.verify(mandate) is True
    assert audit.value == game.value(mandate.pairs)
    told = {(pair.hub, pair.city): pair for pair in audit.blocking}
    for hub, city in itertools.product(game.hubs, game.cities):
        if mandate.pairs.get(city) == hub:
            continue
        there = [c for c, h in mandate.pairs.items() if h == hub]
        best = None
        for drop in [None, *there]:
            if drop is None and len(there) >= game.capacity[game.hubs.index(hub)]:
                continue
            pairs = {c: h for c, h in mandate.pairs.items() if c not in (drop, city)}
            pairs[city] = hub
            gains = [
                payoff(mandate, name, pairs, {city}) - payoff(mandate, name, mandate.pairs)
                for name in (hub, city)
            ]
            best = max(best or gains, gains, key=sum)
        if best is None or sum(best) <= 0:
            assert (hub, city) not in told
        else:
            pair = told[hub, city]
            assert pair.together == sum(best)
            assert pair.without_payments == (min(best) > 0)


@given(mandates())
def test_who_ends_a_pair_alone(mandate):
    game, audit = mandate.game, mandated_pairing(mandate)
    for name in (*game.hubs, *game.cities):
        own = [c for c, h in mandate.pairs.items() if name in (c, h)]
        gains = [
            payoff(mandate, name, {c: h for c, h in mandate.pairs.items() if c not in gone})
            - payoff(mandate, name, mandate.pairs)
            for size in range(len(own) + 1)
            for gone in itertools.combinations(own, size)
        ]
        assert audit.alone.get(name, 0) == max(gains)


@examples(62)
@given(mandates())
def test_the_loss_is_the_least_money_that_holds_the_order(mandate):
    """Least total payoffs that no coalition leaves, less what the order makes."""
    game, audit = mandate.game, mandated_pairing(mandate)
    names = [*game.hubs, *game.cities]
    rows = tuple(
        Row(",".join(s), dict.fromkeys(s, Fraction(1)), ">=", Fraction(worth(game, s)))
        for size in range(1, len(names) + 1)
        for s in itertools.combinations(names, size)
    )
    bounds = dict.fromkeys(names, (Fraction(0), None))
    program = LinearProgram("min", dict.fromkeys(names, Fraction(1)), rows, bounds)
    assert solve(program).value - audit.value == audit.loss
    assert sum(audit.support.values()) == audit.loss
    assert all(missing >= 0 for missing in audit.support.values())


def test_the_money_must_be_lost_with_any_other_partner():
    """The least money holds the order against each hub with each set of cities, if they lose it all
    by any other partner; where a hub keeps it beside a city more, some order breaks.
    """
    draw, breaks = random.Random(5), 0
    for _ in range(60):
        hubs, cities = ["H", "K"], ["a", "b", "c"][: draw.choice((2, 3))]
        tables = [[[draw.randint(-1, 5) for _ in cities] for _ in hubs] for _ in range(2)]
        game = PairingGame(hubs, cities, *tables, capacity=[2, draw.choice((1, 2))])
        pairs = draw.choice([p for p in every_pairing(game) if len(p) == len(cities)] or [{}])
        audit = mandated_pairing(MandatedPairing(game, pairs))
        kept = audit.best.payoffs
        assert sum(kept.values()) == audit.value + sum(audit.support.values())
        assert sum(audit.support.values()) == audit.loss
        assert all(kept[name] >= 0 for name in (*hubs, *cities))
        for hub, places in zip(hubs, game.capacity, strict=True):
            for size in range(1, min(places, len(cities)) + 1):
                for some in itertools.combinations(cities, size):
                    made = game.value(dict.fromkeys(some, hub))
                    assert made <= kept[hub] + sum(kept[city] for city in some)
        if not pairs or set(audit.support) - set(pairs.values()):
            continue
        paid = {
            city: game.to_city[hubs.index(hub)][cities.index(city)] - kept[city]
            for city, hub in pairs.items()
        }
        beside = mandated_pairing(MandatedPairing(game, pairs, paid, credit=audit.support))
        assert all(pair.drops is None for pair in beside.blocking)
        breaks += bool(beside.blocking)
    assert breaks > 3


def test_payments_hold_an_order_that_is_best():
    game = PairingGame(["H", "K"], ["a", "b"], [[0, 0], [0, 0]], [[9, 6], [5, 4]])
    order = MandatedPairing(game, {"a": "H", "b": "K"})
    audit = mandated_pairing(order)
    assert audit.loss == 0
    assert [(p.hub, p.city) for p in audit.blocking] == [("H", "b")]  # b would pay H for its place
    assert not audit.without_payments
    held = mandated_pairing(MandatedPairing(game, order.pairs, audit.payments))
    assert held.blocking == ()
    assert held.holds
    assert held.status == "Nobody would leave it."


def test_who_needs_consent():
    """By hand: b has no mandated hub and H has a place left; a would have to leave H for K."""
    game = PairingGame(["H", "K"], ["a", "b"], [[1, 1], [5, 0]], [[1, 1], [5, 0]], capacity=[2, 1])
    audit = mandated_pairing(MandatedPairing(game, {"a": "H"}, consent=True))
    assert {(p.hub, p.city): p.needs_consent for p in audit.blocking} == {
        ("K", "a"): True,
        ("H", "b"): False,
    }
    assert [p.city for p in audit.free] == ["b"]
    assert not audit.holds
    assert (
        mandated_pairing(MandatedPairing(game, {"a": "H"})).free
        == mandated_pairing(MandatedPairing(game, {"a": "H"})).blocking
    )


def test_a_city_without_a_pair_needs_consent_to_push_another_out():
    game = PairingGame(["H"], ["a", "b"], [[1, 5]], [[1, 5]])
    audit = mandated_pairing(MandatedPairing(game, {"a": "H"}, consent=True))
    (pair,) = audit.blocking
    assert (pair.city, pair.drops, pair.needs_consent) == ("b", "a", True)
    assert audit.holds


def test_a_credit_holds_a_pair():
    """By hand: crossed, Bay gains 5 - 1 and Hill 6 - 3; credits of 4 and 3 hold them."""
    game = PairingGame(["Port", "Bay"], ["Hill", "Dale"], [[2, 4], [5, 1]], [[3, 4], [6, 2]])
    pairs = {"Hill": "Port", "Dale": "Bay"}
    bare = mandated_pairing(MandatedPairing(game, pairs))
    assert [pair.together for pair in bare.blocking] == [7, 4]
    held = MandatedPairing(game, pairs, credit={"Bay": 4, "Hill": 3, "Port": 2, "Dale": 2})
    assert mandated_pairing(held).holds
    assert mandated_pairing(held).loss == 11


def test_who_would_rather_be_alone():
    game = PairingGame(["H"], ["a"], [[-2]], [[1]])
    audit = mandated_pairing(MandatedPairing(game, {"a": "H"}))
    assert audit.alone == {"H": 2}
    assert audit.loss == 1
    assert audit.status == "H would rather have no part in it."
    assert not audit.holds


def test_bad_orders():
    game = PairingGame(["H"], ["a", "b"], [[1, 1]], [[1, 1]])
    for pairs, paid, words in (
        ({"a": "H", "b": "H"}, None, "at most 1"),
        ({"a": "K"}, None, "a hub is 'K'"),
        ({"c": "H"}, None, "a city is 'c'"),
        ({"a": "H"}, {"b": 1}, "a city that pays its hub is 'b'"),
        ({"a": "H"}, {"a": "x"}, "what a pays is 'x'"),
        ({"a": "H"}, {}, "who has a credit is 'b'"),
        (["a"], None, "the mandated pairs is"),
    ):
        with pytest.raises(InvalidInput) as caught:
            MandatedPairing(game, pairs, paid, credit={"b": 1} if paid == {} else None)
        assert words in str(caught.value)


def test_one_centre_takes_all_and_several_do_not():
    """By hand, paper row 23: capacity for both; alone 8 + 6 - 2, all of it the centre's."""
    game = PairingGame(
        ["H", "K"], ["a", "b"], [[5, 4], [4, 4]], [[3, 2], [3, 3]], capacity=[2, 2], crowding=[2, 2]
    )
    found = star_pairing(game, "H")
    assert found.certificate.verify((game, "H")) is True
    assert found.one.hub_best == {"H": 12, "a": 0, "b": 0}
    assert found.several.pairs == {"a": "H", "b": "K"}
    # Each city can have what the other hub would give in its second place: 7 - 2, and 6 - 2.
    assert found.several.hub_best == {"H": 3, "K": 3, "a": 5, "b": 4}
    assert found.gains == {"a": 5, "b": 4}


def test_a_centre_that_is_no_hub():
    game = PairingGame(["H"], ["a"], [[1]], [[1]])
    with pytest.raises(InvalidInput, match="a hub is 'K'"):
        star_pairing(game, "K")
