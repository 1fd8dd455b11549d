"""The report: what a check-up found, in plain words, the proof in its last line.

An economist reads from the top: the deal, the answer in two sentences, what it hinges on, who gets
what, what fails and which clause repairs it, what stands, and which number to find out first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intercity.plausibility import Doubt, doubts
from intercity.report.basis import basis, benchmarks, conventions
from intercity.report.findings import INDENT, not_asked, print_finding
from intercity.report.flips import SHOWN_FLIPS, find_out, flip_lines, hinge
from intercity.report.in_short import in_short
from intercity.report.labels import label
from intercity.report.payoffs import print_payoffs
from intercity.topics.deal.words import deal_line
from intercity.topics.negotiation.english import (
    negotiated_head,
    negotiated_lines,
    negotiated_table,
    truce_line,
)
from intercity.topics.outcome import facts_of, numbers_in

if TYPE_CHECKING:
    from intercity.checkup.payoffs import Payoffs
    from intercity.checkup.sensitivity import Flip
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.region.scenario import Scenario
    from intercity.topics.finding import Finding
    from intercity.topics.negotiation.negotiated import Negotiated

__all__ = ["Report", "head", "label", "render", "written"]

SHOWN_DOUBTS = 5
WIDTH = 100
"""Columns where no terminal says how many it has."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What a check-up found, with the certificates of every answer it rests on.

    ``print`` shows the first screen.
    """

    scenario: Scenario
    context: Context
    payoffs: Payoffs
    negotiated: Negotiated
    findings: tuple[Finding, ...]
    flips: tuple[Flip, ...] | None
    certificates: Recorder

    def __repr__(self) -> str:
        verdicts = [finding.verdict for finding in self.findings]
        counts = (f"{verdicts.count(one)} {one}" for one in ("fails", "undecided", "stands"))
        return f"Report({self.scenario.title!r}: {', '.join(counts)})"

    def __str__(self) -> str:
        return written(self)

    @property
    def warnings(self) -> tuple[Doubt, ...]:
        """Numbers of the scenario that are lawful, and look like a slip."""
        return doubts(self.scenario)

    @property
    def claims(self) -> int:
        """How many claims it makes: verdicts, figures, payoffs, agreements, numbers that flip."""
        return (
            sum(_claims(finding) for finding in self.findings)
            + sum(len(getattr(self.payoffs, column)) for column in self.payoffs.__slots__)
            + self.negotiated.claims
            + len(self.flips or ())
        )

    def to_json(self) -> dict[str, Any]:
        """The report with its certificates: what ``intercity verify`` re-checks."""
        return {
            **head(self.scenario),
            "warnings": [doubt.to_json() for doubt in self.warnings],
            "claims": self.claims,
            "payoffs": self.payoffs.to_json(),
            "negotiated": self.negotiated.to_json(),
            "findings": [finding.to_json() for finding in self.findings],
            "flips": None if self.flips is None else [flip.to_json() for flip in self.flips],
            "unproven": self.certificates.unproven,
            "certificates": self.certificates.to_json(),
        }


def _claims(finding: Finding) -> int:
    """The verdict, and each number behind it."""
    if finding.verdict == "not asked":
        return 0
    facts = 0 if finding.facts is None else numbers_in(facts_of(finding.facts))
    return 1 + len(finding.figures) + facts


def head(scenario: Scenario) -> dict[str, Any]:
    """What a report says first: its format, and what it is about."""
    return {"format": 1, "title": scenario.title, "money": scenario.money}


def render(report: Report, console: Console) -> None:
    """Print the check-up on a rich console."""
    scenario, context, findings = report.scenario, report.context, report.findings
    payoffs, negotiated = report.payoffs, report.negotiated
    flipped = {flip.check for flip in report.flips or ()}

    def block(head: str, text: str, style: str = "bold") -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=INDENT, no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(f"[{style}]{head}[/]", text)
        console.print(table, highlight=False)

    block("CHECK-UP", f"[bold]{escape(scenario.title)}[/]")
    block("", escape(conventions(context)), "dim")
    deal = deal_line(context)
    if deal:
        block("DEAL", escape(deal))
    block("IN SHORT", f"[bold]{escape(in_short(context, findings))}[/]")
    hinges_on = hinge(scenario, findings, report.flips)
    if hinges_on:
        block("HINGES ON", escape(hinges_on))
    block("BASIS", escape(basis(scenario, report.flips)))
    if scenario.benchmarks:
        block("COMPARE", escape(benchmarks(scenario)))
    for head, text in zip(["DOUBTFUL", *[""] * SHOWN_DOUBTS], _doubtful(report), strict=False):
        block(head, escape(text), "bold yellow")
    console.print()
    print_payoffs(console, context, payoffs)
    agreed = negotiated_table(context, negotiated, payoffs)
    others = list(negotiated_lines(context, negotiated))
    if agreed is not None:
        block("NEGOTIATED", escape(negotiated_head(context)))
        console.print(agreed, highlight=False)
    for head, text in zip(["" if agreed else "NEGOTIATED", *[""] * 9], others, strict=False):
        block(head, escape(text))
    truce = truce_line(negotiated)
    if truce:
        block("TRUCE", escape(truce))
    if agreed is not None or others or truce:
        console.print()
    for verdict, head, style in (
        ("fails", "FAILS", "bold red"),
        ("undecided", "UNDECIDED", "bold yellow"),
        ("stands", "STANDS", "bold green"),
    ):
        for finding in (f for f in findings if f.verdict == verdict):
            print_finding(console, head, style, finding, tilde=finding.name in flipped)
            head = ""
    block("NOT ASKED", escape(not_asked(findings) or "nothing"), "dim")
    console.print()
    for head, text in zip(["FLIPS", *[""] * SHOWN_FLIPS], _flips(report), strict=False):
        block(head, escape(text))
    first = find_out(report.flips or ())
    if first:
        block("FIND OUT", escape(first))
    for head, text in zip(["NOT PROVEN", *[""] * 9], report.certificates.unproven, strict=False):
        block(head, escape(text), "bold yellow")
    block("PROOF", escape(_proof(report)))


def _doubtful(report: Report) -> Iterator[str]:
    """Numbers that look like slips; of many, the first and how many there are."""
    told = [str(doubt) for doubt in report.warnings]
    if len(told) > SHOWN_DOUBTS:
        told = [*told[: SHOWN_DOUBTS - 1], f"and {len(told) - SHOWN_DOUBTS + 1} more, in --json"]
    yield from told


def _flips(report: Report) -> Iterator[str]:
    """What turns a verdict, if there is one and it was looked for."""
    if not any(finding.verdict in ("stands", "fails") for finding in report.findings):
        return
    if report.flips is None:
        yield "not looked for: the ranges of assumed numbers were left out"
    elif not report.scenario.quantities():
        yield "not looked for: the numbers of a table have no ranges to move them in"
    else:
        yield from flip_lines(report.scenario, report.flips)


def _proof(report: Report) -> str:
    if not report.claims:
        return "nothing is claimed, so that there is nothing to prove"
    proofs = len(report.certificates.entries)
    return (
        f"{report.claims} {'claim rests' if report.claims == 1 else 'claims rest'} on "
        f"{proofs} certificate{'' if proofs == 1 else 's'}; "
        "re-check them without a solver: intercity check --verify"
    )


def written(report: Report, width: int | None = WIDTH) -> str:
    """The first screen as text, without the blanks that fill its lines."""
    text = StringIO()
    render(report, Console(file=text, width=width, highlight=False))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
