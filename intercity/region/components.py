"""Components: cities that have nothing to do with each other are looked at apart.

Two cities are linked if they take part in one activity, own or use one resource that can move, sign
one deal, or are one pair of the province. A component is a set of cities that are linked, directly
or through others. A city that owns nothing and does nothing is a component of its own.

Source: the components of a graph; that a game of unrelated parts is played part by part is
additivity over components, Aumann and Dreze (1974).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from games.production import LinearProductionGame

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["components"]


def components(scenario: Scenario, production: LinearProductionGame) -> list[tuple[str, ...]]:
    r"""The components of a region, its cities and they themselves in the order of the file.

    >>> from games.production import Activity, LinearProductionGame, Value
    >>> from intercity import parse_scenario
    >>> three = 'format = 1\ntitle = "Three"\ncities = { A = {}, B = {}, C = {} }'
    >>> scenario = parse_scenario(three)
    >>> both = Activity("both", ("A", "C"), (), (Value("A", "cash", 1),), limit=1)
    >>> components(scenario, LinearProductionGame(("A", "B", "C"), (), (both,)))
    [('A', 'C'), ('B',)]
    """
    group = {city: {city} for city in production.cities}
    for linked in _links(scenario, production):
        together: set[str] = set().union(*(group[city] for city in linked))
        for city in together:
            group[city] = together
        if len(together) == len(group):
            return [tuple(production.cities)]
    found: list[tuple[str, ...]] = []
    for city in production.cities:
        if not any(city in one for one in found):
            found.append(tuple(c for c in production.cities if c in group[city]))
    return found


def _links(scenario: Scenario, production: LinearProductionGame) -> Iterator[Collection[str]]:
    yield from production.links
    if scenario.compact is not None:
        yield scenario.compact.members
    if scenario.province is not None:
        yield from scenario.province.pairs
