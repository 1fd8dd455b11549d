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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.production import Activity, LinearProductionGame, Platform, Resource
from solvers.once_per_object import once_per_object
from solvers.production.production_program import (
    Pools,
    changes_per_opening,
    open_to,
    row_of,
)
from solvers.rational import Rational, rational
from solvers.simplex import RationalProgram

__all__ = ["CoalitionNumbers", "Column", "GameNumbers"]

ZERO, ONE = Fraction(0), Fraction(1)
MANY = 4096
"""The most parts that are kept; games that differ in one number share them."""
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
        self.columns = {
            activity.name: _charged(activity, weight) if weight else _uncharged(activity)
            for activity in game.activities
        }
        for resource in game.resources:
            if resource.exchange is not None:
                self.columns.update(_trades(resource))
        self.owned = [_owned(resource) for resource in game.resources]
        self.costs = [rational(platform.cost) for platform in game.platforms]
        self.changes = [_changes(platform) for platform in game.platforms]
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
        """``change`` with the platform's cost, as a key."""
        changes, cost = self.changes[k], self.game.platforms[k].cost
        return ends(cost), *((row, changes[row][1]) for row in rows if row in changes)


def _of_activity(activity: Activity, charge: Fraction = ZERO) -> Column:
    """Its column; ``charge``: for what one unit uses of common pools."""
    used: dict[str, Fraction] = {}
    for use in activity.uses:
        row = row_of(use)
        used[row] = used[row] + use.amount if row in used else use.amount
    gain = activity.worth - charge if charge else activity.worth
    return _column(activity.name, gain, activity.limit, list(used.items()))


@once_per_object(most=MANY)
def _uncharged(activity: Activity) -> Column:
    return _of_activity(activity)


def _charged(activity: Activity, weight: Mapping[str, Fraction]) -> Column:
    charges = (weight.get(use.resource, ZERO) * use.amount for use in activity.uses)
    return _of_activity(activity, sum(charges, ZERO))


def _trades(resource: Resource) -> Iterator[tuple[str, Column]]:
    """Purchases and sales of a resource, without a limit: that depends on who trades."""
    assert resource.exchange is not None  # noqa: S101 - the caller looked
    ways = ("buy", -resource.exchange.buy, -ONE), ("sell", resource.exchange.sell, ONE)
    for way, gain, used in ways:
        name = f"{way} {resource.name}"
        yield name, _column(name, gain, None, [(resource.name, used)])


@once_per_object(most=MANY)
def _owned(resource: Resource) -> dict[str, Rational]:
    return {city: rational(units) for city, units in resource.owned.items()}


@once_per_object(most=MANY)
def _changes(platform: Platform) -> dict[str, tuple[Rational, Ends]]:
    changes = changes_per_opening(platform)
    return {row: (rational(change), ends(change)) for row, change in changes.items()}


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
