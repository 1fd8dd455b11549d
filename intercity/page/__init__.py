"""The report as one page: a file that is read in any browser, printed, and handed on.

It asks for nothing from elsewhere. Every number that it shows carries its exact value, and the
facts and their proofs are in the page: a reader can have them checked there (``proofs``).

Source: W3C (2018), Web Content Accessibility Guidelines 2.1.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from games.errors import of_kind
from games.limits import LARGEST_REPORT
from games.strict_json import strict_json
from intercity.drawing.chart import Chart, Lanes
from intercity.drawing.svg import SERIES
from intercity.page.charts import charts_of_all, drawn
from intercity.page.glossary import glossary, heads_explained
from intercity.page.package import Package, proven_package
from intercity.page.packing import packed, unpacked
from intercity.page.to_sign import shown_number, to_sign
from intercity.proofs import Unverified
from intercity.report import Report
from intercity.report.basis import basis, benchmarks, conventions, doubtful
from intercity.report.in_short import in_short
from intercity.report.labels import as_given, labels
from intercity.report.payoffs import columns_explained, payoff_heads, stable_head
from intercity.report.switching_values import find_out, switching_value_lines
from intercity.report.together import together
from intercity.topics.deal.words import DEAL_NOTES, DEAL_SENTENCES
from intercity.topics.words import RuleRow
from intercity.words import chosen, words

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = [
    "AlteredPage",
    "comparison_page",
    "data_in",
    "digest_of",
    "fingerprint",
    "refuse_altered",
    "report_in",
    "report_page",
]

MOST = 3
"""So many risks, and so many clauses, are on the first page."""
PAGES = {"en": "page.html"}
COMPARISONS = {"en": "comparison.html"}
"""By language, the file with all words of a page that are of no topic and no report."""
SIGNS = {"fails": "✕", "undecided": "?", "stands": "✓", "not asked": "–"}
_DATA = re.compile(rb'<script type="text/plain" id="intercity-data">([^<]*)</script>')
"""Where the facts and proofs stand in a page."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A clause in words, and the checks that it mends."""

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
    contents["words"] = glossary(text_of(_rendered(page, contents), " "))
    return _rendered(page, {**contents, "shown": digest_of(_rendered(page, contents))})


def digest_of(page: str) -> str:
    """SHA-256 of how a page looks, and of its words and numbers."""
    rules = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)
    style = " ".join([*rules, *re.findall(' style="([^"]*)"', page)])
    text = re.sub("[ \t\r\n]+", " ", f"{style} {text_of(page)}").strip()
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


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


class AlteredPage(ValueError):
    """A page whose data are damaged, or that shows other than what they say."""


def report_in(page: bytes) -> Any:
    """The report that a page carries, as ``to_json`` wrote it; ``None`` where it is no page.

    Errors: ``AlteredPage`` where it is damaged, or carries none.
    """
    if not page.lstrip().startswith(b"<"):
        return None
    return strict_json(data_in(page)["report"])


def refuse_altered(page: bytes, report: Report) -> Report | None:
    """``AlteredPage`` where a page is not the page of the report, but for how its data are packed.

    ``report``: what was proven of the data that it carries. What it gives to sign is proven here:
    the report of the changed deal is returned, if there is one.
    """
    carried = data_in(page)
    ours = version("intercity")
    if carried["version"] != ours:
        theirs = carried["version"][:20]
        raise AlteredPage(f"The page was written by intercity {theirs}: {ours} cannot compare it")
    if carried["scenario"] != report.scenario.text:
        raise AlteredPage("The page carries another text of the scenario than the file given")
    try:
        told = carried["package"]
        package = None if told is None else proven_package(report, told)
    except Unverified as error:
        raise AlteredPage(str(error)) from None
    rebuilt = report_page(report, package).encode("utf-8")
    if carried != data_in(rebuilt):
        raise AlteredPage("The proofs that the page carries are not those of its report")
    right = _DATA.sub(b"", rebuilt)
    if (shown_page := _DATA.sub(b"", page, count=1)) == right:
        return None if package is None else package.report
    seen, expected = (text_of(one.decode("utf-8", "replace"), " ") for one in (shown_page, right))
    apart = (k for k, (a, b) in enumerate(zip(seen, expected, strict=False)) if a != b)
    k = next(apart, min(len(seen), len(expected)))
    if seen == expected:
        raise AlteredPage("The page differs from that of its data in what is not text")
    there = seen[max(0, k - 30) : k + 30].strip() or "nothing"
    raise AlteredPage(f"The page shows {there!r}, which is not what its data say")


