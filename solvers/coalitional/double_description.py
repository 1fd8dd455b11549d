"""The edges of a pointed cone { d : a_k . d >= 0 for every row k }, in whole numbers.

As many independent rows as dimensions cut out a cone whose edges are read off the inverse. Each
further row keeps the edges on its good side, and puts a new one where it cuts the face between two
neighbours on either side. Two edges are neighbours if no third is tight in all rows in which both
are.

>>> sorted(cone_edges([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, -1]]))
[[0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1]]

Source: Motzkin, Raiffa, Thompson and Thrall (1953); Fukuda and Prodon (1996), Double description
method revisited.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from games.errors import IntercityError
from games.exact import over_one_denominator
from solvers.coalitional.span import primitive

__all__ = ["cone_edges"]

Edge = list[int]


def cone_edges(rows: Sequence[Sequence[int]]) -> list[Edge]:
    """One direction for each edge, its entries without a common divisor; none where the cone is 0.

    ``ValueError`` where the rows have not full rank: then the cone holds a line.
    """
    size = len(rows[0])
    first = _independent(rows, size)
    if len(first) < size:
        raise IntercityError("the rows have not full rank")
    edges = _inverse_columns([rows[k] for k in first])
    tight = [sum(1 << j for j in range(size) if j != k) for k in range(size)]
    bits = {k: 1 << j for j, k in enumerate(first)}
    for k, row in enumerate(rows):
        if k not in bits:
            bits[k] = 1 << len(bits)
            edges, tight = _cut(edges, tight, row, bits[k])
    return edges


def _cut(
    edges: list[Edge], tight: list[int], row: Sequence[int], bit: int
) -> tuple[list[Edge], list[int]]:
    """The edges, and the rows in which each is tight, when one more row has to hold."""
    size = len(row)
    values = [sum([a * b for a, b in zip(row, edge, strict=True)]) for edge in edges]
    good = [k for k, value in enumerate(values) if value > 0]
    bad = [k for k, value in enumerate(values) if value < 0]
    kept = [
        (edges[k], tight[k] | (bit if not values[k] else 0))
        for k in range(len(edges))
        if values[k] >= 0
    ]
    if bad:
        sets = np.array(tight, dtype=np.int64 if bit < 2**62 else object)
        for p in good:
            for q in bad:
                common = tight[p] & tight[q]
                if common.bit_count() < size - 2:
                    continue
                if int(((sets & common) == common).sum()) == 2:
                    edge = [
                        values[p] * b - values[q] * a
                        for a, b in zip(edges[p], edges[q], strict=True)
                    ]
                    kept.append((primitive(edge), common | bit))
    return [edge for edge, _ in kept], [rows for _, rows in kept]


def _independent(rows: Sequence[Sequence[int]], size: int) -> list[int]:
    """The numbers of the first rows that are independent of those before."""
    reduced: list[tuple[int, list[Fraction]]] = []
    found = []
    for k, row in enumerate(rows):
        rest = [Fraction(a) for a in row]
        for pivot, other in reduced:
            if rest[pivot]:
                factor = rest[pivot] / other[pivot]
                rest = [a - factor * b for a, b in zip(rest, other, strict=True)]
        at = next((j for j, a in enumerate(rest) if a), None)
        if at is not None:
            reduced.append((at, rest))
            found.append(k)
        if len(found) == size:
            break
    return found


def _inverse_columns(rows: Sequence[Sequence[int]]) -> list[Edge]:
    """The columns of the inverse, each times a positive number that makes it whole."""
    size = len(rows)
    lines = [
        [Fraction(a) for a in row] + [Fraction(int(j == k)) for j in range(size)]
        for k, row in enumerate(rows)
    ]
    for c in range(size):
        pivot = next(r for r in range(c, size) if lines[r][c])
        lines[c], lines[pivot] = lines[pivot], lines[c]
        lines[c] = [a / lines[c][c] for a in lines[c]]
        for r in range(size):
            if r != c and lines[r][c]:
                factor = lines[r][c]
                lines[r] = [a - factor * b for a, b in zip(lines[r], lines[c], strict=True)]
    columns = []
    for k in range(size):
        whole, _ = over_one_denominator(lines[r][size + k] for r in range(size))
        columns.append(primitive(whole))
    return columns
