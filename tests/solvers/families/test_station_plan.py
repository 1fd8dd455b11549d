"""Nodes at stations against a search over all sets, and one station, or three, by hand."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games import InvalidInput, StationNodes
from solvers import cost_of_stability, station_plan
from tests.properties.strategies import examples

F = Fraction
CITIES, NODES = ["A", "B", "C"], ["West", "East", "park"]
amounts = st.fractions(0, 9, max_denominator=2)


@st.composite
def regions(draw):
    n, k = draw(st.integers(1, 3)), draw(st.integers(2, 3))
    rows = st.lists(st.lists(amounts, min_size=k, max_size=k), min_size=n, max_size=n)
    ways = st.lists(st.none() | st.integers(0, 60), min_size=k, max_size=k)
    return StationNodes(
        CITIES[:n],
        NODES[-k:],
        draw(st.lists(amounts, min_size=k, max_size=k)),
        draw(rows),
        minutes=draw(st.lists(ways, min_size=n, max_size=n)),
        minute=draw(st.lists(st.sampled_from([0, F(1, 20), F(1, 5)]), min_size=n, max_size=n)),
        remote="park",
        budget=draw(st.none() | amounts),
    )


def net(game, opened, group, nearer=0):
    """What a set of nodes brings a group; the way to the remote one may be shorter."""
    total = -sum((game.opening[j] for j in opened), F(0))
    for i in group:
        values = [F(0)]
        for j in opened:
            way = game.minutes[i][j]
            if way is not None:
                if game.nodes[j] == game.remote:
                    way = max(0, way - nearer)
                values.append(game.worth[i][j] - game.minute[i] * way)
        total += max(values)
    return total


def most(game, nodes, group):
    sets = [c for k in range(len(nodes) + 1) for c in itertools.combinations(nodes, k)]
    return max(
        net(game, opened, group)
        for opened in sets
        if sum((game.opening[j] for j in opened), F(0)) <= game.budget
    )


@examples(30)
@given(regions())
def test_against_a_search_over_all_sets(game):
    cities, nodes = range(len(game.cities)), range(len(game.nodes))
    found = station_plan(game)
    assert found.best.net == most(game, nodes, cities)
    assert found.stations.net == most(game, nodes[:-1], cities)
    assert found.remote.net == net(game, [nodes[-1]], cities)
    groups = [g for k in range(1, len(cities) + 1) for g in itertools.combinations(cities, k)]
    for group in groups:
        names = [game.cities[i] for i in group]
        assert game.coalitional.worth(names) == most(game, nodes, group)
    goal, there = found.stations.net, [nodes[-1]]
    if found.nearer is None:
        assert net(game, there, cities, nearer=60) < goal
    else:
        assert net(game, there, cities, found.nearer) >= goal
        if found.nearer:
            assert net(game, there, cities, found.nearer) == goal
            assert net(game, there, cities, found.nearer - F(1, 10**6)) < goal
    assert found.stations_win == (found.nearer is None or found.nearer > 0)
    assert found.stable == (cost_of_stability(game.coalitional).value == 0)
    assert found.certificate.verify(game) is True


def three(minutes, minute=0.1, opening=(6, 6, 6, 2)):
    return StationNodes(
        CITIES,
        ["West", "East", "South", "park"],
        opening,
        [[12] * 4] * 3,
        minutes=minutes,
        minute=[minute] * 3,
        remote="park",
    )


TO_ALL = [[40, 80, 90, 100], [50, 50, 90, 90], [90, 60, 90, 110]]
TO_TWO = [[40, 120, 40, 100], [40, 40, 120, 90], [120, 40, 40, 110]]


def test_one_station_near_to_all():
    """8 + 7 + 3 - 6 = 12 against 2 + 3 + 1 - 2 = 4, and 3/10 more for each minute less."""
    found = station_plan(three(TO_ALL))
    assert (found.best.opened, found.best.net, found.remote.net) == (("West",), 12, 4)
    assert (found.nearer, found.stable, found.stations_win) == (F(80, 3), True, True)


def test_stations_that_are_each_near_to_two():
    """Any two cities have 16 - 6 = 10, all three 24 - 12 = 12: 3 are missing."""
    game = three(TO_TWO)
    found = station_plan(game)
    assert (found.best.net, len(found.best.opened), found.stable) == (12, 2, False)
    assert cost_of_stability(game.coalitional).value == 3


def test_where_time_is_cheap_the_remote_node_does():
    """At 1/50 a minute stations bring 36 - 3.6 - 6, the park 36 - 6 - 2: 8/5 more."""
    found = station_plan(three(TO_ALL, F(1, 50)))
    assert (found.best.opened, found.best.net) == (("park",), 28)
    assert found.stations.net == F(264, 10)
    assert (found.stations_win, found.nearer) == (False, 0)


def test_a_dear_park_is_never_near_enough():
    """On the spot it would bring 36 - 25 = 11."""
    assert station_plan(three(TO_ALL, opening=(6, 6, 6, 25))).nearer is None
    assert station_plan(three(TO_ALL, opening=(6, 6, 6, 24))).nearer == 110


def test_what_cannot_be_right_is_named():
    def nodes(**changed):
        given = {"opening": [1, 1], "minutes": [[1, 1]], "minute": [1], "remote": "b"} | changed
        return StationNodes(["A"], ["a", "b"], given.pop("opening"), [[1, 1]], **given)

    with pytest.raises(InvalidInput, match="opening cost of a"):
        nodes(opening=[-1, 1])
    with pytest.raises(InvalidInput, match="minutes from A to b"):
        nodes(minutes=[[1, -1]])
    with pytest.raises(InvalidInput, match="what a minute costs A"):
        nodes(minute=[-1])
    with pytest.raises(InvalidInput, match="the remote node"):
        nodes(remote="c")
    with pytest.raises(InvalidInput, match="budget"):
        nodes(budget=-1)
    with pytest.raises(InvalidInput, match="subject of station_plan"):
        station_plan(3)
