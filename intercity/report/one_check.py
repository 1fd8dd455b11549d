"""One check in full sentences, by a name that is typed as it is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rich.console import Console

from games.errors import InvalidInput
from intercity.english import listed
from intercity.report.findings import blocks, print_finding
from intercity.report.switching_values import switching_value_lines

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["check_named", "explain"]

LIKE = 0.65
"""So much of two names is alike where one is the other mistyped."""


def explain(report: Report, name: str, console: Console) -> None:
    """Print what one check asks and found, in full sentences, and which numbers turn it.

    Errors: ``InvalidInput`` where there is no such check.
    """
    finding = report[name]
    switching_values = tuple(
        switching_value
        for switching_value in report.switching_values or ()
        if switching_value.check == finding.name
    )
    blocks(console, "asks", [finding.asks])
    print_finding(console, finding, tilde=bool(switching_values))
    if finding.verdict in ("stands", "fails") and report.switching_values is not None:
        blocks(console, "flips", switching_value_lines(report.scenario, switching_values))


def check_named(name: str, names: Sequence[str]) -> str:
    """The check that is meant: by its letters alone, or by a part of them that no other has.

    Errors: ``InvalidInput`` where there is none, with the one that is like it, if one is.

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
    likely = parts[:1] or [letters[one] for one in get_close_matches(meant, letters, 1, LIKE)]
    expected = "".join(f"{one}, if that is meant, or " for one in likely)
    raise InvalidInput("the name of the check", name, f"{expected}one of {listed(names)}")


def _letters(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalpha())
