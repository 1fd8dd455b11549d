"""Cores, nucleoli and the Shapley value, put to the test against forgery."""

from __future__ import annotations

from typing import Any

from games import CoalitionalGame, HedonicGame, LinkFormation
from solvers import (
    core,
    core_partitions,
    cost_of_stability,
    least_core,
    nucleolus,
    prenucleolus,
    shapley_value,
    stable_networks,
)
from tests.certified._subjects import NAMES, PARTIES

CERTIFIED: dict[str, tuple[Any, Any]] = {}
ROOMY = CoalitionalGame.from_array(NAMES, [0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 7, 3, 6, 3, 14])
TIGHT = CoalitionalGame.from_array(NAMES, [0, 1, 0, 3, 0, 2, 4, 7, 0, 0, 3, 9, 3, 6, 3, 9])
DUO = CoalitionalGame.from_array(NAMES[:3], [0, 0, 0, 10, 0, 0, 0, 2])
COSTS = CoalitionalGame.from_array(NAMES[:3], [0, 15, 20, 35, 55, 61, 65, 78], "cost")
_ONE = CoalitionalGame(["A"], {"A": 5})
CERTIFIED |= {
    f"{concept.__name__} {name}": (game, concept)
    for concept in (core, least_core, cost_of_stability, nucleolus, prenucleolus, shapley_value)
    for name, game in {
        "roomy": ROOMY,
        "tight": TIGHT,
        "duo": DUO,
        "costs": COSTS,
        "one city": _ONE,
    }.items()
}

CERTIFIED |= {
    "stable_networks": (
        LinkFormation.from_levels([4, 2, 1], PARTIES, complementarity=1, gap_cost=3, kept=0.75),
        stable_networks,
    ),
    "core_partitions": (
        HedonicGame.from_levels([4, 3, 1], PARTIES, complementarity=1, cost=5),
        core_partitions,
    ),
    "core_partitions none": (
        HedonicGame(PARTIES, [[0, 2, 1], [1, 0, 2], [2, 1, 0]], largest=2),
        core_partitions,
    ),
    "core_partitions many": (
        HedonicGame.from_levels(
            range(1, 11), [f"city {k}" for k in range(10)], complementarity=1, largest=4
        ),
        core_partitions,
    ),
}
