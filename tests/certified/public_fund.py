"""Public goods: levels that are the only ones."""

from __future__ import annotations

from games import PublicGood
from mechanisms import lindahl, voluntary_contributions

_RIVER = PublicGood(["Quzhou", "Jinhua", "Lishui"], [6, 10, 1], [1, 1, 1], 8)
_DEAR = PublicGood(["Quzhou", "Jinhua"], [2, 3], [1, 1], 4)
CERTIFIED = {
    f"{concept.__name__} {name}": (good, concept)
    for concept in (lindahl, voluntary_contributions)
    for name, good in {"river": _RIVER, "dear": _DEAR}.items()
}
