"""Values on graphs and with unions against their definitions, order by order."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, CoalitionStructure, CommunicationGraph, InvalidInput, TooLarge
from solvers import (
    aumann_dreze_value,
    graph_restricted_game,
    myerson_value,
    optimal_coalition_structure,
    owen_value,
    position_value,
    shapley_value,
)
from solvers.certificate import Refuted
from solvers.coalitional.optimal_structure import OptimalStructureCertificate
from tests.properties.strategies import CITIES, MOST, coalitional_games, examples, table, worths_of
from tests.solvers import oracles
from tests.solvers.oracles import partitions

PAIRS = list(itertools.combinations(CITIES[:MOST], 2))
link_sets = st.lists(st.sampled_from(PAIRS), unique=True, max_size=5)
groupings = st.lists(st.integers(0, 2), min_size=MOST, max_size=MOST)


def on(game, links):
    return [link for link in links if set(link) <= set(game.players)]


def unions(game, drawn):
    groups = {}
    for city, k in zip(game.players, drawn, strict=False):
        groups.setdefault(k, []).append(city)
    return list(groups.values())


def connected_worth(game, links, coalition):
    """Parts are merged link by link."""
    parts = [{city} for city in coalition]
    for a, b in links:
        if a in coalition and b in coalition:
            joined = set().union(*(p for p in parts if a in p or b in p))
            parts = [p for p in parts if a not in p and b not in p] + [joined]
    return sum((game.worth(part) for part in parts), Fraction(0))


@examples(30)
@given(coalitional_games(), link_sets)
def test_myerson_value(game, links):
    links = on(game, links)
    restricted = graph_restricted_game(game, links)
    for s in game:
        assert restricted.worth(s) == connected_worth(game, links, s)
    split = myerson_value(game, links)
    assert dict(split) == oracles.shapley_by_orders(restricted)
    assert split.certificate.verify(game) is True
    # Each part shares what it makes; both ends of a link gain the same from it.
    for part in CommunicationGraph(game.players, links).parts(game.players):
        assert sum(split[city] for city in part) == game.worth(part)
    for a, b in links:
        without = myerson_value(game, [link for link in links if link != (a, b)])
        assert split[a] - without[a] == split[b] - without[b]


@examples(30)
@given(coalitional_games(), link_sets)
def test_position_value_by_orders_of_links(game, links):
    links = on(game, links)[:4]
    split = position_value(game, links)
    expected = {city: game.worth([city]) for city in game.players}
    for order in itertools.permutations(links):
        for k, link in enumerate(order):
            added = connected_worth(game, order[: k + 1], game.players)
            added -= connected_worth(game, order[:k], game.players)
            for city in link:
                expected[city] += added / 2 / math.factorial(len(links))
    assert dict(split) == expected
    assert split.certificate.verify(game) is True


@examples(30)
@given(coalitional_games(), groupings)
def test_values_with_unions(game, drawn):
    given_unions = unions(game, drawn)
    count, expected = 0, dict.fromkeys(game.players, Fraction(0))
    for order in itertools.permutations(given_unions):
        for inner in itertools.product(*map(itertools.permutations, order)):
            cities = [city for group in inner for city in group]
            count += 1
            for k, city in enumerate(cities):
                expected[city] += game.worth(cities[: k + 1]) - game.worth(cities[:k])
    split = owen_value(game, given_unions)
    assert dict(split) == {city: x / count for city, x in expected.items()}
    assert split.certificate.verify(game) is True
    alone = aumann_dreze_value(game, CoalitionStructure(game.players, given_unions))
    for union in given_unions:
        expected = oracles.shapley_by_orders(game.subgame(union))
        assert all(alone[city] == expected[city] for city in union)
    assert alone.certificate.verify(game) is True


@examples(20)
@given(coalitional_games())
def test_where_all_can_talk_or_nobody_has_joined(game):
    everybody = shapley_value(game)
    assert myerson_value(game, on(game, PAIRS)) == everybody
    assert owen_value(game, []) == owen_value(game, [game.players]) == everybody
    assert aumann_dreze_value(game, [game.players]) == everybody
    alone = {city: game.worth([city]) for city in game.players}
    for split in (myerson_value(game, []), position_value(game, []), aumann_dreze_value(game, [])):
        assert dict(split) == alone


@examples(40)
@given(coalitional_games())
def test_optimal_structure_among_all_partitions(game):
    answer = optimal_coalition_structure(game)
    sign = 1 if game.sense == "gain" else -1
    best = max(sign * sum(map(game.worth, p)) for p in partitions(list(game.players)))
    assert sign * answer.value == best
    assert sum(map(game.worth, answer.structure.unions)) == answer.value
    assert answer.certificate.verify(game) is True
    if sign * game.grand_worth == best:
        assert answer.structure.unions == (game.players,)


def test_a_structure_that_is_not_the_best_is_refused():
    crowded = CoalitionalGame.from_function(["A", "B", "C", "D"], lambda s: [0, 2, 6, 7, 7][len(s)])
    forged = OptimalStructureCertificate((("A", "B", "C", "D"),), Fraction(7))
    assert forged.verify(crowded) == Refuted("Others make 12, not 7.")


def test_a_corridor():
    """Only neighbours can cooperate: the middle of three gets most, and the end least."""
    game = CoalitionalGame.from_function(["H", "J", "Q", "X"], lambda s: (len(s) - 1) * 6)
    corridor = CommunicationGraph(game.players, [("H", "J"), ("J", "Q"), ("Q", "X")])
    assert corridor.connected
    assert dict(myerson_value(game, corridor)) == {"H": 3, "J": 6, "Q": 6, "X": 3}
    assert dict(position_value(game, corridor)) == {"H": 3, "J": 6, "Q": 6, "X": 3}


def test_worths_beyond_64_bits():
    game = table([0, 2**61, 5, -(2**61), 3, 7, 2**61, 2**61 + 9])
    small = table([w % 1000 for w in worths_of(game)])
    for value in (
        lambda g: myerson_value(g, [("A", "B"), ("B", "C")]),
        lambda g: position_value(g, [("A", "B"), ("B", "C")]),
        lambda g: owen_value(g, [["A", "C"]]),
        lambda g: aumann_dreze_value(g, [["A", "C"]]),
        optimal_coalition_structure,
    ):
        for g in (game, small):
            assert value(g).certificate.verify(g) is True
        assert not value(small).certificate.verify(game)


def test_bad_graphs_and_unions_get_a_sentence():
    game = table([0, 0, 0, 1, 0, 1, 1, 1])
    for links, text in (
        ([("A",)], "a link is .*; it should be a pair of two different cities"),
        (["AB"], "a link is 'AB'; it should be a pair"),
        ([("A", "A")], "a pair of two different cities"),
        ([("A", "X")], "a city of a link is 'X'; it should be one of A, B, C"),
        ([("A", "B"), ("B", "A")], "given once"),
        ("AB", "the links is 'AB'; it should be a list of pairs"),
        (CommunicationGraph(["A", "B"], []), "the players of the graph"),
    ):
        with pytest.raises(InvalidInput, match=text):
            myerson_value(game, links)
        with pytest.raises(InvalidInput, match=text):
            position_value(game, links)
    for groups, text in (
        ([["A", "B"], ["B"]], "a city of a union is 'B'; it should be named once"),
        ([["A", "X"]], "a city of a union is 'X'"),
        (["AB"], "a union is 'AB'; it should be a list of cities"),
        ("AB", "the unions is 'AB'"),
        (CoalitionStructure(["A", "B"], []), "the players of the structure"),
    ):
        with pytest.raises(InvalidInput, match=text):
            owen_value(game, groups)
        with pytest.raises(InvalidInput, match=text):
            aumann_dreze_value(game, groups)
    many = [f"c{i}" for i in range(12)]
    links = list(itertools.combinations(many, 2))
    with pytest.raises(TooLarge):
        position_value(CoalitionalGame.from_function(many, len), links)


def test_a_graph_that_is_not_connected_is_told():
    game = table([0, 1, 1, 4, 1, 4, 4, 9])
    words = "The graph falls into {A, B} and {C}, which make 5 apart; all together make 9."
    for value in (myerson_value, position_value):
        assert value(game, [("A", "B")]).status.endswith(words)
        assert "graph falls" not in value(game, [("A", "B"), ("B", "C")]).status
        assert "falls into 3 parts, which make 3 apart" in value(game, []).status
    costs = table([0, 3, 3, 4], "cost")
    assert myerson_value(costs, []).status.endswith("which pay 6 apart; all together pay 4.")


def test_too_many_links_are_told_as_links():
    cities = [f"c{i}" for i in range(12)]
    game = CoalitionalGame.from_function(cities, len)
    with pytest.raises(TooLarge, match=r"of 66 links, each a player, needs .*; myerson_value\(\)"):
        position_value(game, list(itertools.combinations(cities, 2)))


def test_which_groups_do_better_is_told_of_two_groups_too():
    """Two pairs make 6 each, all four 7 alone, or 12."""
    for together, groups in ((7, 2), (12, 1)):
        game = CoalitionalGame.from_function(
            ["A", "B", "C", "D"], lambda s, together=together: [0, 2, 6, 7, together][len(s)]
        )
        answer = optimal_coalition_structure(game)
        assert len(answer.structure.unions) == groups
        assert answer.status.startswith("No partition does better") == (groups == 1)


def test_of_groups_as_good_as_others_it_is_not_said_that_they_do_better():
    """Any two of four make 6, any other two as much: three ways to pair them make 12."""
    pairs = CoalitionalGame.from_function([*"ABCD"], lambda s: [0, 2, 6, 7, 7][len(s)])
    found = optimal_coalition_structure(pairs)
    ways = [("AB", "CD"), ("AC", "BD"), ("AD", "BC")]
    assert {sum(pairs.worth(list(part)) for part in way) for way in ways} == {found.value}
    assert found.status == (
        "The groups do better than all together, and no others do better than they."
    )
