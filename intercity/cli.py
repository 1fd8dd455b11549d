"""The command line: read a scenario file, say what stands and what fails, prove it.

    intercity new FILE                 write a two-city scenario to start from; with --from TABLE,
                                       from a spreadsheet
    intercity check FILE               the check-up; with --pictures FOLDER, drawn too; with --csv
                                       FOLDER or --xlsx FILE, its tables
    intercity report FILE -o PAGE.html the check-up as one page, to be printed and handed on
    intercity compare FILE FILE ...    scenarios side by side
    intercity paths FILE               ways to bring innovation to small cities, side by side
    intercity verify FILE REPORT       re-check a report (JSON or page) without a solver
    intercity schema                   the JSON Schema of scenario files, for editors

Exit codes: 0, done; 1, ``verify`` refuses the report; 2, something is wrong with the input, each
in a sentence on stderr; 3, the output could not be written (a full disk, a closed pipe), in a
sentence too; 130, stopped by Ctrl-C.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    import pulp

    from games.errors import InvalidInput
    from games.production import LinearProductionGame
    from intercity.report import Report
    from intercity.report.tables import Table
    from intercity.scenario.scenario import Scenario
    from solvers.progress import Listener

__all__ = ["app", "main"]

INTERRUPTED = 130
"""The exit code of what is stopped by Ctrl-C."""

FIRST, THEN = 1, 5
"""Seconds until a word of progress, and between two of them."""

# click's class in some versions of typer, typer's own in others
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

NO_OUTPUT = 3
"""The exit code where the output cannot be written."""
NARROWEST = 60
"""Columns that a report has, even where a terminal or ``COLUMNS`` says fewer."""

app = typer.Typer(
    help="Deals between cities: what they are worth, who can walk out, what would repair them. "
    "Exit codes: 0, done; 1, verify refuses the report; 2, wrong input; 3, the output could not be "
    "written; 130, stopped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

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
    _ready_output()
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except ValueError as error:
        from games.errors import IntercityError

        if not isinstance(error, IntercityError):
            raise
        code = _refuse(str(error))
    except _UsageError as error:
        said = str(getattr(error, "format_message", error.__str__)()).rstrip(".?")
        said = said.replace(". Did you", ": did you")
        code = _refuse(f"intercity: {said} (see intercity --help).") if said else 2
    except (OSError, SystemExit) as error:  # the latter is click's answer to a closed pipe
        why = _reason(error) if isinstance(error, OSError) else "broken pipe"
        _refuse(f"intercity: the output could not be written ({why}).")
        _discard(sys.stdout)
        code = NO_OUTPUT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:  # some versions of typer return it themselves
        _deaf_to_interrupts()  # a second one changes nothing
        _refuse("Stopped before the end, as asked.")
    sys.exit(code if isinstance(code, int) else 0)


def _deaf_to_interrupts() -> None:
    import signal

    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _ready_output() -> None:
    """Make closed outputs fail when they are written to, and others take any name and width."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the lowest number that is free is the next that is opened
            os.open(os.devnull, os.O_RDONLY if number < 2 else os.O_WRONLY)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    for name, least in (("COLUMNS", NARROWEST), ("LINES", 1)):  # Rich reads both
        given = os.environ.pop(name, "")
        if re.fullmatch("[0-9]{1,4}", given) and int(given):
            os.environ[name] = str(max(int(given), least))


