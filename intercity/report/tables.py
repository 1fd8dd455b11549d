"""The report as tables: payoffs, checks, facts, agreements, switching values, numbers with sources.

A number stands twice: as a float in its column, and exactly in the column that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import InvalidInput
from intercity.report.labels import labels
from intercity.report.payoffs import payoff_heads, stable_head
from intercity.scenario.errors import dotted
from intercity.topics.outcome import facts_of
from intercity.words import words
from solvers.tidy_rows import as_float, frame, tidy_rows

if TYPE_CHECKING:
    from pandas import DataFrame

    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["Cell", "Table", "numbers_table", "table_named", "tables"]

Cell = str | float | None
TIDY = ("fact", "of", "value", "exact")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data: its ``name``, its ``head``, and rows of words, floats and empty cells."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_frame(self) -> DataFrame:
        """As a pandas table; ``IntercityError`` without pandas."""
        return frame(self.head, self.rows)


def tables(report: Report) -> tuple[Table, ...]:
    """Every table of a report, also those without rows.

    >>> from intercity import check_up, parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, B = 2, "A, B" = 4 }
    ... ''')
    >>> payoffs, *others = tables(check_up(scenario))
    >>> [row for row in payoffs.rows if row[1] == "nucleolus"]
    [('A', 'nucleolus', 'nucleolus', 1.5, '3/2'), ('B', 'nucleolus', 'nucleolus', 2.5, '5/2')]
    >>> [table.name for table in others]
    ['checks', 'facts', 'agreements', 'switching_values', 'numbers']
    """
    switching = ("value", "low", "high", "before", "beyond", "distance")
    return (
        Table("payoffs", ("city", "payoff", "label", "value", "exact"), tuple(_payoffs(report))),
        Table(
            "checks",
            (
                "check", "verdict", "margin", "margin_exact", "proof",
                "says", "repair", "line", "remedy",
            ),
            tuple(_checks(report)),
        ),
        Table("facts", ("check", *TIDY), tuple(_facts(report))),
        Table("agreements", TIDY, tuple(tidy_rows(report.negotiated))),
        Table(
            "switching_values",
            ("key", "number", "check", "becomes", *_twice(*switching)),
            tuple(_switching_values(report, switching)),
        ),
        numbers_table(report.scenario),
    )  # fmt: skip


def numbers_table(scenario: Scenario) -> Table:
    """Every number of a scenario with its source, in the order of the file."""
    head = ("key", "number", *_twice("value", "low", "high"), "source", "note")
    return Table("numbers", head, tuple(_numbers(scenario)))


def table_named(name: str, known: tuple[Table, ...]) -> Table:
    """The table with a name; ``InvalidInput`` lists the names there are."""
    found = {table.name: table for table in known}
    if name not in found:
        raise InvalidInput("the table", name, found)
    return found[name]


def _payoffs(report: Report) -> Iterator[tuple[Cell, ...]]:
    payoffs = report.payoffs
    heads = dict(payoff_heads(report.context, payoffs))
    if payoffs.lowest:
        stable = stable_head(report.context)
        heads |= {end: words().end_of_column(stable, end) for end in ("lowest", "highest")}
    for name in payoffs.__slots__:
        for city, x in getattr(payoffs, name).items():
            yield city, name, heads.get(name, ""), *_number(x)


def _checks(report: Report) -> Iterator[tuple[Cell, ...]]:
    for one in report.findings:
        words = (one.says, one.repair, one.line, one.remedy)
        proof = "" if one.verdict == "not asked" else str(one.proof)
        yield one.name, one.verdict, *_number(one.margin), proof, *words


def _facts(report: Report) -> Iterator[tuple[Cell, ...]]:
    """Of the checks that are asked, their verdict, margin and facts, and what repairs them."""
    for one in report.findings:
        if one.verdict == "not asked":
            continue
        told: dict[str, Any] = {"verdict": one.verdict, "margin": one.margin}
        told |= facts_of(one.facts)
        told["repair"] = one.facts.repair
        for row in tidy_rows(told):
            yield one.name, *row


def _switching_values(report: Report, columns: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    names = labels(report.scenario)
    for one in report.switching_values or ():
        numbers = (cell for column in columns for cell in _number(getattr(one, column)))
        yield one.key, names[one.key], one.check, one.becomes, *numbers


def _numbers(scenario: Scenario) -> Iterator[tuple[Cell, ...]]:
    """Every number with its source, in the order of the file; worths have that of their table."""
    names = labels(scenario)
    for key, one in scenario.quantities():
        numbers = (cell for x in (one.value, one.low, one.high) for cell in _number(x))
        source = scenario.sources.get(one.src or "", one.src or words().assumed)
        yield key, names[key], *numbers, source, one.note or ""
    if scenario.game is not None:
        src = scenario.game.src or words().assumed_since(scenario.game.assumed or "")
        source = scenario.sources.get(src, src)
        costs = scenario.game.sense == "cost"
        for group, worth in scenario.game.worths.items():
            key, empty = dotted(("game", "worths", group)), (None, "", None, "")
            yield key, words().worth_of(group, costs=costs), *_number(worth), *empty, source, ""


def _number(x: Fraction | None) -> tuple[float | None, str]:
    return (None, "") if x is None else (as_float(x), str(x))


def _twice(*names: str) -> Iterator[str]:
    """The columns of numbers: each as a float, and exactly."""
    for name in names:
        yield name
        yield "exact" if name == "value" else f"{name}_exact"
