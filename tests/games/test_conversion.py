"""Games come back from other libraries as they were, and mean the same there."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intercity as ic
from intercity.testing import coalitional_games, strategic_games

third = Fraction(1, 3)
RACE = ic.StrategicGame.from_payoffs(
    ["Quzhou", "Lishui"],
    [[third, 1, 0], [4, 2, 5]],
    [[3, 4, 1], [1, Fraction(22, 7), 0]],
    actions=[["hold", "bid"], ["a", "b", "c"]],
)


def test_nashpy_has_the_same_equilibria_and_comes_back():
    nashpy = pytest.importorskip("nashpy")
    theirs = ic.to_nashpy(RACE)
    assert isinstance(theirs, nashpy.Game)
    found = {
        tuple(tuple(round(float(p), 9) for p in mix) for mix in one)
        for one in theirs.support_enumeration()
    }
    ours = set()
    for one in ic.nash_equilibria(RACE).extreme:
        rows = [
            tuple(round(float(one[city].get(action, 0)), 9) for action in actions)
            for city, actions in zip(RACE.players, RACE.actions, strict=True)
        ]
        ours.add(tuple(rows))
    assert found == ours
    back = ic.from_nashpy(nashpy.Game([[1, 2]], [[3, 0.5]]), ["A", "B"], [["x"], ["y", "z"]])
    assert back.payoff(["x", "z"]) == {"A": 2, "B": Fraction(1, 2)}


def test_what_is_no_game_of_theirs_is_refused():
    three = ic.StrategicGame.from_function(["A", "B", "C"], [0, 1], lambda bids: bids)
    for call in (
        lambda: ic.to_nashpy(three),
        lambda: ic.from_nashpy("game"),
        lambda: ic.from_pygambit("game"),
        lambda: ic.from_networkx("graph"),
        lambda: ic.to_networkx(RACE),
        lambda: ic.from_pandas("table"),
        lambda: ic.to_pandas("game"),
    ):
        with pytest.raises(ic.InvalidInput):
            call()


@settings(max_examples=15)
@given(game=strategic_games(max_players=3))
def test_pygambit_keeps_fractions(game):
    pytest.importorskip("pygambit")
    assert ic.from_pygambit(ic.to_pygambit(game)) == game


def test_networks_have_their_costs_and_come_back():
    nx = pytest.importorskip("networkx")
    corridor = ic.CommunicationGraph(["A", "B", "C", "D"], [("A", "B"), ("C", "B")])
    assert ic.from_networkx(ic.to_networkx(corridor)) == corridor
    grid = ic.SpanningTreeGame(["A", "B"], source={"A": 4, "B": 6}, links={("A", "B"): 3})
    tree = nx.minimum_spanning_tree(ic.to_networkx(grid))
    assert sum(w for _, _, w in tree.edges(data="weight")) == grid.worth(["A", "B"]) == 7
    arcs = [ic.Arc("mine", "yard", 5, "A"), ic.Arc("yard", "port", 3, "B"),
            ic.Arc("yard", "port", 1, "C")]  # fmt: skip
    line = ic.FlowGame("mine", "port", arcs)
    graph = nx.DiGraph()
    for tail, head, capacity in ic.to_networkx(line).edges(data="capacity"):
        before = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        graph.add_edge(tail, head, capacity=float(before + capacity))
    assert nx.maximum_flow_value(graph, "mine", "port") == ic.maximum_flow(line).value == 4
    for bad in (nx.DiGraph([("A", "B")]), nx.Graph([("A", "A")])):
        with pytest.raises(ic.InvalidInput):
            ic.from_networkx(bad)


@settings(max_examples=15)
@given(game=coalitional_games(max_players=4), costs=st.booleans())
def test_worths_come_back_from_pandas(game, costs):
    pytest.importorskip("pandas")
    if costs:
        worths = {tuple(s.split(", ")): x for s, x in ic.to_pandas(game).items()}
        game = ic.CoalitionalGame(game.players, worths, "cost")
    assert ic.from_pandas(ic.to_pandas(game)) == game


def test_payoffs_come_back_from_pandas_and_a_missing_one_is_named():
    pytest.importorskip("pandas")
    table = ic.to_pandas(RACE)
    assert ic.from_pandas(table) == RACE
    assert table.loc[("bid", "b"), "Lishui"] == Fraction(22, 7)
    assert float(table.astype(float)["Quzhou"].mean()) == pytest.approx(float((12 + third) / 6))
    with pytest.raises(ic.InvalidInput, match="hold, c is missing"):
        ic.from_pandas(table.drop(index=[("hold", "c")]))


def test_a_profile_that_stands_twice_is_refused():
    pd = pytest.importorskip("pandas")
    table = ic.to_pandas(ic.StrategicGame.from_payoffs(["A", "B"], [[3, 1]], [[3, 4]]))
    with pytest.raises(ic.InvalidInput, match="there once"):
        ic.from_pandas(pd.concat([table, table.iloc[:1]]))
