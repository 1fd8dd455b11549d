"""A production game's numbers in python-flint, from which each coalition's program is selected.

A coalition's program (``production_program.py``) has some columns and rows of that of all cities:
the activities at its own sites, the exchanges, and the resources that these or its platforms use.
Only right-hand sides and the limits of exchanges depend on who is in it. So the numbers are
converted once, and coalitions with the same numbers are recognised by them.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
>>> numbers = GameNumbers(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
>>> numbers.of(("Hangzhou", "Quzhou"), {}).bounds, numbers.of(("Quzhou",), {}).columns
({'land': 6}, [])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.production import LinearProductionGame
from solvers.production.production_program import (
    Pools,
    changes_per_opening,
    open_to,
    production_program,
    row_of,
)
from solvers.rational import Rational, rational
from solvers.simplex import RationalProgram

__all__ = ["CoalitionNumbers", "Column", "GameNumbers"]

ZERO = Fraction(0)
Ends = tuple[int, int]


def ends(number: Fraction) -> Ends:
    """Numerator and denominator, whose hash is found sooner than that of a fraction."""
    return number.numerator, number.denominator


@dataclass(frozen=True, slots=True)
class Column:
    """A variable: its gain, its limit, what one unit uses by row; ``key`` has all of it."""

    name: str
    gain: Rational
    high: Rational
    terms: tuple[tuple[str, Rational], ...]
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class CoalitionNumbers:
    """The columns of a coalition's program, and its rows' bounds with all platforms closed."""

    columns: list[Column]
    bounds: dict[str, Rational]
    key: tuple[Any, ...]

    def program(self) -> RationalProgram:
        """The program, as ``RationalProgram`` makes it of ``production_program``."""
        rows: dict[str, list[tuple[int, Rational]]] = {name: [] for name in self.bounds}
        for j, column in enumerate(self.columns):
            for row, amount in column.terms:
                if amount:
                    rows[row].append((j, amount))
        return RationalProgram.of(
            [column.gain for column in self.columns],
            [column.high for column in self.columns],
            list(rows.values()),
            list(self.bounds.values()),
        )


class GameNumbers:
    """The numbers of a game; ``weight`` is charged per unit of a common pool."""

    def __init__(
        self, game: LinearProductionGame, weight: Mapping[str, Fraction] | None = None
    ) -> None:
        self.game = game
        closed = (0,) * len(game.platforms)
        pools = {pool.name: ZERO for pool in game.common_pools}
        lp = production_program(game, game.cities, pools, closed, weight)
        terms: dict[str, list[tuple[str, Fraction]]] = {name: [] for name in lp.bounds}
        for row in lp.rows:
            for name, amount in row.coefficients.items():
                terms[name].append((row.name, amount))
        self.columns = {
            name: _column(name, lp.objective[name], high, terms[name])
            for name, (_, high) in lp.bounds.items()
        }
        self.owned = [
            {city: rational(units) for city, units in resource.owned.items()}
            for resource in game.resources
        ]
        self.costs = [rational(platform.cost) for platform in game.platforms]
        self.changes = [
            {row: (rational(change), ends(change)) for row, change in changes.items()}
            for changes in map(changes_per_opening, game.platforms)
        ]
        self.zero = rational(ZERO)

    def of(self, members: tuple[str, ...], pools: Pools) -> CoalitionNumbers:
        """What a coalition's program consists of."""
        inside, game = set(members), self.game
        columns = [
            self.columns[activity.name]
            for activity in game.activities
            if inside.issuperset(activity.sites)
        ]
        used = {row for column in columns for row, _ in column.terms}
        for platform in open_to(game, members):
            used.update(map(row_of, platform.uses))
        bounds: dict[str, Rational] = {}
        for resource, owned in zip(game.resources, self.owned, strict=True):
            if resource.exchange is not None:
                cap = resource.exchange.cap_of(*members)
                traded = (self.columns[f"{way} {resource.name}"] for way in ("buy", "sell"))
                columns += [_limited(column, cap) for column in traded]
                used.add(resource.name)
            if resource.kind == "bound":
                for city in members:
                    if (name := f"{resource.name} at {city}") in used:
                        bounds[name] = owned.get(city, self.zero)
            elif resource.name in used:
                bounds[resource.name] = (
                    rational(pools[resource.name])
                    if resource.kind == "common"
                    else sum((x for city, x in owned.items() if city in inside), start=self.zero)
                )
        rows = tuple((name, int(x.p), int(x.q)) for name, x in bounds.items())
        return CoalitionNumbers(columns, bounds, (tuple(c.key for c in columns), rows))

    def change(self, k: int, rows: Mapping[str, Rational]) -> list[tuple[int, Rational]]:
        """What one opening of a platform adds to rows, by their places; to all others nothing."""
        changes = self.changes[k]
        return [(i, changes[row][0]) for i, row in enumerate(rows) if row in changes]

    def key_of_change(self, k: int, rows: Mapping[str, Rational]) -> tuple[Any, ...]:
        """The same, with the platform's cost, to be recognised by."""
        changes, cost = self.changes[k], self.game.platforms[k].cost
        return ends(cost), *((row, changes[row][1]) for row in rows if row in changes)


def _column(
    name: str, gain: Fraction, high: Fraction | None, terms: list[tuple[str, Fraction]]
) -> Column:
    limit = None if high is None else ends(high)
    used = tuple((row, *ends(amount)) for row, amount in terms)
    return Column(
        name,
        rational(gain),
        None if high is None else rational(high),
        tuple((row, rational(amount)) for row, amount in terms),
        (name, ends(gain), limit, used),
    )


def _limited(column: Column, high: Fraction) -> Column:
    name, gain, _, used = column.key
    return Column(
        column.name, column.gain, rational(high), column.terms, (name, gain, ends(high), used)
    )
