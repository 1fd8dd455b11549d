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
import time
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from games.errors import called
from games.oracle_game import OracleGame
from games.players import Coalition, coalition_name, members_named, members_of
from solvers.families.coalition_search import CoalitionSearch, Ended, mask_of, paid
from solvers.families.floating_program import Floats, searchable
from solvers.families.integer_program import Case
from solvers.search_limits import SearchLimits

__all__ = ["OracleSearch", "search_method"]

ZERO = Fraction(0)
_FIT = Fraction(1 << 20)  # times the unit: if worths found later go so far, all is counted anew
_METHOD = "row generation; nobody more unhappy by the separation oracle's word"
_SEARCHED = "row generation; nobody more unhappy found by adding and dropping cities"


def search_method(game: OracleGame) -> str:
    """Who says that nobody is more unhappy."""
    return _SEARCHED if game.separation is None else _METHOD


class OracleSearch:
    """The game's functions, asked in gains and bitmasks.

    What a search is told, and what it pays, is counted from the payoffs ``base``, and in a unit: of
    worths next to nothing, or all alike but for the last digits, floats would tell no difference.
    """

    thorough = inward = False
    cases = 0

    def __init__(self, game: OracleGame, *, grand: bool, base: Sequence[Fraction] = ()) -> None:
        self.game, self.grand = game, grand
        self.size = len(game.players)
        self.everybody = (1 << self.size) - 1
        self.known: dict[int, Fraction] = {}
        self.counted: dict[int, Fraction] = {}  # the same from the base, in the unit
        self.random = random.Random(0)
        self.base = list(base) or [ZERO] * self.size
        self.unit = Fraction(1)

    def signed(self, number: Fraction) -> Fraction:
        return number if self.game.sense == "gain" else -number

    def members(self, mask: int) -> Coalition:
        return members_of(mask, self.game.players)

    def worth(self, mask: int) -> Fraction:
        """What the game says the coalition gains."""
        if mask not in self.known:
            members = self.members(mask)
            worth = self.game.worth(members)
            searchable(worth, f"worth of {coalition_name(members)}")
            self.known[mask] = self.signed(worth)
        return self.known[mask]

    def exact(self, mask: int) -> Fraction:
        if mask not in self.counted:
            self.counted[mask] = (self.worth(mask) - paid(mask, self.base)) / self.unit
        return self.counted[mask]

    def ended(self, limits: SearchLimits) -> Ended:
        """What a search ends with, in money; the core's levels only where all together count."""
        until = time.monotonic() + limits.seconds
        self.base = [self.worth(1 << i) for i in range(self.size)]
        self.parts()
        while True:
            self.unit = unit = self._size()
            self.counted = {}
            left = SearchLimits(max(until - time.monotonic(), 0), limits.progress, unit)
            total = None if self.grand else self.exact(self.everybody)
            ended = CoalitionSearch(self, total, left).until_proven()
            if 1 / _FIT < self._size() / unit < _FIT:
                break
        payoffs = [x * self.unit + own for x, own in zip(ended.payoffs, self.base, strict=True)]
        lowest = ended.lowest * self.unit + (sum(self.base) if self.grand else 0)
        return replace(ended, lowest=lowest, payoffs=payoffs)

    def _size(self) -> Fraction:
        """A power of two near the largest worth, counted from the base; 1 if all are 0."""
        most = max(abs(worth - paid(mask, self.base)) for mask, worth in self.known.items())
        size = most.numerator.bit_length() - most.denominator.bit_length()
        return Fraction(2) ** size if most else Fraction(1)

    def greatest_known(self, payoffs: Sequence[Fraction]) -> tuple[int, Fraction]:
        """The coalition asked so far with the greatest excess, and that excess, exact."""
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

    def quick(self, payoffs: Floats, target: float) -> dict[int, float]:
        return {}

    def separate(
        self,
        payoffs: Sequence[float] | Floats,
        target: float,
        until: float = math.inf,
        *,
        within: float = 0.0,
    ) -> tuple[dict[int, float], float]:
        if self.game.separation is None:
            found = self._climb(payoffs)
        else:
            sign = 1 if self.game.sense == "gain" else -1
            unit = float(self.unit)
            named = {
                city: sign * (float(x) * unit + float(own))
                for city, x, own in zip(self.game.players, payoffs, self.base, strict=True)
            }
            place = "separation oracle's answer"
            said = called(f"the {place}", "a list of names", self.game.separation, named)
            said = members_named(said, self.game.players, place)
            mask = mask_of(self.game.players, said)
            found = {mask} - {0, *(() if self.grand else (self.everybody,))}
            found = found or {1}
        worths = {mask: float(self.exact(mask)) for mask in found}
        most = max(worth - float(paid(mask, payoffs)) for mask, worth in worths.items())
        return worths, most

    def _climb(self, payoffs: Sequence[float] | Floats) -> set[int]:
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
        """Nothing is: an oracle's word is no proof. But it may name somebody beyond the claim."""
        self.separate([float(x) for x in payoffs], float(claim))
        base = [x * self.unit + own for x, own in zip(payoffs, self.base, strict=True)]
        mask, gap = self.greatest_known(base)
        return (), claim, mask if gap > claim * self.unit else None
