"""Convex games: a city adds the more, the larger the coalition that it joins.

    v(S) + v(T) <= v(S u T) + v(S n T)   (convex),      >=   (concave)      for all S and T

Of gains one asks whether they are convex, of costs whether they are concave (economies of scale):
then the core is not empty, and the Shapley value lies in its middle.

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
>>> print(convex_violation(pairs))
With {C} there already, A adds 60 before B has joined, and 12 after.
>>> pairs_alone = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 2, 4][len(s)])
>>> print(convex_violation(pairs_alone))
None

Source: Shapley (1971).
"""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.convexity import worst_second_difference
from solvers.properties.violation import PropertyViolation

__all__ = ["concave_violation", "convex_violation"]


def convex_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The two coalitions that break convexity most, of those that differ in one city each."""
    return _breach(game, "convex", game.integers()[0])


def concave_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The two coalitions that break concavity most, of those that differ in one city each."""
    return _breach(game, "concave", -game.integers()[0])


def _breach(game: CoalitionalGame, kind: str, worths: npt.NDArray[Any]) -> PropertyViolation | None:
    worst = worst_second_difference(worths)
    if worst is None or worst[0] >= 0:
        return None
    _, mask, i, j = worst
    one, other, both = mask | 1 << i, mask | 1 << j, mask | 1 << i | 1 << j
    before = game.worth(one) - game.worth(mask)
    after = game.worth(both) - game.worth(other)
    there = f"With {coalition_name(game.members(mask))} there already" if mask else "At first"
    return PropertyViolation(
        kind,
        (game.members(one), game.members(other)),
        abs(before - after),
        f"{there}, {game.players[i]} adds {approximately(before)} before "
        f"{game.players[j]} has joined, and {approximately(after)} after.",
    )
