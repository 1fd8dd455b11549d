"""``intercity new``: a scenario to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intercity.files import require_file, require_new, write_file, wrong
from intercity.terminal import print_line

__all__ = ["new"]

STARTERS = {"park": "starter.toml", "swap": "starter_swap.toml", "tax": "starter_tax.toml"}
"""The files to start from, by what the deal in them is of."""
NO_SCENARIO = {".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".json", ".html", ".pdf", ".docx"}
"""Endings of files that no scenario is written to."""


def new(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The scenario file to write.")
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="DEAL",
            help="park (if left out), or a smaller one: swap (quota for money), tax (shared).",
        ),
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
    if of is not None and (file is None or table is not None):
        raise wrong("--of", of, "given with FILE, and without --from")
    if of is not None and of not in STARTERS:
        raise wrong("--of", of, "one of " + ", ".join(STARTERS))
    if sheet is not None and table is None:
        raise wrong("--sheet", sheet, "given beside --from")
    if spreadsheet is not None:
        require_file(spreadsheet, "--spreadsheet", ".xlsx")
        require_new(spreadsheet)
        from intercity.spreadsheet.template import template

        write_file(spreadsheet, template())
        then = f"intercity new FILE --from {spreadsheet} --sheet worths (or cities)"
        print_line(f"wrote {spreadsheet}; fill it in, then: {then}")
    elif file is not None:
        _require_scenario(file)
        require_new(file)
        then = f"intercity check {file}"
        if table is None:
            content = _starter(of or "park")
        else:
            content, whole = _from_table(table, sheet, file)
            if not whole:
                then = f"write at its end what cities can make of what they own, then: {then}"
        write_file(file, content)
        print_line(f"wrote {file}; next: {then}")


def _require_scenario(file: Path) -> None:
    """Refuse the name of what no scenario can be: a table, say."""
    if file.suffix.lower() in NO_SCENARIO:
        table = f"intercity new --spreadsheet {file.with_suffix('.xlsx')} writes a table to fill in"
        right = f"a scenario file, such as {file.with_suffix('.toml')} ({table})"
        raise wrong("FILE", str(file), right)


def _starter(of: str) -> str:
    """A commented two-city scenario."""
    from importlib.resources import files

    return files("intercity").joinpath(STARTERS[of]).read_text(encoding="utf-8")


def _from_table(table: Path, sheet: str | None, file: Path) -> tuple[str, bool]:
    """The scenario of a table, which is a scenario that is read, and whether it has worths."""
    from intercity.scenario_file import parse_scenario
    from intercity.spreadsheet.from_table import scenario_from_table

    text = scenario_from_table(table, sheet)
    return text, parse_scenario(text, file).game is not None
