"""The first screen: what an economist reads in a minute, on 45 lines of 100 columns.

The verdict in two sentences, who gets what, what fails with what it costs and the clause that
repairs it, what holds, and what to find out first. All else is told when asked for.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intercity.region.effort import tabled
from intercity.report.basis import basis, conventions, doubtful
from intercity.report.findings import INDENT, STYLES, block, blocks, head_in
from intercity.report.in_short import in_short
from intercity.report.payoffs import MOST_FIRST, print_payoffs
from intercity.report.switching_values import find_out, movable
from intercity.report.together import together
from intercity.topics.outcome import Repair
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding
    from intercity.report import Report

__all__ = ["part_mended", "print_answer", "print_checks", "print_first_screen"]


def print_first_screen(report: Report, console: Console) -> None:
    """Print it on a rich console."""
    print_answer(report, console)
    print_checks(report, console)


def print_answer(report: Report, console: Console) -> None:
    """The first part, known before numbers are moved: the verdict, and who gets what."""
    scenario, context, findings = report.scenario, report.context, report.findings
    block(console, "check-up", f"[bold]{escape(scenario.title)}[/]")
    block(console, "", escape(conventions(context)), "dim")
    block(console, "in short", f"[bold]{escape(in_short(context, findings))}[/]")
    blocks(console, "doubtful", doubtful(report.warnings, 2, "--full"), "bold yellow")
    console.print()
    print_payoffs(console, context, report.payoffs, most=MOST_FIRST)


def print_checks(report: Report, console: Console) -> None:
    """The second part: checks that fail, checks that hold, and the numbers on which that hinges."""
    scenario, findings, told = report.scenario, report.findings, words()
    _print_lines(report, console)
    held = [
        f"{'~ ' if finding.name in report.sensitive else ''}{told.term(finding.name)}"
        for finding in findings
        if finding.verdict == "stands"
    ]
    if held:
        provisos = [f"{told.term(one.name)}: {one.proviso}" for one in findings if one.proviso]
        blocks(console, "holds", [told.listed(held), *provisos], "bold green")
    asked = [told.term(one.name) for one in findings if one.verdict == "not asked"]
    if asked:
        block(console, "not asked", escape(_not_asked(asked, console.width)), "dim")
    first = find_out(scenario, findings, report.switching_values or ())
    if first:
        block(console, "find out", escape(first))
    if told_together := together(scenario, report.robustness):
        block(console, "together", escape(told_together))
    block(console, "basis", escape(basis(scenario, report.switching_values)))
    block(console, "more", escape(_more(report)), "dim")


def _not_asked(names: list[str], width: int) -> str:
    """The checks that are not asked for; how many, where their names take more than a line."""
    told = words().listed(names)
    short = len(wrap(told, width - INDENT - 1)) <= 1
    return told if short else words().many_not_asked(len(names))


def _print_lines(report: Report, console: Console) -> None:
    """What fails, with its clause, and what is undecided: a line each, and one for the clause."""
    for verdict in ("fails", "undecided"):
        found = [finding for finding in report.findings if finding.verdict == verdict]
        if not found:
            continue
        table = Table.grid(padding=(0, 1))
        table.add_column(width=INDENT, no_wrap=True)
        table.add_column(width=1)
        table.add_column(width=15, no_wrap=True)
        table.add_column(overflow="fold")
        head, above = verdict, ""
        for finding in found:
            tilde = "~" if finding.name in report.sensitive else ""
            line = _line(finding)
            told = escape(words().the_same) if line == above else line
            name = f"[bold]{escape(words().term(finding.name))}[/]"
            table.add_row(head_in(STYLES[verdict], head), tilde, name, told)
            head, above = "", line
        console.print(table, highlight=False)


def _line(finding: Finding) -> str:
    """The line of a check, with the clause that repairs it."""
    line = escape(finding.line)
    if finding.verdict != "fails" and not finding.remedy:
        return line
    remedy = f"{finding.remedy}{part_mended(finding)}" if finding.remedy else _no_remedy(finding)
    if finding.remedy and finding.in_part:
        remedy = f"{words().only_in_part} {remedy}"
    return f"{line}. {head_in('bold', 'repair')} {escape(remedy)}"


def part_mended(finding: Finding) -> str:
    """Which part of what fails the repair mends, after a blank; empty where it mends all."""
    mends = finding.mends
    return "" if mends is None or not 0 < mends < 1 else f" {words().mends(mends, finding.falls)}"


def _no_remedy(finding: Finding) -> str:
    """Why there is no clause to be told in a line."""
    repair = finding.facts.repair
    if isinstance(repair, Repair):
        return words().repaired_in_part(_quoted(finding.name))
    return words().no_repair_found if repair is None else words().no_clause


def _can_be_amended(finding: Finding) -> bool:
    """Whether a check of the deal fails that clauses can bear on, as far as is known unsearched."""
    open_ones = finding.verdict == "fails" or finding.facts.repair is not None
    if not open_ones or not finding.topic.of_the_deal:
        return False
    return finding.topic.contents.has_conditions or isinstance(finding.facts.repair, Repair)


def _quoted(name: str) -> str:
    """A check's name, quoted for the command line."""
    return f'"{name}"' if " " in name or "'" in name else name


def _more(report: Report) -> str:
    """Where the rest is told."""
    asked = [f for f in report.findings if f.verdict != "not asked"]
    order = ("fails", "undecided", "stands")
    worst = min(asked, key=lambda one: order.index(one.verdict)).name if asked else "CHECK"
    few = tabled(report.context.region.production)
    amend = few and bool(report.payoffs.signed) and any(map(_can_be_amended, asked))
    left_out = few and report.switching_values is None and movable(report.scenario)
    return words().more(_quoted(worst), amend=amend, left_out=left_out)
