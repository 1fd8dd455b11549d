"""The least core and the cost of stability of a game that only answers questions.

The rounds are those of ``coalition_search``: who is most unhappy joins the list. The lower bound
is exact, since the coalitions on the list are worth what the value oracle says. That nobody else
is more unhappy is not proven (see ``oracle_search``): so the answer is marked unproven.
``tabulated`` proves it up to some 20 cities, a ``ProgramGame`` beyond.

>>> from games import OracleGame
>>> from solvers import least_core
>>> cities = [f"city {k}" for k in range(40)]
>>> majority = OracleGame(cities, lambda s: int(len(s) > 20),
...                       lambda x: sorted(x, key=x.get)[:21])
>>> answer = least_core(majority)
>>> answer.epsilon, answer.proof.kind
(Fraction(19, 40), 'unproven')

Source: Hallefjord, Helming and Jørnsten (1995).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from games.oracle_game import OracleGame
from solvers.answer import UNPROVEN, Allocation
from solvers.coalitional.cost_of_stability import CostOfStability, cost_of_stability
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.families.oracle_search import OracleSearch, search_method
from solvers.search_limits import Progress, SearchLimits

__all__ = ["oracle_cost_of_stability", "oracle_least_core"]


@least_core.register
def oracle_least_core(
    game: OracleGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> LeastCore:
    """Epsilon, as far as the oracles tell: an exact lower bound, and a point that attains it."""
    oracle = OracleSearch(game, grand=False)
    if oracle.size == 1:
        alone = {game.players[0]: game.worth(game.players)}
        return LeastCore(Fraction(0), _allocation(game, alone), None, search_method(game), UNPROVEN)
    ended = oracle.ended(SearchLimits(seconds, progress))
    split = dict(zip(game.players, map(oracle.signed, ended.payoffs), strict=True))
    return LeastCore(ended.lowest, _allocation(game, split), None, search_method(game), UNPROVEN)


@cost_of_stability.register
def oracle_cost_of_stability(
    game: OracleGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> CostOfStability:
    """The least outside money, as far as the oracles tell: an exact lower bound."""
    oracle = OracleSearch(game, grand=True)
    ended = oracle.ended(SearchLimits(seconds, progress))
    split = dict(zip(game.players, map(oracle.signed, ended.payoffs), strict=True))
    value = ended.lowest - oracle.worth(oracle.everybody)
    return CostOfStability(value, _allocation(game, split), None, search_method(game), UNPROVEN)


def _allocation(game: OracleGame, split: dict[str, Fraction]) -> Allocation:
    return Allocation(
        split,
        method=search_method(game),
        status="Nobody was found who is more unhappy.",
        proof=UNPROVEN,
    )
