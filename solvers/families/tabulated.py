"""A game with a structure of its own as a table of worths, where it is small enough.

The table opens every concept for coalitional games to it, and is what the fast paths are tested
against.

>>> from games import AssignmentGame
>>> from solvers import core
>>> market = tabulated(AssignmentGame(["s"], ["b", "c"], [[5, 8]]))
>>> market.worth(["s", "b"]), core(market).lowest
(Fraction(5, 1), Allocation(s=5, b=0, c=0))
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
import numpy.typing as npt

from games.assignment import AssignmentGame
from games.coalitional import CoalitionalGame, refuse_too_large
from games.errors import InvalidInput

__all__ = ["tabulated"]


@singledispatch
def tabulated(game: Any) -> CoalitionalGame:
    """The worths of all 2^n coalitions. Errors: ``TooLarge`` says what they would need."""
    if isinstance(game, CoalitionalGame):
        return game
    if not hasattr(game, "worth") or not hasattr(game, "players"):
        raise InvalidInput("the game", f"of type {type(game).__name__}", "one of coalitions")
    return CoalitionalGame.from_function(game.players, game.worth, getattr(game, "sense", "gain"))


@tabulated.register
def _assignment(game: AssignmentGame) -> CoalitionalGame:
    refuse_too_large(len(game.players))
    surplus, unit = game.integers()
    # best[S, B]: what the sellers S make with the buyers B, one seller more at a time.
    best: npt.NDArray[Any] = np.zeros((1, 1 << len(game.buyers)), dtype=surplus.dtype)
    for row in surplus:
        more = best.copy()
        for j, a in enumerate(row):
            without, within = (table.reshape(len(best), -1, 2, 1 << j) for table in (best, more))
            within[:, :, 1] = np.maximum(within[:, :, 1], without[:, :, 0] + a)
        best = np.concatenate((best, more))
    worths = best.T.ravel()
    return CoalitionalGame.from_array(game.players, worths if unit == 1 else worths * unit)
