"""``intercity check``: what stands, what fails, what would repair it."""

from __future__ import annotations

import sys
import warnings
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intercity.commands.arguments import (
    File,
    NoRanges,
    of_file,
    require_excel,
    require_one_output,
)
from intercity.commands.check_up import run_check_up, say_what_was_left_out
from intercity.files import require_folder, require_other, write_file, wrong
from intercity.terminal import (
    json_text,
    print_answer,
    print_error,
    print_json,
    print_line,
    print_report,
)

if TYPE_CHECKING:
    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["check"]


def check(  # noqa: PLR0917 - typer calls it, by name
    file: File,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the report as JSON, with its certificates.")
    ] = False,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Re-check every claim in a process that imports no solver."),
    ] = False,
    write_lp: Annotated[
        Path | None,
        typer.Option(metavar="F", help="Write the program of all cities together, as .lp or .mps."),
    ] = None,
    write_model: Annotated[
        Path | None, typer.Option(metavar="F", help="Write the equations of the model, as text.")
    ] = None,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Also draw what there is: core of three, terms and bargaining, pairing, subsidy "
            "race.",
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also write the tables of the report, as CSV files."),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Also write them as one Excel file, a sheet each."),
    ] = None,
    no_ranges: NoRanges = False,
    full: Annotated[
        bool, typer.Option("--full", help="Print everything, not the first screen alone.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CHECK", help='Print what one check found, as --explain "hold-up".'),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            metavar="N",
            help="End searches among more than 16 cities after so long, with bounds.",
        ),
    ] = None,
) -> None:
    """Check up a scenario: who gains what, what stands or fails, what would repair the deal."""
    require_one_output(
        {
            "--json": as_json,
            "--verify": verify,
            "--write-lp": write_lp is not None,
            "--write-model": write_model is not None,
            "--pictures": pictures is not None,
            "--csv": csv is not None,
            "--xlsx": xlsx is not None,
            "--explain": explain is not None,
        }
    )
    if write_lp is not None:
        _write_program(file, write_lp)
    elif write_model is not None:
        _write_model(file, write_model)
    else:
        from intercity.scenario_file import load_scenario

        _check_up(
            load_scenario(file),
            as_json=as_json,
            verify=verify,
            ranges=not no_ranges,
            pictures=pictures,
            csv=csv,
            xlsx=xlsx,
            full=full,
            explained=explain,
            seconds=seconds,
        )


def _write_program(file: Path, output: Path) -> None:
    from intercity.program_file import program_text
    from intercity.scenario_file import load_scenario

    suffix = output.suffix.lower()
    if suffix not in {".lp", ".mps"}:
        raise wrong("--write-lp", str(output), "a file that ends in .lp or .mps")
    require_other(output, "--write-lp", file)
    scenario = load_scenario(file)
    with of_file(file):
        text = program_text(scenario, suffix)
    write_file(output, text)
    print_line(f"wrote {output}")


def _write_model(file: Path, output: Path) -> None:
    from intercity.equations import model_text
    from intercity.scenario_file import load_scenario

    require_other(output, "--write-model", file)
    scenario = load_scenario(file)
    with of_file(file):
        text = model_text(scenario)
    write_file(output, text)
    print_line(f"wrote {output}")


def _check_up(
    scenario: Scenario,
    *,
    as_json: bool,
    verify: bool,
    ranges: bool,
    pictures: Path | None,
    csv: Path | None,
    xlsx: Path | None,
    full: bool,
    explained: str | None,
    seconds: float | None,
) -> None:
    if explained is not None:  # before the work, not after it
        from intercity.findings.checks import CHECKS
        from intercity.report import check_named

        explained = check_named(explained, list(CHECKS))
    _require_outputs(scenario, pictures, csv, xlsx)
    answered: list[Report] = []

    def answer(begun: Report) -> None:
        print_answer(begun)
        answered.append(begun)

    first = sys.stdout.isatty() and not (as_json or verify or full or explained is not None)
    report = run_check_up(scenario, ranges=ranges, seconds=seconds, begun=answer if first else None)
    if not answered:  # else it would stand in the midst of the screen
        say_what_was_left_out(report, ranges=ranges, seconds=seconds)
    if as_json:
        print_json(report.to_json())
    elif verify:
        from intercity.stored_report import verify_apart

        raise typer.Exit(verify_apart(scenario.path, json_text(report.to_json())))
    else:
        drawn = [] if pictures is None else _draw(report, pictures)
        written = [] if csv is None and xlsx is None else _write_tables(report, csv, xlsx)
        print_report(report, full=full, explained=explained, answered=bool(answered))
        for line in drawn:
            print_line(f"PICTURE     {line}")
        for line in written:
            print_line(f"TABLE       {line}")
    if answered:
        say_what_was_left_out(report, ranges=ranges, seconds=seconds)


def _require_outputs(
    scenario: Scenario, pictures: Path | None, csv: Path | None, xlsx: Path | None
) -> None:
    """Refuse before the work what could not be drawn or written after it."""
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()
        require_folder(pictures, "--pictures")
    if csv is not None:
        require_folder(csv, "--csv")
    require_excel(xlsx, scenario.path)


def _draw(report: Report, folder: Path) -> list[str]:
    """Write its pictures; their paths, or why there is none."""
    from intercity.pictures import write_pictures

    with warnings.catch_warnings(record=True) as heard:
        drawn = write_pictures(report, folder)
    for sentence in dict.fromkeys(str(warning.message) for warning in heard):
        print_error(f"warning: {sentence}")
    return drawn


def _write_tables(report: Report, csv: Path | None, xlsx: Path | None) -> list[str]:
    """Write its tables; their paths."""
    from intercity.report.table_files import write_tables
    from intercity.report.tables import tables

    return write_tables(partial(tables, report), csv, xlsx)
