"""A game with a structure of its own as a table of worths, where it is small enough."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.assignment import AssignmentGame
from games.coalitional import CoalitionalGame, refuse_too_large
from games.errors import InvalidInput, Told
from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.players import Coalition
from games.production import LinearProductionGame
from solvers.coalitional.subset_sums import subset_sums
from solvers.families.maximum_flow import maximum_flow
from solvers.families.program_game import ProgramGame
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import proven_worth, signed
from solvers.production.coalitional_form import coalitional_form
from solvers.single_dispatch import single_dispatch

__all__ = ["tabulated"]


@single_dispatch
def tabulated(game: Any) -> CoalitionalGame:
    """A game with a structure of its own as a table of worths, where it is small enough.

    The table opens every concept for coalitional games to it, and is what the fast paths are tested
    against.

    The worths of all 2^n coalitions. Errors: ``TooLarge`` says what they would need.

    >>> from games import AssignmentGame
    >>> from solvers import core
    >>> market = tabulated(AssignmentGame(["s"], ["b", "c"], [[5, 8]]))
    >>> market.worth(["s", "b"]), core(market).lowest
    (Fraction(5, 1), Allocation(s=5, b=0, c=0))
    """
    if isinstance(game, CoalitionalGame):
        return game
    if callable(getattr(game, "game", None)):  # claims, cost sharing: they know their own game
        found: CoalitionalGame = game.game()
        return found
    if not hasattr(game, "worth") or not hasattr(game, "players"):
        raise InvalidInput("the game", Told(f"of type {type(game).__name__}"), "one of coalitions")
    refuse_too_large(len(game.players))
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


@tabulated.register
def _facilities(game: FacilityLocation) -> CoalitionalGame:
    """The cheapest set of facilities for each coalition: all sets are tried."""
    refuse_too_large(len(game.players) + len(game.facilities))
    costs = [*game.opening, *(c for row in game.service for c in row if c is not None)]
    scale = math.lcm(*(cost.denominator for cost in costs))
    never = int(sum(costs) * scale) + 1  # what no plan costs
    opening = [int(cost * scale) for cost in game.opening]
    service = np.array(
        [[never if c is None else int(c * scale) for c in row] for row in game.service],
        dtype=object,
    )
    best = np.full(1 << len(game.players), never, dtype=object)
    for size in range(1, len(opening) + 1):
        for open_ in itertools.combinations(range(len(opening)), size):
            fixed = sum(opening[j] for j in open_)
            np.minimum(best, fixed + subset_sums(service[:, list(open_)].min(axis=1)), out=best)
    best[0] = 0
    return CoalitionalGame.from_array(game.players, best * Fraction(1, scale), "cost")


@tabulated.register
def _production(game: LinearProductionGame) -> CoalitionalGame:
    return coalitional_form(game).game


@tabulated.register
def _program(game: ProgramGame) -> CoalitionalGame:
    refuse_too_large(len(game.players))
    oracle = ProgramOracle(game, grand=True)
    return CoalitionalGame.from_function(
        game.players, lambda s: signed(game, proven_worth(game, s, oracle).worth), game.sense
    )


@tabulated.register
def _flow(game: FlowGame) -> CoalitionalGame:
    refuse_too_large(len(game.players))

    def worth(coalition: Coalition) -> Fraction:
        owned = [arc for arc in game.arcs if arc.owner in coalition]
        return maximum_flow(FlowGame(game.source, game.sink, owned)).value

    return CoalitionalGame.from_function(game.players, worth)
