"""Superadditive games: two groups without a common member do not make less when they join.

    v(S u T) >= v(S) + v(T)   (superadditive),      <=   (subadditive)      for disjoint S and T

Of gains one asks whether they are superadditive, of costs whether they are subadditive: then it
pays to cooperate.

>>> from games import CoalitionalGame
>>> crowded = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 2, 6, 7][len(s)])
>>> print(superadditive_violation(crowded))
{A} and {B, C} make 2 and 6 apart, 8, and 7 together.
>>> breach = subadditive_violation(crowded)
>>> breach.coalitions, breach.gap
((('A',), ('B',)), Fraction(2, 1))

Source: von Neumann and Morgenstern (1944).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.convexity import worst_second_difference
from solvers.coalitional.superadditive_cover import best_pairs
from solvers.properties.violation import PropertyViolation, parting

__all__ = ["subadditive_violation", "superadditive_violation"]


def superadditive_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The two groups that lose most by joining, of a group that loses most.

    Convex games are superadditive, which is quick to see; else all 3^n pairs are gone through:
    half a second at 18 cities, five at 20.
    """
    return _breach(game, "superadditive", game.integers()[0])


def subadditive_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The two groups whose worth together is most above the sum apart; see ``superadditive``."""
    return _breach(game, "subadditive", -game.integers()[0])


def _breach(game: CoalitionalGame, kind: str, worths: npt.NDArray[Any]) -> PropertyViolation | None:
    worst = worst_second_difference(worths)
    if worst is None or worst[0] >= 0:
        return None
    losses = best_pairs(worths) - worths
    union = int(losses.argmax())
    if not losses[union]:
        return None
    parts = np.arange(union + 1)
    parts = parts[parts & ~union == 0]
    part = int(parts[(worths[parts] + worths[union ^ parts]).argmax()])
    return parting(kind, game, game.members(part), game.members(union ^ part))
