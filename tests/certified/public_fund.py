"""Public goods: levels that are the only ones; projects of which each city knows its part alone."""

from __future__ import annotations

from games import PrivateProject, PublicGood
from mechanisms import best_voluntary_rule, expected_project, lindahl, voluntary_contributions

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
    "best_voluntary_rule project": (
        PrivateProject(
            {"Quzhou": [1, 6], "Jinhua": {0: 0.75, 5: 0.25}, "Lishui": {0: 0.6, 7: 0.4}}, 5
        ),
        best_voluntary_rule,
    ),
}
