"""The screen from top to bottom: its blocks, and what each check found."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

from intercity.agreed_terms import negotiated_head, negotiated_lines, negotiated_table, truce_line
from intercity.checkup.finding import Finding, amount, listed, percent
from intercity.report.deal import deal_line
from intercity.report.flips import SHOWN_FLIPS, find_out, flip_lines, hinge
from intercity.report.in_short import in_short
from intercity.report.labels import as_given
from intercity.report.payoffs import print_payoffs

if TYPE_CHECKING:
    from intercity.checkup import Report

__all__ = ["WIDTH", "render", "written"]

INDENT = 11
WIDTH = 100
"""Columns where no terminal says how many it has."""


def render(report: Report, console: Console) -> None:
    """Print the check-up on a rich console."""
    flipped = {flip.check for flip in report.flips or ()}

    def block(head: str, text: str, style: str = "bold") -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=INDENT, no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row(f"[{style}]{head}[/]", text)
        console.print(table, highlight=False)

    block("CHECK-UP", f"[bold]{escape(report.scenario.title)}[/]")
    block("", escape(_conventions(report)), "dim")
    deal = deal_line(report)
    if deal:
        block("DEAL", escape(deal))
    block("IN SHORT", f"[bold]{escape(in_short(report))}[/]")
    hinges_on = hinge(report)
    if hinges_on:
        block("HINGES ON", escape(hinges_on))
    block("BASIS", escape(_basis(report)))
    if report.scenario.benchmarks:
        block("COMPARE", escape(_benchmarks(report)))
    console.print()
    print_payoffs(console, report)
    agreed, others = negotiated_table(report), list(negotiated_lines(report))
    if agreed is not None:
        block("NEGOTIATED", escape(negotiated_head(report)))
        console.print(agreed, highlight=False)
    for head, text in zip(["" if agreed else "NEGOTIATED", *[""] * 9], others, strict=False):
        block(head, escape(text))
    truce = truce_line(report)
    if truce:
        block("TRUCE", escape(truce))
    if agreed is not None or others or truce:
        console.print()
    for verdict, head, style in (
        ("fails", "FAILS", "bold red"),
        ("undecided", "UNDECIDED", "bold yellow"),
        ("stands", "STANDS", "bold green"),
    ):
        for finding in (f for f in report.findings if f.verdict == verdict):
            _print_finding(console, head, style, finding, tilde=finding.name in flipped)
            head = ""
    block("NOT ASKED", escape(_not_asked(report) or "nothing"), "dim")
    console.print()
    for head, text in zip(["FLIPS", *[""] * SHOWN_FLIPS], _flips(report), strict=False):
        block(head, escape(text))
    first = find_out(report.flips or ())
    if first:
        block("FIND OUT", escape(first))
    for head, text in zip(["NOT PROVEN", *[""] * 9], report.certificates.unproven, strict=False):
        block(head, escape(text), "bold yellow")
    block("PROOF", escape(_proof(report)))


def _flips(report: Report) -> Iterator[str]:
    """What turns a verdict, if there is one and it was looked for."""
    if not any(finding.verdict in ("stands", "fails") for finding in report.findings):
        return
    if report.flips is None:
        yield "not looked for: the ranges of assumed numbers were left out"
    elif not report.scenario.quantities():
        yield "not looked for: the numbers of a table have no ranges to move them in"
    else:
        yield from flip_lines(report.flips)


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


def _conventions(report: Report) -> str:
    scenario = report.scenario
    parts = [scenario.money]
    if scenario.time is not None:
        parts.append(
            f"{amount(scenario.time.horizon.value)} years at "
            f"{percent(scenario.time.interest.value)}; one-off sums are spread over them"
        )
    game = report.context.game
    if game is not None and game.sense == "cost":
        parts.append("figures are costs: less is better")
    pools = [r for r in scenario.resources.values() if r.conjecture is not None]
    if pools:
        parts.append(f"outsiders and the common pool: {pools[0].conjecture}")
    elif report.context.compact is not None and "projects" in scenario.resources:
        parts.append("without a deal firms stay where they are")
    return "; ".join(parts)


def _basis(report: Report) -> str:
    inputs = report.scenario.quantities()
    quantities = [q for key, q in inputs if not key.startswith("benchmarks.")]
    sourced = sum(q.sourced for q in quantities)
    if not quantities:
        game = report.scenario.game
        return "no numbers" if game is None else f"a table of worths: {game.src or game.assumed}"
    text = f"{len(quantities)} number{'s' if len(quantities) > 1 else ''}: {sourced} sourced, "
    text += f"{len(quantities) - sourced} assumed"
    if report.flips:
        text += ".   ~ = one number, moved inside its own range, flips the verdict"
    return text


def _benchmarks(report: Report) -> str:
    told = [
        f"{name.replace('_', ' ')} {as_given(quantity.value)} ({quantity.src or 'assumed'})"
        for name, quantity in report.scenario.benchmarks.items()
    ]
    return f"figures from elsewhere, no inputs: {', '.join(told)}"


def _print_finding(
    console: Console, head: str, style: str, finding: Finding, *, tilde: bool
) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=INDENT, no_wrap=True)
    table.add_column(width=1)
    table.add_column(width=15, no_wrap=True)
    table.add_column(overflow="fold")
    parts: list[RenderableType] = [escape(finding.says)]
    if finding.rules:
        compared = [(row.rule, row.loses, row.asks) for row in finding.rules]
        parts.append(_rows(("rule", "loses", "but"), compared, numbers=True))
    if finding.shares:
        ways = [(row.way, row.shares, row.holds) for row in finding.shares]
        parts.append(_rows(("shares", "each pays a year", "and"), ways))
    if finding.repair:
        parts.append(f"[bold]REPAIR[/] {escape(finding.repair)}")
    name = f"[bold]{finding.name}[/]"
    table.add_row(f"[{style}]{head}[/]", "~" if tilde else "", name, Group(*parts))
    console.print(table, highlight=False)


def _rows(
    titles: tuple[str, str, str], rows: list[tuple[str, str, str]], *, numbers: bool = False
) -> Table:
    """A table inside a finding; ``numbers``: in its second column."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for k, title in enumerate(titles):
        right = numbers and k == 1
        table.add_column(title, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def _not_asked(report: Report) -> str:
    missing: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.verdict == "not asked":
            missing.setdefault(finding.says, []).append(finding.name)
    return "; ".join(f"{listed(names)} ({what})" for what, names in missing.items())