def data_in(page: bytes) -> dict[str, Any]:
    """The texts that a page carries, its proofs, and what it gives to sign."""
    found = _DATA.search(page)
    if found is None:
        raise AlteredPage("The page carries no report, as those of comparisons do not")
    try:
        data = strict_json(unpacked(found[1].strip(), LARGEST_REPORT))
        texts = ("version", "scenario", "report")
        if not all(isinstance(data[name], str) for name in texts) or "package" not in data:
            raise ValueError
    except (ValueError, LookupError, TypeError):
        raise AlteredPage("The data in the page are damaged") from None
    return cast("dict[str, Any]", data)


class _Text(HTMLParser):
    """The text of a page, but for its scripts, its fingerprint and its own verdict."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = "data-fingerprint" in given or given.get("id") == "verdict-of-verify"
        if not self.skipped and (tag in ("script", "style", "title") or apart):
            self.skipped = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = ""

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)


def text_of(page: str, between: str = "") -> str:
    r"""The words and numbers that a page shows, each blank once; ``between``: its elements.

    >>> text_of("<h1>Who  gets\n what</h1><script>x</script><p>12</p>")
    'Who gets what12'
    """
    parser = _Text()
    parser.feed(page)
    parser.close()
    return re.sub("[ \t\r\n]+", " ", between.join(parser.parts)).strip()


def fingerprint(data: str) -> str:
    """By which a page is cited: SHA-256 of the facts, proofs, scenario and version that it carries.

    >>> fingerprint("{}")[:8]
    '44136fa3'
    """
    return hashlib.sha256(data.encode("utf-8")).hexdigest()


def _contents(report: Report, package: Package | None) -> dict[str, Any]:
    """All that the template shows, by name."""
    from intercity.equations import model_text

    scenario, context = report.scenario, report.context
    told = _told(report, package)
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
        "first": find_out(scenario, report.switching_values or ()),
        "together": together(scenario, report.robustness, with_left_out=True),
        "moved": report.switching_values is not None,
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


def _told(report: Report, package: Package | None) -> dict[str, Any]:
    """What the page carries."""
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
    """The first table: its heads, and a row for each city."""
    found, context = report.payoffs, report.context
    columns = payoff_heads(context, found)
    heads = [head for _, head in columns]
    stable = stable_head(context) if found.lowest else ""
    rows = []
    for city in found.alone or found.race:
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
    return {"heads": heads, "stable": stable, "rows": rows}


def _drawn(chart: Chart) -> dict[str, Any]:
    from markupsafe import Markup

    # The picture escapes its own words.
    one = drawn(chart)
    return {"title": one.title, "svg": Markup(one.svg), "table": one.rows}  # noqa: S704


def _remedies(report: Report) -> list[Remedy]:
    """The clauses that mend what fails, those first that mend most checks."""
    mends: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for k, one in enumerate(report.findings):
        if one.verdict == "fails" and one.mended and one.remedy:
            mends.setdefault(one.remedy, []).append(words().term(one.name))
            places.setdefault(one.remedy, json.dumps(["findings", k, "words", "remedy"]))
    found = [Remedy(words, places[words], tuple(names)) for words, names in mends.items()]
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
