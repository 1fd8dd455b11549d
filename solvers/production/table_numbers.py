"""The numbers of all groups' programs at once, as whole numbers in arrays.

The program of a group (``production_program.py``) is that of all cities where other columns are
limited to 0. Each row is written with the smallest whole coefficients, and activities are counted
in so small a unit that all right-hand sides and limits are whole as well. Gains are whole numbers
of any length: sums of digits, each with a power of ``DIGIT`` that is left out.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 0.25, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 2),), (Value("Hangzhou", "cash", 3),))
>>> numbers = table_numbers(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
>>> numbers.unit, numbers.matrix.tolist(), numbers.sides[:, 0].tolist()
(8, [[1]], [0, 1, 20, 21])
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from games.production import LinearProductionGame, Resource
from solvers.production.common_pool import pools
from solvers.production.production_program import Openings, changes_per_opening, production_program

__all__ = ["DIGIT", "LIMITLESS", "TableNumbers", "digits_of", "table_numbers", "whole_of_digits"]

Table = npt.NDArray[Any]
DIGIT = 20
"""Gains are written with digits of so many bits."""
MOST = 2**40
"""The largest whole number that is looked at in arrays; sums and products are looked at, too."""
LIMITLESS = np.iinfo(np.int64).max
ZERO = Fraction(0)


@dataclass(frozen=True)
class TableNumbers:
    """A game's numbers, by group's bitmask, column and row.

    ``unit``: how many units of level make one; ``per_money``: gains are in so small a unit.
    ``gains``: by digit and column. ``limits`` and ``sides`` by group; a limit of 0 where the group
    cannot do it, ``LIMITLESS`` where there is none. ``changes``: by platform, what one opening adds
    to the sides. ``vectors``: all ways to open platforms, in order.
    """

    game: LinearProductionGame
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    matrix: Table
    gains: Table
    unit: int
    per_money: int
    limits: Table
    sides: Table
    changes: Table
    vectors: tuple[Openings, ...]

    @cached_property
    def openings(self) -> Table:
        """The vectors, by vector and platform."""
        return np.array(self.vectors, dtype=np.int64).reshape(len(self.vectors), -1)

    @cached_property
    def moved(self) -> Table:
        """By vector, what its openings add to the sides."""
        found: Table = self.openings @ self.changes
        return found

    @cached_property
    def possible(self) -> Table:
        """By group and vector, whether the group can open it: platforms of its own, fed by it."""
        game = self.game
        groups = np.arange(1 << len(game.cities))
        can = np.ones((len(groups), len(self.vectors)), dtype=bool)
        for k, platform in enumerate(game.platforms):
            if platform.site is not None:
                outside = groups >> game.cities.index(platform.site) & 1 == 0
                can &= ~(outside[:, None] & (self.openings[:, k] > 0))
        bought = np.zeros_like(self.sides)
        for j in range(len(self.columns)):
            used = np.minimum(self.matrix[:, j], 0)
            if used.any():
                bought -= used * self.limits[:, j : j + 1]
        for v, moved in enumerate(self.moved):
            can[:, v] &= (self.sides + bought + moved >= 0).all(axis=1)
        return can


def table_numbers(game: LinearProductionGame) -> TableNumbers | None:
    """The numbers of a game without a residual pool; ``None`` where they are too long for arrays.

    A group has as many ways to open platforms as can be listed.
    """
    closed = (0,) * len(game.platforms)
    lp = production_program(
        game, game.cities, {pool.name: ZERO for pool in game.common_pools}, closed
    )
    columns, rows = tuple(lp.bounds), tuple(row.name for row in lp.rows)
    coefficients = [[row.coefficients.get(name, ZERO) for name in columns] for row in lp.rows]
    factors = [_primitive(line) for line in coefficients]
    owned = _owned(game, rows)
    per_opening = [changes_per_opening(platform) for platform in game.platforms]
    changes = [[change.get(row, ZERO) for row in rows] for change in per_opening]
    highs = _highs(game, columns, [high for _, high in lp.bounds.values()])
    scaled = [
        [line[i] * factor for i, factor in enumerate(factors)]
        for line in (*owned.values(), *changes)
    ]
    unit = math.lcm(
        *(x.denominator for line in scaled for x in line),
        *(x.denominator for high in highs if high is not None for x in high.values()),
    )
    gains = list(lp.objective.values())
    per_money = math.lcm(*(x.denominator for x in gains))
    entries = [[int(a * f) for a in line] for line, f in zip(coefficients, factors, strict=True)]
    whole = {key: [int(x * unit) for x in line] for key, line in zip(owned, scaled, strict=False)}
    opened = [[int(x * unit) for x in line] for line in scaled[len(owned) :]]
    vectors = tuple(itertools.product(*(range(p.limit + 1) for p in game.platforms)))
    most = [abs(x) for line in (*entries, *opened) for x in line]
    most += [sum(abs(x) for line in whole.values() for x in line)]
    most += [int(sum(high.values()) * unit) for high in highs if high is not None]
    if max(most) > MOST:
        return None
    return TableNumbers(
        game,
        columns,
        rows,
        np.array(entries, dtype=np.int64).reshape(len(rows), len(columns)),
        digits_of([int(x * per_money) for x in gains]),
        unit,
        per_money,
        _limits(game, columns, highs, unit),
        _sides(game, whole, len(rows)),
        np.array(opened, dtype=np.int64).reshape(len(game.platforms), len(rows)),
        vectors,
    )


def digits_of(numbers: Iterable[int]) -> Table:
    """By digit from the smallest, the digits of whole numbers; all of the sign of their number.

    >>> digits_of([5, -(2**21) - 3]).tolist()
    [[5, -3], [0, -2]]
    """
    given = list(numbers)
    longest = max((abs(x).bit_length() for x in given), default=0)
    most = (1 << DIGIT) - 1
    return np.array(
        [
            [(1 if x > 0 else -1) * (abs(x) >> DIGIT * k & most) for x in given]
            for k in range(max(1, -(-longest // DIGIT)))
        ],
        dtype=np.int64,
    )


def whole_of_digits(digits: Table) -> Table:
    """The whole numbers that sums of digits stand for, as Python's."""
    found = digits[-1].astype(object)
    for k in range(len(digits) - 2, -1, -1):
        found = (found << DIGIT) + digits[k].astype(object)
    return np.asarray(found, dtype=object)


