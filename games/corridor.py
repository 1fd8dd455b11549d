"""Innovation corridors: cities on a line, links between neighbours, spillovers that fade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.by_city import ByCity, numbers, one_of, within
from games.errors import InvalidInput, Told
from games.players import validated_players

__all__ = ["Corridor"]

ONE = Fraction(1)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Corridor:
    """Innovation corridors: cities on a line, links between neighbours, spillovers that fade.

    Two cities i < j that the corridor joins gain together, as each takes up what the other gives,

        d_ij = (gives_i takes_j + gives_j takes_i) * product of what stretches between them keep.

    A stretch of length d keeps exp(-d/L) of what passes, where L is how far spillovers reach; it is
    given as a fraction, so that all sums are exact.

    Cities in their order, and figures of the stretches from each to the next.

    ``gives``: what each city has that is of use to others. ``link_costs``: of each stretch, 0 or
    more, in order. ``kept``: what a stretch keeps, between 0 and 1: one number, or one for each.
    ``takes``: how well each city takes up, 0 or more; 1 where not given.

    Errors: ``InvalidInput`` names the number that cannot be right, or says how many are needed.

    >>> line = Corridor(["Shanghai", "Hangzhou", "Jinhua"], [8, 4, 0], [3, 3], kept=0.5)
    >>> str(line.gain("Shanghai", "Hangzhou")), str(line.gain("Shanghai", "Jinhua"))
    ('6', '2')

    Source: Jackson and Wolinsky (1996), the connections model, on a line; Hu and Zhang (2024) for
    the corridor whose far end is left out.
    """

    cities: tuple[str, ...]
    gives: tuple[Fraction, ...]
    link_costs: tuple[Fraction, ...]
    kept: tuple[Fraction, ...]
    takes: tuple[Fraction, ...]

    def __init__(
        self,
        cities: Iterable[str],
        gives: ByCity,
        link_costs: Iterable[Any],
        kept: Any,
        *,
        takes: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        if len(names) < 2:
            raise InvalidInput("the list of cities", Told("of length 1"), "two or more")
        stretches = [f"{a} - {b}" for a, b in pairwise(names)]
        costs = _of_each(link_costs, stretches, "link costs")
        given = kept if _is_list(kept) else [kept] * len(stretches)
        shares = _of_each(given, stretches, "shares kept")
        for field, found in {
            "cities": names,
            "gives": _figures(gives, names, "use to others"),
            "link_costs": tuple(
                within(cost, f"cost of the link {at}", "0 or more")
                for at, cost in zip(stretches, costs, strict=True)
            ),
            "kept": tuple(
                within(share, f"share kept by {at}", "between 0 and 1")
                for at, share in zip(stretches, shares, strict=True)
            ),
            "takes": _figures(takes if takes is not None else [1] * len(names), names, "uptake"),
        }.items():
            object.__setattr__(self, field, found)

    def gain(self, one: str, other: str) -> Fraction:
        """What two cities gain together, links not counted."""
        places = (self.cities.index(one_of(city, self.cities, "a city")) for city in (one, other))
        i, j = sorted(places)
        return next(gain for k, gain in self.gains_from(i) if k == j)

    def gains_from(self, i: int) -> Iterator[tuple[int, Fraction]]:
        """For each city after the i-th its place, and what the two gain together."""
        share = ONE
        for j in range(i + 1, len(self.cities)):
            share *= self.kept[j - 1]
            both = self.gives[i] * self.takes[j] + self.gives[j] * self.takes[i]
            yield j, both * share

    def __repr__(self) -> str:
        return f"Corridor({len(self.cities)} cities, {self.cities[0]} to {self.cities[-1]})"


def _figures(given: ByCity, cities: tuple[str, ...], what: str) -> tuple[Fraction, ...]:
    found = numbers(given, cities, what, Fraction(0))
    for city, number in zip(cities, found, strict=True):
        within(number, f"{what} of {city}", "0 or more")
    return found


def _is_list(given: Any) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, str)


def _of_each(given: Any, stretches: list[str], what: str) -> list[Any]:
    if not _is_list(given):
        raise InvalidInput(f"the list of {what}", given, "one number for each stretch, in order")
    found = list(given)
    if len(found) != len(stretches):
        raise InvalidInput(
            f"the list of {what}",
            Told(f"of length {len(found)}"),
            f"one for each of the {len(stretches)} stretches between neighbours",
        )
    return found
