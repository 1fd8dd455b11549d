"""The report as one page: a file that is read in any browser, printed, and handed on.

It asks for nothing from elsewhere. Every number that it shows carries its exact value, and the
facts and their proofs are in the page: a reader can have them checked there (``proofs``).

Source: W3C (2018), Web Content Accessibility Guidelines 2.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from games.errors import of_kind
from intercity.drawing.chart import Chart, Lanes
from intercity.drawing.svg import SERIES
from intercity.page.charts import charts_of_all, drawn
from intercity.page.glossary import glossary, heads_explained
from intercity.page.package import Package
from intercity.page.packing import packed
from intercity.page.shown_text import digest_of, fingerprint, text_of
from intercity.page.to_sign import shown_number, to_sign
from intercity.report import Report
from intercity.report.basis import basis, benchmarks, conventions, doubtful
from intercity.report.first_screen import part_mended
from intercity.report.in_short import in_short
from intercity.report.labels import as_given, labels
from intercity.report.payoffs import (
    MOST_FIRST,
    cities_first,
    columns_explained,
    payoff_heads,
    stable_head,
)
from intercity.report.switching_values import find_out, movable, switching_value_lines
from intercity.report.together import together
from intercity.topics.deal.words import DEAL_NOTES, DEAL_SENTENCES
from intercity.topics.words import RuleRow
from intercity.words import chosen, words

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["comparison_page", "report_page"]

MOST = 3
"""So many risks, and so many clauses, are on the first page."""
PAGES = {"en": "page.html"}
COMPARISONS = {"en": "comparison.html"}
"""By language, the file with all words of a page that are of no topic and no report."""
SIGNS = {"fails": "✕", "undecided": "?", "stands": "✓", "not asked": "–"}


@dataclass(frozen=True, slots=True)
class Remedy:
    """A clause in words, and the checks that it mends, or which part of them."""

    words: str
    at: str
    mends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A number of the scenario: what it is, its value, its range, and who says so."""

    label: str
    value: str
    range: str
    source: str


def report_page(report: Report, package: Package | None = None) -> str:
    """The page of a report, as the text of an HTML file.

    ``package``: what to sign where checks of the deal fail, ``amend(scenario).package``.

    Errors: ``InvalidInput`` for what is no report, or no package.

    >>> from intercity import check_up, parse_scenario
    >>> scenario = parse_scenario('''
    ... format = 1
    ... title = "Two cities"
    ... [game]
    ... sense = "gain"
    ... assumed = "an example"
    ... worths = { A = 1, "<b>" = 2.5, "A, <b>" = 6 }
    ... ''')
    >>> text = report_page(check_up(scenario))
    >>> "<b>" in text, "&lt;b&gt;" in text
    (False, True)
    """
    of_kind(report, Report, place="subject of report_page", hint="check_up gives it")
    if package is not None:
        of_kind(package, Package, place="what to sign", hint="amend(scenario).package gives it")
    contents = _contents(report, package)
    page = chosen(PAGES)
    met = _rendered(page, {**contents, "not_asked": ()})  # what is not asked needs no explanation
    contents["words"] = glossary(text_of(met, " "))
    return _rendered(page, {**contents, "shown": digest_of(_rendered(page, contents))})


def comparison_page(
    reports: Mapping[str, Report],
    tables: Mapping[str, tuple[tuple[str, ...], ...]],
    gains: Mapping[str, tuple[Fraction | None, ...]],
    title: str,
) -> str:
    """The page of scenarios side by side: its tables, and what each city gains in each of them.

    ``title``: what is said of these gains; of costs they are what each saves.
    """
    money = next(iter(reports.values())).scenario.money
    chart = _gains_drawn(list(reports), gains, money, title)
    contents = {
        "names": list(reports),
        "money": money,
        "scenarios": [
            {
                "name": name,
                "title": one.scenario.title,
                "in_short": in_short(one.context, one.findings),
            }
            for name, one in reports.items()
        ],
        "chart": None if chart is None else _drawn(chart),
        "tables": tables,
        "version": version("intercity"),
        "style": _text_of("style.css"),
    }
    return _rendered(chosen(COMPARISONS), contents)


def _gains_drawn(
    names: list[str], gains: Mapping[str, tuple[Fraction | None, ...]], money: str, title: str
) -> Lanes | None:
    """A lane for each city and a bar for each scenario, or, of many scenarios, the other way round.

    ``None`` where nobody gains or loses, or both are more than marks can be told apart.
    """
    by_scenario = {
        name: {city: x for city, row in gains.items() if (x := row[k]) is not None}
        for k, name in enumerate(names)
    }
    by_city = {
        city: {name: x for name, x in zip(names, row, strict=True) if x is not None}
        for city, row in gains.items()
    }
    columns = by_scenario if len(names) <= SERIES else by_city
    if len(columns) > SERIES or not any(columns.values()):
        return None
    return Lanes(title=title, unit=money, columns=columns)


def _rendered(template: str, contents: Mapping[str, Any]) -> str:
    return _template(template).render(contents)


