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

import json
import math
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

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
    print_json,
    print_report,
    print_text,
    progress,
    ready_output,
    say,
)

if TYPE_CHECKING:
    from games.errors import InvalidInput
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.page.package import Package
    from intercity.report import Report
    from intercity.scenario.scenario import Scenario

__all__ = ["app", "main"]

INTERRUPTED = 130
"""The exit code of what is stopped by Ctrl-C."""
BOXES = 512
"""So many boxes are looked at to say where the conclusion on paths holds: a minute or two."""

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

File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file (TOML).")]

NoRanges = Annotated[
    bool,
    typer.Option(
        "--no-ranges",
        help="Do not move assumed numbers in their ranges, which takes most of the time.",
    ),
]


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line, and leave with its exit code."""
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


def _wrong(place: str, value: str, expected: str) -> InvalidInput:
    from games.errors import InvalidInput  # numpy comes with it, and --help need not wait

    return InvalidInput(place, value, expected)


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
        raise _wrong("the choice of output", " ".join(chosen), "one of them at a time")

    from intercity.scenario_file import load_scenario

    if write_lp is not None:
        suffix = write_lp.suffix.lower()
        if suffix not in {".lp", ".mps"}:
            raise _wrong("--write-lp", str(write_lp), "a file that ends in .lp or .mps")
        require_other(write_lp, "--write-lp", file)
        scenario = load_scenario(file)
        from intercity.program_file import program_text

        with _of_file(file):
            text = program_text(scenario, suffix)
        write_file(write_lp, text)
    elif write_model is not None:
        scenario = load_scenario(file)
        require_other(write_model, "--write-model", file)

        from intercity.equations import model_text

        with _of_file(file):
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


@contextmanager
def _of_file(file: Path) -> Iterator[None]:
    """Say of which file's numbers a game was refused."""
    from games.errors import IntercityError
    from intercity.scenario.errors import ScenarioError

    try:
        yield
    except ScenarioError:
        raise
    except IntercityError as error:
        raise IntercityError(f"{file}: {error}") from None


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
    from intercity.findings.checks import CHECKS
    from intercity.report import check_named
    from intercity.report.tables import tables

    if explained is not None:  # before the work, not after it
        explained = check_named(explained, list(CHECKS))
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()  # before the work, not after it
    _require_excel(xlsx, scenario.path)
    report = _report_of(scenario, ranges=ranges, seconds=seconds)
    if as_json:
        print_json(report.to_json())
    elif verify:
        from intercity.stored_report import verify_apart

        raise typer.Exit(verify_apart(scenario.path, json_text(report.to_json())))
    else:
        from intercity.pictures import write_pictures
        from intercity.report.table_files import write_tables

        with warnings.catch_warnings(record=True) as heard:
            drawn = [] if pictures is None else write_pictures(report, pictures)
        for sentence in dict.fromkeys(str(warning.message) for warning in heard):
            complain(f"warning: {sentence}")
        written = write_tables(partial(tables, report), csv, xlsx)
        print_report(report, full=full, explained=explained)
        for line in drawn:
            say(f"PICTURE     {line}")
        for line in written:
            say(f"TABLE       {line}")


def _report_of(scenario: Scenario, *, ranges: bool, seconds: float | None = None) -> Report:
    """The check-up, announced where it takes long, with progress at a terminal."""
    from intercity.checkup.check_up import check_up

    if seconds is not None and not 0 < seconds < math.inf:
        raise _wrong("--seconds", f"{seconds:g}", "above 0; left out, the work is limited")
    with _of_file(scenario.path):
        _announce(scenario, ranges=ranges)
    with _of_file(scenario.path), progress() as tell:
        report = check_up(
            scenario,
            ranges=ranges,
            progress=partial(tell, "assumed numbers"),
            processes=min(2, os.cpu_count() or 1),
            seconds=math.inf if seconds is None else seconds,
        )
    _say_what_was_left_out(report, ranges=ranges, seconds=seconds)
    return report


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
    from intercity.checkup.sensitivity import movable
    from intercity.proofs import Recorder
    from intercity.region.effort import ANNOUNCED, effort_of, tabled
    from intercity.topics.registry import context_of

    production = context_of(scenario, Recorder()).region.production
    if production is None or not tabled(production):
        return
    if len(production.cities) >= ANNOUNCED:
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


