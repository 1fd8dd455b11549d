"""``intercity compare``: scenarios side by side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from intercity.commands.arguments import require_excel, require_one_output, require_page
from intercity.commands.check_up import run_check_up
from intercity.files import write_file
from intercity.terminal import print_json, print_line, print_text

__all__ = ["compare"]


def compare(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Two scenarios or more.")],
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
    from intercity.checkup.searched_ahead import KnownAnswers
    from intercity.comparison import Comparison, comparable, names_of_files
    from intercity.comparison_tables import comparison_tables
    from intercity.report.table_files import write_tables
    from intercity.scenario_file import load_scenario

    require_one_output(
        {
            "--json": as_json,
            "--output": output is not None,
            "--csv": csv is not None,
            "--xlsx": xlsx is not None,
        }
    )
    if output is not None:
        require_page(output, *files)
    require_excel(xlsx, *files)
    scenarios = [load_scenario(file) for file in files]
    named = dict(zip(names_of_files(files), scenarios, strict=True))
    comparable(named)
    check = partial(run_check_up, ranges=False, known=KnownAnswers())
    found = Comparison({name: check(one) for name, one in named.items()})
    if output is not None:
        write_file(output, found.to_html())
        print_line(f"wrote {output}")
        return
    written = write_tables(partial(comparison_tables, found), csv, xlsx)
    if as_json:
        print_json(found.to_json())
    else:
        print_text(str(found))
    for line in written:
        print_line(f"TABLE       {line}")
