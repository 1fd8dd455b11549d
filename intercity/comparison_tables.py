"""A comparison as tables: gains, verdicts, clauses and inputs, the same rows as data and in words.

As data each number of each scenario has a row of its own. In words scenarios stand side by side.
Where there are too many for that, numbers have a row for each scenario, and words a row for each
word, with the scenarios that have it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from intercity.english import shown
from intercity.matched_clauses import matched_clauses, placed
from intercity.report.tables import Cell, Table
from intercity.scenario.errors import dotted
from intercity.scenario.quantity import toml_text
from intercity.topics.deal.words import CLAUSE_SENTENCES
from intercity.words import chosen, words
from solvers.tidy_rows import as_float

if TYPE_CHECKING:
    from intercity.report import Report
    from intercity.scenario.quantity import Quantity
    from intercity.scenario.scenario import Scenario

__all__ = ["Difference", "WordedTable", "comparison_tables", "gains_title", "tables_in_words"]

MOST_SIDE_BY_SIDE, WIDEST = 5, 80
"""The most scenarios, and the most letters of their names, that stand side by side."""
MOST = 60
"""The most rows in words of what differs in the input; the data has all."""

CLAUSE = re.compile(r"compact\.(?P<table>\w+)\.(?P<place>\d+)\.")
"""The key of a clause of the deal, of which there can be several."""
ASIDE = ("low", "high", "src", "note")
"""What a file says of a number beside its value; printed in brackets after it."""

Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A key of the file that differs: its words, and its value in each scenario; "" where none.

    ``told``: the values as they are read.
    """

    key: str
    label: str
    values: tuple[str, ...]
    told: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.label}: {', '.join(value or 'none' for value in self.told)}"


class Compared(Protocol):
    """What the tables are made of: a comparison."""

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
    """What one scenario has: as text, and the number where it is one."""

    word: str
    number: Fraction | None = None


_Row = tuple[str, str, tuple[_Entry, ...]]
"""The key and the words of what a row is of, then an entry for each scenario."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the comparison: its ``rows``, what each is ``of``, and its title."""

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

    def side_by_side(self, heads: Sequence[str]) -> Words:
        rows = ((told, *(entry.word for entry in entries)) for _, told, entries in self.rows)
        return ((words().term(self.of_words), *heads), *rows)

    def by_scenario(self, heads: Sequence[str]) -> Iterator[Words]:
        """A row for each scenario, and a table for each few cities."""
        for start in range(0, len(self.rows), MOST_SIDE_BY_SIDE):
            some = self.rows[start : start + MOST_SIDE_BY_SIDE]
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
    """The title of the table of gains; of cost games, of savings."""
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


class WordedTable(NamedTuple):
    """A table as it is printed: its part, its title, and the rows after the head."""

    part: str
    title: str
    rows: Words


def tables_in_words(comparison: Compared) -> Iterator[WordedTable]:
    """A comparison's tables as they are printed, without parts that have no rows but verdicts."""
    names = tuple(comparison.reports)
    with_ways = names
    if len(set(comparison.ways)) > 1:  # gains are not of one kind: each says which
        with_ways = tuple(
            f"{name} ({words().term(way)})" if way else name
            for name, way in zip(names, comparison.ways, strict=True)
        )
    turned = len(names) > MOST_SIDE_BY_SIDE or sum(len(name) + 2 for name in names) > WIDEST
    for part in _parts(comparison):
        if not part.rows and part.name != "verdicts":
            continue
        if part.name == "gains":
            tables = part.by_scenario(with_ways) if turned else iter([part.side_by_side(with_ways)])
            for k, table in enumerate(tables):
                yield WordedTable(
                    part.name, words().part(part.title, k + 1) if k else part.title, table
                )
            continue
        if part.name == "inputs":
            part = replace(part, rows=tuple(_rows_in_words(part.rows, comparison)))
        head, *rows = part.by_word(names) if turned else part.side_by_side(names)
        if part.name == "inputs" and len(rows) > MOST:
            rest = words().and_more(len(rows) - MOST, "--json")
            rows = [*rows[:MOST], (rest, *("" for _ in head[1:]))]
        yield WordedTable(part.name, part.title, (head, *rows))


def _parts(comparison: Compared) -> Iterator[_Part]:
    gains = ((city, city, tuple(_gain(x) for x in row)) for city, row in comparison.gains.items())
    title = words().compared
    yield _Part("gains", "city", gains_title(comparison), "city", tuple(gains))
    verdicts = {of: tuple(map(words().term, row)) for of, row in comparison.verdicts.items()}
    yield _Part("verdicts", "check", title["verdicts"], "check", _in_words(verdicts))
    yield _Part("clauses", "check", title["clauses"], "check", _in_words(comparison.clauses))
    scenarios = [report.scenario for report in comparison.reports.values()]
    places = matched_clauses([scenario.compact for scenario in scenarios])
    numbers = [_numbers(one, at) for one, at in zip(scenarios, places, strict=True)]
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


