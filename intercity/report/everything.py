"""Everything that a check-up found, in full sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from intercity.report.basis import basis, benchmarks, conventions, doubtful
from intercity.report.findings import HEADS, block, blocks, not_asked, print_finding
from intercity.report.in_short import in_short
from intercity.report.payoffs import print_payoffs
from intercity.report.switching_values import find_out, hinge, switching_value_lines
from intercity.topics.deal.english import deal_notes, deal_sentences
from intercity.topics.negotiation.english import (
    negotiated_head,
    negotiated_lines,
    negotiated_table,
)
from intercity.topics.negotiation.truce_english import truce_line

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["print_everything"]


def print_everything(report: Report, console: Console) -> None:
    """Print it on a rich console."""
    scenario, context, findings = report.scenario, report.context, report.findings
    payoffs, negotiated = report.payoffs, report.negotiated

    block(console, "CHECK-UP", f"[bold]{escape(scenario.title)}[/]")
    block(console, "", escape(conventions(context)), "dim")
    blocks(console, "DEAL", [*deal_sentences(context), *deal_notes(context)])
    block(console, "IN SHORT", f"[bold]{escape(in_short(context, findings, full=True))}[/]")
    hinges_on = hinge(scenario, findings, report.switching_values)
    if hinges_on:
        block(console, "HINGES ON", escape(hinges_on))
    block(console, "BASIS", escape(basis(scenario, report.switching_values)))
    if scenario.benchmarks:
        block(console, "COMPARE", escape(benchmarks(scenario)))
    blocks(console, "DOUBTFUL", doubtful(report.warnings, 5, "in --json"), "bold yellow")
    console.print()
    print_payoffs(console, context, payoffs)
    signed = payoffs.at_signing or payoffs.signed
    gains = {city: x - payoffs.alone[city] for city, x in signed.items()}
    agreed = negotiated_table(context, negotiated, gains)
    others = list(negotiated_lines(context, negotiated))
    if agreed is not None:
        block(console, "NEGOTIATED", escape(negotiated_head(context)))
        console.print(agreed, highlight=False)
    blocks(console, "" if agreed else "NEGOTIATED", others)
    truce = truce_line(negotiated)
    if truce:
        block(console, "TRUCE", escape(truce))
    if agreed is not None or others or truce:
        console.print()
    for verdict in ("fails", "undecided", "stands"):
        head, style = HEADS[verdict]
        for finding in (f for f in findings if f.verdict == verdict):
            print_finding(console, head, style, finding, tilde=finding.name in report.sensitive)
            head = ""
    block(console, "NOT ASKED", escape(not_asked(findings) or "nothing"), "dim")
    console.print()
    blocks(console, "FLIPS", _switching_values(report))
    first = find_out(scenario, report.switching_values or ())
    if first:
        block(console, "FIND OUT", escape(first))
    blocks(console, "NOT PROVEN", report.certificates.unproven, "bold yellow")
    block(console, "PROOF", escape(_proof(report)))


def _switching_values(report: Report) -> Iterator[str]:
    """What turns a verdict, if there is one and it was looked for."""
    if not any(finding.verdict in ("stands", "fails") for finding in report.findings):
        return
    if report.switching_values is None:
        yield "not looked for: the ranges of assumed numbers were left out"
    elif not report.scenario.quantities():
        yield "not looked for: the numbers of a table have no ranges to move them in"
    else:
        yield from switching_value_lines(report.scenario, report.switching_values)


def _proof(report: Report) -> str:
    if not report.claims:
        return "nothing is claimed, so that there is nothing to prove"
    proofs = len(report.certificates.entries)
    return (
        f"{report.claims} {'claim rests' if report.claims == 1 else 'claims rest'} on "
        f"{proofs} certificate{'' if proofs == 1 else 's'}; "
        "re-check them without a solver: intercity check --verify"
    )
