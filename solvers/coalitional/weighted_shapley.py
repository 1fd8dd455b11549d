"""The weighted Shapley value: each coalition's dividend is shared by weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from games.by_city import ByCity, numbers
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.exact import over_one_denominator
from solvers.answer import Allocation
from solvers.coalitional.dividends import dividend_table
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate
from solvers.coalitional.subset_sums import sizes, subset_sums

__all__ = ["WeightedShapleyCertificate", "weighted_shapley_value"]

Levels = tuple[Mapping[str, Fraction], ...]


def weighted_shapley_value(game: CoalitionalGame, *weights: ByCity) -> Allocation:
    """The weighted Shapley value: each coalition's dividend is shared by weight.

        phi_i = sum over S with i of  w_i / w(S)  d(S)

    Weights stand for sizes, or for effort: with equal weights it is the Shapley value. A city of
    weight 0 gets nothing of a dividend that a city with a weight has a part in; what those of
    weight 0 make among themselves is shared by a second list of weights, and so on (a weight
    system).

    For games of gains or costs, exact.

    ``weights``: one list by city, 0 or more; a city that is not named has the weight 0. Where some
    have 0, a second list gives theirs, and so on until every city has a weight in one of them.
    Only proportions within a list count.

    Errors: ``InvalidInput`` for a negative weight, one for a city that has one already, a list
    without any, or a city that is left without.

    >>> from games import CoalitionalGame
    >>> duo = CoalitionalGame(["Hangzhou", "Quzhou"], {"Hangzhou": 30, "Quzhou": 6,
    ...                                                ("Hangzhou", "Quzhou"): 96})
    >>> split = weighted_shapley_value(duo, {"Hangzhou": 2, "Quzhou": 1})
    >>> split, split.certificate.verify(duo)
    (Allocation(Hangzhou=70, Quzhou=26), True)
    >>> weighted_shapley_value(duo, {"Hangzhou": 0, "Quzhou": 1}, {"Hangzhou": 1})
    Allocation(Hangzhou=30, Quzhou=66)

    It is checked by the potential instead of dividends: one number P(S) for every coalition, of
    which each city's share is its weight times what it adds to it,

        w(S) P(S) = v(S) + sum over i in S of w_i P(S - i),        phi_i = w_i (P(N) - P(N - i)).

    Source: Shapley (1953, thesis); Kalai and Samet (1987) for weight systems; Hart and Mas-Colell
    (1989) for the potential.
    """
    refuse_untabulated(game)
    levels = _levels(weights, game.players)
    return WeightedShapleyCertificate(_values(game, levels, _by_dividends), levels).answer(game)


@dataclass(frozen=True, slots=True)
class WeightedShapleyCertificate(SplitCertificate, kind="weighted Shapley value"):
    """The value and the lists of weights, each adding up to 1; it is checked by the potential.

    The check takes n 2^n sums of long integers: seconds at 20 cities with small weights.
    """

    method: ClassVar[str] = "dividends, one exact sum for each weight of a coalition"
    status: ClassVar[str] = "Every coalition's dividend, shared among its members by weight."
    second: ClassVar[str] = "the potential"

    levels: Levels

    def chosen(self) -> str:
        lists = (", ".join(f"{city} {w}" for city, w in level.items()) for level in self.levels)
        return f"Weights: {'; then '.join(lists)}."

    def recomputed(self, subject: CoalitionalGame) -> Iterable[Fraction]:
        if _levels(self.levels, subject.players) != self.levels:
            raise InvalidInput("the weights", self.levels, "positive, adding up to 1 in each list")
        return _values(subject, self.levels, _by_potential).values()


def _levels(given: Sequence[ByCity], players: tuple[str, ...]) -> Levels:
    """The positive weights of each list, adding up to 1."""
    levels: list[dict[str, Fraction]] = []
    left = list(players)
    for entry in given:
        weights = dict(zip(players, numbers(entry, players, "weight", Fraction(0)), strict=True))
        for city, weight in weights.items():
            if weight < 0:
                raise InvalidInput(f"weight of {city}", weight, "0 or more")
            if weight and city not in left:
                raise InvalidInput(f"another weight of {city}", weight, "0: it has one")
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
        raise InvalidInput(place, 0 if left else "given", expected if left else "left out")
    return tuple(levels)


def _values(
    game: CoalitionalGame,
    levels: Levels,
    share: Callable[[CoalitionalGame, Sequence[int]], Iterator[Fraction]],
) -> dict[str, Fraction]:
    """Each list's cities share what they add to all cities of later lists, by ``share``."""
    worths, unit = game.integers()
    later, found = game.grand, dict[str, Fraction]()
    for level in levels:
        cities = [city for city in game.players if city in level]
        later ^= game.mask(cities)
        masks = subset_sums(np.array([game.mask([city]) for city in cities], dtype=np.int64))
        added = worths[masks | later] - worths[later]
        among = CoalitionalGame.from_integers(cities, added, unit, game.sense)
        whole, _ = over_one_denominator(level[city] for city in cities)
        found |= dict(zip(cities, share(among, whole), strict=True))
    return {city: found[city] for city in game.players}


def _by_dividends(game: CoalitionalGame, weights: Sequence[int]) -> Iterator[Fraction]:
    dividends, unit = dividend_table(game)
    total = subset_sums(np.array(weights, dtype=np.int64 if sum(weights) < 2**62 else object))
    of, groups = np.unique(total, return_inverse=True)
    for i, weight in enumerate(weights):
        mine = groups.reshape(-1, 2, 1 << i)[:, 1].ravel()
        sums = np.zeros(len(of), dtype=dividends.dtype)
        np.add.at(sums, mine, dividends.reshape(-1, 2, 1 << i)[:, 1].ravel())
        used = np.flatnonzero(sums)
        share = sum((Fraction(int(sums[k]), int(of[k])) for k in used), Fraction(0))
        yield weight * share * unit


def _by_potential(game: CoalitionalGame, weights: Sequence[int]) -> Iterator[Fraction]:
    """The potential, times the least common multiple of all w(S), is a whole number."""
    worths, unit = game.integers()
    total = subset_sums(np.array(weights, dtype=object))
    scale = math.lcm(*(set(total.tolist()) - {0}))
    potential = worths.astype(object) * scale
    size_of = sizes(len(weights))
    for size in range(1, len(weights) + 1):
        here = np.flatnonzero(size_of == size)
        for i, weight in enumerate(weights):
            ours = here[here >> i & 1 == 1]
            potential[ours] += potential[ours ^ 1 << i] * weight
        potential[here] //= total[here]
    for i, weight in enumerate(weights):
        added = potential[game.grand] - potential[game.grand ^ 1 << i]
        yield Fraction(weight * added, scale) * unit
