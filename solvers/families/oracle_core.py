"""Whether a split is stable in a game that only answers questions, and whether any split is.

A coalition that blocks a split is a fact, since the value oracle says what it makes; so is an empty
core, by a balanced collection worth more than v(N). That nobody blocks is not: the separation
oracle says so, or a search that adds and drops one city at a time found nobody. ``core_violation``
then answers with ``NoCoalitionFound``, and ``core`` leaves open whether it is empty. ``tabulated``
proves it up to some 20 cities, a ``ProgramGame`` beyond.

>>> from games import OracleGame
>>> from solvers import core, core_violation
>>> cities = [f"city {k}" for k in range(40)]
>>> majority = OracleGame(cities, lambda s: int(len(s) > 20),
...                       lambda x: sorted(x, key=x.get)[:21])
>>> answer = core(majority)
>>> answer.empty, answer.proof.kind, answer.certificate.verify(majority)
(True, 'exact', True)
>>> squares = OracleGame(cities, lambda s: len(s) ** 2)
>>> core_violation(squares, dict.fromkeys(cities, 40)).asked > 80, core(squares).empty
(True, None)

Source: Gillies (1959); Bondareva (1963); Shapley (1967); Hallefjord, Helming and Jørnsten (1995).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from games.errors import NotProven
from games.oracle_game import OracleGame
from games.players import members_named
from solvers.answer import UNPROVEN, Allocation
from solvers.coalitional.balanced_collection import WeightedCoalition
from solvers.coalitional.core import Core, EmptyCoreCertificate, core, core_violation
from solvers.coalitional.excess import (
    NoCoalitionFound,
    Violation,
    excess,
    read_payoffs,
    split_radius,
)
from solvers.coalitional.gains import gains
from solvers.families.oracle_search import OracleSearch, search_method
from solvers.search_limits import Progress, SearchLimits

__all__ = ["asked_excess", "oracle_core", "oracle_core_violation"]

ZERO = Fraction(0)
_ROUNDS = 4  # of a search from random coalitions


def asked_excess(game: Any, split: Mapping[str, Any], coalition: Iterable[str]) -> Fraction:
    """e(S, x) of one coalition, exact: one question to a game that says what each is worth."""
    paid = dict(zip(game.players, read_payoffs(game.players, split)[0], strict=True))
    named = members_named(coalition, game.players)
    (more,) = gains(game, [game.worth(named) - sum((paid[name] for name in named), ZERO)])
    return more


excess.register(OracleGame, asked_excess)


@core_violation.register
def oracle_core_violation(game: OracleGame, split: Mapping[str, Any]) -> Any:
    """A coalition that blocks the split, perhaps not the one that gains most; ``NoCoalitionFound``.

    A split that does not add up to v(N) is reported as for a table of worths. None, which is
    proof, for one city alone.
    """
    payoffs, floats = read_payoffs(game.players, split)
    if game.sense == "cost":
        payoffs = [-x for x in payoffs]
    search = OracleSearch(game, grand=False, base=payoffs)
    worth = search.worth(search.everybody)
    radius = split_radius(payoffs, worth, floats=floats)
    left = worth - sum(payoffs)
    if abs(left) > radius:
        return Violation(game.players, left)
    if search.size == 1:
        return None
    worst = _most_unhappy(search, payoffs)
    return worst if worst.gain > radius else NoCoalitionFound(len(search.known) - 1)


@core.register
def oracle_core(
    game: OracleGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> Core:
    """An empty core with its proof, or a point that nobody was found to block, unproven.

    Errors: ``NotProven`` where ``seconds`` are over before either is found.
    """
    search = OracleSearch(game, grand=True)
    ended = search.ended(SearchLimits(seconds, progress))
    worth = search.worth(search.everybody)
    if ended.lowest > worth:
        members = (
            WeightedCoalition(search.members(mask), w) for mask, w in sorted(ended.weights.items())
        )
        return EmptyCoreCertificate(tuple(members)).answer(game)
    if sum(ended.payoffs) != worth or search.greatest_known(ended.payoffs)[1] > 0:
        raise NotProven("core", "the search ended before it found a stable split")
    point = Allocation(
        dict(zip(game.players, map(search.signed, ended.payoffs), strict=True)),
        method=search_method(game),
        status="Nobody was found who blocks it.",
        proof=UNPROVEN,
    )
    empty = False if search.size == 1 else None  # of one city the core is v(N)
    return Core(game, empty=empty, point=point, method=point.method, proof=UNPROVEN)


def _most_unhappy(search: OracleSearch, payoffs: list[Fraction]) -> Violation:
    """The coalition that gains most, in gains, of all that the search comes across."""
    search.parts()
    for _ in range(_ROUNDS if search.game.separation is None else 1):
        search.separate([0.0] * search.size, math.inf)
    mask, gain = search.greatest_known(payoffs)
    return Violation(search.members(mask), gain)