@cache
def _template(name: str) -> Template:
    """The template, compiled once."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text_of(name))


def _contents(report: Report, package: Package | None) -> dict[str, Any]:
    """All that the template shows, by name."""
    from intercity.equations import model_text

    scenario, context = report.scenario, report.context
    told = _page_data(report, package)
    data = _json(told)
    asked = [one for one in report.findings if one.verdict != "not asked"]
    failing = [one for one in asked if one.verdict == "fails"]
    remedies = _remedies(report)
    places = {one.name: k for k, one in enumerate(report.findings)}
    return {
        "term": words().term,
        "title": scenario.title,
        "deal": chosen(DEAL_SENTENCES)(context),
        "deal_notes": list(chosen(DEAL_NOTES)(context)),
        "conventions": conventions(context),
        "in_short": in_short(context, report.findings),
        "payoffs": _payoffs(report),
        "explained": [*heads_explained(report), *columns_explained(report.payoffs)],
        "words": (),
        "charts": [_drawn(chart) for _, chart in charts_of_all(report)],
        "risks": sorted(failing, key=lambda one: one.mended)[:MOST],
        "more_risks": max(0, len(failing) - MOST),
        "to_sign": to_sign(report, package),
        "remedies": remedies[:MOST],
        "more_remedies": max(0, len(remedies) - MOST),
        "asked": sorted(asked, key=lambda one: list(SIGNS).index(one.verdict)),
        "places": places,
        "signs": SIGNS,
        "rule_rows": {
            one.name: [row for row in one.tables if isinstance(row, RuleRow)] for one in asked
        },
        "share_rows": {
            one.name: [row for row in one.tables if not isinstance(row, RuleRow)] for one in asked
        },
        "topic_charts": {
            one.name: [_drawn(chart) for chart in one.charts(context)] for one in asked
        },
        "not_asked": [one for one in report.findings if one.verdict == "not asked"],
        "turns": _turns(report),
        "first": find_out(scenario, report.findings, report.switching_values or ()),
        "together": together(scenario, report.robustness, with_left_out=True),
        "part_mended": part_mended,
        "left_out": report.switching_values is None and movable(scenario),
        "basis": basis(scenario, None),
        "sensitive": report.sensitive,
        "benchmarks": benchmarks(scenario) if scenario.benchmarks else "",
        "doubtful": doubtful(report.warnings, 20, "--json"),
        "numbers": list(_numbers(report)),
        "game": scenario.game,
        "equations": model_text(scenario),
        "claims": report.claims,
        "unproven": report.certificates.unproven,
        "certificates": len(told["proofs"]),
        "changed": None if package is None else package.report,
        "version": version("intercity"),
        "fingerprint": fingerprint(data),
        "shown": "",
        "data": packed(data),
        "style": _text_of("style.css"),
        "script": _text_of("verify.js"),
        "save": _text_of("save.js"),
    }


def _text_of(name: str) -> str:
    return files("intercity.page").joinpath(name).read_text(encoding="utf-8")


def _page_data(report: Report, package: Package | None) -> dict[str, Any]:
    """The data that the page carries."""
    return {
        "version": version("intercity"),
        **_with_proofs(report),
        "package": None
        if package is None
        else {**_with_proofs(package.report), "conflict": package.conflict_to_json()},
    }


def _with_proofs(report: Report | None) -> dict[str, Any]:
    from intercity.page.proofs import proofs

    if report is None:
        return {"scenario": None, "report": None, "proofs": []}
    return {
        "scenario": report.scenario.text,
        "report": _json(report.to_json()),
        "proofs": proofs(report),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _payoffs(report: Report) -> dict[str, Any]:
    """The first table: its heads, and a row for each city; of many, most are in a fold."""
    found, context = report.payoffs, report.context
    columns = payoff_heads(context, found)
    heads = [head for _, head in columns]
    stable = stable_head(context) if found.lowest else ""
    first = [city for city in cities_first(found, MOST_FIRST) if city]
    rows = []
    for city in dict.fromkeys([*first, *(found.alone or found.race)]):
        cells = [
            shown_number(getattr(found, name)[city], "payoffs", name, city)
            if city in getattr(found, name)
            else None
            for name, _ in columns
        ]
        ends = (
            [
                shown_number(found.lowest[city], "payoffs", "lowest", city),
                shown_number(found.highest[city], "payoffs", "highest", city),
            ]
            if city in found.lowest
            else []
        )
        rows.append({"city": city, "cells": cells, "ends": ends})
    return {
        "heads": heads,
        "stable": stable,
        "rows": rows[: len(first)],
        "more": rows[len(first) :],
    }


def _drawn(chart: Chart) -> dict[str, Any]:
    from markupsafe import Markup

    # svg() has escaped all words in the picture.
    one = drawn(chart)
    return {"title": one.title, "svg": Markup(one.svg), "table": one.rows}  # noqa: S704


def _remedies(report: Report) -> list[Remedy]:
    """The clauses that mend what fails, those first that mend most checks."""
    mends: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for k, one in enumerate(report.findings):
        if one.verdict == "fails" and one.mended and one.remedy:
            assert one.mends is not None  # noqa: S101 - it is mended
            mended = words().mended(words().term(one.name), one.mends)
            mends.setdefault(one.remedy, []).append(mended)
            places.setdefault(one.remedy, json.dumps(["findings", k, "words", "remedy"]))
    found = [Remedy(clause, places[clause], tuple(names)) for clause, names in mends.items()]
    return sorted(found, key=lambda one: -len(one.mends))


def _turns(report: Report) -> list[str]:
    if report.switching_values is None or not report.scenario.quantities():
        return []
    return list(switching_value_lines(report.scenario, report.switching_values))


def _numbers(report: Report) -> Iterator[Given]:
    """Every number with its source, in the order of the file."""
    scenario, names = report.scenario, labels(report.scenario)
    for key, number in scenario.quantities():
        source = scenario.sources.get(number.src or "", number.src or words().assumed)
        told = f"{source}. {number.note}" if number.note else source
        spread = ""
        if number.low is not None and number.high is not None:
            spread = f"{as_given(number.low)} .. {as_given(number.high)}"
        yield Given(names[key], as_given(number.value), spread, told)
