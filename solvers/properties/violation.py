"""What breaks a property of a game: the coalitions that show it, and by how much."""

from __future__ import annotations

import html
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import Coalition, coalition_name

__all__ = ["PropertyViolation", "parting", "verb"]


@dataclass(frozen=True, slots=True)
class PropertyViolation:
    """What breaks a property of a game: the coalitions that show it, and by how much.

    A property is refuted by a few worths, which can be read aloud. ``None`` in its place means that
    all coalitions were gone through, in whole numbers: the property holds.

    ``coalitions`` that break ``kind``, by ``gap`` (in money), as the ``sentence`` says.

    ``weights``: of the coalitions, where a balanced collection is what breaks it.

    >>> print(PropertyViolation("monotone", (("A",), ("A", "B")), Fraction(2), "B costs A 2."))
    B costs A 2.
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


def parting(
    kind: str, game: CoalitionalGame, one: Coalition, other: Coalition
) -> PropertyViolation:
    """What two groups without a common member make apart, beside what they make together."""
    apart, together = game.worth(one) + game.worth(other), game.worth([*one, *other])
    do = verb(game).removesuffix("s")
    return PropertyViolation(
        kind,
        (one, other),
        abs(apart - together),
        f"{coalition_name(one)} and {coalition_name(other)} {do} "
        f"{approximately(game.worth(one))} and {approximately(game.worth(other))} apart, "
        f"{approximately(apart)}, and {approximately(together)} together.",
    )
