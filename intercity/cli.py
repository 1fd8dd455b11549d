"""The command line: read a scenario file, say what stands and what fails, prove it.

    intercity new FILE                 write a two-city scenario to start from; with --from TABLE,
                                       from a spreadsheet
    intercity check FILE               the check-up; with --pictures FOLDER, drawn too; with --csv
                                       FOLDER or --xlsx FILE, its tables
    intercity report FILE -o PAGE.html the check-up as one page, with what to sign, to be printed
                                       and handed on
    intercity compare FILE FILE ...    scenarios side by side; with -o PAGE.html as one page, with
                                       --csv FOLDER or --xlsx FILE its tables
    intercity amend FILE -o NEW.toml   the smallest change found under which a deal's checks stand
    intercity numbers FILE             its numbers by key, with value, range and source
    intercity sweep FILE --over KEY=low:high:n
                                       what checks find at many points of several numbers; kept with
                                       -o FOLDER, and gone on with where it was ended
    intercity map FILE --over KEY --over KEY --check NAME
                                       where two numbers may be for a check to hold, all proven
    intercity paths FILE               ways to bring innovation to small cities, side by side
    intercity verify FILE REPORT       re-check a report (JSON or page) without a solver
    intercity schema                   the JSON Schema of scenario files, for editors
    intercity explore ...              conjectures about games, with their evidence

Exit codes: 0, done; 1, ``verify`` refuses the report; 2, something is wrong with the input, each
in a sentence on stderr; 3, the output could not be written (a full disk, a closed pipe), in a
sentence too; 130, stopped by Ctrl-C.
"""

from __future__ import annotations

import atexit
import gc
import math
import os
import sys
import warnings
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from intercity.command import File, of_file, wrong
from intercity.explore import explore
from intercity.files import (
    reason_of,
    require_file,
    require_new,
    require_other,
    write_file,
    write_together,
)
from intercity.terminal import (
    complain,
    discard,
    json_text,
    print_answer,
    print_json,
    print_report,
    print_text,
    progress,
    ready_output,
    say,
)
from intercity.what_if import map_of_two, numbers, paths, sweep, verify_stored_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from intercity.page.package import Package
    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["app", "main"]

INTERRUPTED = 130
"""The exit code of what is stopped by Ctrl-C."""
# click's class in some versions of typer, typer's own in others
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

NO_OUTPUT = 3
"""The exit code where the output cannot be written."""

