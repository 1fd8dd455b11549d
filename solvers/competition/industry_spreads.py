"""Spreads: how many cities court each industry, and which cities can be those.

What a city believes to gain by another industry depends on the others only through the numbers of
cities in each. At given numbers each city has a set of industries in which it is content, and the
equilibria with these numbers are the ways to place the cities so that each is content. They are
counted, and their least and greatest sums found, city by city: what is left of the places says
which city comes next, so it alone is the state.

>>> placed = PlacedCities([[3, 1], [5, 2]], [[0, 1], [0, 1]])
>>> placed.number((1, 1)), placed.sums((1, 1)), placed.first((1, 1), "greatest")
(2, (5, 6), (1, 0))

Source: Bellman (1957), Dynamic Programming.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from games.errors import InvalidInput
from games.industry_choice import IndustryChoice

__all__ = ["Extreme", "PlacedCities", "WholeNumbers", "ways_to_share"]

MOST_SPREADS = 20_000
MOST_CITIES = 400
Chosen = tuple[int, ...]
Which = Literal["least", "greatest"]


def ways_to_share(cities: int, industries: int) -> Iterator[Chosen]:
    """All numbers of cities by industry, the first industry's falling; ``InvalidInput``: too many.

    >>> list(ways_to_share(2, 2))
    [(2, 0), (1, 1), (0, 2)]
    """
    if cities > MOST_CITIES:
        raise InvalidInput("the number of cities", cities, f"at most {MOST_CITIES}")
    number = math.comb(cities + industries - 1, industries - 1)
    if number > MOST_SPREADS:
        raise InvalidInput(
            f"the number of ways to share {cities} cities among {industries} industries",
            number,
            f"at most {MOST_SPREADS}",
        )
    if industries == 1:
        yield (cities,)
        return
    for first in range(cities, -1, -1):
        yield from ((first, *rest) for rest in ways_to_share(cities - first, industries - 1))


class WholeNumbers:
    """The numbers of a game as whole multiples of one unit."""

    def __init__(self, game: IndustryChoice) -> None:
        everything = [*game.signal, *game.truth, *game.crowding]
        everything += [fit for row in game.fit for fit in row]
        unit = math.lcm(*(number.denominator for number in everything))
        self.fit = [[int(fit * unit) for fit in row] for row in game.fit]
        self.signal = [int(number * unit) for number in game.signal]
        self.truth = [int(number * unit) for number in game.truth]
        self.crowding = [int(number * unit) for number in game.crowding]

    def common(self, counts: Chosen) -> int:
        """What all have in truth at these numbers, but for the fit."""
        return sum(
            n * (true - crowd * (n - 1))
            for n, true, crowd in zip(counts, self.truth, self.crowding, strict=True)
        )

    def content(self, counts: Chosen) -> list[list[int]]:
        """For each city the industries, used at these numbers, that it would not leave."""
        stay, move = (
            [
                said - crowd * (n - here)
                for said, crowd, n in zip(self.signal, self.crowding, counts, strict=True)
            ]
            for here in (1, 0)
        )
        found = []
        for row in self.fit:
            elsewhere = [fit + gain for fit, gain in zip(row, move, strict=True)]
            found.append(
                [
                    c
                    for c, n in enumerate(counts)
                    if n
                    and all(
                        row[c] + stay[c] >= other for d, other in enumerate(elsewhere) if d != c
                    )
                ]
            )
        return found


class PlacedCities:
    """Cities placed in the industries allowed to each, with a value for each place."""

    def __init__(self, value: list[list[int]], allowed: list[list[int]]) -> None:
        self.value, self.allowed = value, allowed
        self._known: dict[Chosen, tuple[int, int, int]] = {(0,) * len(value[0]): (1, 0, 0)}

    def number(self, places: Chosen) -> int:
        """How many ways there are to fill so many places."""
        return self._at(places)[0]

    def sums(self, places: Chosen) -> tuple[int, int]:
        """The least and the greatest sum of values."""
        return self._at(places)[1:]

    def first(self, places: Chosen, which: Which) -> Chosen:
        """The first way, city by city, with the least or the greatest sum."""
        chosen: list[int] = []
        side = ("least", "greatest").index(which) + 1
        for i, row in enumerate(self.value):
            for c in self.allowed[i]:
                left = _one_less(places, c)
                if (
                    places[c]
                    and self.number(left)
                    and row[c] + self._at(left)[side] == self._at(places)[side]
                ):
                    chosen.append(c)
                    places = left
                    break
        return tuple(chosen)

    def _at(self, places: Chosen) -> tuple[int, int, int]:
        if places not in self._known:
            i = len(self.value) - sum(places)
            ways, low, high = 0, [], []
            for c in self.allowed[i]:
                if places[c]:
                    some, least, most = self._at(_one_less(places, c))
                    if some:
                        ways += some
                        low.append(self.value[i][c] + least)
                        high.append(self.value[i][c] + most)
            self._known[places] = (ways, min(low, default=0), max(high, default=0))
        return self._known[places]


def _one_less(places: Chosen, c: int) -> Chosen:
    return (*places[:c], places[c] - 1, *places[c + 1 :])


class Extreme:
    """The least or the greatest total so far, and the first placement that has it."""

    def __init__(self, which: Which) -> None:
        self.which: Which = which
        self.total: int | None = None
        self.chosen: Chosen = ()

    def offer(self, placed: PlacedCities, counts: Chosen, common: int) -> None:
        """All placements at these numbers, whose values have ``common`` added to them."""
        least, most = placed.sums(counts)
        total = common + (least if self.which == "least" else most)
        if self.total is None or (
            total < self.total if self.which == "least" else total > self.total
        ):
            self.total, self.chosen = total, placed.first(counts, self.which)
        elif total == self.total:
            self.chosen = min(self.chosen, placed.first(counts, self.which))
