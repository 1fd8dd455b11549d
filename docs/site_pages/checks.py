"""A page for each check of the check-up: its question, its claim, what asks it, an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import intercity as ic
from intercity.drawing.chart import Lanes
from intercity.drawing.svg import svg
from intercity.findings.checks import CHECKS
from intercity.topics.outcome import facts_of
from site_pages.docstring import prose
from site_pages.gallery import example_page, example_title
from site_pages.links import ROOT, slug
from site_pages.pictures import drawn_figure, figure_of, numbers_of
from site_pages.reports import one_check, reports

if TYPE_CHECKING:
    from intercity.report import Report
    from intercity.topics.topic import Topic

DOCS = Path(__file__).resolve().parents[1]


def check_pages() -> dict[str, str]:
    """By name, the text of each page, and of one that lists them."""
    found = {
        f"checks/{slug(name)}": "\n\n".join(_page(topic)) + "\n" for name, topic in CHECKS.items()
    }
    return {**found, "checks/index": _index()}


def _asks(topic: Topic) -> str:
    return topic.contents.words["en"].asks


def _index() -> str:
    rows = "\n".join(
        f"| [{name}]({slug(name)}.md) | {_asks(topic)} |" for name, topic in CHECKS.items()
    )
    listed = "\n".join(slug(name) for name in CHECKS)
    return (
        "# Checks of the check-up\n\n`intercity check` asks these questions of a region, as far "
        "as its file has the numbers; [what each claims](/explanation.md#what-each-check-claims).\n"
        f"\n| check | it asks |\n|---|---|\n{rows}\n\n"
        f"```{{toctree}}\n:hidden:\n\n{listed}\n```\n"
    )


def _page(topic: Topic) -> Iterator[str]:
    name = topic.name
    yield f"# {name[0].upper()}{name[1:]}"
    yield f"*{_asks(topic)}*"
    claim, source = _rows("explanation.md")[name]
    verb = "if the check fails" if name in {"arms race", "private values"} else "if it stands"
    yield f"**What it claims, {verb}:** {claim}."
    yield f"**Fill in** {_fill_in(name)} ([how to write a scenario](/scenario.md))."
    for key, about in topic.tables.items():
        yield from _table(key, topic.contents.sections[key], about)
    example = _example(name)
    if example is not None:
        place, report = example
        file = ROOT / place
        yield "## An example"
        yield f"[{example_title(file)}]({example_page(file)})"
        yield f'```console\n$ intercity check {place} --no-ranges --explain "{name}"\n```'
        yield f"```text\n{one_check(report, name)}\n```"
        yield from _pictures(report, name)
    if source != "-":
        yield f"**Source.** {source}."


def _rows(page: str) -> dict[str, tuple[str, str]]:
    """By check, what the tables of a page say of it, in its second and third cells."""
    found = {}
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] in CHECKS and len(cells) == 3:
            found[cells[0]] = (cells[1], cells[2].rstrip("| "))
    return found


def _fill_in(name: str) -> str:
    """The tables of the file that ask it, from the table at the head of scenario.md."""
    for line in (DOCS / "scenario.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if len(cells) == 3 and name in cells[2].rstrip("| ").split(", "):
            return cells[1]
    return "the tables of a deal: `[compact]`"


def _table(key: str, table: type, about: str) -> Iterator[str]:
    """The keys of a table of the file, each with what it says."""
    rows = [
        f"| `{name}` | {_escaped(field.description or '')} |"
        for name, field in getattr(table, "model_fields", {}).items()
    ]
    yield f"## The table `[{key}]`"
    yield f"{prose(about)[:1].upper()}{prose(about)[1:]}."
    if rows:
        yield "| key | what it says |\n|---|---|\n" + "\n".join(rows)


def _escaped(text: str) -> str:
    return prose(text).replace("|", r"\|")


def _example(name: str) -> tuple[str, Report] | None:
    """The smallest example that asks it, one that fails before one that stands."""
    found = [
        (one.verdict != "fails", len((ROOT / place).read_bytes()), place)
        for place, report in reports().items()
        for one in report.findings
        if one.name == name and one.verdict in {"stands", "fails"}
    ]
    return (min(found)[2], reports()[min(found)[2]]) if found else None


def _pictures(report: Report, name: str) -> Iterator[str]:
    """The charts of the page of a report; else bars of the first facts that are of cities."""
    drawn = ic.charts(report)
    shown = [chart for key, chart in drawn.items() if re.fullmatch(rf"{name}( \d+)?", key)]
    if name == "all together" and not shown:
        shown = [drawn[key] for key in ("stable splits", "gains") if key in drawn][:1]
    if name == "surplus":
        shown = [drawn["gains"]] if "gains" in drawn else []
    for chart in shown:
        yield figure_of(chart.svg, chart.title)
    if shown:
        return
    by_topic = list(CHECKS[name].contents.pictures(report.context).values())
    for draw in by_topic:
        yield drawn_figure(draw())
    if by_topic:
        return
    found = next(one for one in report.findings if one.name == name)
    for field, value in facts_of(found.facts).items():
        numbers = numbers_of(value)
        if len(numbers) > 1 and any(numbers.values()):
            title = field.replace("_", " ").capitalize()
            chart = Lanes(title=title, unit=report.scenario.money, columns={"": numbers})
            yield figure_of(svg(chart), f"{title}, {report.scenario.money}")
            return
