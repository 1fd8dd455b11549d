"""``intercity amend``: the smallest change found under which a deal's checks stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intercity.commands.arguments import File, of_file
from intercity.commands.check_up import announce, processes
from intercity.files import require_file, require_new, require_other, write_together, wrong
from intercity.terminal import print_json, print_line, print_text, progress

__all__ = ["amend"]


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
        announce(scenario, ranges=False)
    with of_file(file), progress():
        found = amended(scenario, aim=aim, outside=outside, processes=processes())
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
        print_line(f"wrote {output}; next: intercity check {output}")