def _primitive(line: list[Fraction]) -> Fraction:
    """What makes the smallest whole numbers of a row's coefficients."""
    over = math.lcm(*(a.denominator for a in line))
    common = math.gcd(*(int(a * over) for a in line))
    return Fraction(over, common or 1)


def _owned(game: LinearProductionGame, rows: tuple[str, ...]) -> dict[Any, list[Fraction]]:
    """What each city brings by row, and ``None``: what is there for every group."""
    place = {row: i for i, row in enumerate(rows)}
    found: dict[Any, list[Fraction]] = {
        key: [ZERO] * len(rows) for key in (*game.cities, *([None] if game.common_pools else []))
    }
    for resource in game.resources:
        for city in game.cities:
            name = f"{resource.name} at {city}" if resource.kind == "bound" else resource.name
            if name in place:
                found[city][place[name]] += _brought(game, resource, city)
    for name, amount in pools(game, game.cities, None).items():
        if game.resource(name).conjecture == "stay_home" and name in place:
            found[None][place[name]] = amount
    return found


def _brought(game: LinearProductionGame, resource: Resource, city: str) -> Fraction:
    if resource.conjecture == "race":
        return pools(game, (city,), None)[resource.name]
    return resource.owned.get(city, ZERO)


def _highs(
    game: LinearProductionGame, columns: tuple[str, ...], highs: list[Fraction | None]
) -> list[dict[Any, Fraction] | None]:
    """The limit of each column: what each city adds to it, or ``None`` its own; all may be none."""
    caps = {
        f"{way} {r.name}": {city: r.exchange.cap_of(city) for city in game.cities}
        for r in game.resources
        if r.exchange is not None
        for way in ("buy", "sell")
    }
    return [
        caps.get(name, None if high is None else {None: high})
        for name, high in zip(columns, highs, strict=True)
    ]


def _limits(
    game: LinearProductionGame,
    columns: tuple[str, ...],
    highs: list[dict[Any, Fraction] | None],
    unit: int,
) -> Table:
    groups = np.arange(1 << len(game.cities))
    bit = {city: 1 << i for i, city in enumerate(game.cities)}
    sites = {a.name: sum({bit[city] for city in a.sites}) for a in game.activities}
    found = np.zeros((len(groups), len(columns)), dtype=np.int64)
    for j, (name, high) in enumerate(zip(columns, highs, strict=True)):
        if name in sites:
            limit = LIMITLESS if high is None else int(high[None] * unit)
            found[:, j] = np.where(groups & sites[name] == sites[name], limit, 0)
        else:
            assert high is not None  # noqa: S101 - an exchange has caps
            for city, cap in high.items():
                found[:, j] += np.where(groups & bit[city], int(cap * unit), 0)
    return found


def _sides(game: LinearProductionGame, whole: dict[Any, list[int]], rows: int) -> Table:
    found = np.zeros((1, rows), dtype=np.int64)
    found += np.array(whole.get(None, [0] * rows), dtype=np.int64)
    for city in game.cities:
        found = np.concatenate((found, found + np.array(whole[city], dtype=np.int64)))
    return found
