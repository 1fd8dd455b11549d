"""Whether a split of an assignment or glove game is stable: pairs and single players tell.

    core = { x >= 0 :  x(N) = v(N),  u_i + v_j >= a_ij for all pairs }

What any group makes, it makes in pairs, so that a group that gains holds a pair, or somebody alone,
who gains. ``core`` is ``assignment_core``.

>>> from games import AssignmentGame, GloveGame
>>> from solvers import core, core_violation
>>> market = AssignmentGame(["s"], ["b", "c"], [[5, 3]])
>>> print(core_violation(market, {"s": 2, "b": 3, "c": 0}))
{s, c} can gain 1
>>> core(market).contains({"s": 4, "b": 1, "c": 0})
True
>>> core_violation(GloveGame(["L"], ["R", "S"]), {"L": 1, "R": 0, "S": 0})

Source: Shapley and Shubik (1971), The assignment game I: the core.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from games.assignment import AssignmentGame
from games.glove import GloveGame
from solvers.coalitional.core import core, core_violation
from solvers.coalitional.excess import Violation, excess, read_payoffs
from solvers.families.assignment import optimal_assignment
from solvers.families.assignment_core import assignment_core
from solvers.families.oracle_core import asked_excess

__all__ = ["market_core", "market_core_violation"]

ZERO = Fraction(0)

excess.register(GloveGame, asked_excess)


@core.register
def market_core(game: AssignmentGame) -> Any:
    """The core with its two corners: an ``AssignmentCore``."""
    return assignment_core(game)


@core_violation.register(AssignmentGame)
@core_violation.register(GloveGame)
def market_core_violation(
    game: AssignmentGame | GloveGame, split: Mapping[str, Any]
) -> Violation | None:
    """The pair or single player that gains most by leaving; None, proven, if nobody gains.

    A split that does not add up to v(N) is reported first, as for a table of worths.
    """
    market = game.assignment() if isinstance(game, GloveGame) else game
    payoffs, floats = read_payoffs(market.players, split)
    worth = optimal_assignment(market).value
    radius = len(payoffs) * sum(map(abs, payoffs), abs(worth)) / 2**52 if floats else ZERO
    left = worth - sum(payoffs)
    if abs(left) > radius:
        return Violation(market.players, left)
    paid = dict(zip(market.players, payoffs, strict=True))
    found = [Violation((name,), -paid[name]) for name in market.players]
    found += [
        Violation((seller, buyer), a - paid[seller] - paid[buyer])
        for seller, row in zip(market.sellers, market.surplus, strict=True)
        for buyer, a in zip(market.buyers, row, strict=True)
        if len(market.players) > 2  # else the pair is everybody
    ]
    worst = max(found, key=lambda violation: violation.gain)
    return worst if worst.gain > radius else None