def _rows_in_words(rows: Sequence[_Row], of: Compared) -> Iterator[_Row]:
    """What differs, as it is read: a number with its range, a clause that differs as a sentence.

    A clause is told whole where a scenario lacks it, or where more of it differs than numbers;
    instalments are one clause.
    """
    scenarios = [report.scenario for report in of.reports.values()]
    places = matched_clauses([scenario.compact for scenario in scenarios])
    both = list(zip(of.reports.values(), places, strict=True))
    sentences_of = chosen(CLAUSE_SENTENCES)
    sentences = [
        {(one[0], at[one]): told for one, told in sentences_of(report.context).items()}
        for report, at in both
    ]
    numbers = [
        {dotted(placed(keys, at)): one for keys, one in report.scenario.located_quantities()}
        for report, at in both
    ]
    of_numbers = {key for one in numbers for key in one}
    first = _instalments(scenarios, places)
    rows = [
        (key, label, entries if key in of_numbers else tuple(map(_Entry, one.told)))
        for (key, label, entries), one in zip(rows, of.inputs, strict=True)
    ]
    grouped: dict[str, list[_Row]] = {}
    for row in rows:
        base, _, last = row[0].rpartition(".")
        key = base if last in ASIDE and base in of_numbers else row[0]
        if clause := CLAUSE.match(f"{key}."):
            part = clause["table"], int(clause["place"])
            key = "compact.{}.{}.".format(*first.get(part, part))
        grouped.setdefault(key, []).append(row)
    for key, alike in grouped.items():
        if clause := CLAUSE.fullmatch(key):
            start = clause["table"], int(clause["place"])
            parts = {start, *(part for part, whole in first.items() if whole == start)}
            told = [" ".join(one[k] for k in sorted(parts) if k in one) for one in sentences]
            has = [parts <= {(table, at) for (table, _), at in one.items()} for one in places]
            only_numbers = all(_number_of(row[0], of_numbers) for row in alike)
            if len(set(told)) > 1 and (len(parts) > 1 or not (all(has) and only_numbers)):
                yield key, words().term(start[0]), tuple(map(_Entry, told))
                continue
            if not all(has):  # a clause that does nothing, of which there is no sentence
                alike = [row for row in alike if _number_of(row[0], of_numbers)] or alike
        yield from _numbers_with_ranges(alike, numbers)


def _instalments(
    scenarios: Sequence[Scenario], places: Sequence[Mapping[tuple[str, int], int]]
) -> dict[tuple[str, int], tuple[str, int]]:
    """By clause that is an instalment in any scenario, the first of them."""
    first: dict[tuple[str, int], tuple[str, int]] = {}
    for scenario, at in zip(scenarios, places, strict=True):
        for some in () if scenario.compact is None else scenario.compact.instalments:
            parts = [("transfer", at["transfer", place]) for place in some]
            starts = {first.get(part, part) for part in parts}
            parts += [part for part, start in first.items() if start in starts]
            first |= dict.fromkeys(parts, min(starts))
    return first


def _number_of(key: str, numbers: Collection[str]) -> str | None:
    """The number's own key, for a key of a number or of its range, source or note."""
    base, _, last = key.rpartition(".")
    return key if key in numbers else base if last in ASIDE and base in numbers else None


def _numbers_with_ranges(
    rows: Sequence[_Row], numbers: Sequence[Mapping[str, Quantity]]
) -> Iterator[_Row]:
    """A row for each number: its value and, where they differ, its range, source and note."""
    known = {key for one in numbers for key in one}
    by_number: dict[str, list[_Row]] = {}
    for row in rows:
        by_number.setdefault(_number_of(row[0], known) or row[0], []).append(row)
    for key, alike in by_number.items():
        differ = {name for row in alike if (name := row[0].rpartition(".")[2]) in ASIDE}
        if key not in known or not differ:
            yield from alike
            continue
        entries = (one.get(key) for one in numbers)
        label = next((row[1] for row in alike if row[0] == key), None)
        if label is None:  # the value alone is the same in all
            label = alike[0][1].rpartition(", ")[0]
        shown_in_short = ("" if one is None else _in_short(one, differ) for one in entries)
        yield key, label, tuple(map(_Entry, shown_in_short))


def _in_short(one: Quantity, differ: Collection[str]) -> str:
    """A number; in brackets its range, if it has room to move, source and note that differ."""
    aside, low, high = [], one.low, one.high
    if low is not None and high is not None and low < high and {"low", "high"} & set(differ):
        aside.append(f"{toml_text(low)} .. {toml_text(high)}")
    aside += [text for name in ("src", "note") if name in differ and (text := getattr(one, name))]
    return f"{toml_text(one.value)} ({'; '.join(aside)})" if aside else toml_text(one.value)


def _gain(x: Fraction | None) -> _Entry:
    return _Entry("" if x is None else shown(x, sign=True), x)


def _in_words(
    found: Mapping[str, tuple[str, ...]],
) -> tuple[_Row, ...]:
    return tuple((of, words().term(of), tuple(map(_Entry, row))) for of, row in found.items())


def _numbers(scenario: Scenario, places: Mapping[tuple[str, int], int]) -> dict[str, Fraction]:
    located = scenario.located_quantities()
    found = {dotted(placed(keys, places)): one.value for keys, one in located}
    if scenario.game is not None:
        found |= {dotted(("game", "worths", k)): x for k, x in scenario.game.worths.items()}
    return found


def _cells(entry: _Entry) -> tuple[Cell, Cell]:
    if entry.number is None:
        return None, entry.word
    return as_float(entry.number), str(entry.number)
