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
import itertools
import re
import sys
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from intercity.commands.amend import amend
from intercity.commands.check import check
from intercity.commands.compare import compare
from intercity.commands.explore import explore
from intercity.commands.map import map_of_two
from intercity.commands.new import new
from intercity.commands.numbers import numbers
from intercity.commands.paths import paths
from intercity.commands.report import report
from intercity.commands.schema import schema
from intercity.commands.sweep import sweep
from intercity.commands.verify import verify
from intercity.files import reason_of
from intercity.terminal import discard, print_error, print_text, ready_output

__all__ = ["app", "main"]

WRONG_INPUT = 2
"""The exit code where something is wrong with the input."""
INTERRUPTED = 130
"""The exit code of what is stopped by Ctrl-C."""
NO_OUTPUT = 3
"""The exit code where the output cannot be written."""

# click's class in some versions of typer, typer's own in others
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    help="Deals between cities: what they are worth, who can walk out, what would repair them. "
    "Exit codes: 0, done; 1, verify refuses the report; 2, wrong input; 3, the output could not be "
    "written; 130, stopped.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("check")(check)
app.command("report")(report)
app.command("compare")(compare)
app.command("numbers")(numbers)
app.command("sweep")(sweep)
app.command("map")(map_of_two)
app.command("paths")(paths)
app.command("amend")(amend)
app.command("verify")(verify)
app.command("schema")(schema)
app.command("new")(new)
app.add_typer(explore, name="explore")


def _no_number(said: str, arguments: list[str]) -> ValueError | None:
    """The error of an option that takes a number and was given none; else ``None``."""
    found = re.match(r"Invalid value for '(--[a-z-]+)'.*\bvalid (int|integer|float|number)\b", said)
    if found is None:
        return None
    from intercity.files import wrong

    option, kind = found.groups()
    expected = "a whole number" if kind.startswith("int") else "a number, as 5"
    given = "no number"
    for one, after in itertools.pairwise([*arguments, given]):  # of two the last counts
        name, equals, value = one.partition("=")
        if name == option:
            given = value if equals else after
    return wrong(option, given, expected)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line, and leave with its exit code."""
    # Hundreds of modules are imported and stay: to collect garbage among them, while a command runs
    # and when the interpreter ends, would take longer than some commands.
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
        print_error(str(error))
        code = WRONG_INPUT
    except _UsageError as error:
        options = getattr(error, "possibilities", None) if hasattr(error, "option_name") else None
        told = error.__str__ if options else getattr(error, "format_message", error.__str__)
        said = str(told()).rstrip(".?")
        said = said.replace(". Did you", ": did you").replace("', '", "' or '")
        said += f": did you mean {' or '.join(sorted(options))}" if options else ""
        said = re.sub(r"^(No such command '(.*\.toml)')$", r"\1: did you mean 'check \2'", said)
        no_number = _no_number(said, sys.argv[1:] if arguments is None else arguments)
        if no_number is not None:
            print_error(str(no_number))
        elif said:
            print_error(f"intercity: {said} (see intercity --help).")
        code = WRONG_INPUT
    except (OSError, SystemExit) as error:  # the latter with 1: click's answer to a closed pipe
        if isinstance(error, SystemExit) and not error.code:  # a shell has been told what completes
            raise
        # Who has read enough, as head and less do, has closed the pipe, and need not be told.
        if isinstance(error, OSError):
            print_error(f"intercity: the output could not be written ({reason_of(error)}).")
        discard(sys.stdout)
        code = NO_OUTPUT
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    if code == INTERRUPTED:  # some versions of typer return it themselves
        _ignore_interrupts()  # a second one changes nothing
        print_error("Stopped before the end, as asked.")
    sys.exit(code if isinstance(code, int) else 0)


def _ignore_interrupts() -> None:
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
