"""``intercity paths``: ways to bring innovation to small cities, side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intercity.commands.arguments import File, of_file, require_one_output, require_picture
from intercity.commands.map import draw_map, verify_map
from intercity.files import wrong
from intercity.terminal import json_text, print_json, print_line, print_text, progress

if TYPE_CHECKING:
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.scenario.scenario import Scenario
    from solvers.progress import Listener

__all__ = ["paths"]

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

    require_one_output({"--json": as_json, "--verify": verify})
    if output is not None:
        if not mapped:
            raise wrong("-o", "given without --map", "given with it, as the map is what it draws")
        require_picture(output, file)
    scenario = load_scenario(file)
    with of_file(file):
        found = side_by_side.paths(scenario, grid=not (no_grid or verify or mapped), ends=ends)
        stored = json.loads(json_text(found.to_json()))
        checked = side_by_side.verify_paths(scenario, stored) if verify else 0
        if mapped:
            with progress() as tell:
                region = _conclusion_map(scenario, tell)
                if verify:
                    verify_map(region, scenario)
    if mapped and output is not None:
        draw_map(region, scenario, output)
    if as_json:
        print_json(found.to_json() | ({"map": region.to_json()} if mapped else {}))
        return
    print_text(f"{found}\n\n{region}" if mapped else str(found))
    if output is not None:
        print_line(f"PICTURE     {output}")
    if verify:
        boxes = f"; so do the proofs of {len(region.boxes)} boxes" if mapped else ""
        print_line(
            f"VERIFIED    {checked} certificates, and every figure above follows from them{boxes}"
        )


def _conclusion_map(scenario: Scenario, tell: Listener) -> ProofMap:
    """Where the two numbers of the grid may be for the conclusion on paths to hold."""
    from games.errors import InvalidInput, Told
    from intercity.map_of_proof.proof_map import proof_map
    from intercity.topics.paths.section import Paths

    given = scenario.section(Paths)
    if given is None or given.grid is None:
        right = "given: it names the two numbers of the map"
        raise InvalidInput("[paths.grid]", Told("missing"), right)
    keys = given.grid.across, given.grid.down
    return proof_map(
        scenario,
        *keys,
        check="paths",
        most_boxes=BOXES,
        progress=lambda boxes, _: tell("boxes", boxes, BOXES),
    )
