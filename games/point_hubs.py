"""Point hubs: costly sites from which cities may be served, and a budget for a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, in_order, numbers, one_of, within
from games.errors import InvalidInput, of_kind
from games.players import validated_players

__all__ = ["PointHubs"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class PointHubs:
    """Point hubs: costly sites from which cities may be served, and a budget for a few of them.

    Opening a set H of hubs that costs no more than the budget B brings

        net(H) = sum over cities i of  max_{j in H} worth_ij  -  sum_{j in H} opening_j,

    where only hubs count in whose catchment the city lies, and a city in none has nothing.

    Cities, hubs, what each hub costs to open, and what it is worth to each city in its catchment.

    ``opening``: 0 or more, by hub. ``worth``: a row for each city, by name or in order, of numbers
    of 0 or more; ``None``, or left out of a mapping: the city is out of the hub's reach.
    ``budget``: 0 or more. ``planned``: hubs that somebody would open, in the budget or not.
    ``coverage``: the share of cities that should be served.

    Errors: ``InvalidInput`` names the number or hub that cannot be right.

    >>> plan = PointHubs(["A", "B"], ["big", "small"], opening=[9, 2], budget=10,
    ...                  worth=[[8, 3], {"small": 1}], planned=["big"])
    >>> plan.net(["big"]), plan.served(["big"]), plan.net(["big", "small"])
    (Fraction(-1, 1), ('A',), Fraction(-2, 1))

    Source: Church and ReVelle (1974), The maximal covering location problem; Cornuejols, Fisher and
    Nemhauser (1977), Location of bank accounts.
    """

    cities: tuple[str, ...]
    hubs: tuple[str, ...]
    opening: tuple[Fraction, ...]
    worth: tuple[tuple[Fraction | None, ...], ...]
    budget: Fraction
    planned: tuple[str, ...]
    coverage: Fraction

    def __init__(
        self,
        cities: Iterable[str],
        hubs: Iterable[str],
        opening: ByCity,
        worth: Mapping[str, ByCity] | Sequence[ByCity] | Any,
        budget: Any,
        *,
        planned: Iterable[str] = (),
        coverage: Any = Fraction(1, 2),
    ) -> None:
        names, sites = validated_players(cities, "city"), validated_players(hubs, "hub")
        of_kind(planned, Iterable, place="the planned hubs", hint="their names")
        wanted = tuple(planned) and validated_players(planned, "planned hub")
        for field, found in {
            "cities": names,
            "hubs": sites,
            "opening": tuple(
                within(cost, f"opening cost of {hub}", "0 or more")
                for hub, cost in zip(
                    sites, numbers(opening, sites, "opening cost", who="hub"), strict=True
                )
            ),
            "worth": tuple(
                tuple(
                    None if one is None else within(one, f"worth of {hub} to {city}", "0 or more")
                    for hub, one in zip(
                        sites, in_order(row, sites, f"worth to {city}", "hub"), strict=True
                    )
                )
                for city, row in zip(names, in_order(worth, names, "worth"), strict=True)
            ),
            "budget": within(budget, "the budget", "0 or more"),
            "planned": tuple(one_of(hub, sites, "a planned hub") for hub in wanted),
            "coverage": within(coverage, "coverage", "between 0 and 1"),
        }.items():
            object.__setattr__(self, field, found)

    def cost(self, opened: Iterable[str]) -> Fraction:
        """The cost of opening these hubs."""
        return sum((self.opening[k] for k in self._places(opened)), Fraction(0))

    def served(self, opened: Iterable[str]) -> tuple[str, ...]:
        """The cities in the catchment of one of these hubs."""
        places = self._places(opened)
        return tuple(
            city
            for city, row in zip(self.cities, self.worth, strict=True)
            if any(row[k] is not None for k in places)
        )

    def net(self, opened: Iterable[str]) -> Fraction:
        """The worth of these hubs, each city using its best one, less their cost."""
        places = self._places(opened)
        made = (
            max((row[k] or Fraction(0) for k in places), default=Fraction(0)) for row in self.worth
        )
        return sum(made, Fraction(0)) - self.cost(opened)

    def _places(self, opened: Iterable[str]) -> list[int]:
        if isinstance(opened, str):
            raise InvalidInput("the open hubs", opened, "a list of hubs")
        return sorted({self.hubs.index(one_of(hub, self.hubs, "an open hub")) for hub in opened})

    def __repr__(self) -> str:
        return f"PointHubs({len(self.cities)} cities, {len(self.hubs)} hubs)"
