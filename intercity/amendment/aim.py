"""Aims: what is smallest or best of the changes under which most checks stand.

>>> aim_of("least money moved"), aim_of("kalai_smorodinsky"), aim_of("best for whoever gains least")
('least change', 'Kalai-Smorodinsky', 'equal gains')
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from games.errors import InvalidInput, Told

__all__ = ["AIMS", "Aim", "aim_of"]

Aim = Literal["least change", "equal gains", "Kalai-Smorodinsky", "Nash", "least outside money"]
AIMS: tuple[Aim, ...] = (
    *("least change", "equal gains", "Kalai-Smorodinsky", "Nash"),
    "least outside money",
)
"""The least money moved; the most for whoever gains least, then for the next, by the weights of
bargaining; the solutions of Kalai and Smorodinsky and of Nash; the least that comes from outside,
first given, then lent."""
OTHER_NAMES: Mapping[str, Aim] = {
    "least money moved": "least change",
    "least money": "least change",
    "best for whoever gains least": "equal gains",
    "egalitarian": "equal gains",
    "maximin": "equal gains",
    "nash bargaining": "Nash",
    "least outside help": "least outside money",
}


def aim_of(name: str) -> Aim:
    """An aim by any of its names, in any case, words joined as one likes.

    Errors: ``InvalidInput`` for another name.
    """
    if isinstance(name, str):
        known: dict[str, Aim] = {_plain(one): one for one in AIMS}
        known.update(OTHER_NAMES)
        if _plain(name) in known:
            return known[_plain(name)]
        raise InvalidInput("the aim", name, " or ".join(f'"{one}"' for one in AIMS))
    raise InvalidInput("the aim", Told(f"a {type(name).__name__}"), "a name")


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("_", " ").split())
