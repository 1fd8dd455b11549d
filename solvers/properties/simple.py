"""Simple games: votes. A coalition wins (1) or loses (0); who wins still wins with more members.

    v(S) is 0 or 1,      v(N) = 1,      v(S + i) >= v(S)

>>> from games import CoalitionalGame
>>> council = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) >= 2))
>>> print(simple_violation(council))
None
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) == 2))
>>> print(simple_violation(pairs))
{A, B, C} makes 0: all together lose.

Source: von Neumann and Morgenstern (1944); Shapley (1962).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.properties.monotone import monotone_violation
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["simple_violation"]


def simple_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """A coalition that neither wins nor loses, a vote that all lose, or one lost by more voters."""
    worths, unit = game.integers()
    win = 1 / unit
    wins = worths == win.numerator if win.denominator == 1 else np.zeros(len(worths), dtype=bool)
    odd = np.flatnonzero(~(wins | (worths == 0)))
    if len(odd):
        worth = game.worth(int(odd[0]))
        members = game.members(int(odd[0]))
        gap = min(abs(worth), abs(worth - 1))
        sentence = (
            f"{coalition_name(members)} {verb(game)} {approximately(worth)}, neither 0 nor 1."
        )
        return PropertyViolation("simple", (members,), gap, sentence)
    if game.grand_worth != 1:
        sentence = f"{coalition_name(game.players)} {verb(game)} 0: all together lose."
        return PropertyViolation("simple", (game.players,), game.grand_worth + 1, sentence)
    breach = monotone_violation(game)
    return replace(breach, kind="simple") if breach else None
