"""The least core and the cost of stability of a game that only answers questions.

The rounds are those of ``coalition_search``: who is most unhappy joins the list. The lower bound
is exact, since the coalitions on the list are worth what the value oracle says. That nobody else
is more unhappy is the separation oracle's word, or, without one, the end of a search that adds and
drops one city at a time: so the answer is marked unproven. ``tabulated`` proves it up to some 20
cities, a ``ProgramGame`` beyond.

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
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from games.coalitional import Coalition, coalition_name, members_named
from games.errors import called
from games.oracle_game import OracleGame
from solvers.answer import UNPROVEN, Allocation
from solvers.coalitional.cost_of_stability import CostOfStability, cost_of_stability
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.families.coalition_search import CoalitionSearch, Limits, Progress, mask_of, paid
from solvers.families.floating_program import searchable
from solvers.families.integer_program import Case

__all__ = ["OracleSearch", "oracle_cost_of_stability", "oracle_least_core", "search_method"]

_METHOD = "row generation; nobody more unhappy by the separation oracle's word"
_SEARCHED = "row generation; nobody more unhappy found by adding and dropping cities"


@least_core.register
def oracle_least_core(
    game: OracleGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> LeastCore:
    """Epsilon, as far as the oracles tell: an exact lower bound, and a point that attains it."""
    oracle = OracleSearch(game, grand=False)
    total = oracle.exact(oracle.everybody)
    if oracle.size == 1:
        alone = {game.players[0]: game.worth(game.players)}
        return LeastCore(Fraction(0), _allocation(game, alone), None, search_method(game), UNPROVEN)
    ended = CoalitionSearch(oracle, total, Limits(seconds, progress)).until_proven()
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
    ended = CoalitionSearch(oracle, None, Limits(seconds, progress)).until_proven()
    split = dict(zip(game.players, map(oracle.signed, ended.payoffs), strict=True))
    value = ended.lowest - oracle.exact(oracle.everybody)
    return CostOfStability(value, _allocation(game, split), None, search_method(game), UNPROVEN)


def search_method(game: OracleGame) -> str:
    """Who says that nobody is more unhappy."""
    return _SEARCHED if game.separation is None else _METHOD


def _allocation(game: OracleGame, split: dict[str, Fraction]) -> Allocation:
    return Allocation(
        split,
        method=search_method(game),
        status="Nobody was found who is more unhappy.",
        proof=UNPROVEN,
    )


class OracleSearch:
    """The game's functions, asked in gains and bitmasks."""

    def __init__(self, game: OracleGame, *, grand: bool) -> None:
        self.game, self.grand = game, grand
        self.size = len(game.players)
        self.everybody = (1 << self.size) - 1
        self.known: dict[int, Fraction] = {}
        self.random = random.Random(0)

    def signed(self, number: Fraction) -> Fraction:
        return number if self.game.sense == "gain" else -number

    def members(self, mask: int) -> Coalition:
        return tuple(name for i, name in enumerate(self.game.players) if mask >> i & 1)

    def exact(self, mask: int) -> Fraction:
        if mask not in self.known:
            members = self.members(mask)
            worth = self.game.worth(members)
            searchable(worth, f"worth of {coalition_name(members)}")
            self.known[mask] = self.signed(worth)
        return self.known[mask]

    def greatest_known(self, payoffs: list[Fraction]) -> tuple[int, Fraction]:
        """Of all coalitions asked so far the one with the greatest excess, and that, exact."""
        counted = [mask for mask in self.known if self.grand or mask != self.everybody]

        def gap(mask: int) -> Fraction:
            return self.known[mask] - paid(mask, payoffs)  # type: ignore[no-any-return]

        best = max(counted, key=gap)
        return best, gap(best)

    def start(self) -> list[Fraction]:
        return [self.exact(self.everybody) / self.size] * self.size

    def parts(self) -> dict[int, float]:
        sides = {mask for i in range(self.size) for mask in (1 << i, self.everybody ^ 1 << i)}
        sides |= {self.everybody} if self.grand else set()
        return {mask: float(self.exact(mask)) for mask in sides if mask}

    def rest(self, mask: int) -> dict[int, float]:
        other = self.everybody ^ mask
        return {other: float(self.exact(other))} if other else {}

    def quick(self, payoffs: Any, target: float) -> dict[int, float]:
        """Nobody: what the game's functions take is not known."""
        return {}

    def separate(self, payoffs: Any, target: float) -> tuple[dict[int, float], float]:
        if self.game.separation is None:
            found = self._climb(payoffs)
        else:
            sign = 1 if self.game.sense == "gain" else -1
            named = {k: sign * float(x) for k, x in zip(self.game.players, payoffs, strict=True)}
            place = "separation oracle's answer"
            said = called(f"the {place}", "a list of names", self.game.separation, named)
            said = members_named(said, self.game.players, place)
            mask = mask_of(self.game.players, said)
            found = {mask} - {0, *(() if self.grand else (self.everybody,))}
            found = found or {1}
        worths = {mask: float(self.exact(mask)) for mask in found}
        most = max(worth - float(paid(mask, payoffs)) for mask, worth in worths.items())
        return worths, most

    def _climb(self, payoffs: Any) -> set[int]:
        """Coalitions that no single city improves by joining or leaving."""

        def excess(mask: int) -> float:
            proper = mask and (self.grand or mask != self.everybody)
            return float(self.exact(mask)) - float(paid(mask, payoffs)) if proper else -math.inf

        best = sorted(self.known, key=excess)[-4:]
        starts = [*best, *(self.random.randrange(1, self.everybody + 1) for _ in range(4))]
        ends = set()
        for mask in starts:
            value = excess(mask)
            while True:
                moves = [mask ^ 1 << i for i in range(self.size)]
                move = max(moves, key=excess)
                if excess(move) <= value:
                    break
                mask, value = move, excess(move)
            if value > -math.inf:
                ends.add(mask)
        return ends or {1}

    def prove(
        self, payoffs: list[Fraction], claim: Fraction, limit: int = 0
    ) -> tuple[tuple[Case, ...], int | None]:
        """Nothing: an oracle's word is no proof."""
        return (), None
