"""Facility location games: cities open facilities together, and each is served by one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, in_order, numbers, within
from games.coalitional import Sense
from games.errors import MISSING, InvalidInput
from games.players import validated_players

__all__ = ["FacilityLocation"]


@dataclass(frozen=True, slots=True)
class FacilityLocation:
    """Facility location games: cities open facilities together, and each is served by one of them.

        c(S) = min over sets F of facilities  sum_{j in F} f_j  +  sum_{i in S} min_{j in F} c_ij

    A facility is a research platform, a hub or a treatment plant with a fixed cost; c_ij is what it
    costs to serve city i from there. The game is one of costs.

    Cities, facilities, what each facility costs to open, and to serve each city from each.

    ``opening``: 0 or more, by facility. ``service``: a row for each city, by name or in order;
    ``None``, or left out of a mapping: the city cannot be served from there. Errors:
    ``InvalidInput`` names the number that cannot be right, or a city that nothing can serve.

    >>> hubs = FacilityLocation(["A", "B"], ["north", "south"], opening=[3, 4],
    ...                         service=[[1, 2], [5, 1]])
    >>> hubs.players, hubs.sense
    (('A', 'B'), 'cost')

    Here is data only.

    Source: Goemans and Skutella (2004), Cooperative facility location games.
    """

    players: tuple[str, ...]
    facilities: tuple[str, ...]
    opening: tuple[Fraction, ...]
    service: tuple[tuple[Fraction | None, ...], ...]

    def __init__(
        self,
        players: Iterable[str],
        facilities: Iterable[str],
        opening: ByCity,
        service: Mapping[str, ByCity] | Sequence[ByCity] | Any,
    ) -> None:
        cities, sites = validated_players(players), validated_players(facilities, "facility")
        fixed = tuple(
            within(cost, f"opening cost of {site}", "0 or more")
            for site, cost in zip(
                sites, numbers(opening, sites, "opening cost", who="facility"), strict=True
            )
        )
        table = []
        for city, row in zip(cities, in_order(service, cities, "service cost"), strict=True):
            costs = in_order(row, sites, f"service cost of {city}", "facility")
            if all(cost is None for cost in costs):
                raise InvalidInput(f"the service of {city}", MISSING, "possible from somewhere")
            table.append(
                tuple(
                    None
                    if cost is None
                    else within(cost, f"service cost of {city} from {site}", "0 or more")
                    for site, cost in zip(sites, costs, strict=True)
                )
            )
        for field, value in (
            ("players", cities),
            ("facilities", sites),
            ("opening", fixed),
            ("service", tuple(table)),
        ):
            object.__setattr__(self, field, value)

    @property
    def sense(self) -> Sense:
        """Worths are costs."""
        return "cost"

    def __repr__(self) -> str:
        return f"FacilityLocation({len(self.players)} cities, {len(self.facilities)} facilities)"
