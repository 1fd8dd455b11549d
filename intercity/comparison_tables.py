"""A comparison as tables: gains, verdicts, clauses and inputs, the same rows as data and in words.

As data each number of each scenario has a row of its own. In words scenarios stand abreast; where
they are too many for that, the tables are turned: of numbers a row for each scenario, of words a
row for each word, with the scenarios that have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from intercity.english import shown
from intercity.report.tables import Cell, Table
from intercity.scenario.errors import dotted
from intercity.words import words
from solvers.tidy_rows import as_float

if TYPE_CHECKING:
    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["Difference", "Told", "comparison_tables", "gains_title", "tables_in_words"]

ABREAST, WIDE = 5, 80
"""So many scenarios, and so many letters of their names, stand abreast at most."""
MOST = 60
"""So many rows in words of what differs in the input; all are in the data."""

CLAUSE = re.compile(r"compact\.\w+\.\d+\.")
"""The key of a clause of the deal, of which there can be several."""
ASIDE = ("low", "high", "src", "note")
"""What stands beside a number, and is left out where a whole clause is told."""

Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A key of the file that differs: its words, and its value in each scenario; "" where none."""

    key: str
    label: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.label}: {', '.join(value or 'none' for value in self.values)}"


class Compared(Protocol):
    """What is told of a comparison."""

    @property
    def reports(self) -> Mapping[str, Report]: ...
    @property
    def gains(self) -> Mapping[str, tuple[Fraction | None, ...]]: ...
    @property
    def ways(self) -> tuple[str, ...]: ...
    @property
    def verdicts(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def clauses(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def inputs(self) -> tuple[Difference, ...]: ...


class _Entry(NamedTuple):
    """What one scenario has: in words, and the number where it is one."""

    word: str
    number: Fraction | None = None


_Row = tuple[str, str, tuple[_Entry, ...]]
"""What a row is of, by its key and in words, and by scenario what it has."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the comparison."""

    name: str
    of: str
    title: str
    of_words: str
    rows: tuple[_Row, ...]

    def data(self, names: Sequence[str]) -> Table:
        rows = tuple(
            (key, name, *_cells(entry))
            for key, _, entries in self.rows
            for name, entry in zip(names, entries, strict=True)
        )
        return Table(self.name, (self.of, "scenario", "value", "exact"), rows)

    def abreast(self, heads: Sequence[str]) -> Words:
        rows = ((told, *(entry.word for entry in entries)) for _, told, entries in self.rows)
        return ((words().term(self.of_words), *heads), *rows)

    def by_scenario(self, heads: Sequence[str]) -> Iterator[Words]:
        """A row for each scenario, and a table for each few cities."""
        for start in range(0, len(self.rows), ABREAST):
            some = self.rows[start : start + ABREAST]
            lines = zip(*(entries for _, _, entries in some), strict=True)
            rows = (
                (head, *(entry.word for entry in line))
                for head, line in zip(heads, lines, strict=True)
            )
            yield ((words().term("scenario"), *(told for _, told, _ in some)), *rows)

    def by_word(self, heads: Sequence[str]) -> Words:
        """A row for each word, and the scenarios that have it; none where it is empty."""
        rows = []
        for _, told, entries in self.rows:
            have: dict[str, list[str]] = {}
            for head, entry in zip(heads, entries, strict=True):
                have.setdefault(entry.word, []).append(head)
            for word, those in have.items():
                if word:
                    everywhere = len(those) == len(heads)
                    where = words().term("all") if everywhere else ", ".join(those)
                    rows.append((told, word, where))
        columns = (self.of_words, self.name.removesuffix("s"), "scenarios")
        return (tuple(map(words().term, columns)), *rows)


def gains_title(comparison: Compared) -> str:
    """That cities gain, by a deal or not; or, of costs, that each pays less than alone."""
    reports = comparison.reports.values()
    senses = {None if (one := r.context.game) is None else one.sense for r in reports}
    if senses == {"cost"}:
        return words().compared["savings"]
    if "cost" in senses:
        return words().compared["gains or savings"]
    by_deals = set(comparison.ways) == {"as signed"}
    return words().compared["gains by deals" if by_deals else "gains"]


def comparison_tables(comparison: Compared) -> tuple[Table, ...]:
    """What each city gains, the verdicts, the clauses, and what differs in the files, as data.

    ``exact`` has the fraction, or the word; it is empty where a scenario has neither.
    """
    names = tuple(comparison.reports)
    return tuple(part.data(names) for part in _parts(comparison))


class Told(NamedTuple):
    """A table as it is read: of which part, its title, the head, and the rows."""

    part: str
    title: str
    rows: Words


def tables_in_words(comparison: Compared) -> Iterator[Told]:
    """A comparison's tables as they are read; parts without rows are left out, but verdicts."""
    names = tuple(comparison.reports)
    with_ways = names
    if len(set(comparison.ways)) > 1:  # gains are not of one kind: each says which
        with_ways = tuple(
            f"{name} ({words().term(way)})" if way else name
            for name, way in zip(names, comparison.ways, strict=True)
        )
    turned = len(names) > ABREAST or sum(len(name) + 2 for name in names) > WIDE
    for part in _parts(comparison):
        if not part.rows and part.name != "verdicts":
            continue
        if part.name == "gains":
            tables = part.by_scenario(with_ways) if turned else iter([part.abreast(with_ways)])
            for k, table in enumerate(tables):
                yield Told(part.name, words().part(part.title, k + 1) if k else part.title, table)
            continue
        if part.name == "inputs":
            clauses = [_clauses(one.scenario) for one in comparison.reports.values()]
            part = replace(part, rows=tuple(_clauses_as_rows(part.rows, clauses)))
        head, *rows = part.by_word(names) if turned else part.abreast(names)
        if part.name == "inputs" and len(rows) > MOST:
            rest = words().and_more(len(rows) - MOST, "--json")
            rows = [*rows[:MOST], (rest, *("" for _ in head[1:]))]
        yield Told(part.name, part.title, (head, *rows))


def _parts(comparison: Compared) -> Iterator[_Part]:
    gains = ((city, city, tuple(_gain(x) for x in row)) for city, row in comparison.gains.items())
    title = words().compared
    yield _Part("gains", "city", gains_title(comparison), "city", tuple(gains))
    verdicts = {of: tuple(map(words().term, row)) for of, row in comparison.verdicts.items()}
    yield _Part("verdicts", "check", title["verdicts"], "check", _in_words(verdicts))
    yield _Part("clauses", "check", title["clauses"], "check", _in_words(comparison.clauses))
    numbers = [_numbers(one.scenario) for one in comparison.reports.values()]
    inputs = (
        (
            one.key,
            one.label,
            tuple(
                _Entry(word, known.get(one.key))
                for word, known in zip(one.values, numbers, strict=True)
            ),
        )
        for one in comparison.inputs
    )
    yield _Part("inputs", "key", title["inputs"], "number or clause", tuple(inputs))


def _clauses(scenario: Scenario) -> frozenset[str]:
    """The keys of the clauses that the deal has."""
    deal = scenario.compact
    if deal is None:
        return frozenset()
    tables = {
        field.alias or name: getattr(deal, name) for name, field in type(deal).model_fields.items()
    }
    return frozenset(
        f"compact.{table}.{place}."
        for table, found in tables.items()
        if isinstance(found, tuple)
        for place in range(len(found))
    )


def _clauses_as_rows(rows: Sequence[_Row], has: Sequence[frozenset[str]]) -> Iterator[_Row]:
    """Where a scenario lacks a clause that another has, all that it says in one row.

    ``has``: the keys of each scenario's clauses.
    """
    keys = [one.rpartition(".")[0] for one, _, _ in rows]
    clauses = [found[0] if (found := CLAUSE.match(f"{key}.")) else "" for key in keys]
    for clause, group in groupby(zip(clauses, rows, strict=True), key=itemgetter(0)):
        entries = [row for _, row in group]
        columns = list(zip(*(of for _, _, of in entries), strict=True))
        if not clause or all(clause in one for one in has):
            yield from entries
            continue
        names = [key.removeprefix(clause) for key, _, _ in entries]
        told = tuple(
            _Entry(
                ", ".join(
                    f"{name} {entry.word}"
                    for name, entry in zip(names, column, strict=True)
                    if entry.word and name.rpartition(".")[2] not in ASIDE
                )
            )
            for column in columns
        )
        table, place = clause.rstrip(".").rsplit(".", 1)
        yield clause, f"[{table} #{int(place) + 1}]", told


def _gain(x: Fraction | None) -> _Entry:
    return _Entry("" if x is None else shown(x, sign=True), x)


def _in_words(
    found: Mapping[str, tuple[str, ...]],
) -> tuple[_Row, ...]:
    return tuple((of, words().term(of), tuple(map(_Entry, row))) for of, row in found.items())


def _numbers(scenario: Scenario) -> dict[str, Fraction]:
    found = {key: one.value for key, one in scenario.quantities()}
    if scenario.game is not None:
        found |= {dotted(("game", "worths", k)): x for k, x in scenario.game.worths.items()}
    return found


def _cells(entry: _Entry) -> tuple[Cell, Cell]:
    if entry.number is None:
        return None, entry.word
    return as_float(entry.number), str(entry.number)
