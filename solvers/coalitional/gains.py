"""Gains inside: solvers work on a table of gains, and costs are negated where payoffs leave them.

>>> game = CoalitionalGame(["A", "B"], {"A": 2, "B": 2, ("A", "B"): 3}, sense="cost")
>>> gains(game, [Fraction(-3, 2), Fraction(-3, 2)])
[Fraction(3, 2), Fraction(3, 2)]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame, refuse_too_large
from games.errors import InvalidInput, Told, TooLarge

__all__ = ["gains", "refuse_untabulated"]


def gains(game: Any, numbers: Iterable[Fraction]) -> list[Fraction]:
    """Numbers in the sense of the game as gains, and gains in the sense of the game: costs negate.

    Solvers work on ``game.as_gains()`` and call this once, where payoffs leave them. A game that
    can be of gains alone need not say so.
    """
    if getattr(game, "sense", "gain") == "gain":
        return list(numbers)
    return [-number for number in numbers]


def refuse_untabulated(game: object) -> None:
    """``InvalidInput`` for a game that is no table of worths, where one is needed."""
    if not isinstance(game, CoalitionalGame):
        expected = "a CoalitionalGame; tabulated(game) makes one of a game with a structure"
        expected += " of its own"
        if isinstance(game, Mapping | Sequence):
            expected = "a CoalitionalGame: CoalitionalGame(players, worths) makes one of names and "
            expected += "a dict"
        if isinstance(getattr(game, "game", None), CoalitionalGame):
            expected = "a CoalitionalGame: the one that it holds is its .game"
        players = getattr(game, "players", ())
        try:
            refuse_too_large(len(players))
        except TooLarge:
            expected = "a CoalitionalGame: this takes a table of the worths of all coalitions, "
            expected += f"for which {len(players)} players are too many; core_violation() looks "
            expected += "for one coalition that gains by leaving a split, least_core() for the "
            expected += "smallest fine, and shapley_estimate() draws orders for the Shapley value"
        raise InvalidInput("the game", Told(f"of type {type(game).__name__}"), expected)
