"""Cities that are known, a corridor in one piece, numbers for each city, a grid of two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing, nearest
from intercity.scenario.names import unknown_cities, unknown_city, unknown_names, unlike_members
from intercity.scenario.quantity import toml_text
from intercity.scenario.table_of_worths import members
from intercity.topics.paths.section import Corridor, Grid, Paths

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["paths_violations"]


def paths_violations(s: Scenario) -> Iterator[Violation]:
    """Whatever would leave a path without one of its numbers."""
    given = s.section(Paths)
    if given is None:
        return
    yield from unlike_members(("paths", "small"), given.small, s.players, "city")
    yield from unknown_cities(s, ("paths", "room"), given.room)
    for city in given.small:
        if city in given.room:
            found = f"{toml_text(city)}, a hub of paths.room"
            yield Violation(("paths", "small"), found, "cities that are no hubs")
    keys: Keys = ("paths", "centre")
    yield from unknown_names(keys, [given.centre], given.room, "hub of paths.room", as_value=True)
    by_city: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("projects", given.projects),
        ("earns", given.earns),
        ("crowding", given.crowding),
    )
    for name, table in by_city:
        yield from _each_city(s, ("paths", name), table)
    if given.projects and not sum(one.value for one in given.projects.values()):
        yield Violation(("paths", "projects"), "0 in all cities", "more than 0 in one of them")
    yield from unknown_cities(s, ("paths", "fit"), given.fit)
    for city, row in given.fit.items():
        if city in given.room:
            yield Violation(("paths", "fit", city), "a hub", "a city that would have a park in one")
        yield from unknown_names(("paths", "fit", city), row, given.room, "hub of paths.room")
    for name, table in (("park", given.park), ("fee", given.fee), ("cap", given.cap)):
        yield from unknown_names(("paths", name), table, given.fit, "city of paths.fit")
    if given.corridor is not None:
        yield from _corridor(s, given.corridor)
    if given.zone is not None:
        yield from _each_city(s, ("paths", "zone", "level"), given.zone.level)
    if given.point_hub is not None:
        keys = ("paths", "point_hub", "cost")
        yield from unknown_names(keys, given.point_hub.cost, given.room, "hub of paths.room")
    if given.grid is not None:
        yield from _grid(s, given.grid)


def _each_city(s: Scenario, keys: Keys, table: Mapping[str, object]) -> Iterator[Violation]:
    yield from unknown_cities(s, keys, table)
    for city in s.players:
        if city not in table:
            yield missing((*keys, city), "given for each city")


def _corridor(s: Scenario, given: Corridor) -> Iterator[Violation]:
    """Each city of the line once, and a link between each and the next."""
    keys: Keys = ("paths", "corridor", "line")
    yield from unlike_members(keys, given.line, s.players, "city")
    linked: set[frozenset[str]] = set()
    for key in given.link:
        pair, where = members(key), ("paths", "corridor", "link", key)
        if len(pair) != 2 or pair[0] == pair[1]:
            yield Violation(where, "no pair", 'two different cities, as in "A, B"')
            continue
        for city in pair:
            yield from unknown_city(s, where, city)
        if frozenset(pair) in linked:
            yield Violation(where, "a pair that stands twice", "given once")
        linked.add(frozenset(pair))
    for one, other in pairwise(given.line):
        if one != other and frozenset((one, other)) not in linked:
            where = ("paths", "corridor", "link", f"{one}, {other}")
            yield missing(where, "given, since the line goes from one to the other")


def _grid(s: Scenario, given: Grid) -> Iterator[Violation]:
    """Two different numbers of the section, each with a range."""
    known = {key: one for key, one in s.quantities() if key[: len("paths.")] == "paths."}
    for name, key in (("across", given.across), ("down", given.down)):
        where = ("paths", "grid", name)
        if key not in known:
            found = f"{toml_text(key)}, an unknown key of [paths]"
            yield Violation(where, found, nearest(key, known))
        elif known[key].sourced or known[key].low == known[key].high:
            yield Violation(where, f"{toml_text(key)}, which has no range", "an assumed number")
    if given.across == given.down:
        yield Violation(("paths", "grid", "down"), f"{toml_text(given.down)} again", "another key")
