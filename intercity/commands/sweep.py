"""``intercity sweep``: what checks find at many points of several numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intercity.commands.arguments import File
from intercity.files import require_file, require_folder, require_other, write_file, wrong
from intercity.terminal import print_line, print_text, progress

__all__ = ["sweep"]


def sweep(  # noqa: PLR0917 - typer calls it, by name
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
    seed: Annotated[
        int, typer.Option(metavar="N", help="Chooses the points of lhs and sobol.")
    ] = 0,
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
    """What checks find where several numbers are moved at once (needs joblib, scipy and pandas)."""
    from intercity.scenario_file import load_scenario
    from intercity.sweeps import sweep as sweeps
    from intercity.sweeps.english import time_left

    table = Path(design) if design.lower().endswith(".csv") else None
    if table is None and not over:
        from games.errors import MISSING

        right = "given, as KEY=low:high:n (intercity numbers FILE lists keys)"
        raise wrong("--over", MISSING, right)
    _require_outputs([file] if table is None else [file, table], pictures, csv)
    margins_drawn = pictures is not None and (table is not None or len(over or []) == 1)
    kept_or_drawn = output is not None or csv is not None or margins_drawn
    scenario = load_scenario(file)
    with progress() as tell:
        swept = sweeps.sweep(
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

        write_file(csv, as_csv(swept.verdict_table()))
    drawn = []
    if pictures is not None:
        from intercity.sweeps.picture import write_phase_diagrams

        drawn = write_phase_diagrams(swept, pictures)
    print_text(str(swept))
    for line in drawn:
        print_line(f"PICTURE     {line}")
    if csv is not None:
        print_line(f"TABLE       {csv}")


def _require_outputs(read: list[Path], pictures: Path | None, csv: Path | None) -> None:
    """Refuse before the work what could not be drawn or written after it."""
    if pictures is not None:
        from intercity.pictures import require_matplotlib

        require_matplotlib()
        require_folder(pictures, "--pictures")
    if csv is not None:
        require_file(csv, "--csv", ".csv")
        require_other(csv, "--csv", *read)


def _values_by_key(over: list[str]) -> dict[str, str]:
    """What each --over says, by key."""
    values_by_key: dict[str, str] = {}
    for argument in over:
        key, equals, values = argument.rpartition("=")
        key = key.strip()
        if not equals or not key:
            raise wrong("--over", argument, "KEY=low:high:n, or KEY=0.1,0.2,0.4")
        if key in values_by_key:
            raise wrong("--over", argument, f"one for each number: {key} is there twice")
        values_by_key[key] = values
    return values_by_key
