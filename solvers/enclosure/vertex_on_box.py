"""A vertex of a linear program of which only the rows' ends move in a box, and its dual bound.

    min c.y   subject to   A y >= b,   with some rows equal,   y free,

where b moves. A basis that was found anywhere solves for its tight rows everywhere: y(b) is affine
in b, and so is the bound w.b of its prices w >= 0 with w A = c. Both are the same number; so the
optimum is known exactly wherever y(b) keeps the other rows, and bounded from below elsewhere.

Source: Dantzig (1963), Linear programming and extensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.enclosed_number import at_point
from solvers.enclosure.program_on_box import key_of
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, optimal_basis
from solvers.rational import fraction, rational

__all__ = ["VertexOnBox", "vertex_on_box"]

ZERO = Fraction(0)
OTHER = "a certificate of something else"


@dataclass(frozen=True, slots=True)
class VertexOnBox:
    """The ``point`` and its ``value``, a lower bound of the optimum at each point of the box.

    ``slacks``: by how much the point keeps the rows that are not tight; where none is negative, the
    value is the optimum.
    """

    point: Mapping[str, Fraction]
    value: Fraction
    slacks: tuple[Fraction, ...]


def vertex_on_box(lp: LinearProgram) -> VertexOnBox:
    """The vertex that is optimal in the middle of the path, moved along.

    ``Unsettled`` where there is none.

    >>> from solvers.enclosure.box import Box, on_box
    >>> from solvers.linear_program import Row
    >>> one = Fraction(1)
    >>> with on_box(Box([(Fraction(2), Fraction(4))])) as (asked,):
    ...     rows = (Row("own", {"y": one}, ">=", one), Row("asked", {"y": one}, ">=", asked))
    ...     vertex_on_box(LinearProgram("min", {"y": one}, rows, {"y": (None, None)}))
    VertexOnBox(point={'y': [2, 4]}, value=[2, 4], slacks=([1, 3],))
    """
    ends = tuple(key_of(row.bound) for row in lp.rows)
    lines = tuple((row.name, row.relation, tuple(row.coefficients.items())) for row in lp.rows)
    place = active().path_middle
    key = ("vertex", lines, tuple(lp.objective.items()), ends, tuple(place.values()))
    basis = active().hint(key, lambda: optimal_basis(at_point(lp, place)))
    rows = {row.name: row for row in lp.rows}
    if not isinstance(basis, Basis) or basis.upper or not rows.keys() >= {*basis.rows}:
        raise Unsettled(OTHER)
    inverse = _inverse(lp, basis)
    if any(w < 0 for name, w in _prices(lp, basis, inverse).items() if rows[name].relation == ">="):
        raise Unsettled(OTHER)
    point = dict.fromkeys(lp.bounds, ZERO)
    for k, name in enumerate(basis.columns):
        parts = (
            fraction(inverse[k, i]) * rows[row].bound
            for i, row in enumerate(basis.rows)
            if inverse[k, i]
        )
        point[name] = sum(parts, ZERO)
    slacks = tuple(
        sum((a * point[name] for name, a in row.coefficients.items()), -row.bound)
        for row in lp.rows
        if row.name not in basis.rows
    )
    if any(row.relation == "==" and row.name not in basis.rows for row in lp.rows):
        raise Unsettled(OTHER)
    value = sum((c * point[name] for name, c in lp.objective.items()), ZERO)
    return VertexOnBox(point, value, slacks)


def _inverse(lp: LinearProgram, basis: Basis) -> Any:
    from flint import fmpq_mat

    size = len(basis.rows)
    if len(basis.columns) != size or not lp.bounds.keys() >= {*basis.columns}:
        raise Unsettled(OTHER)
    if not size:
        return fmpq_mat(0, 0)
    rows = {row.name: row for row in lp.rows}
    matrix = fmpq_mat(
        size,
        size,
        [
            rational(rows[row].coefficients.get(name, ZERO))
            for row in basis.rows
            for name in basis.columns
        ],
    )
    try:
        return matrix.inv()
    except ZeroDivisionError:
        raise Unsettled(OTHER) from None


def _prices(lp: LinearProgram, basis: Basis, inverse: Any) -> dict[str, Fraction]:
    """The prices of the tight rows, if they add up to the objective in every column."""
    gains = [lp.objective.get(name, ZERO) for name in basis.columns]
    prices = {
        row: sum((g * fraction(inverse[k, i]) for k, g in enumerate(gains)), ZERO)
        for i, row in enumerate(basis.rows)
    }
    rows = {row.name: row for row in lp.rows}
    for name in lp.bounds:
        total = sum((w * rows[row].coefficients.get(name, ZERO) for row, w in prices.items()), ZERO)
        if total != lp.objective.get(name, ZERO):
            raise Unsettled(OTHER)
    return prices
