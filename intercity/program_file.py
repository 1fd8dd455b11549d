"""All cities' program as an .lp or .mps file, for any other solver."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from games.errors import InvalidInput, Told
from intercity.region.games import region
from solvers.linear_program import to_pulp
from solvers.production.coalition_program import coalition_program

if TYPE_CHECKING:
    import pulp

    from games.production import LinearProductionGame
    from intercity.scenario.scenario import Scenario

__all__ = ["as_text", "program_text"]


def program_text(scenario: Scenario, suffix: str) -> str:
    """The program of the grand coalition, as PuLP writes it."""
    game = region(scenario).production
    if game is None:
        raise InvalidInput(
            "[resources]", Told("missing"), "given, since a program is of resources and activities"
        )
    return as_text(_program(game), suffix)


def as_text(problem: pulp.LpProblem, suffix: str) -> str:
    """A program as PuLP writes it, as ".lp" or ".mps"."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"program{suffix}"
        if suffix == ".lp":
            problem.writeLP(str(file))
        else:  # without the section OBJSENSE, solvers would minimise
            problem.writeMPS(str(file), with_objsense=True)
        return file.read_text(encoding="utf-8")


def _program(game: LinearProductionGame) -> pulp.LpProblem:
    """All cities' program with its platforms as whole numbers, next to the activities."""
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
