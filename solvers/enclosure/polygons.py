"""Convex polygons in the plane, cut from each other exactly.

>>> square = ((Fraction(0), Fraction(0)), (Fraction(2), Fraction(0)),
...           (Fraction(2), Fraction(2)), (Fraction(0), Fraction(2)))
>>> half = ((Fraction(1), Fraction(0)), (Fraction(2), Fraction(0)),
...         (Fraction(2), Fraction(2)), (Fraction(1), Fraction(2)))
>>> [str(area(part)) for part in difference(square, half)], inside(half, (Fraction(1), Fraction(1)))
(['2'], True)

Source: Sutherland and Hodgman (1974), Reentrant polygon clipping; Andrew (1979) for hulls.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeVar

from solvers.rational import Rational, rational

__all__ = ["Polygon", "area", "clipped", "difference", "inside", "on_grid"]

Point = tuple[Fraction, Fraction]
Polygon = tuple[Point, ...]
"""The corners of a convex polygon, in order; two for a segment, one for a point."""
N = TypeVar("N", Fraction, Rational)


def _signed(corners: Sequence[Point]) -> Fraction:
    total = Fraction(0)
    for k, (x, y) in enumerate(corners):
        u, v = corners[k - 1]
        total += u * y - x * v
    return total / 2


def area(corners: Polygon) -> Fraction:
    """Its area, by the shoelace formula."""
    return abs(_signed(corners))


def inside(corners: Polygon, point: Point) -> bool:
    """Whether a point is in the polygon, its border included."""
    if len(corners) == 1:
        return corners[0] == point
    sides = [
        (x - u) * (point[1] - v) - (y - v) * (point[0] - u)
        for (u, v), (x, y) in zip((corners[-1], *corners), corners, strict=False)
    ]
    if not (all(side >= 0 for side in sides) or all(side <= 0 for side in sides)):
        return False
    return all(  # on a segment, between its ends
        min(corner[k] for corner in corners) <= point[k] <= max(corner[k] for corner in corners)
        for k in (0, 1)
    )


def clipped(corners: Sequence[tuple[N, N]], slopes: tuple[N, N], constant: N) -> list[tuple[N, N]]:
    """The part of a convex polygon where ``slopes . (x, y) + constant <= 0``."""
    values = [slopes[0] * x + slopes[1] * y + constant for x, y in corners]
    kept: list[tuple[N, N]] = []
    for k, ((x, y), value) in enumerate(zip(corners, values, strict=True)):
        (u, v), before = corners[k - 1], values[k - 1]
        if (value < 0 < before) or (before < 0 < value):
            part = before / (before - value)
            kept.append((u + part * (x - u), v + part * (y - v)))
        if value <= 0:
            kept.append((x, y))
    return [corner for k, corner in enumerate(kept) if corner not in kept[:k]]


def on_grid(corners: Sequence[tuple[Rational, Rational]], cells: int) -> list[Any]:
    """The hull of the grid points around its corners, in a grid of so many cells to 1.

    So it contains the polygon, and its corners are short fractions.

    >>> from solvers.rational import rational
    >>> third = rational(Fraction(1, 3))
    >>> on_grid([(third, 0 * third), (third * 3, 0 * third)], 4)
    [(1/4, 0), (1, 0)]
    """
    unit = rational(Fraction(1, cells))

    def beside(x: Rational) -> set[Rational]:
        return {(x * cells).floor() * unit, (x * cells).ceil() * unit}

    points = sorted({(u, v) for x, y in corners for u in beside(x) for v in beside(y)})

    def chain(way: list[Any]) -> list[Any]:
        kept: list[Any] = []
        for x, y in way:
            while len(kept) > 1:
                (a, b), (c, d) = kept[-2:]
                if (c - a) * (y - b) > (d - b) * (x - a):
                    break
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    return chain(points) + chain(points[::-1]) if len(points) > 1 else points


def _side(corners: Polygon, start: Point, end: Point, sign: int) -> Polygon:
    """What is to the left of a line (sign 1), or to the right of it."""
    (u, v), (x, y) = start, end
    slopes = sign * (y - v), sign * (u - x)
    return tuple(clipped(corners, slopes, -(slopes[0] * u + slopes[1] * v)))


def difference(polygon: Polygon, cutter: Polygon) -> list[Polygon]:
    """What is left of a polygon without another, in convex parts; parts without area are not."""
    turn = _signed(cutter)
    if not turn:
        return [polygon]
    sign = 1 if turn > 0 else -1
    parts, rest = list[Polygon](), polygon
    for k, end in enumerate(cutter):
        start = cutter[k - 1]
        outside = _side(rest, start, end, -sign)
        if _signed(outside):
            parts.append(outside)
        rest = _side(rest, start, end, sign)
        if not _signed(rest):
            return [polygon]
    return parts
