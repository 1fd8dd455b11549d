"""The search for proofs of what all groups make, their programs solved together.

Groups grow city by city: the best basis of a group is where that of the same group with one more
city begins, and all groups that end with the same city take their steps at once. Of several ways to
open platforms the one with the highest bound is solved next, until none can beat the best. Floats
find; what is found is proven in ``table_proof.py``.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 2),), (Value("Hangzhou", "cash", 3),))
>>> found = search_table(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
>>> [str(worth) for worth in found.worths]
['3/2', '0', '9']

Source: Land and Doig (1960), An automatic method of solving discrete programming problems.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.production import LinearProductionGame
from solvers.many_programs import ManyPrograms
from solvers.production.opening_proof import CoalitionProof
from solvers.production.table_numbers import LIMITLESS, TableNumbers, table_numbers
from solvers.production.table_proof import Cells, beats, by_name, examined, parts
from solvers.progress import tell

__all__ = ["TableOfProofs", "search_table"]

Table = npt.NDArray[Any]
TOGETHER = 1 << 20
"""The most entries of the dictionaries that take a step together, but for one for each group of
the first few cities."""
NEAR = 1e-9
"""By the largest bound; what is nearer is looked at again in whole numbers."""


@dataclass(frozen=True)
class TableOfProofs:
    """By group from bitmask 1 its proof, and its worth; ``None``: not found."""

    proofs: list[CoalitionProof | None]
    worths: list[Fraction | None]


def search_table(game: LinearProductionGame) -> TableOfProofs | None:
    """The proofs of all groups; ``None`` where their numbers are too long for arrays or floats."""
    numbers = table_numbers(game)
    if numbers is None:
        return None
    try:
        with np.errstate(over="raise"):
            search = _Search(numbers)
    except (OverflowError, FloatingPointError):
        return None
    search.run()
    cells = Cells.joined(search.found)
    cells = cells[np.argsort(cells.groups, kind="stable")]
    found = TableOfProofs([], [])
    for groups, places in parts(numbers, cells):
        _choose(numbers, cells[places], groups, found)
    return found


class _Search:
    """Bases that floats find, group by group."""

    def __init__(self, numbers: TableNumbers) -> None:
        self.numbers = numbers
        self.found: list[Cells] = []
        self.done = 0
        gains = _floats(numbers.gains)
        self.scale = float(np.abs(gains).max(initial=0.0)) or 1.0
        self.gains = gains / self.scale
        self.moved = numbers.moved.astype(float)
        costs = np.array([_float(p.cost, numbers) for p in numbers.game.platforms], dtype=float)
        self.costs = numbers.openings @ costs / self.scale

    def run(self) -> None:
        """Of the empty group's program, first of all."""
        numbers = self.numbers
        sides, limits = self._limits(np.array([0]), np.array([0]))
        programs = ManyPrograms.of(numbers.matrix, self.gains, sides, limits)
        programs.solve()
        self._grow(np.array([0]), np.array([0]), programs, 0)

    def _limits(self, groups: Table, vectors: Table) -> tuple[Table, Table]:
        numbers = self.numbers
        limits = numbers.limits[groups]
        high = np.where(limits == LIMITLESS, np.inf, limits.astype(float))
        return numbers.sides[groups] + self.moved[vectors], high

    def _grow(self, groups: Table, vectors: Table, programs: ManyPrograms, city: int) -> None:
        """All groups of these and of the cities from one on; what is small is done together."""
        if city == len(self.numbers.game.cities):
            return
        joined = groups | 1 << city
        tell("groups of cities", self.done, len(self.numbers.sides) - 1)
        self.done += len(joined)
        after, others = self._solved(joined, vectors, programs)
        if 2 * programs.entries.size > TOGETHER:
            self._grow(groups, vectors, programs, city + 1)
            self._grow(joined, after, others, city + 1)
        else:
            both = np.concatenate((groups, joined)), np.concatenate((vectors, after))
            self._grow(*both, programs.joined(others), city + 1)

    def _solved(
        self, groups: Table, vectors: Table, start: ManyPrograms
    ) -> tuple[Table, ManyPrograms]:
        """The programs of some groups, from the bases of others; and the openings solved last."""
        possible = self.numbers.possible[groups]
        first = np.where(possible[np.arange(len(groups)), vectors], vectors, 0)
        programs = start.moved(*self._limits(groups, first))
        solved = programs.solve()
        self._note(groups, first, programs, np.flatnonzero(solved))
        if possible.shape[1] == 1 or not (possible.sum(axis=1) > 1).any():
            return first, programs
        last = first.copy()
        most = np.where(possible, np.inf, -np.inf)
        worth = np.full(len(groups), -np.inf)
        best = np.full(len(groups), possible.shape[1])
        left = np.flatnonzero(solved)
        while len(left):
            at = last[left]
            bounds = self._bounds(groups[left], programs, left)
            most[left] = np.minimum(most[left], np.where(possible[left], bounds, -np.inf))
            reached = bounds[np.arange(len(left)), at]
            near = NEAR * np.maximum(np.abs(reached), 1.0)
            known = worth[left]
            better = reached > known + near
            better |= (np.abs(reached - known) <= near) & (at < best[left])
            best[left] = np.where(better, at, best[left])
            worth[left] = np.maximum(known, reached)
            most[left, at] = -np.inf
            gap = most[left] - worth[left][:, None]
            open_ = gap > near[:, None]
            earlier = np.arange(possible.shape[1])[None] < best[left][:, None]
            open_ |= (gap >= -near[:, None]) & earlier
            going = open_.any(axis=1)
            following = np.where(open_, most[left], -np.inf).argmax(axis=1)
            left, following = left[going], following[going]
            if not len(left):
                break
            programs.move(*self._limits(groups[left], following), left)
            last[left] = following
            left = left[programs.solve(left)]
            self._note(groups, last, programs, left)
        return last, programs

    def _note(self, groups: Table, vectors: Table, programs: ManyPrograms, solved: Table) -> None:
        """The bases of those that are solved, by place."""
        self.found.append(Cells(groups[solved], vectors[solved], *programs.bases(solved)))

    def _bounds(self, groups: Table, programs: ManyPrograms, places: Table) -> Table:
        """By vector, what the prices allow at most, less the cost of its openings."""
        prices, slopes = programs.prices(places)
        limits = programs.limits[places, : slopes.shape[1]]
        finite = np.isfinite(limits)
        rented = np.where((slopes > 0) & finite, slopes, 0.0) * np.where(finite, limits, 0.0)
        closed = rented.sum(axis=1) + (prices * self.numbers.sides[groups]).sum(axis=1)
        found: Table = closed[:, None] + prices @ self.moved.T - self.costs[None]
        return found


