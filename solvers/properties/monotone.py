"""Monotone games: a coalition that grows does not make less (or, of costs, pay less).

    v(S + i) >= v(S)      for all S and i

>>> from games import CoalitionalGame
>>> crowded = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 2, 6, 5][len(s)])
>>> print(monotone_violation(crowded))
{A, B, C} makes 5, less than {B, C}, which makes 6.

Source: Peleg and Sudhölter (2007), definition 2.1.6.
"""

from __future__ import annotations

from fractions import Fraction

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["monotone_violation"]


def monotone_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """What breaks monotonicity: the city that takes most from a coalition by joining."""
    worths, _ = game.integers()
    worst, small, large = 0, 0, 0
    for i in range(len(game.players)):
        joins = worths.reshape(-1, 2, 1 << i)
        added = joins[:, 1] - joins[:, 0]
        least = int(added.min())
        if least < worst:
            high, low = divmod(int(added.argmin()), 1 << i)
            worst, small = least, high << i + 1 | low
            large = small | 1 << i
    if not worst:
        return None
    less, more = game.worth(large), game.worth(small)
    named = coalition_name(game.members(small)) if small else "nobody"
    sentence = (
        f"{coalition_name(game.members(large))} {verb(game)} {approximately(less)}, less than "
        f"{named}, which {verb(game)} {approximately(more)}."
    )
    return PropertyViolation(
        "monotone", (game.members(small), game.members(large)), Fraction(more - less), sentence
    )
