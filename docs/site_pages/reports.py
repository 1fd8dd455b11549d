"""Check-ups of the example scenarios, each made once."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from rich.console import Console

import intercity as ic
from intercity.report import WIDTH, explain, render
from site_pages.links import ROOT

if TYPE_CHECKING:
    from intercity.report import Report

SLOW = {"examples/zhejiang/province.toml": "half a minute"}
"""Scenarios that are not checked up while the site is built."""


@cache
def reports() -> dict[str, Report]:
    """By file, the report of each scenario; numbers are not moved in their ranges."""
    files = {file.relative_to(ROOT).as_posix(): file for file in ROOT.glob("examples/*/*.toml")}
    return {
        place: ic.check_up(ic.load_scenario(file), ranges=False)
        for place, file in sorted(files.items())
        if place not in SLOW
    }


def screen(report: Report) -> str:
    """The first screen, as the command prints it."""
    return _printed(lambda console: render(report, console))


def one_check(report: Report, name: str) -> str:
    """One check in full sentences, as --explain prints it."""
    return _printed(lambda console: explain(report, name, console))


def _printed(write) -> str:
    output = io.StringIO()
    write(Console(file=output, width=WIDTH, highlight=False, emoji=False))
    return "\n".join(line.rstrip() for line in output.getvalue().splitlines())
