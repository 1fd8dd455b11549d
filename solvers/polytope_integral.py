"""Integrals of affine functions and of powers of a coordinate over polytopes, exact: face by face,
one dimension less each time.

For a polytope P = { x : a_i x <= b_i } in d dimensions, an affine f = c + L, and the face F_i on
which a_i x = b_i, written in the coordinates other than one j with a_ij != 0,

    integral of c + L over P  =  sum over i of  b_i / |a_ij|  integral of c/d + L/(d + 1) over F_i.

That is Euler's formula for homogeneous functions with Gauss's theorem; on a line it ends. A power
of one coordinate k is integrated likewise, 1/(d + power) taking the place of the divisors: a face
is written in coordinates that keep k, unless k is constant on it.

>>> triangle = [((1, 1), 1), ((-1, 0), 0), ((0, -1), 0)]        # x + y <= 1, both 0 or more
>>> polytope_integral(triangle, (1, 0, 0)), polytope_integral(triangle, (0, 1, 0))
(Fraction(1, 2), Fraction(1, 6))
>>> polytope_moment(triangle, 1, 2)                            # of y^2
Fraction(1, 12)

Source: Lasserre (1983), An analytical expression and an algorithm for the volume of a convex
polyhedron; Lasserre (1998) for homogeneous functions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from games.errors import IntercityError
from solvers.rational import Rational, fraction

__all__ = ["polytope_integral", "polytope_moment"]

Rows = list[tuple[tuple[Rational, ...], Rational]]


def polytope_integral(rows: Iterable[tuple[Sequence[Any], Any]], form: Sequence[Any]) -> Fraction:
    """The integral of ``form`` (the constant, then the slopes) where ``a x <= b`` for each row.

    The polytope must be bounded; it is 0 where the rows leave nothing, or nothing with a volume.
    Without coordinates it is the constant itself.
    """
    number = _numbers()
    known = [(tuple(map(number, a)), number(b)) for a, b in rows]
    found = _integral(known, tuple(map(number, form)), number(0))
    return found if isinstance(found, Fraction) else fraction(found)


def polytope_moment(
    rows: Iterable[tuple[Sequence[Any], Any]], coordinate: int, power: int
) -> Fraction:
    """The integral of a power of one coordinate where ``a x <= b`` for each row, as above."""
    number = _numbers()
    known = [(tuple(map(number, a)), number(b)) for a, b in rows]
    found = _moment(known, coordinate, power, number(1))
    return found if isinstance(found, Fraction) else fraction(found)


@functools.cache
def _numbers() -> Callable[[Any], Rational]:
    """Makes python-flint's rationals; fractions, more slowly, where it is not at hand."""
    try:
        from flint import fmpq
    except ImportError:
        return Fraction

    def number(value: Any) -> Rational:
        value = Fraction(value)
        return fmpq(value.numerator, value.denominator)

    return number


def _integral(rows: Rows, form: tuple[Rational, ...], zero: Rational) -> Rational:
    d = len(form) - 1
    tight = _tightest(rows)
    if tight is None or not any(form):
        return zero
    if d == 0:
        return form[0]
    if d == 1:
        low, high = _ends(tight)
        width = high - low
        return zero if width <= 0 else width * (form[0] + form[1] * (low + high) / 2)
    total = zero
    for i, (a, b) in enumerate(tight):
        if not b:
            continue
        j = next(k for k, entry in enumerate(a) if entry)
        others = [
            _without(other, bound, a, b, j) for k, (other, bound) in enumerate(tight) if k != i
        ]
        slope = form[j + 1] / a[j]
        face = (
            form[0] / d + slope * b / (d + 1),
            *(
                (c - slope * e) / (d + 1)
                for k, (c, e) in enumerate(zip(form[1:], a, strict=True))
                if k != j
            ),
        )
        total += b / abs(a[j]) * _integral(others, face, zero)
    return total


def _moment(rows: Rows, k: int, power: int, one: Rational) -> Rational:
    tight = _tightest(rows)
    if tight is None:
        return one - one
    d = len(tight[0][0])
    if d == 1:
        low, high = _ends(tight)
        return (high ** (power + 1) - low ** (power + 1)) / (power + 1) if low < high else one - one
    total = one - one
    for i, (a, b) in enumerate(tight):
        if not b:
            continue
        j = next((j for j, entry in enumerate(a) if entry and j != k), k)
        others = [_without(row, bound, a, b, j) for m, (row, bound) in enumerate(tight) if m != i]
        if j == k:  # constant on this face
            face = (b / a[k]) ** power * _integral(others, (one, *[one - one] * (d - 1)), one - one)
        else:
            face = _moment(others, k - (j < k), power, one)
        total += b / abs(a[j]) * face
    return total / (d + power)


def _ends(tight: Rows) -> tuple[Rational, Rational]:
    """The ends of a segment; the second may be below the first."""
    low = max((b / a for (a,), b in tight if a < 0), default=None)
    high = min((b / a for (a,), b in tight if a > 0), default=None)
    if low is None or high is None:
        raise IntercityError("the polytope is not bounded")
    return low, high


def _without(
    other: tuple[Rational, ...], bound: Rational, a: tuple[Rational, ...], b: Rational, j: int
) -> tuple[tuple[Rational, ...], Rational]:
    """Another row on the face a x = b, without its j-th coordinate."""
    factor = other[j] / a[j]
    if not factor:
        return other[:j] + other[j + 1 :], bound
    return (
        tuple(x - factor * y for k, (x, y) in enumerate(zip(other, a, strict=True)) if k != j),
        bound - factor * b,
    )


def _tightest(rows: Rows) -> Rows | None:
    """The tightest of parallel rows, so that each face counts once; ``None`` without a point."""
    known: dict[tuple[Any, ...], Any] = {}
    for a, b in rows:
        first = next((entry for entry in a if entry), None)
        if first is None:
            if b < 0:
                return None
            continue
        scale = abs(first)
        direction = tuple(entry / scale for entry in a)
        bound = b / scale
        if direction not in known or bound < known[direction]:
            known[direction] = bound
    return list(known.items())
