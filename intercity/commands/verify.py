"""``intercity verify``: a report or a map, re-checked without a solver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intercity.commands.arguments import File, of_file
from intercity.commands.map import verify_stored_map
from intercity.terminal import print_error, print_line, print_text, progress

__all__ = ["verify"]


def verify(
    file: File,
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT",
            help="A report, from check --json; a map, from map --json; a page, from report.",
        ),
    ],
) -> None:
    """Re-check every claim of a report, with solvers out of reach; of a page, all that it shows."""
    from intercity.scenario_file import load_scenario

    scenario = load_scenario(file)

    from games.printable import printable
    from intercity.checkup.replay import verify_report
    from intercity.page.altered_page import AlteredPage, refuse_altered
    from intercity.region.games import region
    from intercity.stored_report import read_report

    try:
        given, page = read_report(report)
        with of_file(file):
            region(scenario)  # what is wrong with the file is no fault of the report
        if isinstance(given, dict) and "map" in given and "boxes" in given:
            verify_stored_map(given, scenario, report)
            return
        changed = None
        with progress():
            outcome = verify_report(scenario, given)
            if outcome.report is not None and page is not None:
                changed = refuse_altered(page, outcome.report)
        reason = outcome.reason
        if reason:
            since = "was one of the two, or intercity, changed since the report was written?"
            reason = f"It does not fit {file}: {since} {reason}"
    except AlteredPage as error:
        reason = f"{error}."
    if reason:
        print_error(printable(f"{report}: refused. {reason}"))
        raise typer.Exit(1)
    for unproven in outcome.unproven:
        print_line(f"not proven: {unproven}")
    print_text(_rechecked(outcome.claims, outcome.checked))
    if changed is not None:  # it has no ranges: each certificate was replayed once
        told = _rechecked(changed.claims, len(changed.certificates.entries))
        print_text(f"of the deal with the changes to sign, {told}")


def _rechecked(claims: int, certificates: int) -> str:
    hold = "1 certificate holds" if certificates == 1 else f"{certificates} certificates hold"
    told = "the 1 claim" if claims == 1 else f"all {claims} claims"
    return f"{told} re-checked without a solver ({hold})"
