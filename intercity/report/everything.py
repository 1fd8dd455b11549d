"""Everything that a check-up found, in full sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intercity.report.basis import basis, benchmarks, conventions, doubtful
from intercity.report.findings import block, blocks, not_asked, print_finding
from intercity.report.in_short import in_short
from intercity.report.payoffs import print_payoffs
from intercity.report.switching_values import find_out, hinge, movable, switching_value_lines
from intercity.report.together import together
from intercity.topics.deal.words import DEAL_NOTES, DEAL_SENTENCES
from intercity.topics.negotiation.words import NEGOTIATED
from intercity.words import chosen, words

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["print_everything"]


def print_everything(report: Report, console: Console) -> None:
    """Print it on a rich console."""
    scenario, context, findings = report.scenario, report.context, report.findings
    payoffs, negotiated = report.payoffs, report.negotiated

    block(console, "check-up", f"[bold]{escape(scenario.title)}[/]")
    block(console, "", escape(conventions(context)), "dim")
    deal = [*chosen(DEAL_SENTENCES)(context), *chosen(DEAL_NOTES)(context)]
    blocks(console, "deal", deal)
    block(console, "in short", f"[bold]{escape(in_short(context, findings, full=True))}[/]")
    hinges_on = hinge(scenario, findings, report.switching_values)
    if hinges_on:
        block(console, "hinges on", escape(hinges_on))
    block(console, "basis", escape(basis(scenario, report.switching_values)))
    if scenario.benchmarks:
        block(console, "compare", escape(benchmarks(scenario)))
    blocks(console, "doubtful", doubtful(report.warnings, 5, "--json"), "bold yellow")
    console.print()
    print_payoffs(console, context, payoffs)
    signed = payoffs.at_signing or payoffs.signed
    gains = {city: x - payoffs.alone[city] for city, x in signed.items()}
    told = chosen(NEGOTIATED)
    agreed = told.table(context, negotiated, gains)
    others = list(told.lines(context, negotiated))
    if agreed:
        block(console, "negotiated", escape(told.head(context)))
        _print_agreed(console, agreed)
    blocks(console, "" if agreed else "negotiated", others)
    truce = told.truce(negotiated)
    if truce:
        block(console, "truce", escape(truce))
    if agreed or others or truce:
        console.print()
    for verdict in ("fails", "undecided", "stands"):
        for k, finding in enumerate(f for f in findings if f.verdict == verdict):
            tilde = finding.name in report.sensitive
            print_finding(console, finding, tilde=tilde, headed=not k)
    block(console, "not asked", escape(not_asked(findings) or words().nothing), "dim")
    console.print()
    blocks(console, "flips", _switching_values(report))
    first = find_out(scenario, findings, report.switching_values or ())
    if first:
        block(console, "find out", escape(first))
    if told_together := together(scenario, report.robustness, with_left_out=True):
        block(console, "together", escape(told_together))
    blocks(console, "not proven", report.certificates.unproven, "bold yellow")
    block(console, "proof", escape(_proof(report)))


def _print_agreed(console: Console, rows: tuple[tuple[str, ...], ...]) -> None:
    """The solutions in words: numbers to the right, but what the row is and why; as signed dim."""
    heads, signed, *solutions = rows
    table = Table(box=None, padding=(0, 2, 0, 1), pad_edge=False)
    for k, head in enumerate(heads):
        last = k == len(heads) - 1
        table.add_column(
            escape(head),
            justify="right" if k and not last else "left",
            overflow="fold" if last else "ellipsis",
        )
    table.add_row(*(escape(cell) for cell in signed), style="dim")
    for row in solutions:
        table.add_row(*map(escape, row))
    console.print(table, highlight=False)


def _switching_values(report: Report) -> Iterator[str]:
    """The numbers that turn verdicts, if they were looked for."""
    if not any(finding.verdict in ("stands", "fails") for finding in report.findings):
        return
    if not report.scenario.quantities():
        yield words().no_ranges
    elif report.switching_values is None and movable(report.scenario):
        yield words().not_moved
    else:
        yield from switching_value_lines(report.scenario, report.switching_values or ())


def _proof(report: Report) -> str:
    if not report.claims:
        return words().nothing_claimed
    return words().proof(report.claims, len(report.certificates.entries))
