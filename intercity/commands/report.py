"""``intercity report``: the check-up as one page, with what to sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intercity.commands.arguments import File, NoRanges, of_file, require_page
from intercity.commands.check_up import processes, run_check_up, say_what_was_left_out
from intercity.files import write_file
from intercity.terminal import print_error, print_line, progress

if TYPE_CHECKING:
    from intercity.checkup.searched_ahead import KnownAnswers
    from intercity.page.package import Package
    from intercity.report import Report

__all__ = ["report"]


def report(
    file: File,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PAGE.html", help="The page to write.")
    ],
    no_ranges: NoRanges = False,
    no_amend: Annotated[
        bool,
        typer.Option(
            "--no-amend", help="Do not search what to sign where checks of the deal fail."
        ),
    ] = False,
) -> None:
    """Write the check-up as one page: for any browser, for print, and to be verified by readers."""
    from intercity.checkup.searched_ahead import KnownAnswers
    from intercity.page import report_page
    from intercity.scenario_file import load_scenario

    require_page(output, file)
    scenario, known = load_scenario(file), KnownAnswers()
    found = run_check_up(scenario, ranges=not no_ranges, known=known)
    say_what_was_left_out(found, ranges=not no_ranges, seconds=None)
    with of_file(file):
        package = None if no_amend else _package(found, known)
        text = report_page(found, package)
    write_file(output, text)
    print_line(f"wrote {output} ({len(text.encode('utf-8')) / 1000:.0f} kB)")


def _package(report: Report, known: KnownAnswers) -> Package | None:
    """What to sign, where checks of the deal fail; it says that it searches."""
    from games.errors import InvalidInput
    from intercity.page.package import Package

    failing = [
        found
        for found in report.findings
        if found.verdict == "fails" and (found.topic.of_the_deal or found.topic.signed)
    ]
    if report.context.compact is None or not failing:
        return None
    from intercity.amendment import amend as amended

    print_error("Checks fail: searching what to sign (--no-amend leaves it out) ...")
    try:
        with progress():
            return amended(report.scenario, processes=processes(), known=known).package
    except InvalidInput:  # it cannot be carried out, whatever is changed
        return Package()
