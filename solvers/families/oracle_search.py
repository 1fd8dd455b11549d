"""The most unhappy coalition of a game that only answers questions, by its own functions.

The separation oracle names one, if there is such a function. Without one, a search adds and drops
one city at a time, from the coalitions that were the most unhappy so far and from random ones; what
it finds need not be the most, and that it finds nobody proves nothing.

>>> squares = OracleGame(["A", "B", "C"], lambda s: len(s) ** 2)
>>> search = OracleSearch(squares, grand=True)
>>> worths, most = search.separate([2, 2, 2], math.inf)
>>> worths[0b111], most
(9.0, 3.0)

Source: Grötschel, Lovász and Schrijver (1981) for separation oracles.
"""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

from games.coalitional import Coalition, coalition_name, members_named, members_of
from games.errors import called
from games.oracle_game import OracleGame
from solvers.families.coalition_search import mask_of, paid
from solvers.families.floating_program import searchable
from solvers.families.integer_program import Case

__all__ = ["OracleSearch", "search_method"]

_METHOD = "row generation; nobody more unhappy by the separation oracle's word"
_SEARCHED = "row generation; nobody more unhappy found by adding and dropping cities"


def search_method(game: OracleGame) -> str:
    """Who says that nobody is more unhappy."""
    return _SEARCHED if game.separation is None else _METHOD


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
        return members_of(mask, self.game.players)

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

    def separate(
        self, payoffs: Any, target: float, until: float = math.inf
    ) -> tuple[dict[int, float], float]:
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
        self, payoffs: list[Fraction], claim: Fraction, until: float = math.inf
    ) -> tuple[tuple[Case, ...], Fraction, int | None]:
        """Nothing: an oracle's word is no proof."""
        return (), claim, None