@app.command("paths")
def _paths(  # noqa: PLR0917 - typer calls it, by name
    file: File,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON, with its certificates.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Re-check every certificate without a solver.")
    ] = False,
    no_grid: Annotated[
        bool, typer.Option("--no-grid", help="Leave out the grid of two numbers.")
    ] = False,
    ends: Annotated[
        bool,
        typer.Option("--ends", help="Also move each assumed number to both ends of its range."),
    ] = False,
    mapped: Annotated[
        bool,
        typer.Option(
            "--map",
            help="In place of the grid, where the conclusion holds: proven for whole areas.",
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="A picture of the map: .png or .svg."),
    ] = None,
) -> None:
    """Paths by which innovation could reach small cities, side by side, from the table paths."""
    from intercity.scenario_file import load_scenario
    from intercity.topics.paths.side_by_side import paths, verify_paths

    if as_json and verify:
        raise _wrong("the choice of output", "--json --verify", "one of them at a time")
    if output is not None:
        if not mapped:
            raise _wrong("-o", "given without --map", "given with it, as the map is what it draws")
        _drawable(output, file)
    scenario = load_scenario(file)
    with _of_file(file):
        found = paths(scenario, grid=not (no_grid or verify or mapped), ends=ends)
        checked = verify_paths(scenario, json.loads(json_text(found.to_json()))) if verify else 0
        if mapped:
            with progress():
                region = _conclusion_map(scenario)
                if verify:
                    _verify_map(region, scenario)
    if mapped and output is not None:
        _draw_map(region, scenario, output)
    if as_json:
        print_json(found.to_json() | ({"map": region.to_json()} if mapped else {}))
        return
    print_text(f"{found}\n\n{region}" if mapped else str(found))
    if output is not None:
        say(f"PICTURE     {output}")
    if verify:
        boxes = f"; so do the proofs of {len(region.boxes)} boxes" if mapped else ""
        say(f"VERIFIED    {checked} certificates, and every figure above follows from them{boxes}")


def _conclusion_map(scenario: Scenario) -> ProofMap:
    """Where the two numbers of the grid may be for the conclusion on paths to hold."""
    from games.errors import InvalidInput, Told
    from intercity.map_of_proof.proof_map import proof_map
    from intercity.topics.paths.section import Paths

    given = scenario.section(Paths)
    if given is None or given.grid is None:
        right = "given: it names the two numbers of the map"
        raise InvalidInput("[paths.grid]", Told("missing"), right)
    keys = given.grid.across, given.grid.down
    return proof_map(scenario, *keys, check="paths", most_boxes=BOXES)


def _verify_map(found: ProofMap, scenario: Scenario) -> None:
    """Work the map out again from what would be written of it."""
    type(found).from_json(json.loads(json_text(found.to_json()))).verify(scenario)


def _drawable(output: Path, file: Path) -> None:
    """That a picture can be drawn and written there."""
    from intercity.pictures import require_matplotlib

    require_matplotlib()
    require_file(output, "-o", ".png", ".svg")
    require_other(output, "-o", file)


def _draw_map(found: ProofMap, scenario: Scenario, output: Path) -> None:
    from io import BytesIO

    from intercity.map_of_proof.picture import proof_map_picture

    drawn = BytesIO()
    proof_map_picture(found, scenario).savefig(drawn, format=output.suffix[1:].lower())
    write_file(output, drawn.getvalue())


@app.command("map")
def _map(  # noqa: PLR0917 - typer calls it, by name
    file: File,
    over: Annotated[
        list[str],
        typer.Option("--over", metavar="KEY", help="An assumed number; given twice."),
    ],
    check_name: Annotated[str, typer.Option("--check", metavar="NAME", help="The check.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A picture: .png or .svg.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON, with its proofs.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Work its proofs out again without a solver.")
    ] = False,
) -> None:
    """Where two numbers may be, in their ranges, for a check to hold: all of it proven."""
    from intercity.scenario_file import load_scenario

    if as_json and verify:
        raise _wrong("the choice of output", "--json --verify", "one of them at a time")
    if len(over) != 2:
        from games.errors import Told

        given = "once" if len(over) == 1 else f"{len(over)} times"
        raise _wrong("--over", Told(f"given {given}"), "given twice, once for each number")
    if output is not None:
        _drawable(output, file)
    scenario = load_scenario(file)
    from intercity.map_of_proof.proof_map import proof_map

    with _of_file(file), progress():
        found = proof_map(scenario, *over, check=check_name)
        if verify:
            _verify_map(found, scenario)
    if output is not None:
        _draw_map(found, scenario, output)
    if as_json:
        print_json(found.to_json())
        return
    print_text(str(found))
    if output is not None:
        say(f"PICTURE     {output}")
    if verify:
        say(_boxes_verified(found))


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
    with _of_file(file):
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
        raise _wrong("the choice of output", " ".join(chosen), "one of them at a time")
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


@app.command()
def numbers(file: File) -> None:
    """List the numbers of a scenario by key: value, range or source. These keys are swept."""
    from intercity.report.numbers import numbers_text
    from intercity.scenario_file import load_scenario

    print_text(numbers_text(load_scenario(file)))


