"""Nucleoli with weights, on games where they differ from each other and from the nucleolus."""

from __future__ import annotations

from games import CoalitionalGame
from solvers import (
    disruption_nucleolus,
    least_square_nucleolus,
    modiclus,
    per_capita_nucleolus,
    per_capita_prenucleolus,
    proportional_nucleolus,
    simplified_modiclus,
)

_UNLIKE = CoalitionalGame.from_array(
    ["Hub", "Quzhou", "Jinhua", "Lishui"], [0, 1, 2, 7, 1, 6, 5, 11, 1, 5, 4, 9, 3, 9, 8, 19]
)
_FLOOR = CoalitionalGame.from_array(["Hub", "Quzhou", "Jinhua"], [0, 0, 0, 10, 0, 0, 0, 2])
_COSTS = CoalitionalGame.from_array(
    ["Hub", "Quzhou", "Jinhua"], [0, 15, 20, 31, 55, 61, 65, 78], "cost"
)
CERTIFIED = {
    concept.__name__: (_UNLIKE, concept)
    for concept in (
        disruption_nucleolus,
        least_square_nucleolus,
        modiclus,
        per_capita_nucleolus,
        per_capita_prenucleolus,
        proportional_nucleolus,
        simplified_modiclus,
    )
}
CERTIFIED["proportional_nucleolus costs"] = (_COSTS, proportional_nucleolus)
CERTIFIED["per_capita_nucleolus at a floor"] = (_FLOOR, per_capita_nucleolus)
CERTIFIED["least_square_nucleolus at a floor"] = (_FLOOR, least_square_nucleolus)
CERTIFIED["simplified_modiclus costs"] = (_COSTS, simplified_modiclus)
CERTIFIED["modiclus costs"] = (_COSTS, modiclus)
_SKIPPED = CoalitionalGame.from_array(["Hub", "Quzhou", "Jinhua"], [0, 0, 0, 4, 0, 2, 1, 8])
CERTIFIED |= {
    f"{concept.__name__} that skips": (
        _SKIPPED,
        lambda game, concept=concept: concept(game, zero_weight="skip"),
    )
    for concept in (proportional_nucleolus,)
}
_PARTED = CoalitionalGame.from_array(["Hub", "Quzhou", "Jinhua"], [0, 1, 2, 9, 0, 1, 2, 9])
CERTIFIED["disruption_nucleolus that skips"] = (
    _PARTED,
    lambda game: disruption_nucleolus(game, zero_weight="skip"),
)
