"""A comparison as tables of data: gains, verdicts, clauses and inputs, a row for each scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.report.tables import Cell, Table
from intercity.scenario.errors import dotted
from solvers.tidy_rows import as_float

if TYPE_CHECKING:
    from intercity.comparison import Comparison
    from intercity.region.scenario import Scenario

__all__ = ["comparison_tables"]


def comparison_tables(comparison: Comparison) -> tuple[Table, ...]:
    """What each city gains, the verdicts, the clauses, and what differs in the files.

    ``exact`` has the fraction, or the word; it is empty where a scenario has neither.
    """
    names = tuple(comparison.reports)
    scenarios = {name: one.scenario for name, one in comparison.reports.items()}
    given = {name: _numbers(scenario) for name, scenario in scenarios.items()}

    def words(found: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Cell, ...]]:
        return (
            (of, name, None, word)
            for of, row in found.items()
            for name, word in zip(names, row, strict=True)
        )

    gains = (
        (city, name, *_cells(x))
        for city, row in comparison.gains.items()
        for name, x in zip(names, row, strict=True)
    )
    inputs = (
        (one.key, name, *(_cells(given[name][one.key]) if one.key in given[name] else (None, word)))
        for one in comparison.inputs
        for name, word in zip(names, one.values, strict=True)
    )
    tail = ("scenario", "value", "exact")
    return (
        Table("gains", ("city", *tail), tuple(gains)),
        Table("verdicts", ("check", *tail), tuple(words(comparison.verdicts))),
        Table("clauses", ("check", *tail), tuple(words(comparison.clauses))),
        Table("inputs", ("key", *tail), tuple(inputs)),
    )


def _numbers(scenario: Scenario) -> dict[str, Fraction]:
    found = {key: one.value for key, one in scenario.quantities()}
    if scenario.game is not None:
        found |= {dotted(("game", "worths", k)): x for k, x in scenario.game.worths.items()}
    return found


def _cells(x: Fraction | None) -> tuple[float | None, str]:
    return (None, "") if x is None else (as_float(x), str(x))