def _reason(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def _wrong(place: str, value: str, expected: str) -> InvalidInput:
    from games.errors import InvalidInput  # numpy comes with it, and --help need not wait

    return InvalidInput(place, value, expected)


def _refuse(sentences: str) -> int:
    """Each sentence on a line of its own."""
    from games.printable import printable

    lines = [printable(" ".join(sentence.split())) for sentence in sentences.splitlines()]
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # nobody can be told
        _discard(sys.stderr)
    return 2


def _discard(output: TextIO) -> None:
    """What is left in an output that takes no more has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _print_text(f"intercity {version('intercity')}")
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
        _require_other(write_lp, "--write-lp", file)
        scenario = load_scenario(file)
        with _of_file(file):
            text = _program_text(scenario, suffix)
        _write(write_lp, text)
    elif write_model is not None:
        scenario = load_scenario(file)
        _require_other(write_model, "--write-model", file)

        from intercity.equations import model_text

        with _of_file(file):
            text = model_text(scenario)
        _write(write_model, text)
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
) -> None:
    from intercity.findings.checks import CHECKS
    from intercity.report import check_named

    if explained is not None:  # before the work, not after it
        explained = check_named(explained, list(CHECKS))
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()  # before the work, not after it
    if xlsx is not None:
        from intercity.report.table_files import require_openpyxl

        _require_file(xlsx, "--xlsx", ".xlsx")
        _require_other(xlsx, "--xlsx", scenario.path)
        require_openpyxl()
    report = _report_of(scenario, ranges=ranges)
    if as_json:
        _say_json(report.to_json())
    elif verify:
        raise typer.Exit(_verify_apart(scenario.path, _json(report.to_json())))
    else:
        with warnings.catch_warnings(record=True) as heard:
            drawn = [] if pictures is None else _draw(report, pictures)
        for sentence in dict.fromkeys(str(warning.message) for warning in heard):
            _refuse(f"warning: {sentence}")
        written = _tables(report, csv, xlsx)
        _print(report, full=full, explained=explained)
        for line in drawn:
            _say(f"PICTURE     {line}")
        for line in written:
            _say(f"TABLE       {line}")


def _report_of(scenario: Scenario, *, ranges: bool) -> Report:
    """The check-up, announced where it takes long, with progress at a terminal."""
    from intercity.checkup.check_up import check_up

    with _of_file(scenario.path):
        _announce(scenario, ranges=ranges)
    with _of_file(scenario.path), _progress() as tell:
        return check_up(
            scenario,
            ranges=ranges,
            progress=partial(tell, "assumed numbers"),
            processes=min(2, os.cpu_count() or 1),
        )


def _announce(scenario: Scenario, *, ranges: bool) -> None:
    """Say what the groups of many cities will take, before it is begun."""
    from intercity.checkup.sensitivity import movable
    from intercity.proofs import Recorder
    from intercity.region.effort import ANNOUNCED, effort_of, refuse_too_many
    from intercity.topics.registry import context_of

    production = context_of(scenario, Recorder()).region.production
    refuse_too_many(production)
    if production is not None and len(production.cities) >= ANNOUNCED:
        numbers = len(movable(scenario)) if ranges else 0
        sys.stderr.write(f"{effort_of(production).announcement(numbers)}\n")


def _tables(report: Report, folder: Path | None, file: Path | None) -> list[str]:
    """Write the tables of a report where they are asked for; the paths."""
    if folder is None and file is None:
        return []
    from intercity.report.table_files import as_workbook
    from intercity.report.tables import tables

    found = tables(report)
    if file is not None:
        _write(file, as_workbook(found))
        return [str(file)]
    return _write_csv(folder or Path(), found)


def _write_csv(folder: Path, tables: tuple[Table, ...]) -> list[str]:
    """A file for each table that has rows; the paths."""
    from intercity.report.table_files import as_csv

    found = {f"{table.name}.csv": as_csv(table) for table in tables if table.rows}
    _write_into(folder, found)
    return [str(folder / name) for name in found]


def _draw(report: Report, folder: Path) -> list[str]:
    """Write the pictures that a scenario has; their paths, or why there is none."""
    from games.errors import Undefined
    from intercity.pictures import pictures_of, png

    available = pictures_of(report)
    if not available:  # the report is worth having all the same
        drawn = "of three cities, of a deal that hands something over, of [subsidies] and [pairing]"
        return [f"none is drawn of this scenario: there are pictures {drawn}"]
    found, told = {}, []
    for name, picture in available.items():
        try:
            found[f"{name}.png"] = png(picture())
            told.append(str(folder / f"{name}.png"))
        except Undefined as error:
            told.append(f"no {name}.png: {error}")
    _write_into(folder, found)
    return told


@app.command("paths")
def _paths(
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
) -> None:
    """Paths by which innovation could reach small cities, side by side: needs [paths]."""
    from intercity.scenario_file import load_scenario
    from intercity.topics.paths.side_by_side import paths, verify_paths

    if as_json and verify:
        raise _wrong("the choice of output", "--json --verify", "one of them at a time")
    scenario = load_scenario(file)
    with _of_file(file):
        found = paths(scenario, grid=not (no_grid or verify), ends=ends)
        checked = verify_paths(scenario, json.loads(_json(found.to_json()))) if verify else 0
    if as_json:
        _say_json(found.to_json())
        return
    _print_text(str(found))
    if verify:
        _say(f"VERIFIED    {checked} certificates, and every figure above follows from them")


@app.command("report")
def _report_page(
    file: File,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PAGE.html", help="The page to write.")
    ],
    no_ranges: NoRanges = False,
) -> None:
    """Write the check-up as one page: for any browser, for print, and to be verified by readers."""
    from intercity.page import report_page
    from intercity.scenario_file import load_scenario

    _require_page(output, file)
    scenario = load_scenario(file)
    found = _report_of(scenario, ranges=not no_ranges)
    with _of_file(file):
        text = report_page(found)
    _write(output, text)
    _say(f"wrote {output} ({len(text.encode('utf-8')) / 1000:.0f} kB)")


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
) -> None:
    """Scenarios side by side: who gains, what stands or fails, what differs in the files."""
    from intercity.comparison import Comparison, comparable
    from intercity.scenario_file import load_scenario

    given = (("--json", as_json), ("--output", output is not None), ("--csv", csv is not None))
    chosen = [name for name, one in given if one]
    if len(chosen) > 1:
        raise _wrong("the choice of output", " ".join(chosen), "one of them at a time")
    if output is not None:
        _require_page(output, *files)
    scenarios = [load_scenario(file) for file in files]
    named = dict(zip(_named(files), scenarios, strict=True))
    comparable(named)
    found = Comparison({name: _report_of(one, ranges=False) for name, one in named.items()})
    if output is not None:
        _write(output, found.to_html())
        _say(f"wrote {output}")
        return
    written: list[str] = []
    if csv is not None:
        from intercity.comparison import comparison_tables

        written = _write_csv(csv, comparison_tables(found))
    if as_json:
        _say_json(found.to_json())
    else:
        _print_text(str(found))
    for line in written:
        _say(f"TABLE       {line}")


def _named(files: list[Path]) -> list[str]:
    """As much of each file's path as tells it apart."""
    from games.printable import printable

    if len({file.absolute() for file in files}) < len(files):
        raise _wrong("a file to compare", "given twice", "given once")
    stems = [[*file.absolute().parts[:-1], file.stem] for file in files]
    whole = [list(file.absolute().parts) for file in files]
    names = [["/".join(one[-steps:]) for one in stems] for steps in range(1, 9)]
    names += [["/".join(one) for one in whole]]
    found = next(one for one in names if len(set(one)) == len(files))
    return list(map(printable, found))


def _require_page(output: Path, *read: Path) -> None:
    """Refuse what cannot be a page, before the work is done."""
    _require_file(output, "--output", ".html", ".htm")
    _require_other(output, "--output", *read)


def _require_file(file: Path, option: str, *endings: str) -> None:
    """Refuse what cannot be such a file, before the work is done."""
    if file.suffix.lower() not in endings:
        raise _wrong(option, str(file), f"a file that ends in {endings[0]}")
    if file.is_dir():
        raise _wrong(option, str(file), "a file, not a folder")
    if not file.absolute().parent.is_dir():
        raise _wrong(option, str(file), "a file in a folder that exists")


def _require_other(output: Path, option: str, *read: Path) -> None:
    """Refuse to write over what is read."""
    if output.resolve() in {file.resolve() for file in read}:
        raise _wrong(option, str(output), "another file than the scenario")


@app.command()
def verify(
    file: File,
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT", help="A report, from check --json, or a page, from report."
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

    try:
        given, page = _read_report(report)
        with _of_file(file):
            region(scenario)  # what is wrong with the file is no fault of the report
        with _progress():
            outcome = verify_report(scenario, given)
            if outcome.report is not None and page is not None:
                refuse_altered(page, outcome.report)
        reason = outcome.reason
    except AlteredPage as error:
        reason = f"{error}."
    if reason:
        _refuse(printable(f"{report}: refused. {reason}"))
        raise typer.Exit(1)
    for unproven in outcome.unproven:
        _say(f"not proven: {unproven}")
    hold = "1 certificate holds" if outcome.checked == 1 else f"{outcome.checked} certificates hold"
    claims = "the 1 claim" if outcome.claims == 1 else f"all {outcome.claims} claims"
    _print_text(f"{claims} re-checked without a solver ({hold})")


@app.command()
def schema(
    report: Annotated[
        bool, typer.Option("--report", help="That of reports, as check --json prints them.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files: editors that know it complete and explain keys."""
    if report:
        from intercity.checkup.schema import report_schema

        _say_json(report_schema())
        return
    from intercity.scenario_file import json_schema

    _say_json(json_schema())


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
        _require_file(spreadsheet, "--spreadsheet", ".xlsx")
        _require_new(spreadsheet)
        from intercity.spreadsheet.template import template

        _write(spreadsheet, template())
        then = f"intercity new FILE --from {spreadsheet} --sheet worths (or cities)"
        _say(f"wrote {spreadsheet}; fill it in, then: {then}")
    elif file is not None:
        _require_new(file)
        _write(file, _starter() if table is None else _from_table(table, sheet, file))
        _say(f"wrote {file}; next: intercity check {file}")


def _require_new(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise _wrong("the file to write", str(file), "one that does not exist yet")


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


def _program_text(scenario: Scenario, suffix: str) -> str:
    """The program of the grand coalition, as PuLP writes it."""
    import tempfile

    from games.errors import Told
    from intercity.region.games import region

    game = region(scenario).production
    if game is None:
        raise _wrong(
            "[resources]", Told("missing"), "given, since a program is of resources and activities"
        )
    problem = _program(game)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"program{suffix}"
        if suffix == ".lp":
            problem.writeLP(str(file))
        else:  # without the section OBJSENSE, solvers would minimise
            problem.writeMPS(str(file), with_objsense=True)
        return file.read_text(encoding="utf-8")


def _program(game: LinearProductionGame) -> pulp.LpProblem:
    """All cities' program with its platforms as whole numbers, next to the activities."""
    from dataclasses import replace
    from fractions import Fraction

    from solvers.linear_program import to_pulp
    from solvers.production.coalition_program import coalition_program

    closed = coalition_program(game, game.cities)
    objective, bounds = dict(closed.objective), dict(closed.bounds)
    coefficients = {row.name: dict(row.coefficients) for row in closed.rows}
    openings = {platform.name: f"open {platform.name}" for platform in game.platforms}
    for platform in game.platforms:
        opened = coalition_program(game, game.cities, {platform.name: 1})
        name = openings[platform.name]
        objective[name], bounds[name] = -platform.cost, (Fraction(0), Fraction(platform.limit))
        for before, after in zip(closed.rows, opened.rows, strict=True):
            coefficients[before.name][name] = before.bound - after.bound
    rows = tuple(replace(row, coefficients=coefficients[row.name]) for row in closed.rows)
    whole = replace(closed, objective=objective, bounds=bounds, rows=rows)
    return to_pulp(whole, "all cities", integers=openings.values())


def _verify_apart(file: Path, report: str) -> int:
    """Run ``intercity verify`` in a process of its own, which never imported a solver."""
    import subprocess
    import tempfile

    # The child finds the package where this process did, and nothing that lies about in the
    # working directory.
    home = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "report.json"
        stored.write_text(report, encoding="utf-8")
        command = [sys.executable, "-P", "-m", "intercity", "verify", str(file), str(stored)]
        child = subprocess.run(  # noqa: S603 - this interpreter, this package
            command, env={**os.environ, "PYTHONPATH": paths}, check=False
        )
    return child.returncode


def _read_report(file: Path) -> tuple[Any, bytes | None]:
    """A report from its JSON, or from the page that carries it, which is then given too."""
    from games.errors import Told
    from games.limits import LARGEST_REPORT
    from games.strict_json import strict_json
    from intercity.files import NotAFile, read_file, why_unread
    from intercity.page import AlteredPage, report_in

    try:
        content = read_file(file, LARGEST_REPORT)
        carried = report_in(content)
        return (strict_json(content), None) if carried is None else (carried, content)
    except (NotAFile, OSError) as error:
        found = why_unread(error)
    except AlteredPage:
        raise
    except ValueError as error:
        found = f"no JSON ({error})"
    raise _wrong(
        str(file),
        Told(f"missing: {found}"),
        "a report, as check --json prints it, or a page, as intercity report writes it",
    )


def _say(line: str) -> None:
    """One line, whatever a name in it holds."""
    from games.printable import printable

    _print_text(printable(line))


def _print_text(text: str) -> None:
    """To stdout as its encoding can say it, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say_json(value: object) -> None:
    text = _json(value)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # JSON has escapes of its own
        text = json.dumps(json.loads(text), indent=2)
    _print_text(text)


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def _write(file: Path, content: str | bytes) -> None:
    """Write the whole file or nothing."""
    import tempfile

    from intercity.files import refuse_to_replace

    try:
        refuse_to_replace(file)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content.encode("utf-8") if isinstance(content, str) else content)
            umask = os.umask(0)
            os.umask(umask)
            Path(name).chmod(0o666 & ~umask)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = _reason(error)
        raise _wrong("the file to write", str(file), f"writable ({reason})") from None


def _write_into(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files into a folder, which is made if it is missing, or none of them."""
    import tempfile

    from intercity.files import refuse_to_replace

    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        for name in files:
            refuse_to_replace(folder / name)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".") as drafts:
            for name, content in files.items():
                (Path(drafts) / name).write_bytes(content)
            for name in files:
                (Path(drafts) / name).replace(folder / name)
    except OSError as error:
        reason = _reason(error)
        if made and folder.is_dir():
            folder.rmdir()
        raise _wrong(
            "the folder to write into", str(folder), f"one that can be written ({reason})"
        ) from None


def _print(report: Report, *, full: bool, explained: str | None) -> None:
    """What was asked for; where no terminal shows it, without the blanks that fill its lines."""
    from io import StringIO

    from rich.console import Console

    from intercity.report import WIDTH, explain, render

    if sys.stdout.isatty():
        console, text = Console(highlight=False, emoji=False), None
        console.width = max(console.width, NARROWEST)
    else:
        text = StringIO()
        width = None if "COLUMNS" in os.environ else WIDTH
        console = Console(file=text, width=width, highlight=False, emoji=False)
    if explained is not None:
        explain(report, explained, console)
    else:
        render(report, console, full=full)
    if text is not None:
        _print_text("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


@contextmanager
def _progress() -> Iterator[Listener]:
    """A line on stderr every few seconds, for whoever waits longer than one at a terminal."""
    import threading

    from solvers.progress import listening

    now, over = ["starting"], threading.Event()

    def tell(part: str, done: int, of: int) -> None:
        now[0] = f"{part}: {done:,} of {of:,}"

    def speak() -> None:
        pause = FIRST
        while not over.wait(pause):
            pause = THEN
            sys.stderr.write(f"{now[0]}\n")

    if sys.stderr.isatty():
        threading.Thread(target=speak, daemon=True).start()
    try:
        with listening(tell):
            yield tell
    finally:
        over.set()
