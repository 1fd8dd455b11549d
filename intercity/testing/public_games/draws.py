"""What the strategies of public games draw: cities, small numbers, tables of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from intercity.testing.bounds import city_names

__all__ = [
    "CHANCES",
    "CITIES",
    "DRAWN",
    "INTEGER",
    "POSITIVE",
    "SHARES",
    "WHOLE",
    "Draw",
    "by_name",
    "draws",
    "each",
    "matrix",
    "off_diagonal",
    "ranges",
]

WHOLE = st.integers(0, 6)
POSITIVE = st.integers(1, 6)
INTEGER = st.integers(-3, 6)
SHARES = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1), Fraction(1, 4)])
CHANCES = st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(3, 4)])
CITIES = st.integers(2, 3).map(city_names)

Draw = st.DrawFn
Numbers = st.SearchStrategy[Any]
Names = Sequence[Any]


DRAWN: dict[type, Callable[[Draw], Any]] = {}
"""What draws a game, by its class: all files of this folder enter theirs."""


def draws(kind: type) -> Callable[[Callable[[Draw], Any]], Callable[[Draw], Any]]:
    """A decorator: the function draws games of this class."""

    def entered(make: Callable[[Draw], Any]) -> Callable[[Draw], Any]:
        DRAWN[kind] = make
        return make

    return entered


def each(draw: Draw, numbers: Numbers, of: Names) -> list[Any]:
    """A number for each, in their order."""
    return draw(st.lists(numbers, min_size=len(of), max_size=len(of)))


def by_name(draw: Draw, numbers: Numbers, names: Names) -> dict[str, Any]:
    """A number for each, by name."""
    return dict(zip(names, each(draw, numbers, names), strict=True))


def matrix(draw: Draw, numbers: Numbers, rows: Names, columns: Names) -> list[list[Any]]:
    """A number for each row and column."""
    return [each(draw, numbers, columns) for _ in rows]


def off_diagonal(draw: Draw, numbers: Numbers, names: Names) -> list[list[Any]]:
    """A number for each two, and 0 for each with itself."""
    return [[draw(numbers) if i != j else 0 for j in range(len(names))] for i in range(len(names))]


def ranges(draw: Draw, names: Names) -> dict[str, tuple[int, int]]:
    """A range for each, by name."""
    found = {}
    for name in names:
        low = draw(WHOLE)
        found[name] = (low, low + draw(POSITIVE))
    return found
