"""What breaks a property of a game: the coalitions that show it, and by how much.

A property is refuted by a few worths, which can be read aloud. ``None`` in its place means that all
coalitions were gone through, in whole numbers: the property holds.

>>> print(PropertyViolation("monotone", (("A",), ("A", "B")), Fraction(2), "B costs A 2."))
B costs A 2.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import Coalition

__all__ = ["PropertyViolation", "verb"]


@dataclass(frozen=True, slots=True)
class PropertyViolation:
    """``coalitions`` that break ``kind``, by ``gap`` (in money), as the ``sentence`` says.

    ``weights``: of the coalitions, where a balanced collection is what breaks it.
    """

    kind: str
    coalitions: tuple[Coalition, ...]
    gap: Fraction
    sentence: str
    weights: tuple[Fraction, ...] = ()

    def __str__(self) -> str:
        return self.sentence

    def _repr_html_(self) -> str:
        return f"<p><b>not {html.escape(self.kind)}</b>: {html.escape(self.sentence)}</p>"


def verb(game: CoalitionalGame) -> str:
    """What a coalition does with its worth."""
    return "makes" if game.sense == "gain" else "pays"
