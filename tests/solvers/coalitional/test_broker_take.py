"""A broker's take: all sets of links and all orders of joining, gone through one by one."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import CoalitionalGame, CostlyLinks, InvalidInput
from solvers import broker_take, costly_links_game
from tests.properties.strategies import coalitional_games, examples
from tests.solvers import oracles

F = Fraction
DEAL = CoalitionalGame.from_function(
    ["Lab", "Plant", "One", "Two"], lambda s: 12 if {"Lab", "Plant"} <= set(s) else 0
)
DIRECT = {("Lab", "Plant"): 7}


def through(broker, cost):
    return {("Lab", broker): cost, (broker, "Plant"): cost}


def by_all_links(game, costs, coalition):
    """The most over all sets of links between members, parts merged link by link."""
    inside = [link for link in costs if set(link) <= set(coalition)]
    best = None
    for k in range(len(inside) + 1):
        for made in itertools.combinations(inside, k):
            parts = [{city} for city in coalition]
            for link in made:
                joined = set().union(*(p for p in parts if p & set(link)))
                parts = [p for p in parts if not p & set(link)] + [joined]
            net = sum((game.worth(p) for p in parts), F(0)) - sum(costs[link] for link in made)
            best = net if best is None else max(best, net)
    return best


@examples(20)
@given(coalitional_games(), st.lists(st.fractions(0, 9, max_denominator=4), min_size=6))
def test_against_all_sets_of_links_and_all_orders(game, drawn):
    game = game.as_gains()
    if len(game.players) < 2:
        return
    pairs = list(itertools.combinations(game.players, 2))[:6]
    costs = dict(zip(pairs, drawn, strict=False))
    found = costly_links_game(CostlyLinks(game, costs))
    for s in game:
        assert found.worth(s) == by_all_links(game, costs, s)
    broker = game.players[-1]
    answer = broker_take(CostlyLinks(game, costs), broker)
    others = found.subgame(game.players[:-1])
    assert answer.values == oracles.shapley_by_orders(found)
    assert answer.without == oracles.shapley_by_orders(others)
    assert answer.adds == by_all_links(game, costs, game.players) - by_all_links(
        game, costs, game.players[:-1]
    )
    assert answer.certificate.verify(CostlyLinks(game, costs)) is True


def test_one_broker_is_worth_its_take():
    """It makes 12 - 2 instead of 12 - 7: a third of the 5 that it saves."""
    found = broker_take(CostlyLinks(DEAL, DIRECT | through("One", 1)), "One")
    assert (found.adds, found.take, found.overpaid) == (5, F(5, 3), False)
    assert found.without == {"Lab": F(5, 2), "Plant": F(5, 2), "Two": 0}
    assert found.losers == {}


def test_of_two_brokers_each_takes_what_it_does_not_add():
    """Needed in 2 of 24 orders: 5/12 each, from links of 1; one alone would have 5/3."""
    both = CostlyLinks(DEAL, DIRECT | through("One", 1) | through("Two", 1))
    found = broker_take(both, "One")
    assert (found.adds, found.take, found.overpaid) == (0, F(5, 12), True)
    assert found.losers == {"Two": F(5, 3) - F(5, 12)}
    assert "would do better without it" in found.status


def test_where_its_links_are_as_dear_it_adds_and_takes_nothing():
    found = broker_take(CostlyLinks(DEAL, DIRECT | through("One", F(7, 2))), "One")
    assert (found.adds, found.take, found.overpaid) == (0, 0, False)


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="cost of the link Lab - Plant is -1"):
        CostlyLinks(DEAL, {("Plant", "Lab"): -1})
    with pytest.raises(InvalidInput, match="stands twice"):
        CostlyLinks(DEAL, {("Plant", "Lab"): 1, ("Lab", "Plant"): 1})
    with pytest.raises(InvalidInput, match="a game of gains"):
        CostlyLinks(CoalitionalGame.from_array(["A"], [0, 1], "cost"), {})
    with pytest.raises(InvalidInput, match="the broker is 'Nobody'"):
        broker_take(CostlyLinks(DEAL, DIRECT), "Nobody")
    with pytest.raises(InvalidInput, match="the game"):
        CostlyLinks(3, {})
