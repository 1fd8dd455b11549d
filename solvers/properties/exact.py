"""Exact games: each coalition can be held to what it makes alone, by a split that nobody leaves.

    for every S there is an x in the core with  x(S) = v(S)

No coalition's worth is an empty threat then. Convex games are exact, and exact ones totally
balanced.

>>> from games import CoalitionalGame
>>> roomy = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 0, 0, 8, 8, 10])
>>> print(exact_violation(roomy))
In the core {C} gets 6 at least, more than the 0 it makes alone.

Source: Schmeidler (1972), Cores of exact games.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.coalitional.convexity import worst_second_difference
from solvers.coalitional.excess import ZERO
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.row_generation import CoalitionProgram
from solvers.properties.balanced import balanced_violation
from solvers.properties.violation import PropertyViolation, verb

__all__ = ["exact_violation"]


def exact_violation(game: CoalitionalGame) -> PropertyViolation | None:
    """The smallest coalition, of them the first, that gets more in the core; or an empty core.

    Convex games are exact, which is quick to see; else it takes some seconds at 10 cities.
    """
    worst = worst_second_difference(game.as_gains().integers()[0])
    if worst is None or worst[0] >= 0:
        return None
    empty = balanced_violation(game)
    if empty is not None:
        return replace(empty, kind="exact")
    excesses = Excesses(game).beyond_own()
    n, grand = excesses.players, excesses.grand
    program = CoalitionProgram(excesses, settled={grand: excesses.worth(grand)})
    reached = np.zeros(grand + 1, dtype=bool)
    for mask in sorted(range(1, grand), key=int.bit_count):
        if reached[mask]:
            continue
        least = program.minimise([mask >> i & 1 for i in range(n)]).payoffs
        for masks in excesses.equal_to(least, ZERO):
            reached[masks] = True
        if not reached[mask]:
            more = -excesses.excess(mask, least) * excesses.unit
            return _held(game, mask, more)
    return None


def _held(game: CoalitionalGame, mask: int, more: Fraction) -> PropertyViolation:
    members, worth = game.members(mask), game.worth(mask)
    if game.sense == "gain":
        core = f"gets {approximately(worth + more)} at least, more"
    else:
        core = f"pays {approximately(worth - more)} at most, less"
    return PropertyViolation(
        "exact",
        (members,),
        more,
        f"In the core {coalition_name(members)} {core} than the {approximately(worth)} it "
        f"{verb(game)} alone.",
    )
