"""The groups of cities for which two production games are the same.

A group's program (``game_numbers.py``) has the activities at its own sites, what its members own
and may trade, and the platforms at its sites. Where two games differ in some of these alone, the
programs of all other groups are the same, and so is what was proven of them.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
>>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,))
>>> more = Resource("land", "tradable", {"Hangzhou": 2, "Quzhou": 5})
>>> other = LinearProductionGame(("Hangzhou", "Quzhou"), (more,), (plant,))
>>> differ(GameNumbers(game), GameNumbers(other))
[frozenset({'Hangzhou'})]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from games.production import LinearProductionGame, Platform
from solvers.production.game_numbers import GameNumbers
from solvers.production.production_program import row_of

__all__ = ["differ", "structure"]


def structure(game: LinearProductionGame) -> tuple[Any, ...] | None:
    """What two games have in common that ``differ`` compares; ``None`` with a common pool.

    Outsiders draw on a pool, too: then no group is by itself.
    """
    if game.common_pools:
        return None
    return (
        game.cities,
        tuple((activity.name, activity.sites) for activity in game.activities),
        tuple((r.name, r.kind, r.exchange is None) for r in game.resources),
        tuple((platform.name, platform.site) for platform in game.platforms),
    )


def differ(one: GameNumbers, other: GameNumbers) -> list[frozenset[str]]:
    """Cities by whose presence a group may be told apart in two games of one ``structure``.

    A group that has all cities of none of these sets has the same program in both.
    """
    return list(dict.fromkeys(_differ(one, other)))


def _differ(one: GameNumbers, other: GameNumbers) -> Iterator[frozenset[str]]:
    for activity in one.game.activities:
        if one.columns[activity.name].key != other.columns[activity.name].key:
            yield frozenset(activity.sites)
    for k, resource in enumerate(one.game.resources):
        yield from _cities(one.owned[k], other.owned[k])
        mine, theirs = resource.exchange, other.game.resources[k].exchange
        if mine is None or theirs is None:
            continue
        if (mine.buy, mine.sell) != (theirs.buy, theirs.sell):
            yield frozenset()
        caps = mine.cap, theirs.cap
        if isinstance(caps[0], Mapping) and isinstance(caps[1], Mapping):
            yield from _cities(caps[0], caps[1])
        elif caps[0] != caps[1]:
            yield frozenset()
    for k, platform in enumerate(one.game.platforms):
        if one.changes[k] != other.changes[k] or _own(platform) != _own(other.game.platforms[k]):
            yield frozenset(() if platform.site is None else (platform.site,))


def _own(platform: Platform) -> tuple[Any, ...]:
    """What a platform costs, how often it can be opened, and the rows that it draws on."""
    return platform.cost, platform.limit, tuple(map(row_of, platform.uses))


def _cities(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """Cities of which the two have another number; what is not named is nothing."""
    for city in {**one, **other}:
        if one.get(city, 0) != other.get(city, 0):
            yield frozenset((city,))
