"""The report: what a check-up found, in plain words, the proof in its last line.

The first screen has the answer in two sentences, who gets what, and a line for each check that
fails, with the clause that repairs it. All else is told when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from games.errors import InvalidInput, nearest_names
from intercity.english import listed
from intercity.plausibility import Doubt, doubts
from intercity.report.basis import basis, benchmarks, conventions
from intercity.report.findings import HEADS, block, not_asked, print_finding
from intercity.report.first_screen import print_first_screen
from intercity.report.in_short import in_short
from intercity.report.labels import label
from intercity.report.payoffs import print_payoffs
from intercity.report.switching_values import SHOWN_FLIPS, find_out, hinge, switching_value_lines
from intercity.topics.deal.words import deal_line
from intercity.topics.negotiation.english import (
    negotiated_head,
    negotiated_lines,
    negotiated_table,
    truce_line,
)

if TYPE_CHECKING:
    from intercity.checkup.finding import Finding
    from intercity.checkup.payoffs import Payoffs
    from intercity.checkup.sensitivity import SwitchingValue
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.region.scenario import Scenario
    from intercity.topics.negotiation.negotiated import Negotiated

__all__ = ["Report", "check_named", "explain", "head", "label", "render", "written"]

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
    switching_values: tuple[SwitchingValue, ...] | None
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
    def sensitive(self) -> frozenset[str]:
        """The checks of which some assumed number turns the verdict inside its range."""
        return frozenset(one.check for one in self.switching_values or ())

    @property
    def claims(self) -> int:
        """How many claims it makes: verdicts, figures, payoffs, agreements, switching values."""
        return (
            sum(finding.claims for finding in self.findings)
            + sum(len(getattr(self.payoffs, column)) for column in self.payoffs.__slots__)
            + self.negotiated.claims
            + len(self.switching_values or ())
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
            "switching_values": None
            if self.switching_values is None
            else [switching_value.to_json() for switching_value in self.switching_values],
            "unproven": self.certificates.unproven,
            "certificates": self.certificates.to_json(),
        }


def head(scenario: Scenario) -> dict[str, Any]:
    """What a report says first: its format, and what it is about."""
    return {"format": 2, "title": scenario.title, "money": scenario.money}


def render(report: Report, console: Console, *, full: bool = False) -> None:
    """Print the first screen on a rich console, or everything."""
    if full:
        _print_all(report, console)
    else:
        print_first_screen(report, console)


def explain(report: Report, name: str, console: Console) -> None:
    """Print what one check found, in full sentences, and which numbers turn it.

    Errors: ``InvalidInput`` where there is no such check.
    """
    name = check_named(name, [one.name for one in report.findings])
    finding = next(one for one in report.findings if one.name == name)
    head, style = HEADS[finding.verdict]
    switching_values = tuple(
        switching_value
        for switching_value in report.switching_values or ()
        if switching_value.check == name
    )
    print_finding(console, head, style, finding, tilde=bool(switching_values))
    if finding.verdict in ("stands", "fails") and report.switching_values is not None:
        for head, text in zip(
            ["FLIPS", *[""] * SHOWN_FLIPS],
            switching_value_lines(report.scenario, switching_values),
            strict=False,
        ):
            block(console, head, escape(text))


def check_named(name: str, names: Sequence[str]) -> str:
    """The check that is meant: by its letters alone, or by a part of them that no other has.

    Errors: ``InvalidInput`` where there is none, with the one that is most like it.

    >>> names = ["hold-up", "the park"]
    >>> check_named("hold up", names), check_named("Park", names)
    ('hold-up', 'the park')
    """
    letters, meant = {_letters(one): one for one in names}, _letters(name)
    if meant in letters:
        return letters[meant]
    parts = [one for told, one in letters.items() if len(meant) > 2 and meant in told]
    if len(parts) == 1:
        return parts[0]
    likely = nearest_names(name, parts or names, 1)[0]
    expected = f"{likely}, if that is meant, or one of {listed(names)}"
    raise InvalidInput("the check to be explained", name, expected)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalpha())


def _print_all(report: Report, console: Console) -> None:
    """Everything that was found, in full sentences."""
    scenario, context, findings = report.scenario, report.context, report.findings
    payoffs, negotiated = report.payoffs, report.negotiated

    block(console, "CHECK-UP", f"[bold]{escape(scenario.title)}[/]")
    block(console, "", escape(conventions(context)), "dim")
    deal = deal_line(context)
    if deal:
        block(console, "DEAL", escape(deal))
    block(console, "IN SHORT", f"[bold]{escape(in_short(context, findings, full=True))}[/]")
    hinges_on = hinge(scenario, findings, report.switching_values)
    if hinges_on:
        block(console, "HINGES ON", escape(hinges_on))
    block(console, "BASIS", escape(basis(scenario, report.switching_values)))
    if scenario.benchmarks:
        block(console, "COMPARE", escape(benchmarks(scenario)))
    for head, text in zip(["DOUBTFUL", *[""] * SHOWN_DOUBTS], _doubtful(report), strict=False):
        block(console, head, escape(text), "bold yellow")
    console.print()
    print_payoffs(console, context, payoffs)
    agreed = negotiated_table(context, negotiated, payoffs)
    others = list(negotiated_lines(context, negotiated))
    if agreed is not None:
        block(console, "NEGOTIATED", escape(negotiated_head(context)))
        console.print(agreed, highlight=False)
    for head, text in zip(["" if agreed else "NEGOTIATED", *[""] * 9], others, strict=False):
        block(console, head, escape(text))
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
    for head, text in zip(["FLIPS", *[""] * SHOWN_FLIPS], _switching_values(report), strict=False):
        block(console, head, escape(text))
    first = find_out(scenario, report.switching_values or ())
    if first:
        block(console, "FIND OUT", escape(first))
    for head, text in zip(["NOT PROVEN", *[""] * 9], report.certificates.unproven, strict=False):
        block(console, head, escape(text), "bold yellow")
    block(console, "PROOF", escape(_proof(report)))


def _doubtful(report: Report) -> Iterator[str]:
    """Numbers that look like slips; of many, the first and how many there are."""
    told = [str(doubt) for doubt in report.warnings]
    if len(told) > SHOWN_DOUBTS:
        told = [*told[: SHOWN_DOUBTS - 1], f"and {len(told) - SHOWN_DOUBTS + 1} more, in --json"]
    yield from told


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


def written(report: Report, width: int | None = WIDTH, *, full: bool = False) -> str:
    """The first screen as text, or everything, without the blanks that fill its lines."""
    text = StringIO()
    render(report, Console(file=text, width=width, highlight=False), full=full)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())