@app.command("sweep")
def _sweep(  # noqa: PLR0917 - typer calls it, by name
    file: File,
    over: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUES",
            help="A number, and its values: low:high:n (an end left out is that of its own range), "
            "or a list, 0.1,0.2,0.4. Again for each further number.",
        ),
    ] = None,
    design: Annotated[
        str,
        typer.Option(
            metavar="DESIGN",
            help="How they are put together: grid (each with each), zip (side by side), lhs (Latin "
            "hypercube), sobol; or a table of points, as a CSV file with a column for each key.",
        ),
    ] = "grid",
    checks: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help='The checks to ask, as --checks "terms,hold-up".'),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Keep it there; go on with what is there."
        ),
    ] = None,
    backend: Annotated[
        str | None,
        typer.Option(
            metavar="N|ADDRESS",
            help="In N processes (else one a processor), or on the Dask cluster at tcp://host:port.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Chooses the points of lhs and sobol.")] = 0,
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Also draw where each check stands and fails."),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Also write verdicts and margins as a table."),
    ] = None,
    verdicts: Annotated[
        bool | None,
        typer.Option(
            "--verdicts/--figures",
            help="Verdicts alone: points where a map of two numbers proves them need no check-up. "
            "Or margins and facts, too. Left out: figures where they are kept or drawn.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """What checks find where several numbers are moved at once: needs intercity[sweep]."""
    from intercity.scenario_file import load_scenario
    from intercity.sweeps.english import time_left
    from intercity.sweeps.sweep import sweep

    table = Path(design) if design.lower().endswith(".csv") else None
    if table is None and not over:
        from games.errors import MISSING

        right = "given, as KEY=low:high:n (intercity numbers FILE lists keys)"
        raise _wrong("--over", MISSING, right)
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()  # before the work, not after it
    if csv is not None:
        require_file(csv, "--csv", ".csv")
        require_other(csv, "--csv", file, *([] if table is None else [table]))
    margins_drawn = pictures is not None and (table is not None or len(over or []) == 1)
    kept_or_drawn = output is not None or csv is not None or margins_drawn
    scenario = load_scenario(file)
    with progress() as tell:
        found = sweep(
            scenario,
            _values_by_key(over or []) or None,
            design=design if table is None else table,
            checks=None if checks is None else [name.strip() for name in checks.split(",")],
            backend=int(backend) if backend is not None and backend.isdecimal() else backend,
            output=output,
            seed=seed,
            figures=kept_or_drawn if verdicts is None else not verdicts,
            progress=lambda done, of, left: tell(f"runs{time_left(left)}", done, of),
        )
    if csv is not None:
        from intercity.report.table_files import as_csv

        write_file(csv, as_csv(found.verdict_table()))
    drawn = []
    if pictures is not None:
        from intercity.sweeps.picture import write_phase_diagrams

        drawn = write_phase_diagrams(found, pictures)
    print_text(str(found))
    for line in drawn:
        say(f"PICTURE     {line}")
    if csv is not None:
        say(f"TABLE       {csv}")


def _values_by_key(over: list[str]) -> dict[str, str]:
    """What each --over says, by key."""
    found: dict[str, str] = {}
    for one in over:
        key, equals, values = one.rpartition("=")
        if not equals or not key.strip():
            raise _wrong("--over", one, "KEY=low:high:n, or KEY=0.1,0.2,0.4")
        if key.strip() in found:
            raise _wrong("--over", one, f"one for each number: {key.strip()} is there twice")
        found[key.strip()] = values
    return found


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
        raise _wrong("--aim", aim, error.right) from None
    if outside not in OUTSIDE:
        raise _wrong("--outside", outside, " or ".join(f'"{one}"' for one in OUTSIDE))
    if output is not None:
        require_file(output, "--output", ".toml")
        require_new(output)
    if write_lp is not None:
        require_file(write_lp, "--write-lp", ".lp", ".mps")
        require_other(write_lp, "--write-lp", file)
    scenario = load_scenario(file)
    with _of_file(file):
        _announce(scenario, ranges=False)
    with _of_file(file), progress():
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
        with _of_file(file):
            region(scenario)  # what is wrong with the file is no fault of the report
        if isinstance(given, dict) and "map" in given and "boxes" in given:
            _verify_stored_map(given, scenario, report)
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


def _verify_stored_map(given: Any, scenario: Scenario, report: Path) -> None:
    """Work a stored map out again; exit code 1 where it is not so."""
    from games.printable import printable
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.proofs import NotProven

    try:
        with progress():
            found = ProofMap.from_json(given)
            found.verify(scenario)
    except NotProven as error:
        complain(printable(f"{report}: refused. {error}"))
        raise typer.Exit(1) from None
    say(_boxes_verified(found))


def _boxes_verified(found: ProofMap) -> str:
    count = len(found.boxes)
    return f"VERIFIED    the proofs of {count} box{'' if count == 1 else 'es'}, without solvers"


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
        raise _wrong("what to write", found, "FILE, FILE --from TABLE, or --spreadsheet FILE.xlsx")
    if sheet is not None and table is None:
        raise _wrong("--sheet", sheet, "given beside --from")
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
