"""What a coalition can do, as a linear program: its platforms opened and its pools given.

    max  sum_a value_a x_a + sales - purchases   over  0 <= x <= limits,
    uses of r  <=  what members own of r + what open platforms bring - what they use + trade,

with a row for each resource that is pooled, and one per site for each that is bound.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
>>> game = LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,))
>>> [(row.name, row.bound) for row in production_program(game, game.cities, {}, ()).rows]
[('land', Fraction(6, 1))]

Source: Owen (1975), On the core of linear production games.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from games.players import members_named
from games.production import LinearProductionGame, Platform, Resource, Use
from solvers.linear_program import LinearProgram, Row

__all__ = [
    "Openings",
    "Pools",
    "changes_per_opening",
    "coalition_members",
    "open_to",
    "production_program",
    "row_of",
]

ZERO, ONE = Fraction(0), Fraction(1)
Openings = tuple[int, ...]
Pools = Mapping[str, Fraction]


def coalition_members(game: LinearProductionGame, coalition: Iterable[str]) -> tuple[str, ...]:
    """The members in the order of the game's cities; ``InvalidInput`` names one that is none."""
    named = members_named(coalition, game.cities)
    return tuple(city for city in game.cities if city in named)


def open_to(game: LinearProductionGame, members: Iterable[str]) -> list[Platform]:
    """The platforms that a coalition can open."""
    return [p for p in game.platforms if p.site is None or p.site in members]


def row_of(use: Use) -> str:
    """The row that a use counts in."""
    return use.resource if use.site is None else f"{use.resource} at {use.site}"


def production_program(
    game: LinearProductionGame,
    members: tuple[str, ...],
    pools: Pools,
    openings: Openings,
) -> LinearProgram:
    """The program of a coalition at so many ``openings`` of each platform.

    ``pools``: how much of each common pool it can use.
    """
    inside = set(members)
    objective: dict[str, Fraction] = {}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    uses: dict[str, dict[str, Fraction]] = {}
    for activity in game.activities:
        if not inside.issuperset(activity.sites):
            continue
        for use in activity.uses:
            line = uses.setdefault(row_of(use), {})
            line[activity.name] = line.get(activity.name, ZERO) + use.amount
        objective[activity.name] = activity.worth
        bounds[activity.name] = (ZERO, activity.limit)
    for platform in open_to(game, members):
        for use in platform.uses:
            uses.setdefault(row_of(use), {})
    rows = []
    for resource in game.resources:
        if resource.exchange is not None:
            buy, sell = f"buy {resource.name}", f"sell {resource.name}"
            cap = resource.exchange.cap_of(*members)
            objective[buy], objective[sell] = -resource.exchange.buy, resource.exchange.sell
            bounds[buy] = bounds[sell] = (ZERO, cap)
            uses.setdefault(resource.name, {}).update({buy: -ONE, sell: ONE})
        for name, owned in _endowments(resource, members, pools):
            if name in uses:
                change = _changes(game, openings, name)
                rows.append(Row(name, uses[name], "<=", owned + change))
    return LinearProgram("max", objective, tuple(rows), bounds)


def _endowments(
    resource: Resource, members: tuple[str, ...], pools: Pools
) -> Iterator[tuple[str, Fraction]]:
    if resource.kind == "bound":
        for city in members:
            yield f"{resource.name} at {city}", resource.owned.get(city, ZERO)
    elif resource.kind == "common":
        yield resource.name, pools[resource.name]
    else:
        owned = resource.owned
        yield resource.name, sum((owned[city] for city in members if city in owned), ZERO)


def _changes(game: LinearProductionGame, openings: Openings, row: str) -> Fraction:
    total = ZERO
    for platform, times in zip(game.platforms, openings, strict=True):
        if times:
            total += times * changes_per_opening(platform).get(row, ZERO)
    return total


def changes_per_opening(platform: Platform) -> dict[str, Fraction]:
    """What one opening adds to the right-hand sides, by row; nothing to those left out."""
    changes: dict[str, Fraction] = {}
    for sign, uses in ((1, platform.provides), (-1, platform.uses)):
        for use in uses:
            row = row_of(use)
            changes[row] = changes.get(row, ZERO) + sign * use.amount
    return changes
