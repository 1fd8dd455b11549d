"""Corners and centres of cores: a core with six of them, one of costs, and an empty one."""

from __future__ import annotations

from games import CoalitionalGame
from solvers import core_centre, core_vertices

_NAMES = ["Hub", "Quzhou", "Jinhua"]
CERTIFIED = {
    f"core_vertices {name}": (CoalitionalGame.from_array(_NAMES, worths, sense), core_vertices)
    for name, worths, sense in (
        ("roomy", [0, 0, 1, 4, 0, 5, 4, 9], "gain"),
        ("costs", [0, 15, 20, 31, 55, 61, 65, 78], "cost"),
        ("empty", [0, 0, 0, 60, 0, 60, 60, 72], "gain"),
    )
}
CERTIFIED |= {
    f"core_centre {name}": (CERTIFIED[f"core_vertices {name}"][0], core_centre)
    for name in ("roomy", "costs")
}
