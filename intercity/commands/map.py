"""``intercity map``: where two numbers may be for a check to hold, all of it proven."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from intercity.commands.arguments import File, of_file, require_one_output, require_picture
from intercity.files import write_file, wrong
from intercity.terminal import json_text, print_error, print_json, print_line, print_text, progress

if TYPE_CHECKING:
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.scenario.scenario import Scenario

__all__ = ["draw_map", "map_of_two", "verify_map", "verify_stored_map"]


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

    require_one_output({"--json": as_json, "--verify": verify})
    if len(over) != 2:
        from games.errors import Told

        given = "once" if len(over) == 1 else f"{len(over)} times"
        raise wrong("--over", Told(f"given {given}"), "given twice, once for each number")
    if output is not None:
        require_picture(output, file)
    scenario = load_scenario(file)
    from intercity.map_of_proof.proof_map import proof_map

    with of_file(file), progress() as tell:
        found = proof_map(
            scenario, *over, check=check_name, progress=lambda boxes, _: tell("boxes", boxes, 0)
        )
        if verify:
            verify_map(found, scenario)
    if output is not None:
        draw_map(found, scenario, output)
    if as_json:
        print_json(found.to_json())
        return
    if found.open == 1:
        _say_why(scenario)
    print_text(str(found))
    if output is not None:
        print_line(f"PICTURE     {output}")
    if verify:
        print_line(_boxes_verified(found))


def _say_why(scenario: Scenario) -> None:
    """Of many cities: why a map may be open throughout."""
    from intercity.proofs import Recorder
    from intercity.region.context import Context
    from intercity.region.effort import MOST, tabled

    if not tabled(Context(scenario, Recorder()).region.production):
        print_error(
            f"What groups make is proven on areas among at most {MOST} cities: of more, checks "
            "that ask it stay open.\nintercity sweep looks at points."
        )


def verify_map(found: ProofMap, scenario: Scenario) -> None:
    """Work the map out again from what would be written of it."""
    type(found).from_json(json.loads(json_text(found.to_json()))).verify(scenario)


def draw_map(found: ProofMap, scenario: Scenario, output: Path) -> None:
    """Write the map as a picture, .png or .svg."""
    from io import BytesIO

    from intercity.drawing.page import drawing
    from intercity.map_of_proof.picture import proof_map_picture

    drawn, figure = BytesIO(), proof_map_picture(found, scenario)
    with drawing():
        figure.savefig(drawn, format=output.suffix[1:].lower())
    write_file(output, drawn.getvalue())


def verify_stored_map(given: Any, scenario: Scenario, report: Path) -> None:
    """Work a stored map out again; exit code 1 where it is not so."""
    from games.printable import printable
    from intercity.map_of_proof.proof_map import ProofMap
    from intercity.proofs import Unverified

    try:
        with progress():
            found = ProofMap.from_json(given)
            found.verify(scenario)
    except Unverified as error:
        print_error(printable(f"{report}: refused. {error}"))
        raise typer.Exit(1) from None
    print_line(_boxes_verified(found))


def _boxes_verified(found: ProofMap) -> str:
    count = len(found.boxes)
    return f"VERIFIED    the proofs of {count} box{'' if count == 1 else 'es'}, without solvers"
