"""Additive (inessential) games, in which nothing depends on who joins whom; and essential ones.

    v(S) = sum over i in S of v(i)   for all S   (additive)
    v(N) > sum over i of v(i)                    (essential; of costs: <)

>>> from games import CoalitionalGame
>>> duo = CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 7})
>>> print(additive_violation(duo), essential_violation(duo))
{A, B} makes 7 and its members 3 alone. None

Source: von Neumann and Morgenstern (1944).
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.gains import gains
from solvers.coalitional.subset_sums import subset_sums
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["additive_violation", "essential_violation"]


def additive_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The coalition whose worth is farthest from what its members make alone."""
    worths, _ = game.integers()
    n = len(game.players)
    if worths.dtype != object and int(abs(worths).max()) >= 2**62 // (n + 1):
        worths = worths.astype(object)
    alone = subset_sums(worths[1 << np.arange(n)])
    distances = abs(worths - alone)
    mask = int(distances.argmax())
    return _together(game, "additive", mask) if distances[mask] else None


def essential_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The grand coalition, if it makes no more than its members alone."""
    total = sum(game.worth([city]) for city in game.players)
    (surplus,) = gains(game, [game.grand_worth - total])
    return None if surplus > 0 else _together(game, "essential", game.grand)


def _together(game: CoalitionalGame, kind: str, mask: int) -> PropertyViolation:
    members = game.members(mask)
    alone = sum((game.worth([city]) for city in members), Fraction(0))
    return PropertyViolation(
        kind,
        (members,),
        abs(game.worth(mask) - alone),
        f"{coalition_name(members)} {verb(game)} {approximately(game.worth(mask))} and its members "
        f"{approximately(alone)} alone.",
    )
