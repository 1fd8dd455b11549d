"""Proof of what all groups make, many bases at a time, in whole numbers.

A basis is solved in floating point. Times its determinant D, its inverse consists of whole numbers,
to which it is rounded; that the product with the basis is D in whole numbers proves it. All else is
sums of products of whole numbers that stay so small that nothing is rounded. What does not fit, or
does not hold, is left to ``opening_proof.py``, which looks at one group in fractions of any length.

>>> from games.production import *
>>> from solvers.production.table_numbers import table_numbers
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 2),), (Value("Hangzhou", "cash", 3),))
>>> numbers = table_numbers(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
>>> yes, no = np.array([[True]]), np.array([[False]])
>>> found = examined(numbers, Cells(np.array([3]), np.array([0]), yes, yes, no))
>>> found.optimal.tolist(), found.bounds.tolist(), found.unit
([True], [[18]], Fraction(1, 2))

Source: Applegate, Cook, Dash and Espinoza (2007), Exact solutions to linear programming problems.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.exact import over_one_denominator
from solvers.optimum import Basis
from solvers.production.opening_proof import CoalitionProof
from solvers.production.table_numbers import DIGIT, LIMITLESS, TableNumbers, whole_of_digits

__all__ = ["Cells", "Examined", "beats", "by_name", "examined", "parts", "proven_worths"]

Table = npt.NDArray[Any]
AT_ONCE = 512
"""The number of bases looked at together, so that their inverses stay in the cache."""
BOUNDS = 1 << 20
"""The number of bounds looked at together."""
MOST = 2.0**52
"""Below it, whole numbers are exact in floating point."""
MOST_OF_SUMS = 2.0**61
"""Below it, sums are exact in 64 bits, though their size was summed in floating point."""


@dataclass(slots=True)
class Cells:
    """Bases: of which group, for which openings, and what is in the basis or at its limit.

    ``groups``: bitmasks; ``vectors``: the places of the openings at which the plan is best.
    ``columns`` and ``rows``: which are in the basis, and tight; ``upper``: which are at the limit.
    """

    groups: Table
    vectors: Table
    columns: Table
    rows: Table
    upper: Table

    def __getitem__(self, places: Any) -> Cells:
        return Cells(*(getattr(self, one.name)[places] for one in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        """The parts, concatenated."""
        names = [one.name for one in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(slots=True)
class Examined:
    """By basis, what was proven of it.

    ``priced``: its prices are feasible, so that ``bounds`` hold: by vector, what they allow at
    most, times ``unit``. ``optimal``: its plan is feasible at its own vector, and reaches this.
    """

    priced: Table
    optimal: Table
    bounds: Table
    unit: Fraction


def examined(numbers: TableNumbers, cells: Cells) -> Examined:
    """What bases prove, each of its group."""
    many = len(cells.groups)
    priced, optimal = np.zeros(many, dtype=bool), np.zeros(many, dtype=bool)
    times = np.ones(many, dtype=np.int64)
    bounds = np.zeros((many, len(numbers.vectors)), dtype=object)
    sizes = cells.columns.sum(axis=1)
    square = sizes == cells.rows.sum(axis=1)
    for size in np.unique(sizes[square]).tolist():
        alike = np.flatnonzero(square & (sizes == size))
        for start in range(0, len(alike), AT_ONCE):
            places = alike[start : start + AT_ONCE]
            _examine(numbers, cells[places], size, (places, priced, optimal, times, bounds))
    costs, over = over_one_denominator(p.cost for p in numbers.game.platforms)
    common = math.lcm(*np.unique(times).tolist())
    factors = np.array([common // x * over for x in times.tolist()], dtype=object)
    bounds *= factors[:, None]
    if costs:
        paid = numbers.openings.astype(object) @ np.array(costs, dtype=object)
        bounds -= paid[None] * (common * numbers.unit * numbers.per_money)
    return Examined(
        priced, optimal, bounds, Fraction(1, common * numbers.unit * numbers.per_money * over)
    )


def _examine(numbers: TableNumbers, cells: Cells, size: int, found: tuple[Table, ...]) -> None:
    """Note what bases of one size prove, each of its group, in what was found."""
    places, priced, optimal, times, bounds = found
    many, matrix = len(cells.groups), numbers.matrix
    tight = np.nonzero(cells.rows)[1].reshape(many, size)
    basic = np.nonzero(cells.columns)[1].reshape(many, size)
    inverse, by = _inverted(matrix[tight[:, :, None], basic[:, None, :]])
    limits, sides = numbers.limits[cells.groups], numbers.sides[cells.groups]
    finite = limits != LIMITLESS
    high = np.where(finite, limits, 0)

    at = np.where(cells.upper, high, 0)
    fits = (by > 0) & _in_64_bits(numbers, cells, (tight, basic), (inverse, by), (high, at))
    allowed = cells.columns | cells.upper
    fits &= ~(allowed & (limits == 0)).any(axis=1) & ~(cells.columns & cells.upper).any(axis=1)
    fits &= ~(cells.upper & ~finite).any(axis=1)
    inverse[~fits], by = 0, np.where(fits, by, 1)

    digits = len(numbers.gains)
    prices = np.zeros((digits, many, len(numbers.rows)), dtype=np.int64)
    slopes = np.zeros((digits, many, len(numbers.columns)), dtype=np.int64)
    for k, gains in enumerate(numbers.gains):
        own = np.einsum("gjr,gj->gr", inverse, gains[basic])
        np.put_along_axis(prices[k], tight, own, axis=1)
        slopes[k] = gains[None] * by[:, None] - prices[k] @ matrix
    rises, paid = _signs(slopes), _signs(prices)
    priced[places] = fits & (paid >= 0).all(axis=1) & ((rises <= 0) | finite).all(axis=1)

    rented = np.where(rises > 0, high, 0)
    most = (prices * sides).sum(axis=2) + (slopes * rented).sum(axis=2)
    allowed = most[:, :, None] + prices @ numbers.moved.T
    bounds[places] = whole_of_digits(allowed)
    times[places] = by

    there = sides + numbers.moved[cells.vectors]
    rest = np.take_along_axis(there - at @ matrix.T, tight, axis=1)
    plan = at * by[:, None]
    np.put_along_axis(plan, basic, np.einsum("gjr,gr->gj", inverse, rest), axis=1)
    feasible = (plan >= 0).all(axis=1) & ((plan <= by[:, None] * high) | ~finite).all(axis=1)
    feasible &= (plan @ matrix.T <= by[:, None] * there).all(axis=1)
    idle = ~cells.columns & (limits > 0)
    settled = ~(idle & np.where(cells.upper, rises < 0, rises > 0)).any(axis=1)
    optimal[places] = priced[places] & feasible & settled
    optimal[places] &= numbers.possible[cells.groups, cells.vectors]


def _in_64_bits(
    numbers: TableNumbers,
    cells: Cells,
    places: tuple[Table, Table],
    inverted: tuple[Table, Table],
    limits: tuple[Table, Table],
) -> Table:
    """By basis, whether all sums that are asked of it fit, by the sums of sizes, in floats."""
    (tight, basic), (inverse, by), (high, at) = places, inverted, limits
    matrix, many = np.abs(numbers.matrix.astype(float)), len(by)
    inside, times = np.abs(inverse.astype(float)), by.astype(float)[:, None]
    gains = np.abs(numbers.gains.astype(float)).max(axis=0)
    prices = np.zeros((many, len(matrix)))
    np.put_along_axis(prices, tight, np.einsum("gjr,gj->gr", inside, gains[basic]), axis=1)
    slopes = gains * times + prices @ matrix
    there = np.abs(numbers.sides[cells.groups].astype(float))
    there += np.abs(numbers.moved.astype(float)).max(axis=0)
    most = (prices * there).sum(axis=1) + (slopes * high.astype(float)).sum(axis=1)
    rest = np.take_along_axis(there + at.astype(float) @ matrix.T, tight, axis=1)
    plan = high.astype(float) * times
    found = np.einsum("gjr,gr->gj", inside, rest)
    np.put_along_axis(plan, basic, np.take_along_axis(plan, basic, axis=1) + found, axis=1)
    for each in (slopes, plan, plan @ matrix.T, there * times):
        most = np.maximum(most, each.max(axis=1, initial=0.0))
    return np.asarray(most < MOST_OF_SUMS)


def _inverted(matrix: Table) -> tuple[Table, Table]:
    """Whole inverses times determinants, proven; a determinant of 0 where there are none."""
    many, size = matrix.shape[:2]
    if not size:
        return matrix.copy(), np.ones(many, dtype=np.int64)
    floats = matrix.astype(float)
    with np.errstate(over="ignore", invalid="ignore"):
        by = np.linalg.det(floats)
        fit = np.isfinite(by) & (np.abs(by) > 0.5) & (np.abs(by) < 2.0**40)
        floats[~fit] = np.eye(size)
        times = np.where(fit, np.abs(np.rint(by)), 1.0)
    inverse = np.rint(np.linalg.inv(floats) * times[:, None, None])
    most = np.abs(inverse).max(axis=(1, 2)) * np.abs(floats).max(axis=(1, 2)) * size
    fit &= np.isfinite(most) & (most < MOST)
    inverse[~fit] = 0.0
    product = inverse @ floats
    fit &= (product == times[:, None, None] * np.eye(size)).all(axis=(1, 2))
    return inverse.astype(np.int64), np.where(fit, times, 0.0).astype(np.int64)


def _signs(digits: Table) -> Table:
    """The signs of the whole numbers that sums of digits stand for; the digits stay.

    >>> _signs(np.array([[1, -(2**20), 0, 3], [-1, 1, 0, 0]])).tolist()
    [-1, 0, 0, 1]
    """
    if len(digits) == 1:
        return np.asarray(np.sign(digits[0]))
    carried, anything = np.zeros_like(digits[0]), np.zeros(digits[0].shape, dtype=bool)
    for digit in digits[:-1]:
        whole = digit + carried
        carried = whole >> DIGIT
        anything |= whole & ((1 << DIGIT) - 1) != 0
    top = digits[-1] + carried
    return np.where(top != 0, np.sign(top), anything.astype(np.int64))


def _cells_of(
    numbers: TableNumbers, proofs: Sequence[CoalitionProof]
) -> tuple[Cells, list[list[int]]]:
    """The bases of proofs, by group from bitmask 1, and by group where its own are.

    Nowhere where a proof is not written as a search writes it.
    """
    column = {name: j for j, name in enumerate(numbers.columns)}
    row = {name: i for i, name in enumerate(numbers.rows)}
    vector = {openings: v for v, openings in enumerate(numbers.vectors)}
    marks: list[tuple[list[int], list[int], list[int]]] = []
    groups: list[int] = []
    vectors: list[int] = []
    where: list[list[int]] = []
    for group, proof in enumerate(proofs, start=1):
        own: list[int] = []
        v = vector.get(proof.openings)
        if v is None:
            where.append(own)
            continue
        for basis in (proof.plan, *proof.bounds):
            columns = [column.get(name, -1) for name in basis.columns]
            rows = [row.get(name, -1) for name in basis.rows]
            upper = [column.get(name, -1) for name in basis.upper]
            if not all(map(_ascending, (columns, rows, upper))) or (own and upper):
                own = []
                break
            own.append(len(groups))
            groups.append(group)
            vectors.append(v)
            marks.append((columns, rows, upper))
        where.append(own)
    many = len(groups)
    cells = Cells(
        np.array(groups, dtype=np.int64),
        np.array(vectors, dtype=np.int64),
        *(np.zeros((many, n), dtype=bool) for n in (len(column), len(row), len(column))),
    )
    for k, table in enumerate((cells.columns, cells.rows, cells.upper)):
        places = [(c, j) for c, each in enumerate(marks) for j in each[k]]
        if places:
            table[tuple(np.array(places).T)] = True
    return cells, where


def _ascending(places: list[int]) -> bool:
    return all(map(int.__lt__, [-1, *places[:-1]], places))


def proven_worths(numbers: TableNumbers, proofs: Sequence[CoalitionProof]) -> list[Fraction | None]:
    """By group from bitmask 1, the worth that its proof proves.

    ``None`` where the proof does not hold, or has to be looked at in longer numbers.
    """
    cells, where = _cells_of(numbers, proofs)
    worths: list[Fraction | None] = [None] * len(proofs)
    for groups, places in parts(numbers, cells):
        found = examined(numbers, cells[places])
        for group in groups:
            own = [c - places.start for c in where[group - 1]]
            chosen = int(cells.vectors[where[group - 1][0]]) if own else 0
            if own and _holds(numbers, found, group, (own, chosen)):
                worths[group - 1] = found.bounds[own[0], chosen] * found.unit
    return worths


def _holds(
    numbers: TableNumbers, found: Examined, group: int, proof: tuple[list[int], int]
) -> bool:
    """Whether bases of a group prove that a vector is the best; each of them is needed."""
    own, chosen = proof
    if not found.optimal[own[0]] or not all(found.priced[c] for c in own):
        return False
    worth, needed = found.bounds[own[0], chosen], {*own[1:]}
    if len(numbers.vectors) > 1:
        for v in np.flatnonzero(numbers.possible[group]).tolist():
            if v == chosen:
                continue
            by = next((c for c in own if beats(found.bounds[c, v], v, worth, chosen)), None)
            if by is None:
                return False
            needed.discard(by)
    return not needed


def parts(numbers: TableNumbers, cells: Cells) -> Iterator[tuple[range, slice]]:
    """All groups from bitmask 1, in parts whose bounds do not fill the memory; their bases."""
    end = 1 << len(numbers.game.cities)
    first = np.searchsorted(cells.groups, np.arange(end + 1)).tolist()
    most = max(1, BOUNDS // len(numbers.vectors))
    start = 1
    while start < end:
        stop = start + 1
        while stop < end and first[stop + 1] - first[start] <= most:
            stop += 1
        yield range(start, stop), slice(first[start], first[stop])
        start = stop


def beats(bound: int, vector: int, worth: int, chosen: int) -> bool:
    """Whether a bound shows a vector to be no better than the chosen one, the earlier of equals."""
    return bound < worth or (bound == worth and vector > chosen)


def by_name(numbers: TableNumbers, cells: Cells) -> Callable[[int], Basis]:
    """The bases by name; the same names are one tuple, as they are in many bases."""

    def of(names: tuple[str, ...], marks: Table) -> Callable[[int], tuple[str, ...]]:
        packed, known = np.packbits(marks, axis=1), dict[bytes, tuple[str, ...]]()

        def of_cell(cell: int) -> tuple[str, ...]:
            key = packed[cell].tobytes()
            if key not in known:
                known[key] = tuple(itertools.compress(names, marks[cell].tolist()))
            return known[key]

        return of_cell

    rows, columns = of(numbers.rows, cells.rows), of(numbers.columns, cells.columns)
    upper = of(numbers.columns, cells.upper)
    return lambda cell: Basis(rows(cell), columns(cell), upper(cell))
