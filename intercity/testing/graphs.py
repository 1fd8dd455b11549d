"""Graphs, drawn: who can talk to whom.

>>> from hypothesis import given
>>> @given(communication_graphs())
... def parts_are_a_partition(graph):
...     assert sorted(city for part in graph.parts(graph.players) for city in part) == sorted(
...         graph.players)
>>> parts_are_a_partition()
"""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

from games.communication_graph import CommunicationGraph
from intercity.testing.bounds import city_names, number_of
from intercity.testing.spelled import spelled

__all__ = ["communication_graphs"]


@st.composite
def communication_graphs(
    draw: st.DrawFn,
    *,
    min_players: int = 1,
    max_players: int = 5,
    connected: bool = False,
    trees: bool = False,
) -> CommunicationGraph:
    """Graphs with any set of links; ``connected`` ones, or ``trees``, if asked for.

    A tree links each city but the first to one before it.
    """
    n = draw(number_of("players", min_players, max_players))
    cities = city_names(n)
    links: list[tuple[str, str]] = []
    if connected or trees:
        links = [(cities[draw(st.integers(0, k - 1))], cities[k]) for k in range(1, n)]
    if not trees:
        others = [pair for pair in itertools.combinations(cities, 2) if pair not in links]
        links += draw(st.lists(st.sampled_from(others), unique=True)) if others else []
    return spelled(draw, CommunicationGraph, cities, sorted(links))
