r"""Scenarios side by side: who gains, what stands or fails, what to sign, and what differs in them.

Two deals, before and after, or the same deal with other numbers. All must count money in one unit,
and one-off sums over one horizon: else their figures could not be compared.

>>> from intercity import parse_scenario
>>> text = '''
... format = 1
... title = "Two cities"
... [game]
... sense = "gain"
... assumed = "an example"
... worths = { A = 1, B = 2, "A, B" = %s }
... '''
>>> found = compare({"now": parse_scenario(text % 5), "poorer": parse_scenario(text % 2)})
>>> found.verdicts["surplus"], found.gains["A"]
(('stands', 'fails'), (Fraction(1, 1), Fraction(0, 1)))
>>> [str(one) for one in found.inputs]
['the worth of A, B: 5, 2']
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from games.by_city import listed
from games.errors import MISSING, InvalidInput, Told, about, of_kind
from games.exact import number_to_json
from games.printable import printable
from intercity.checkup.check_up import check_up
from intercity.checkup.searched_ahead import KnownAnswers
from intercity.comparison_tables import (
    Difference,
    comparison_tables,
    gains_title,
    tables_in_words,
)
from intercity.findings.checks import CHECKS
from intercity.matched_clauses import matched_clauses, placed
from intercity.report.first_screen import part_mended
from intercity.report.labels import as_given, label_at, labels
from intercity.scenario.errors import Keys, dotted
from intercity.scenario.quantity import Quantity, toml_text
from intercity.scenario.scenario import Scenario
from intercity.words import words

if TYPE_CHECKING:
    from pandas import DataFrame
    from rich.console import Console

    from intercity.report import Report

__all__ = [
    "Comparison",
    "Difference",
    "comparable",
    "compare",
    "names_of_files",
]

WIDTH = 100


@dataclass(frozen=True, slots=True, repr=False)
class Comparison:
    """What ``compare`` found: a report for each name, and what differs between them.

    ``print`` shows it; ``to_json``, ``to_frame`` and ``to_html`` give it as data and as a page.
    """

    reports: Mapping[str, Report]

    def __repr__(self) -> str:
        return f"Comparison({', '.join(self.reports)})"

    def __str__(self) -> str:
        from rich.console import Console

        text = StringIO()
        self.print(Console(file=text, width=WIDTH, highlight=False, emoji=False))
        return "\n".join(line.rstrip() for line in text.getvalue().splitlines())

    def _repr_html_(self) -> str:
        """The comparison as it is printed, in a notebook."""
        return f"<pre>{html.escape(str(self))}</pre>"

    @property
    def gains(self) -> dict[str, tuple[Fraction | None, ...]]:
        """By city, what it gains a year in each scenario, over what it has alone.

        Where figures are costs: what it saves. By the deal as signed; without a deal, by the
        nucleolus (``ways`` says which). ``None`` where neither is there.
        """
        found = [_gains(report) for report in self.reports.values()]
        cities = dict.fromkeys(city for one in found for city in one)
        return {city: tuple(one.get(city) for one in found) for city in cities}

    @property
    def ways(self) -> tuple[str, ...]:
        """By what gains are told in each scenario: "as signed", "nucleolus", or "" for none."""
        return tuple(
            "as signed" if one.payoffs.signed else "nucleolus" if one.payoffs.nucleolus else ""
            for one in self.reports.values()
        )

    @property
    def verdicts(self) -> dict[str, tuple[str, ...]]:
        """By check, its verdict in each scenario; checks that none asks are left out."""
        found = {
            name: tuple(
                next(f.verdict for f in report.findings if f.name == name)
                for report in self.reports.values()
            )
            for name in CHECKS
        }
        return {name: one for name, one in found.items() if set(one) != {"not asked"}}

    @property
    def clauses(self) -> dict[str, tuple[str, ...]]:
        """By check that fails somewhere, the clause that repairs it in each; "" where none.

        With which part of it, if it repairs a part.
        """
        found = {
            name: tuple(
                next(
                    f.remedy + part_mended(f) if f.mended and f.remedy else ""
                    for f in report.findings
                    if f.name == name
                )
                for report in self.reports.values()
            )
            for name in CHECKS
        }
        return {name: one for name, one in found.items() if any(one)}

    @property
    def inputs(self) -> tuple[Difference, ...]:
        """The differences between the files, key by key.

        Clauses of deals are matched by what they are, whatever their place in the file: one that
        only later files have has a place after those of the first.
        """
        scenarios = [report.scenario for report in self.reports.values()]
        places = matched_clauses([scenario.compact for scenario in scenarios])
        leaves = [
            {placed(keys, at): (keys, value) for keys, value in _leaves(scenario, ())}
            for scenario, at in zip(scenarios, places, strict=True)
        ]
        costs = any(one.game is not None and one.game.sense == "cost" for one in scenarios)
        numbers = [labels(scenario) for scenario in scenarios]
        found = list(_cities_not_in_all(scenarios))
        for at in dict.fromkeys(at for one in leaves for at in one):
            has = [one[at][1] if at in one else None for one in leaves]
            values = tuple("" if one is None else toml_text(one).strip('"') for one in has)
            if len(set(values)) > 1 and at != ("title",):
                first = next(k for k, one in enumerate(leaves) if at in one)
                keys, _ = leaves[first][at]
                label = _label(scenarios[first], keys, numbers[first], costs=costs)
                told = tuple("" if one is None else words().entry(one) for one in has)
                found.append(Difference(dotted(at), label, values, told))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """The comparison, with the reports and their certificates."""
        return {
            "format": 2,
            "scenarios": list(self.reports),
            "ways": list(self.ways),
            "gains": {
                city: [None if x is None else number_to_json(x) for x in gains]
                for city, gains in self.gains.items()
            },
            "verdicts": {name: list(told) for name, told in self.verdicts.items()},
            "clauses": {name: list(told) for name, told in self.clauses.items()},
            "inputs": [
                {"key": one.key, "label": one.label, "values": list(one.values)}
                for one in self.inputs
            ],
            "reports": [report.to_json() for report in self.reports.values()],
        }

    def to_html(self) -> str:
        """The comparison as one page."""
        from intercity.page import comparison_page

        return comparison_page(self.reports, self.tables(), self.gains, gains_title(self))

    def to_frame(self) -> DataFrame:
        """All that is compared as a pandas table: fact, of, scenario, value and exact.

        Errors: ``IntercityError`` without pandas.
        """
        from solvers.tidy_rows import frame

        rows = (
            (table.name.removesuffix("s"), *row)
            for table in comparison_tables(self)
            for row in table.rows
        )
        return frame(("fact", "of", "scenario", "value", "exact"), rows)

    def tables(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """What is printed, table by table: the head, then a row for each city, check or key.

        Of more scenarios than stand abreast: a row for each scenario, or for each word.
        """
        return {table.title: table.rows for table in tables_in_words(self)}

    def print(self, console: Console) -> None:
        """Print it on a rich console."""
        from rich.markup import escape
        from rich.table import Table

        first = next(iter(self.reports.values())).scenario
        compared = f"{words().heads['compared']:<12}{', '.join(self.reports)}"
        console.print(escape(compared), highlight=False)
        console.print(f"            {escape(first.money)}", style="dim", highlight=False)
        for part, title, (head, *rows) in tables_in_words(self):
            console.print()
            table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
            for k, name in enumerate(head):
                justify: Any = "right" if part == "gains" and k else "left"
                table.add_column(escape(name), justify=justify, overflow="fold")
            for row in rows:
                table.add_row(*map(escape, row))
            console.print(f"[bold]{escape(title)}[/]", highlight=False)
            console.print(table, highlight=False)


@about(Mapping, 'as compare({"before": one, "after": other})', "scenarios to compare")
def compare(
    scenarios: Mapping[str, Scenario], *, ranges: bool = False, processes: int = 1
) -> Comparison:
    """Scenarios by name, each checked up, side by side.

    ``ranges`` and ``processes``: as of ``check_up``. Errors: ``InvalidInput`` where there are fewer
    than two, or where they differ in the unit of money, the horizon or the interest.

    >>> from intercity import load_scenario
    >>> compacts = {name: load_scenario(f"examples/two_compacts/{name}.toml")
    ...             for name in ("land_for_funds", "land_for_innovation")}
    >>> found = compare(compacts)
    >>> found.verdicts["terms"]
    ('stands', 'fails')
    """
    comparable(scenarios)
    known = KnownAnswers()
    return Comparison(
        {
            name: check_up(scenario, ranges=ranges, processes=processes, known=known)
            for name, scenario in scenarios.items()
        }
    )


def comparable(scenarios: Mapping[str, Scenario]) -> None:
    """``InvalidInput`` where there are fewer than two, or their figures do not mean the same."""
    of_kind(scenarios, Mapping, place="scenarios to compare", hint="scenarios by name")
    if len(scenarios) < 2:
        raise InvalidInput("the number of scenarios to compare", len(scenarios), "at least 2")
    for name, scenario in scenarios.items():
        of_kind(name, str, place="name of a scenario")
        of_kind(scenario, Scenario, place=f"scenario {name}", hint="load_scenario reads it")
    first, *others = scenarios
    for other in others:
        _comparable(first, scenarios[first], other, scenarios[other])


def _comparable(first: str, one: Scenario, second: str, other: Scenario) -> None:
    """``InvalidInput`` where figures of the two do not mean the same."""
    if one.money != other.money:
        raise InvalidInput(f"money of {second}", other.money, f"{one.money!r}, as in {first}")
    if (one.time is None) != (other.time is None):
        missing, has = (second, first) if other.time is None else (first, second)
        raise InvalidInput(f"[time] of {missing}", MISSING, f"given, as in {has}")
    if one.time is not None and other.time is not None:
        for name in ("horizon", "interest"):
            here, there = getattr(one.time, name).value, getattr(other.time, name).value
            if here != there:
                expected = f"{as_given(here)}, as in {first}"
                raise InvalidInput(f"[time] {name} of {second}", there, expected)


def _gains(report: Report) -> dict[str, Fraction]:
    found, game = report.payoffs, report.context.game
    has = found.signed or found.nucleolus
    gains = {city: x - found.alone[city] for city, x in has.items() if city in found.alone}
    costs = game is not None and game.sense == "cost"
    return {city: -gain for city, gain in gains.items()} if costs else gains


def _label(scenario: Scenario, keys: Keys, numbers: Mapping[str, str], *, costs: bool) -> str:
    """What an entry is called: of a number, of its range or source, of anything else."""
    if keys[:2] == ("game", "worths"):
        return words().worth_of(str(keys[2]), costs=costs)
    if found := numbers.get(dotted(keys)):
        return found
    if found := numbers.get(dotted(keys[:-1])):
        return f"{found}, {words().term(str(keys[-1]))}"
    return label_at(scenario, keys)


def _cities_not_in_all(scenarios: Sequence[Scenario]) -> Iterator[Difference]:
    """The cities that some file lacks, which need no entry of their own to count."""
    common = set.intersection(*(set(one.players) for one in scenarios))
    others = [tuple(city for city in one.players if city not in common) for one in scenarios]
    if any(others):
        values = tuple(toml_text(one) if one else "" for one in others)
        yield Difference("cities", words().cities_not_in_all, values, tuple(map(listed, others)))


def _leaves(node: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    """Every entry of a scenario as it was given, by the keys that lead to it.

    Of a number its value, and apart from it its range, source and note.
    """
    if isinstance(node, Quantity):
        yield keys, node.value
        for name in ("low", "high", "src", "note"):
            yield from _leaves(getattr(node, name), (*keys, name))
    elif isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if name in node.model_fields_set:
                yield from _leaves(getattr(node, name), (*keys, field.alias or name))
    elif isinstance(node, Mapping):
        for key, entry in node.items():
            yield from _leaves(entry, (*keys, str(key)))
    elif isinstance(node, tuple) and any(isinstance(one, BaseModel) for one in node):
        for k, entry in enumerate(node):
            yield from _leaves(entry, (*keys, k))
    elif node is not None:
        yield keys, node


def names_of_files(files: list[Path]) -> list[str]:
    """As much of each file's path as tells it apart."""
    if len({file.absolute() for file in files}) < len(files):
        raise InvalidInput("a file to compare", Told("given twice"), "given once")
    stems = [[*file.absolute().parts[:-1], file.stem] for file in files]
    whole = [list(file.absolute().parts) for file in files]
    names = [["/".join(one[-steps:]) for one in stems] for steps in range(1, 9)]
    names += [["/".join(one) for one in whole]]
    found = next(one for one in names if len(set(one)) == len(files))
    return list(map(printable, found))
