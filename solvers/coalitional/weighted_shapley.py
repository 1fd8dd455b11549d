"""The weighted Shapley value: each coalition's dividend is shared by weight.

    phi_i = sum over S with i of  w_i / w(S)  d(S)

Weights stand for sizes, or for effort: with equal weights it is the Shapley value. A city of weight
0 gets nothing of a dividend that a city with a weight has a part in; what those of weight 0 make
among themselves is shared by a second list of weights, and so on (a weight system).

>>> from games import CoalitionalGame
>>> duo = CoalitionalGame(["Hangzhou", "Quzhou"], {"Hangzhou": 30, "Quzhou": 6,
...                                                ("Hangzhou", "Quzhou"): 96})
>>> split = weighted_shapley_value(duo, {"Hangzhou": 2, "Quzhou": 1})
>>> split, split.certificate.verify(duo)
(Allocation(Hangzhou=70, Quzhou=26), True)
>>> weighted_shapley_value(duo, {"Hangzhou": 0, "Quzhou": 1}, {"Hangzhou": 1})
Allocation(Hangzhou=30, Quzhou=66)

It is checked by orders instead of dividends: the cities are drawn from the last to the first, each
among those that are left in proportion to its weight, and each gets what it adds to those before.

Source: Shapley (1953, thesis); Kalai and Samet (1987) for weight systems.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from games.by_city import ByCity, numbers
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from solvers.answer import Allocation
from solvers.coalitional.dividends import dividend_table
from solvers.coalitional.excess import subset_sums
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["WeightedShapleyCertificate", "weighted_shapley_value"]

Levels = tuple[Mapping[str, Fraction], ...]


def weighted_shapley_value(game: CoalitionalGame, *weights: ByCity) -> Allocation:
    """The weighted Shapley value of a game of gains or costs, exact.

    ``weights``: one list by city, 0 or more; a city that is not named has the weight 0. Where some
    have 0, a second list gives theirs, and so on until every city has a weight in one of them.
    Only proportions within a list count.

    Errors: ``InvalidInput`` for a negative weight, one for a city that has one already, a list
    without any, or a city that is left without.
    """
    levels = _levels(weights, game.players)
    split = dict.fromkeys(game.players, Fraction(0))
    for city, payoff in _by_dividends(game, levels):
        split[city] = payoff
    return WeightedShapleyCertificate(split, levels).answer(game)


@dataclass(frozen=True, slots=True)
class WeightedShapleyCertificate(SplitCertificate, kind="weighted Shapley value"):
    """The value and the lists of weights, each adding up to 1; it is checked order by order.

    The check takes n 2^n sums of fractions: a second at 14 cities.
    """

    method: ClassVar[str] = "dividends, one exact sum for each weight of a coalition"
    status: ClassVar[str] = "Every coalition's dividend, shared among its members by weight."
    second: ClassVar[str] = "orders of joining"

    levels: Levels

    def recomputed(self, subject: CoalitionalGame) -> Iterable[Fraction]:
        if _levels(self.levels, subject.players) != self.levels:
            raise InvalidInput("the weights", self.levels, "positive, adding up to 1 in each list")
        return _by_orders(subject, self.levels)


def _levels(given: Sequence[ByCity], players: tuple[str, ...]) -> Levels:
    """The positive weights of each list, adding up to 1."""
    levels: list[dict[str, Fraction]] = []
    left = list(players)
    for entry in given:
        weights = dict(zip(players, numbers(entry, players, "weight", Fraction(0)), strict=True))
        for city, weight in weights.items():
            if weight < 0:
                raise InvalidInput(f"weight of {city}", str(weight), "0 or more")
            if weight and city not in left:
                raise InvalidInput(f"another weight of {city}", str(weight), "0: it has one")
        level = {city: weight for city, weight in weights.items() if weight}
        if not level:
            expected = "one that gives a city among " + ", ".join(left) + " more than 0"
            raise InvalidInput("a list of weights", "without a weight", expected)
        total = sum(level.values())
        levels.append({city: weight / total for city, weight in level.items()})
        left = [city for city in left if city not in level]
        if not left:
            break
    if left or len(levels) < len(given):
        place = f"weight of {left[0]}" if left else "a further list of weights"
        expected = "more than 0, here or in a further list for those with 0"
        raise InvalidInput(place, "0" if left else "given", expected if left else "left out")
    return tuple(levels)


def _by_dividends(game: CoalitionalGame, levels: Levels) -> Iterator[tuple[str, Fraction]]:
    dividends, unit = dividend_table(game)
    masks = np.arange(len(dividends))
    for level in levels:
        scale = math.lcm(*(weight.denominator for weight in level.values()))
        whole = [int(level.get(city, 0) * scale) for city in game.players]
        weights = subset_sums(np.array(whole, dtype=np.int64 if scale < 2**62 else object))
        led = weights[masks] != 0  # those left in which somebody has a weight of this list
        of, parts = np.unique(weights[masks[led]], return_inverse=True)
        for i, city in enumerate(game.players):
            if not whole[i]:
                continue
            mine = (masks[led] >> i & 1).astype(bool)
            sums = np.zeros(len(of), dtype=dividends.dtype)
            np.add.at(sums, parts[mine], dividends[masks[led]][mine])
            used = np.flatnonzero(sums)
            share = sum((Fraction(int(sums[k]), int(of[k])) for k in used), Fraction(0))
            yield city, whole[i] * share * unit
        masks = masks[~led]


def _by_orders(game: CoalitionalGame, levels: Levels) -> list[Fraction]:
    """Each city's expected addition when the last is drawn by weight, then the last but one..."""
    rank = {city: (k, weight) for k, level in enumerate(levels) for city, weight in level.items()}
    payoffs = [Fraction(0)] * len(game.players)
    chance = [Fraction(0)] * (game.grand + 1)
    chance[-1] = Fraction(1)
    for mask in range(game.grand, 0, -1):
        here = [i for i in range(len(game.players)) if mask >> i & 1]
        first = min(rank[game.players[i]][0] for i in here)
        drawn = {i: weight for i in here for k, weight in [rank[game.players[i]]] if k == first}
        total, worth = sum(drawn.values()), game.worth(mask)
        for i, weight in drawn.items():
            last = chance[mask] * weight / total
            payoffs[i] += last * (worth - game.worth(mask ^ 1 << i))
            chance[mask ^ 1 << i] += last
    return payoffs
