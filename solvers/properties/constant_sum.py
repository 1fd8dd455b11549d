"""Constant-sum games: what a coalition makes is lost to the others, whoever joins whom.

    v(S) + v(N - S) = v(N)    for all S

Of two parts there is always one that wins: such are votes with no ties and no deadlocks.

>>> from games import CoalitionalGame
>>> print(constant_sum_violation(CoalitionalGame(["A", "B"], {"A": 1, "B": 2, ("A", "B"): 7})))
{A} and {B} make 1 and 2 apart, 3, and 7 together.

Source: von Neumann and Morgenstern (1944).
"""

from __future__ import annotations

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.coalitional.dual_game import dual_game
from solvers.properties.violation import PropertyViolation, parting

__all__ = ["constant_sum_violation"]


def constant_sum_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The coalition that makes, with the others, least like what all make together."""
    worths, _ = game.integers()
    dual, _ = dual_game(game).integers()
    distances = abs(dual.astype(object) - worths)
    mask = int(np.argmax(distances))
    if not distances[mask]:
        return None
    others = game.members(game.grand ^ mask)
    return parting("constant-sum", game, game.members(mask), others)
