"""FAILS, UNDECIDED, STANDS and NOT ASKED: what each check found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

from intercity.topics.words import RuleRow, ShareRow
from intercity.words import words

if TYPE_CHECKING:
    from intercity.findings.finding import Finding

__all__ = ["INDENT", "STYLES", "block", "blocks", "head_in", "not_asked", "print_finding"]

INDENT = 11
STYLES = {
    "fails": "bold red",
    "undecided": "bold yellow",
    "stands": "bold green",
    "not asked": "dim",
}
"""By verdict, how its head looks in the left margin."""


def head_in(style: str, head: str) -> str:
    """A head by its key, in a style; none where the key is empty."""
    return f"[{style}]{escape(words().heads[head])}[/]" if head else ""


def block(console: Console, head: str, text: str, style: str = "bold") -> None:
    """A head in the left margin, and its text beside it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=INDENT, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(head_in(style, head), text)
    console.print(table, highlight=False)


def blocks(console: Console, head: str, texts: Iterable[str], style: str = "bold") -> None:
    """Texts below each other, the head beside the first."""
    for text in texts:
        block(console, head, escape(text), style)
        head = ""


def print_finding(console: Console, finding: Finding, *, tilde: bool, headed: bool = True) -> None:
    """Print a check: its verdict (~ if one number turns it), what it found, and the repair."""
    told = words()
    table = Table.grid(padding=(0, 1))
    table.add_column(width=INDENT, no_wrap=True)
    table.add_column(width=1)
    table.add_column(width=15, no_wrap=True)
    table.add_column(overflow="fold")
    parts: list[RenderableType] = [escape(finding.says)]
    rules = [row for row in finding.tables if isinstance(row, RuleRow)]
    ways = [row for row in finding.tables if isinstance(row, ShareRow)]
    if rules:
        compared = [(row.rule, row.loses, row.asks) for row in rules]
        parts.append(_rows(told.rules_compared, compared, numbers=True))
    if ways:
        compared = [(row.way, row.shares, row.holds) for row in ways]
        parts.append(_rows(told.shares_compared, compared))
    if finding.repair:
        repair = f"{told.only_in_part} {finding.repair}" if finding.in_part else finding.repair
        parts.append(f"{head_in('bold', 'repair')} {escape(repair)}")
    name = f"[bold]{escape(told.term(finding.name))}[/]"
    head = head_in(STYLES[finding.verdict], finding.verdict if headed else "")
    table.add_row(head, "~" if tilde else "", name, Group(*parts))
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


def not_asked(findings: Sequence[Finding]) -> str:
    """The checks that the scenario does not ask for, and what would."""
    missing: dict[str, list[str]] = {}
    for finding in findings:
        if finding.verdict == "not asked":
            missing.setdefault(finding.says, []).append(words().term(finding.name))
    return "; ".join(f"{words().listed(names)} ({what})" for what, names in missing.items())
