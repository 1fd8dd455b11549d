"""Tidy rows: every figure of an answer on a line of its own, a float beside the exact number.

>>> for row in tidy_rows({"paid": {"Hangzhou": Fraction(1, 3)}, "groups": (("A", "B"),)}):
...     print(row.fact, row.of, row.value, row.exact, sep=" | ")
paid | Hangzhou | 0.3333333333333333 | 1/3
groups | 1 | None | A, B

Source: Wickham (2014), Tidy data.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from games.errors import IntercityError, missing_extra
from games.exact import exact
from solvers.certificate import Certificate

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Tidy", "TidyRow", "Word", "as_float", "frame", "tidy_rows"]


class TidyRow(NamedTuple):
    """One figure. ``fact``: the fields that lead to it; ``of``: the cities, groups and places.

    ``value``: the number as a float, ``None`` for words and where no float is so large; ``exact``:
    the number as a fraction, or the word.
    """

    fact: str
    of: str
    value: float | None
    exact: str


class Word:
    """What is told as one word in a table, whatever its fields."""

    __slots__ = ()


class Tidy:
    """An answer that can be written as a table of its fields."""

    __slots__ = ()

    def _facts(self) -> Iterator[tuple[str, object]]:
        """The facts of the table by name: the fields, unless a class has others."""
        return ((field.name, getattr(self, field.name)) for field in fields(self))  # type: ignore[arg-type]

    def to_frame(self) -> DataFrame:
        """A pandas table of every figure: fact, of, value (a float) and exact (a fraction).

        ``of`` names the city or group, and in lists the place. Words stand in the column ``exact``.
        Errors: ``IntercityError`` without pandas.
        """
        return frame(TidyRow._fields, tidy_rows(dict(self._facts())))


def frame(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> DataFrame:
    """Rows as a pandas table; ``IntercityError`` without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise missing_extra("tables need pandas", "tables") from None
    found = pd.DataFrame([tuple(row) for row in rows], columns=list(columns))
    if not len(found):
        return found
    return found.astype({name: "float64" for name in columns if found[name].isna().all()})


def as_float(number: Fraction) -> float | None:
    """The nearest float; ``None`` where none is so large."""
    try:
        return float(number)
    except OverflowError:
        return None


def tidy_rows(value: object, fact: str = "", of: tuple[str, ...] = ()) -> Iterator[TidyRow]:
    """Every figure in a value: of dataclasses by field, of mappings by key, of lists by place.

    Left out are certificates, arrays, and what has neither fields nor words of its own.
    """
    if _is_figure(value):
        yield TidyRow(fact, "; ".join(of), *_figure(value))
    elif isinstance(value, Certificate):
        return
    elif isinstance(value, Tidy) and not isinstance(value, Mapping):
        yield from _named(value._facts(), fact, of)
    elif isinstance(value, Mapping):
        if not value:
            yield TidyRow(fact, "; ".join(of), None, "none")
        for key, entry in value.items():
            if fact or of:
                yield from tidy_rows(entry, fact, (*of, _name(key)))
            else:  # the facts themselves, by name
                yield from tidy_rows(entry, _name(key))
    elif isinstance(value, tuple | list | frozenset | set):
        entries = sorted(value, key=_name) if isinstance(value, frozenset | set) else value
        if _are_names(entries):
            yield TidyRow(fact, "; ".join(of), None, ", ".join(map(str, entries)) or "none")
            return
        for place, entry in enumerate(entries, 1):
            yield from tidy_rows(entry, fact, (*of, str(place)))
    elif is_dataclass(value) and not isinstance(value, type):
        named = ((field.name, getattr(value, field.name)) for field in fields(value))
        yield from _named(named, fact, of)
    elif _speaks(value):
        yield TidyRow(fact, "; ".join(of), None, str(value))


def _named(
    facts: Iterable[tuple[str, object]], fact: str, of: tuple[str, ...]
) -> Iterator[TidyRow]:
    for name, entry in facts:
        yield from tidy_rows(entry, f"{fact}.{name}" if fact else name, of)


def _is_figure(value: object) -> bool:
    return value is None or isinstance(value, bool | str | int | float | Fraction | Enum | Word)


def _figure(value: Any) -> tuple[float | None, str]:
    """A number or a word: its float, if it is a number, and what it is exactly."""
    match value:
        case None:
            return None, "none"
        case bool():
            return None, "yes" if value else "no"
        case Enum():
            return None, value.name.lower()
        case str() | Word():
            return None, str(value)
        case float() if not math.isfinite(value):
            return value, "undefined" if math.isnan(value) else "no bound"
        case Fraction() if hasattr(value, "oracle"):  # an AffineNumber, which is not known yet
            return None, str(value)
    number = exact(value)
    return as_float(number), str(number)


def _are_names(entries: Sequence[object] | list[Any]) -> bool:
    """Whether a list is one of names, as a coalition, and not of sentences."""
    return all(isinstance(one, str) and "," not in one and one[-1:] != "." for one in entries)


def _speaks(value: object) -> bool:
    """Whether it has words of its own, as a formula has, and is no array, function or game."""
    kind = type(value)
    if isinstance(value, IntercityError):
        return True
    if kind.__module__.partition(".")[0] in ("numpy", "games", "builtins"):
        return False
    return kind.__str__ is not object.__str__ and not callable(value)


def _name(key: object) -> str:
    """A city, a group by its members, a number exactly."""
    if isinstance(key, Enum):
        return key.name.lower()
    if isinstance(key, frozenset | set):
        return ", ".join(sorted(map(_name, key)))
    if isinstance(key, tuple | list):
        return ", ".join(map(_name, key))
    return str(key)
