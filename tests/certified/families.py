"""Families of coalitional games: small subjects whose certificates are changed leaf by leaf."""

from __future__ import annotations

from typing import Any

from games import AssignmentGame, FacilityLocation
from solvers import (
    assignment_core,
    cost_of_stability,
    least_core,
    nucleolus,
    optimal_assignment,
)

_HOUSES = AssignmentGame(["s1", "s2", "s3"], ["b1", "b2"], [[5, 8], [7, 9], [2, 3]])

_RING = FacilityLocation(
    ["A", "B", "C"],
    ["ab", "bc", "ca"],
    [2, 2, 2],
    [[0, None, 0], [0, 0, None], [None, 0, 0]],
)

CERTIFIED: dict[str, tuple[Any, Any]] = {
    f"{concept.__name__} of {name}": (game, concept)
    for concept in (optimal_assignment, assignment_core, nucleolus)
    for name, game in {
        "a market": _HOUSES,
        "no market": AssignmentGame(["s"], ["b"], [[0]]),
    }.items()
}
CERTIFIED |= {
    f"{concept.__name__} of a ring of facilities": (_RING, concept)
    for concept in (least_core, cost_of_stability)
}
