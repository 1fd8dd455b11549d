"""The dual game: what a coalition can deny the others."""

from __future__ import annotations

from games.coalitional import CoalitionalGame
from solvers.coalitional.gains import refuse_untabulated

__all__ = ["dual_game"]


def dual_game(game: CoalitionalGame) -> CoalitionalGame:
    """The dual game: what a coalition can deny the others.

        v*(S) = v(N) - v(N - S)

    Of a cost game it is what is saved if S stays out; of a vote, who can stop a decision wins. The
    Shapley value and the modiclus of the dual are the same, and so is what the dual's dual is
    worth. Its prenucleolus is the anti-prenucleolus of the game, at which the coalition treated
    best is treated as little better than the others as can be.

    Of a game of costs it is one of costs, too.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> unanimity = CoalitionalGame.from_function(["A", "B", "C"], lambda s: int(len(s) == 3))
    >>> dual_game(unanimity).worth(["A"])
    Fraction(1, 1)

    Source: Peleg and Sudhölter (2007), chapter 6; Aumann and Maschler (1985).
    """
    refuse_untabulated(game)
    worths, unit = game.integers()
    dual = worths[-1] - worths[::-1]  # the complement of a bitmask counts from the other end
    return CoalitionalGame.from_integers(game.players, dual, unit, game.sense)