app = typer.Typer(
    help="Deals between cities: what they are worth, who can walk out, what would repair them. "
    "Exit codes: 0, done; 1, verify refuses the report; 2, wrong input; 3, the output could not be "
    "written; 130, stopped.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(explore, name="explore")

NoRanges = Annotated[
    bool,
    typer.Option(
        "--no-ranges",
        help="Do not move assumed numbers in their ranges, which takes most of the time.",
    ),
]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line, and leave with its exit code."""
    # Hundreds of modules are imported, and stay: the garbage collector need not go through them,
    # neither while commands run nor when the interpreter ends, which would take longer than some.
    gc.set_threshold(200_000)
    atexit.register(gc.freeze)
    ready_output()
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except ValueError as error:
        from games.errors import IntercityError

        if not isinstance(error, IntercityError):
            raise
        code = complain(str(error))
    except _UsageError as error:
        said = str(getattr(error, "format_message", error.__str__)()).rstrip(".?")
        said = said.replace(". Did you", ": did you")
        code = complain(f"intercity: {said} (see intercity --help).") if said else 2
    except (OSError, SystemExit) as error:  # the latter with 1: click's answer to a closed pipe
        if isinstance(error, SystemExit) and not error.code:  # a shell has been told what completes
            raise
        why = reason_of(error) if isinstance(error, OSError) else "broken pipe"
        complain(f"intercity: the output could not be written ({why}).")
        discard(sys.stdout)
        code = NO_OUTPUT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:  # some versions of typer return it themselves
        _deaf_to_interrupts()  # a second one changes nothing
        complain("Stopped before the end, as asked.")
    sys.exit(code if isinstance(code, int) else 0)


def _deaf_to_interrupts() -> None:
    import signal

    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print_text(f"intercity {version('intercity')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    del version


@app.command()
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
    chosen = [
        name
        for name, given in (
            ("--json", as_json),
            ("--verify", verify),
            ("--write-lp", write_lp is not None),
            ("--write-model", write_model is not None),
            ("--pictures", pictures is not None),
            ("--csv", csv is not None),
            ("--xlsx", xlsx is not None),
            ("--explain", explain is not None),
        )
        if given
    ]
    if len(chosen) > 1:
        raise wrong("the choice of output", " ".join(chosen), "one of them at a time")

    from intercity.scenario_file import load_scenario

    if write_lp is not None:
        suffix = write_lp.suffix.lower()
        if suffix not in {".lp", ".mps"}:
            raise wrong("--write-lp", str(write_lp), "a file that ends in .lp or .mps")
        require_other(write_lp, "--write-lp", file)
        scenario = load_scenario(file)
        from intercity.program_file import program_text

        with of_file(file):
            text = program_text(scenario, suffix)
        write_file(write_lp, text)
    elif write_model is not None:
        scenario = load_scenario(file)
        require_other(write_model, "--write-model", file)

        from intercity.equations import model_text

        with of_file(file):
            text = model_text(scenario)
        write_file(write_model, text)
    else:
        scenario, ranges = load_scenario(file), not no_ranges
        _check_up(
            scenario,
            as_json=as_json,
            verify=verify,
            ranges=ranges,
            pictures=pictures,
            csv=csv,
            xlsx=xlsx,
            full=full,
            explained=explain,
            seconds=seconds,
        )


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
    seconds: float | None = None,
) -> None:
    if explained is not None:  # before the work, not after it
        from intercity.findings.checks import CHECKS
        from intercity.report import check_named

        explained = check_named(explained, list(CHECKS))
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()  # before the work, not after it
    _require_excel(xlsx, scenario.path)
    answered: list[Report] = []

    def answer(begun: Report) -> None:
        print_answer(begun)
        answered.append(begun)

    first = sys.stdout.isatty() and not (as_json or verify or full or explained is not None)
    report = _report_of(scenario, ranges=ranges, seconds=seconds, begun=answer if first else None)
    if not answered:  # else it would stand in the midst of the screen
        _say_what_was_left_out(report, ranges=ranges, seconds=seconds)
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
            say(f"PICTURE     {line}")
        for line in written:
            say(f"TABLE       {line}")
    if answered:
        _say_what_was_left_out(report, ranges=ranges, seconds=seconds)


def _draw(report: Report, folder: Path) -> list[str]:
    """Write its pictures; their paths, or why there is none."""
    from intercity.pictures import write_pictures

    with warnings.catch_warnings(record=True) as heard:
        drawn = write_pictures(report, folder)
    for sentence in dict.fromkeys(str(warning.message) for warning in heard):
        complain(f"warning: {sentence}")
    return drawn


def _write_tables(report: Report, csv: Path | None, xlsx: Path | None) -> list[str]:
    """Write its tables; their paths."""
    from intercity.report.table_files import write_tables
    from intercity.report.tables import tables

    return write_tables(partial(tables, report), csv, xlsx)


def _report_of(
    scenario: Scenario,
    *,
    ranges: bool,
    seconds: float | None = None,
    begun: Callable[[Report], None] | None = None,
) -> Report:
    """The check-up, announced where it takes long, with progress at a terminal."""
    from intercity.checkup.check_up import check_up

    if seconds is not None and not 0 < seconds < math.inf:
        raise wrong("--seconds", f"{seconds:g}", "above 0; left out, the work is limited")
    with of_file(scenario.path):
        _announce(scenario, ranges=ranges)
    with of_file(scenario.path), progress() as tell:
        return check_up(
            scenario,
            ranges=ranges,
            progress=partial(tell, "assumed numbers"),
            begun=begun,
            processes=min(2, os.cpu_count() or 1),
            seconds=math.inf if seconds is None else seconds,
        )


def _say_what_was_left_out(report: Report, *, ranges: bool, seconds: float | None) -> None:
    """Of many cities: that numbers were not moved, or that searches ended early."""
    from intercity.region.effort import MOST, tabled

    if tabled(report.context.region.production):
        return
    if ranges:
        complain(
            f"Numbers are not moved in their ranges among more than {MOST} cities: change one "
            "in the file and check again, or check a file of fewer cities."
        )
    if seconds is not None:
        told = f"Searches ended after {seconds:g} seconds at most: answers may be bounds"
        complain(f"{told}, and not the same from run to run.")


def _announce(scenario: Scenario, *, ranges: bool) -> None:
    """Say what the groups of many cities will take, before it is begun."""
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.region.effort import ANNOUNCED, effort_of, tabled

    production = Context(scenario, Recorder()).region.production
    if production is None or not tabled(production):
        return
    if len(production.cities) >= ANNOUNCED:
        from intercity.checkup.sensitivity import movable

        numbers = len(movable(scenario)) if ranges else 0
        sys.stderr.write(f"{effort_of(production).announcement(numbers)}\n")


def _require_excel(file: Path | None, *read: Path) -> None:
    """Refuse what cannot be an Excel file, before the work is done."""
    if file is None:
        return
    from intercity.report.table_files import require_openpyxl

    require_file(file, "--xlsx", ".xlsx")
    require_other(file, "--xlsx", *read)
    require_openpyxl()


@app.command("report")
def _report_page(
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
    from intercity.page import report_page
    from intercity.scenario_file import load_scenario

    _require_page(output, file)
    scenario = load_scenario(file)
    found = _report_of(scenario, ranges=not no_ranges)
    _say_what_was_left_out(found, ranges=not no_ranges, seconds=None)
    with of_file(file):
        package = None if no_amend else _package(found)
        text = report_page(found, package)
    write_file(output, text)
    say(f"wrote {output} ({len(text.encode('utf-8')) / 1000:.0f} kB)")


def _package(report: Report) -> Package | None:
    """What to sign, where checks of the deal fail; it says that it searches."""
    from games.errors import InvalidInput
    from intercity.page.package import Package
    from intercity.region.effort import MOST, tabled

    failing = [
        found
        for found in report.findings
        if found.verdict == "fails" and (found.topic.of_the_deal or found.topic.signed)
    ]
    if report.context.compact is None or not failing:
        return None
    if not tabled(report.context.region.production):
        complain(
            f"What to sign is not searched among more than {MOST} cities: the repairs of checks "
            "are in the report, and intercity amend takes a file of the deal's members alone."
        )
        return None
    from intercity.amendment import amend as amended

    complain("Checks fail: searching what to sign (--no-amend leaves it out) ...")
    try:
        with progress():
            return amended(report.scenario).package
    except InvalidInput:  # it cannot be carried out, whatever is changed
        return Package()


@app.command()
def compare(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Two scenarios or more.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PAGE.html", help="Write it as a page.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Also write its tables, as CSV files.")
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Also write them as one Excel file, a sheet each."),
    ] = None,
) -> None:
    """Scenarios side by side: who gains, what stands or fails, what differs in the files."""
    from intercity.comparison import Comparison, comparable, names_of_files
    from intercity.comparison_tables import comparison_tables
    from intercity.report.table_files import write_tables
    from intercity.scenario_file import load_scenario

    given = (
        ("--json", as_json),
        ("--output", output is not None),
        ("--csv", csv is not None),
        ("--xlsx", xlsx is not None),
    )
    chosen = [name for name, one in given if one]
    if len(chosen) > 1:
        raise wrong("the choice of output", " ".join(chosen), "one of them at a time")
    if output is not None:
        _require_page(output, *files)
    _require_excel(xlsx, *files)
    scenarios = [load_scenario(file) for file in files]
    named = dict(zip(names_of_files(files), scenarios, strict=True))
    comparable(named)
    found = Comparison({name: _report_of(one, ranges=False) for name, one in named.items()})
    if output is not None:
        write_file(output, found.to_html())
        say(f"wrote {output}")
        return
    written = write_tables(partial(comparison_tables, found), csv, xlsx)
    if as_json:
        print_json(found.to_json())
    else:
        print_text(str(found))
    for line in written:
        say(f"TABLE       {line}")


app.command("numbers")(numbers)
app.command("sweep")(sweep)
app.command("map")(map_of_two)
app.command("paths")(paths)


@app.command()
def amend(  # noqa: PLR0917 - typer calls it, by name
    file: File,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="NEW.toml", help="Write the amended scenario."),
    ] = None,
    aim: Annotated[
        str,
        typer.Option(
            metavar="AIM",
            help='What is best: "least change" (the least money moved), "equal gains" (the best '
            'for whoever gains least), "Kalai-Smorodinsky", "Nash" or "least outside money".',
        ),
    ] = "least change",
    outside: Annotated[
        str,
        typer.Option(metavar="HELP", help='Help from outside, as needed: "none", "loan", "grant".'),
    ] = "none",
    write_lp: Annotated[
        Path | None,
        typer.Option(metavar="FILE.lp", help="Also write its linear program, as .lp or .mps."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """The smallest change that is found under which a deal's checks stand; before and after."""
    from games.errors import InvalidInput
    from intercity.amendment import OUTSIDE
    from intercity.amendment import amend as amended
    from intercity.amendment.aim import aim_of
    from intercity.scenario_file import load_scenario

    try:
        aim_of(aim)
    except InvalidInput as error:
        raise wrong("--aim", aim, error.right) from None
    if outside not in OUTSIDE:
        raise wrong("--outside", outside, " or ".join(f'"{one}"' for one in OUTSIDE))
    if output is not None:
        require_file(output, "--output", ".toml")
        require_new(output)
    if write_lp is not None:
        require_file(write_lp, "--write-lp", ".lp", ".mps")
        require_other(write_lp, "--write-lp", file)
    scenario = load_scenario(file)
    with of_file(file):
        _announce(scenario, ranges=False)
    with of_file(file), progress():
        found = amended(scenario, aim=aim, outside=outside)
    files = {} if output is None else {output: found.text}
    if write_lp is not None:
        from intercity.program_file import as_text
        from solvers.linear_program import to_pulp

        problem = to_pulp(found.program, "amended deal")
        files[write_lp] = as_text(problem, write_lp.suffix.lower())
    write_together(files)
    if as_json:
        print_json(found.to_json())
    else:
        print_text(str(found))
    if output is not None:
        say(f"wrote {output}; next: intercity check {output}")


def _require_page(output: Path, *read: Path) -> None:
    """Refuse what cannot be a page, before the work is done."""
    require_file(output, "--output", ".html", ".htm")
    require_other(output, "--output", *read)


@app.command()
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
    from intercity.page import AlteredPage, refuse_altered
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
    except AlteredPage as error:
        reason = f"{error}."
    if reason:
        complain(printable(f"{report}: refused. {reason}"))
        raise typer.Exit(1)
    for unproven in outcome.unproven:
        say(f"not proven: {unproven}")
    print_text(_rechecked(outcome.claims, outcome.checked))
    if changed is not None:  # it has no ranges: each certificate was replayed once
        told = _rechecked(changed.claims, len(changed.certificates.entries))
        print_text(f"of the deal with the changes to sign, {told}")


def _rechecked(claims: int, certificates: int) -> str:
    hold = "1 certificate holds" if certificates == 1 else f"{certificates} certificates hold"
    told = "the 1 claim" if claims == 1 else f"all {claims} claims"
    return f"{told} re-checked without a solver ({hold})"


@app.command()
def schema(
    report: Annotated[
        bool, typer.Option("--report", help="That of reports, as check --json prints them.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files: editors that know it complete and explain keys."""
    if report:
        from intercity.checkup.schema import report_schema

        print_json(report_schema())
        return
    from intercity.scenario_file import json_schema

    print_json(json_schema())


@app.command()
def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The scenario file to write.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="TABLE",
            help="From a table of worths or costs, or of cities and what they own (.xlsx or .csv).",
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The sheet of that table, of several.")
    ] = None,
    spreadsheet: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Write such tables, to be filled in."),
    ] = None,
) -> None:
    """Write a scenario to start from; an existing file is left alone."""
    if (file is None) == (spreadsheet is None) or (spreadsheet is not None and table is not None):
        given = " ".join(
            name
            for name, one in (("FILE", file), ("--from", table), ("--spreadsheet", spreadsheet))
            if one is not None
        )
        from games.errors import Told

        found = Told(given or "missing")
        raise wrong("what to write", found, "FILE, FILE --from TABLE, or --spreadsheet FILE.xlsx")
    if sheet is not None and table is None:
        raise wrong("--sheet", sheet, "given beside --from")
    if spreadsheet is not None:
        require_file(spreadsheet, "--spreadsheet", ".xlsx")
        require_new(spreadsheet)
        from intercity.spreadsheet.template import template

        write_file(spreadsheet, template())
        then = f"intercity new FILE --from {spreadsheet} --sheet worths (or cities)"
        say(f"wrote {spreadsheet}; fill it in, then: {then}")
    elif file is not None:
        require_new(file)
        write_file(file, _starter() if table is None else _from_table(table, sheet, file))
        say(f"wrote {file}; next: intercity check {file}")


def _starter() -> str:
    """A commented two-city scenario."""
    from importlib.resources import files

    return files("intercity").joinpath("starter.toml").read_text(encoding="utf-8")


def _from_table(table: Path, sheet: str | None, file: Path) -> str:
    """The scenario of a table, which is a scenario that is read."""
    from intercity.scenario_file import parse_scenario
    from intercity.spreadsheet.from_table import scenario_from_table

    text = scenario_from_table(table, sheet)
    parse_scenario(text, file)
    return text
