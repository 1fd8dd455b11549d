"""Public goods: levels that are the only ones; projects of which each city knows its part alone."""

from __future__ import annotations

from games import PrivateProject, PublicGood, UniformProject
from mechanisms import (
    best_voluntary_rule,
    expected_project,
    lindahl,
    project_in_ranges,
    voluntary_contributions,
)

_RIVER = PublicGood(["Quzhou", "Jinhua", "Lishui"], [6, 10, 1], [1, 1, 1], 8)
_DEAR = PublicGood(["Quzhou", "Jinhua"], [2, 3], [1, 1], 4)
CERTIFIED = {
    f"{concept.__name__} {name}": (good, concept)
    for concept in (lindahl, voluntary_contributions)
    for name, good in {"river": _RIVER, "dear": _DEAR}.items()
}
_DYKE = PrivateProject({"Quzhou": [1, 4], "Jinhua": {0: 0.25, 5: 0.75}, "Lishui": [0, 3]}, 6)
CERTIFIED |= {
    "expected_project": (_DYKE, expected_project),
    "project_in_ranges": (
        UniformProject({"Quzhou": (1, 6), "Jinhua": (0, 5), "Lishui": 2}, 7),
        project_in_ranges,
    ),
    "project_in_ranges sure": (
        UniformProject({"Quzhou": (6, 8), "Jinhua": (-2, 1)}, 3),
        project_in_ranges,
    ),
    "best_voluntary_rule project": (
        PrivateProject(
            {"Quzhou": [1, 6], "Jinhua": {0: 0.75, 5: 0.25}, "Lishui": {0: 0.6, 7: 0.4}}, 5
        ),
        best_voluntary_rule,
    ),
}
