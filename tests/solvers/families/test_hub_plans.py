"""Hub plans against all sets of hubs, one by one, and a point hub by hand."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, PointHubs
from solvers import hub_plans
from tests.properties.strategies import examples

F = Fraction


@st.composite
def regions(draw):
    n, m = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    some = st.one_of(st.none(), st.fractions(0, 9, max_denominator=2))
    return PointHubs(
        [f"city {k}" for k in range(n)],
        [f"hub {k}" for k in range(m)],
        draw(st.lists(st.integers(0, 12), min_size=m, max_size=m)),
        draw(st.lists(st.lists(some, min_size=m, max_size=m), min_size=n, max_size=n)),
        draw(st.integers(0, 20)),
    )


def by_hand(game, opened):
    """Net and number served, from the table."""
    places = [game.hubs.index(hub) for hub in opened]
    reached = [[row[k] for k in places if row[k] is not None] for row in game.worth]
    made = sum((max(row) for row in reached if row), F(0))
    return made - sum(game.opening[k] for k in places), sum(bool(row) for row in reached)


@examples(25)
@given(regions())
def test_against_all_sets_of_hubs(game):
    found = hub_plans(game)
    sets = [
        opened
        for k in range(len(game.hubs) + 1)
        for opened in itertools.combinations(game.hubs, k)
        if sum(game.opening[game.hubs.index(hub)] for hub in opened) <= game.budget
    ]
    assert found.best.net == max(by_hand(game, opened)[0] for opened in sets)
    most = max(by_hand(game, opened)[1] for opened in sets if by_hand(game, opened)[0] >= 0)
    assert len(found.widest.served) == most
    assert found.attainable == (F(most, len(game.cities)) >= F(1, 2))
    for plan in (found.best, found.widest):
        assert plan.opened in sets
        assert (plan.net, len(plan.served)) == by_hand(game, plan.opened)
    assert found.widest.pays
    needed = min(F(len(game.cities), 2), most)
    assert found.enough.net == max(
        net for net, served in (by_hand(game, opened) for opened in sets) if served >= needed
    )
    assert len(found.enough.served) >= needed
    assert found.certificate.verify(game) is True


BIG = {"Hangzhou": [30, 12, None], "Jinhua": [None, 6, 4], "Quzhou": [None, None, 6]}


def point_hub(big, *, budget=40, **more):
    hubs = {"big": big, "south": 10, "north": 10}
    return hub_plans(PointHubs(BIG, hubs, hubs, BIG, budget, planned=["big"], **more))


def test_a_point_hub_can_fail_in_three_ways():
    """30 - 40 does not pay; 30 - 20 serves one of three; for a third of them it stands."""
    dear, cheap, narrow = point_hub(40), point_hub(20), point_hub(20, coverage=F(1, 3))
    assert (dear.planned.net, dear.planned.pays, dear.planned.fails) == (-10, False, True)
    assert (cheap.planned.net, cheap.planned.share, cheap.planned.fails) == (10, F(1, 3), True)
    assert not narrow.planned.fails
    beyond = point_hub(41)
    assert not beyond.planned.affordable
    assert "for 41 of a budget of 40" in beyond.status


def test_each_of_the_three_ways_alone_makes_a_point_hub_fail():
    """At 30, of a budget of 30, it is worth what it costs and serves a third: all just enough."""
    third, more = F(1, 3), F(34, 100)
    for cost, budget, coverage, wanting in (
        (30, 30, third, ()),
        (31, 31, third, ("worth",)),
        (30, 30, more, ("reach",)),
        (30, 29, third, ("money",)),
    ):
        plan = point_hub(cost, budget=budget, coverage=coverage).planned
        met = {"worth": plan.pays, "reach": plan.serves_enough, "money": plan.affordable}
        assert tuple(name for name, enough in met.items() if not enough) == wanting
        assert plan.fails == bool(wanting)


def test_no_more_cities_are_served_than_should_be_if_it_costs():
    """A second hub would serve two cities more, for 1 net less: with a third of them it waits."""
    worth = {"A": [5, None], "B": [None, 1], "C": [None, 1]}
    for coverage, opened, net in ((F(1, 3), ("near",), 5), (F(1, 2), ("near", "far"), 4)):
        game = PointHubs(worth, ["near", "far"], [0, 3], worth, 9, coverage=coverage)
        found = hub_plans(game)
        assert (found.enough.opened, found.enough.net) == (opened, net)
        assert len(found.widest.served) == 3


def test_without_a_budget_nothing_is_opened():
    found = hub_plans(PointHubs(["A"], ["hub"], [1], [[5]], 0))
    assert (found.best.opened, found.best.net, found.attainable) == ((), 0, False)
    assert found.status == (
        "Best is to open no hub, for 0 net, and serve 0 of 1 cities; of hubs that pay the widest "
        "serve 0."
    )


def test_what_cannot_be_right_is_named():
    with pytest.raises(InvalidInput, match="the budget is -1"):
        PointHubs(["A"], ["hub"], [1], [[5]], -1)
    with pytest.raises(InvalidInput, match="worth of hub to A is -5"):
        PointHubs(["A"], ["hub"], [1], [[-5]], 1)
    with pytest.raises(InvalidInput, match="a planned hub is 'port'"):
        PointHubs(["A"], ["hub"], [1], [[5]], 1, planned=["port"])
    with pytest.raises(InvalidInput, match="subject of hub_plans"):
        hub_plans(3)