def _floats(digits: Table) -> Table:
    found = np.zeros(digits.shape[1])
    for digit in digits[::-1]:
        found = found * 2.0**20 + digit
    return found


def _float(cost: Fraction, numbers: TableNumbers) -> float:
    return float(cost * numbers.unit * numbers.per_money)


def _choose(numbers: TableNumbers, cells: Cells, groups: range, into: TableOfProofs) -> None:
    """By group the best openings, and the fewest bounds that beat all others."""
    found, basis = examined(numbers, cells), by_name(numbers, cells)
    first = np.searchsorted(cells.groups, np.arange(groups.start, groups.stop + 1)).tolist()
    vectors, bounds = cells.vectors.tolist(), found.bounds.tolist()
    possible = numbers.possible[groups.start : groups.stop].tolist()
    optimal, priced = found.optimal.tolist(), found.priced.tolist()
    for k, ways in enumerate(possible):
        own = range(first[k], first[k + 1])
        plans = [(-bounds[c][vectors[c]], vectors[c], c) for c in own if optimal[c]]
        proof, worth = None, None
        if plans:
            less, chosen, plan = min(plans)
            others = {v for v, way in enumerate(ways) if way and v != chosen}
            proven = {c: bounds[c] for c in own if priced[c]}
            kept = _fewest(proven, plan, (chosen, -less), others)
            if kept is not None:
                beside = tuple(replace(basis(c), upper=()) for c in kept)
                proof = CoalitionProof(numbers.vectors[chosen], basis(plan), beside)
                worth = -less * found.unit
        into.proofs.append(proof)
        into.worths.append(worth)


def _fewest(
    bounds: dict[int, list[int]], plan: int, best: tuple[int, int], left: set[int]
) -> list[int] | None:
    """Bases whose bounds beat what the plan's do not; ``None`` where all together do not.

    ``bounds``: by basis, then by vector. ``left``: the vectors that are not the best.
    """
    chosen, worth = best

    def beaten(cell: int, left: set[int]) -> set[int]:
        return {v for v in left if beats(bounds[cell][v], v, worth, chosen)}

    kept: list[int] = []
    if left:
        left = left - beaten(plan, left)
    while left:
        gone, cell = max(
            ((beaten(c, left), c) for c in bounds), key=lambda one: (len(one[0]), one[1])
        )
        if not gone:
            return None
        left = left - gone
        kept.append(cell)
    return kept
