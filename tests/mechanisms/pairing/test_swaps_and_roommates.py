"""Swaps in rings, one after the other, and pairs without two sides: against their definitions."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import HousingMarket, InvalidInput, Roommates
from mechanisms import serial_dictatorship, stable_roommates, top_trading_cycles
from tests.properties.strategies import examples

markets = st.from_type(HousingMarket)
rooms = st.from_type(Roommates)


def swaps_among(market, group):
    """Everything that a group can do with what it owns."""
    for order in itertools.permutations(group):
        yield {city: market.owned[other] for city, other in zip(group, order, strict=True)}


def rank(ranked, thing):
    return ranked.index(thing) if thing in ranked else len(ranked)


def acceptable(market, city):
    """What a city would give its own for, and last its own: read off its list, word by word."""
    above = itertools.takewhile(lambda thing: thing != market.owned[city], market.rankings[city])
    return (*above, market.owned[city])


@examples(60)
@given(markets)
def test_no_group_does_better_with_what_it_owns(market):
    found = top_trading_cycles(market)
    assert found.certificate.verify(market) is True
    assert sorted(found.things.values()) == sorted(market.owned.values())
    for size in range(1, len(market.cities) + 1):
        for group in itertools.combinations(market.cities, size):
            for swap in swaps_among(market, group):
                lists = [acceptable(market, city) for city in group]
                changes = [
                    rank(own, swap[city]) - rank(own, found[city])
                    for city, own in zip(group, lists, strict=True)
                ]
                assert not (max(changes) <= 0 and min(changes) < 0), (group, swap)


@examples(40)
@given(markets, st.data())
def test_nobody_gains_by_a_false_ranking(market, data):
    city = data.draw(st.sampled_from(market.cities))
    lie = data.draw(st.permutations(list(market.owned.values())))
    told = HousingMarket(market.owned, {**market.rankings, city: lie})
    for rule, ranked in (
        (top_trading_cycles, acceptable(market, city)),
        (serial_dictatorship, market.rankings[city]),
    ):
        honest, false = rule(market).things.get(city), rule(told).things.get(city)
        assert rank(ranked, honest) <= rank(ranked, false)


@examples(40)
@given(markets, st.data())
def test_one_after_the_other_wastes_nothing(market, data):
    order = data.draw(st.permutations(market.cities))
    found = serial_dictatorship(market, order)
    assert found.certificate.verify(market) is True
    left = set(market.owned.values()) - set(found.things.values())
    for city in market.cities:
        have = rank(market.rankings[city], found.things.get(city))
        assert all(rank(market.rankings[city], thing) >= have for thing in left)


def assignments(market, cities):
    """Every way to give cities things that they name, or nothing."""
    if not cities:
        yield {}
        return
    city, *others = cities
    for rest in assignments(market, others):
        yield rest
        for thing in set(market.rankings[city]) - set(rest.values()):
            yield {city: thing, **rest}


@examples(40)
@given(markets, st.data())
def test_no_other_assignment_is_better_for_one_and_worse_for_none(market, data):
    market = HousingMarket(market.owned, {c: market.rankings[c][:3] for c in market.cities[:4]})
    found = serial_dictatorship(market, data.draw(st.permutations(market.cities)))
    for other in assignments(market, market.cities[:4]):
        changes = [
            rank(market.rankings[city], other.get(city))
            - rank(market.rankings[city], found.things.get(city))
            for city in market.cities
        ]
        assert max(changes) > 0 or not any(changes), other


def test_a_city_whose_own_thing_is_taken_takes_what_it_names_after_it():
    """B comes first and takes a; A names b after its own, and b is free."""
    market = HousingMarket({"A": "a", "B": "b"}, {"A": ["a", "b"], "B": ["a"]})
    assert serial_dictatorship(market, ["B", "A"]).things == {"A": "b", "B": "a"}


def test_the_example_of_shapley_and_scarf():
    """Two cities that want each other's things swap, whatever the third one wants."""
    market = HousingMarket(
        {"A": "a", "B": "b", "C": "c"}, {"A": ["b", "c"], "B": ["a"], "C": ["a", "b"]}
    )
    assert top_trading_cycles(market).things == {"A": "b", "B": "a", "C": "c"}
    with pytest.raises(InvalidInput, match="the order is"):
        serial_dictatorship(market, ["A"])


def pairings(cities):
    if not cities:
        yield {}
        return
    first, *rest = cities
    for others in pairings(rest):
        yield others
    for other in rest:
        for others in pairings([c for c in rest if c != other]):
            yield {**others, first: other, other: first}


def is_stable(game, pairs):
    if any(game.prefers(city, None, other) for city, other in pairs.items()):
        return False
    return not any(
        game.prefers(a, b, pairs.get(a)) and game.prefers(b, a, pairs.get(b))
        for a, b in itertools.combinations(game.cities, 2)
    )


@examples(100)
@given(rooms)
def test_a_stable_pairing_is_found_where_there_is_one(game):
    found = stable_roommates(game)
    assert found.certificate.verify(game) is True
    assert found.stable == any(is_stable(game, pairs) for pairs in pairings(game.cities))
    if found.stable:
        assert is_stable(game, found.pairs)


def test_gale_and_shapley_have_four_without_a_stable_pairing():
    """Gale and Shapley (1962), example 3: whoever is with the fourth would leave it."""
    game = Roommates(
        {"A": ["B", "C", "D"], "B": ["C", "A", "D"], "C": ["A", "B", "D"], "D": ["A", "B", "C"]}
    )
    found = stable_roommates(game)
    assert not found.stable
    assert found.rings == (("A", "B", "C"), ("D",))
    forged = replace(found.certificate, rings=(("A", "B"), ("C", "D")))
    assert not forged.verify(game)


@pytest.mark.parametrize(
    ("rankings", "words"),
    [
        ({"A": ["A"]}, "a city in the ranking of A is 'A'"),
        ({"A": ["B", "B"], "B": []}, "each city once"),
        ({"A": "B", "B": []}, "a list of other cities"),
    ],
)
def test_a_ranking_that_cannot_be_is_one_sentence(rankings, words):
    with pytest.raises(InvalidInput, match=words):
        Roommates(rankings)
