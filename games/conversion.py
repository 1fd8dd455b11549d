"""Games to and from other libraries: Nashpy, pygambit, networkx and pandas.

Each library gets its own kind of value, and what came from there comes back. pygambit and pandas
hold fractions, so that nothing is lost; Nashpy holds floats.

Source: Knight and Campbell (2018), Nashpy; Savani and Turocy (2025), Gambit; Hagberg, Schult and
Swart (2008), NetworkX; McKinney (2010), pandas.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.communication_graph import CommunicationGraph
from games.errors import InvalidInput, Told, missing_extra, of_kind
from games.flow import FlowGame
from games.nfg import read_nfg, write_nfg
from games.players import members_of
from games.spanning_tree import SpanningTreeGame
from games.strategic import ActionSets, StrategicGame

if TYPE_CHECKING:
    from types import ModuleType

    from networkx import Graph, MultiDiGraph
    from pandas import DataFrame, Series

__all__ = [
    "from_nashpy",
    "from_networkx",
    "from_pandas",
    "from_pygambit",
    "to_nashpy",
    "to_networkx",
    "to_pandas",
    "to_pygambit",
]


def to_nashpy(game: StrategicGame) -> Any:
    """A game of two cities as a ``nashpy.Game``, in floats.

    Errors: ``InvalidInput`` for other than two cities.

    >>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 1], [4, 2]], [[3, 4], [1, 2]])
    >>> [[float(x) for x in row] for row in to_nashpy(race).payoff_matrices[0]]
    [[3.0, 1.0], [4.0, 2.0]]

    Source: Knight and Campbell (2018), Nashpy: a Python library for the computation of Nash
    equilibria.
    """
    of_kind(game, StrategicGame, place="subject of to_nashpy")
    if len(game.players) != 2:
        raise InvalidInput("the number of cities of a nashpy game", len(game.players), "2")
    import nashpy

    floats = [
        np.vectorize(lambda x, unit=unit: float(int(x) * unit), otypes=[float])(table)
        for table, unit in zip(game.tables, game.units, strict=True)
    ]
    return nashpy.Game(*floats)


def from_nashpy(
    game: Any, players: Iterable[str] = ("row", "column"), actions: ActionSets | None = None
) -> StrategicGame:
    """A ``nashpy.Game`` as a strategic game; its floats are read bit for bit.

    ``actions``: as in ``StrategicGame.from_payoffs``.
    ``players``: the names of the two, who choose the row and the column.

    Errors: ``InvalidInput`` for what has no two payoff matrices.

    >>> import nashpy
    >>> from_nashpy(nashpy.Game([[3, 1], [4, 2]], [[3, 4], [1, 2]])).payoff(("2", "1"))
    {'row': Fraction(4, 1), 'column': Fraction(1, 1)}

    Source: Knight and Campbell (2018).
    """
    matrices = getattr(game, "payoff_matrices", None)
    if matrices is None or len(matrices) != 2:
        raise InvalidInput("subject of from_nashpy", type(game), "a nashpy.Game")
    return StrategicGame.from_payoffs(players, *map(np.asarray, matrices), actions=actions)


def to_pygambit(game: StrategicGame) -> Any:
    """A strategic game as a ``pygambit.Game``, its payoffs as exact fractions.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``; ``IntercityError`` without
    pygambit.

    >>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 1], [4, 2]], [[3, 4], [1, 2]])
    >>> [player.label for player in to_pygambit(race).players]
    ['A', 'B']

    Source: Savani and Turocy (2025).
    """
    of_kind(game, StrategicGame, place="subject of to_pygambit")
    from io import BytesIO

    gambit = _pygambit("for its games")
    return gambit.read_nfg(BytesIO(write_nfg(game).encode()))


def from_pygambit(game: Any) -> StrategicGame:
    """A ``pygambit.Game`` as a strategic game, exact; an extensive one by its strategies.

    Errors: ``InvalidInput`` for what is no game of pygambit.

    >>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 1], [4, 2]], [[3, 4], [1, 2]])
    >>> from_pygambit(to_pygambit(race)) == race
    True

    Source: Savani and Turocy (2025).
    """
    if not hasattr(game, "to_nfg"):
        raise InvalidInput("subject of from_pygambit", type(game), "a pygambit.Game")
    return read_nfg(game.to_nfg())


def to_networkx(
    game: CommunicationGraph | SpanningTreeGame | FlowGame,
) -> Graph | MultiDiGraph:
    """A network as a graph of networkx: links, with their costs; arcs with capacity and owner.

    Links to the source of a spanning tree game go to the node ``"source"``.

    Errors: ``InvalidInput`` for what is no network, and for a city that is called "source".

    >>> corridor = CommunicationGraph(["A", "B", "C"], [("A", "B"), ("B", "C")])
    >>> sorted(to_networkx(corridor).degree)
    [('A', 1), ('B', 2), ('C', 1)]

    Source: Hagberg, Schult and Swart (2008), Exploring network structure, dynamics, and function
    using NetworkX.
    """
    of_kind(game, CommunicationGraph, SpanningTreeGame, FlowGame, place="subject of to_networkx")
    import networkx as nx

    if isinstance(game, FlowGame):
        arcs = nx.MultiDiGraph(source=game.source, sink=game.sink)
        for arc in game.arcs:
            arcs.add_edge(arc.tail, arc.head, capacity=arc.capacity, owner=arc.owner)
        return arcs
    graph = nx.Graph()
    if isinstance(game, CommunicationGraph):
        graph.add_nodes_from(game.players)
        graph.add_edges_from(game.links)
        return graph
    if "source" in game.players:
        raise InvalidInput("a city", "source", "called otherwise: the source is a node of its own")
    graph.add_nodes_from(["source", *game.players])
    for city, cost in zip(game.players, game.source, strict=True):
        graph.add_edge("source", city, weight=cost)
    for (one, other), cost in game.links.items():
        graph.add_edge(one, other, weight=cost)
    return graph


def from_networkx(graph: Graph) -> CommunicationGraph:
    """The nodes and edges of a graph of networkx as cities and links; names are what nodes print.

    Errors: ``InvalidInput`` for what is no graph, for loops, and for edges with a direction.

    >>> import networkx as nx
    >>> from_networkx(nx.path_graph(["A", "B", "C"])).links
    (('A', 'B'), ('B', 'C'))

    Source: Hagberg, Schult and Swart (2008).
    """
    if not hasattr(graph, "nodes") or not hasattr(graph, "is_directed"):
        raise InvalidInput("subject of from_networkx", type(graph), "a networkx.Graph")
    if graph.is_directed() or graph.is_multigraph():
        raise InvalidInput(
            "the graph", Told("directed, or with several edges between two nodes"), "a Graph"
        )
    links = [(str(one), str(other)) for one, other in graph.edges]
    return CommunicationGraph(map(str, graph.nodes), links)


def to_pandas(game: CoalitionalGame | StrategicGame) -> Series[Any] | DataFrame:
    """A game as a pandas table of fractions: worths by coalition, or payoffs by profile.

    Of a coalitional game a Series whose index is "A, B" and so on; of a strategic one a DataFrame
    with a level of the index and a column for each city. ``.astype(float)`` gives floats.

    Errors: ``InvalidInput`` for another game, and a city with a comma in its name;
    ``IntercityError`` without pandas.

    >>> park = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 6})
    >>> to_pandas(park)["A, B"]
    Fraction(6, 1)

    Source: McKinney (2010), Data structures for statistical computing in Python.
    """
    of_kind(game, CoalitionalGame, StrategicGame, place="subject of to_pandas")
    pd = _pandas()
    if isinstance(game, CoalitionalGame):
        for city in game.players:
            if "," in city:
                raise InvalidInput("a city", city, "without a comma, which is between cities")
        masks = range(1, 1 << len(game.players))
        worths = {", ".join(members_of(mask, game.players)): game.worth(mask) for mask in masks}
        index = pd.Index(worths, name="coalition")
        return pd.Series(list(worths.values()), index=index, name=game.sense, dtype=object)
    profiles = list(game)
    rows = [list(game.payoff(profile).values()) for profile in profiles]
    index = pd.MultiIndex.from_tuples(profiles, names=game.players)
    return pd.DataFrame(rows, index=index, columns=list(game.players), dtype=object)


def from_pandas(table: Series[Any] | DataFrame) -> CoalitionalGame | StrategicGame:
    """A table as ``to_pandas`` makes them, as a game: a Series of worths, a DataFrame of payoffs.

    Cities stand in the order in which they come alone in the Series, or of the columns. A Series
    with the name "cost" has costs.

    Errors: ``InvalidInput`` for what is neither, and for coalitions or profiles that are missing.

    >>> race = StrategicGame.from_payoffs(["A", "B"], [[3, 1], [4, 2]], [[3, 4], [1, 2]])
    >>> from_pandas(to_pandas(race)) == race
    True

    Source: McKinney (2010).
    """
    pd = _pandas()
    if isinstance(table, pd.Series):
        keys = [str(key) for key in table.index]
        players = [key for key in keys if "," not in key]
        return CoalitionalGame(players, table, "cost" if table.name == "cost" else "gain")
    if not isinstance(table, pd.DataFrame):
        raise InvalidInput("subject of from_pandas", type(table), "a Series or a DataFrame")
    players = [str(city) for city in table.columns]
    profiles = [at if isinstance(at, tuple) else (at,) for at in table.index]
    if any(len(at) != len(players) for at in profiles):
        expected = f"one for each of {len(players)} columns"
        raise InvalidInput("the number of levels of the index", table.index.nlevels, expected)
    payoffs = dict(zip(profiles, table.itertuples(index=False, name=None), strict=True))
    if len(payoffs) < len(profiles):
        twice = next(at for k, at in enumerate(profiles) if at in profiles[:k])
        raise InvalidInput("the row of a profile", ", ".join(map(str, twice)), "there once")
    actions = [list(dict.fromkeys(at[i] for at in profiles)) for i in range(len(players))]

    def payoff(profile: tuple[Any, ...]) -> Any:
        if profile not in payoffs:
            place = f"the row of {', '.join(map(str, profile))}"
            raise InvalidInput(place, Told("missing"), "there, as each combination of actions is")
        return payoffs[profile]

    return StrategicGame.from_function(players, actions, payoff)


def _pandas() -> Any:
    try:
        import pandas as pd
    except ImportError:
        raise missing_extra("tables need pandas", "tables") from None
    return pd


def _pygambit(purpose: str) -> ModuleType:
    """pygambit, or ``IntercityError`` with the command that installs it."""
    try:
        import pygambit as found
    except ImportError:
        raise missing_extra(f"pygambit is needed {purpose}", "engines") from None
    return found  # type: ignore[no-any-return]
