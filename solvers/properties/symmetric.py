"""Symmetric games, in which only the size of a coalition counts;
and cities that are substitutes.
"""

from __future__ import annotations

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.gains import refuse_untabulated
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["substitutes", "symmetric_violation"]


def symmetric_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """Two coalitions of the same size whose worths differ most."""
    worths, unit = game.integers()
    masks = np.arange(len(worths))
    sizes = sum(masks >> i & 1 for i in range(len(game.players)))
    widest, pair = 0, (0, 0)
    for size in range(1, len(game.players)):
        alike = np.flatnonzero(sizes == size)
        most, least = alike[worths[alike].argmax()], alike[worths[alike].argmin()]
        if int(worths[most]) - int(worths[least]) > widest:
            widest, pair = int(worths[most]) - int(worths[least]), (int(most), int(least))
    if not widest:
        return None
    one, other = map(game.members, pair)
    return PropertyViolation(
        "symmetric",
        (one, other),
        widest * unit,
        f"{coalition_name(one)} {verb(game)} {approximately(game.worth(one))}, "
        f"{coalition_name(other)} {verb(game)} {approximately(game.worth(other))}.",
    )


def substitutes(game: CoalitionalGame) -> tuple[tuple[str, ...], ...]:
    """Substitutes: the groups of two or more cities of whom any two add the same to all others.

        v(S + i) = v(S + j)   for all S without i and j        (i and j are substitutes)

    If all cities are substitutes, the game is symmetric: only the size of a coalition counts.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1,
    ...                                           ("L", "S"): 1, ("R", "S"): 0, ("L", "R", "S"): 1})
    >>> substitutes(glove)
    (('R', 'S'),)
    >>> print(symmetric_violation(glove))
    {L, R} makes 1, {R, S} makes 0.

    Source: Shapley (1953).
    """
    refuse_untabulated(game)
    worths, _ = game.integers()

    def alike(i: int, j: int) -> bool:
        cube = worths.reshape(-1, 2, 1 << (j - i - 1), 2, 1 << i)
        return bool((cube[:, 1, :, 0] == cube[:, 0, :, 1]).all())

    groups: list[list[int]] = []
    for j in range(len(game.players)):
        group = next((group for group in groups if alike(group[0], j)), None)
        if group is None:
            groups.append([j])
        else:
            group.append(j)
    return tuple(tuple(game.players[i] for i in g) for g in groups if len(g) > 1)
