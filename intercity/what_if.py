"""The commands that move numbers: list them, sweep several, map two, compare paths.

    intercity numbers FILE             its numbers by key, with value, range and source
    intercity sweep FILE --over KEY=low:high:n
                                       what checks find at many points of several numbers
    intercity map FILE --over KEY --over KEY --check NAME
                                       where two numbers may be for a check to hold, all proven
    intercity paths FILE               ways to bring innovation to small cities, side by side

A number is named by its key, as ``intercity numbers`` lists it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intercity.command import File, of_file, wrong
from intercity.files import require_file, require_other, write_file
from intercity.terminal import complain, json_text, print_json, print_text, progress, say

if TYPE_CHECKING:
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.scenario.scenario import Scenario

__all__ = ["map_of_two", "numbers", "paths", "sweep", "verify_stored_map"]

BOXES = 512
"""So many boxes are looked at to say where the conclusion on paths holds: a minute or two."""


def paths(  # noqa: PLR0917 - typer calls it, by name
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
    from intercity.topics.paths import side_by_side

    if as_json and verify:
        raise wrong("the choice of output", "--json --verify", "one of them at a time")
    if output is not None:
        if not mapped:
            raise wrong("-o", "given without --map", "given with it, as the map is what it draws")
        _drawable(output, file)
    scenario = load_scenario(file)
    with of_file(file):
        found = side_by_side.paths(scenario, grid=not (no_grid or verify or mapped), ends=ends)
        stored = json.loads(json_text(found.to_json()))
        checked = side_by_side.verify_paths(scenario, stored) if verify else 0
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


def map_of_two(  # noqa: PLR0917 - typer calls it, by name
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
        raise wrong("the choice of output", "--json --verify", "one of them at a time")
    if len(over) != 2:
        from games.errors import Told

        given = "once" if len(over) == 1 else f"{len(over)} times"
        raise wrong("--over", Told(f"given {given}"), "given twice, once for each number")
    if output is not None:
        _drawable(output, file)
    scenario = load_scenario(file)
    from intercity.map_of_proof.proof_map import proof_map

    with of_file(file), progress():
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
        say(boxes_verified(found))


def numbers(file: File) -> None:
    """List the numbers of a scenario by key: value, range or source. These keys are swept."""
    from intercity.report.numbers import numbers_text
    from intercity.scenario_file import load_scenario

    print_text(numbers_text(load_scenario(file)))


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
    from intercity.sweeps import sweep as sweeps
    from intercity.sweeps.english import time_left

    table = Path(design) if design.lower().endswith(".csv") else None
    if table is None and not over:
        from games.errors import MISSING

        right = "given, as KEY=low:high:n (intercity numbers FILE lists keys)"
        raise wrong("--over", MISSING, right)
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
        found = sweeps.sweep(
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
            raise wrong("--over", one, "KEY=low:high:n, or KEY=0.1,0.2,0.4")
        if key.strip() in found:
            raise wrong("--over", one, f"one for each number: {key.strip()} is there twice")
        found[key.strip()] = values
    return found


def verify_stored_map(given: Any, scenario: Scenario, report: Path) -> None:
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
    say(boxes_verified(found))


def boxes_verified(found: ProofMap) -> str:
    count = len(found.boxes)
    return f"VERIFIED    the proofs of {count} box{'' if count == 1 else 'es'}, without solvers"
