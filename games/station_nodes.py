"""Station nodes: places at stations and a remote one, worth less the longer the way to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, in_order, numbers, one_of, within
from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, Told
from games.players import members_of, validated_players
from games.point_hubs import PointHubs

__all__ = ["StationNodes"]

ZERO = Fraction(0)
MOST = 12
"""Of so many nodes all sets are looked at for each group of cities."""


@dataclass(frozen=True, init=False, slots=True, repr=False)
class StationNodes:
    """Station nodes: places at stations and a remote one, worth less the longer the way to them.

    A city i that uses node j has  worth_ij - minute_i minutes_ij, and uses the best of the nodes
    that are open, or none. A set H of nodes that costs no more than the budget brings

        net(H) = sum over i of max(0, max_{j in H} (worth_ij - minute_i minutes_ij)) - opening(H).

    Cities, nodes, what each node costs to open, what it is worth, and how long the way takes.

    ``opening``: 0 or more, by node. ``worth``, ``minutes``: a row for each city, by name or in
    order, of numbers of 0 or more; where minutes are ``None``, or left out, no way leads there.
    ``minute``: what a minute of the way costs each city, all its trips together. ``remote``: the
    node that stations are compared with. ``budget``: what all nodes cost where not given.

    Errors: ``InvalidInput`` names the number or node that cannot be right.

    >>> nodes = StationNodes(["A", "B"], ["station", "park"], opening=[6, 2], worth=[[12, 12]] * 2,
    ...                      minutes=[[40, 100], [50, 150]], minute=[0.1, 0.1], remote="park")
    >>> nodes.value("A", "station"), nodes.value("B", "park"), nodes.hubs.net(["station"])
    (Fraction(8, 1), Fraction(-3, 1), Fraction(9, 1))

    Source: Church and ReVelle (1974) for the sites; Hansen (1959), How accessibility shapes land
    use, for the way to them.
    """

    cities: tuple[str, ...]
    nodes: tuple[str, ...]
    opening: tuple[Fraction, ...]
    worth: tuple[tuple[Fraction, ...], ...]
    minutes: tuple[tuple[Fraction | None, ...], ...]
    minute: tuple[Fraction, ...]
    remote: str
    budget: Fraction

    def __init__(
        self,
        cities: Iterable[str],
        nodes: Iterable[str],
        opening: ByCity,
        worth: Mapping[str, ByCity] | Sequence[ByCity] | Any,
        *,
        minutes: Mapping[str, ByCity] | Sequence[ByCity] | Any,
        minute: ByCity,
        remote: str,
        budget: Any = None,
    ) -> None:
        names, sites = validated_players(cities, "city"), validated_players(nodes, "node")
        if len(sites) < 2:
            raise InvalidInput("the list of nodes", Told("of length 1"), "two or more")
        costs = tuple(
            within(cost, f"opening cost of {node}", "0 or more")
            for node, cost in zip(
                sites, numbers(opening, sites, "opening cost", who="node"), strict=True
            )
        )
        for field, found in {
            "cities": names,
            "nodes": sites,
            "opening": costs,
            "worth": tuple(
                tuple(
                    within(x, f"worth of {node} to {city}", "0 or more")
                    for node, x in zip(
                        sites, numbers(row, sites, f"worth to {city}", who="node"), strict=True
                    )
                )
                for city, row in zip(names, in_order(worth, names, "worth"), strict=True)
            ),
            "minutes": tuple(
                tuple(
                    None if x is None else within(x, f"minutes from {city} to {node}", "0 or more")
                    for node, x in zip(
                        sites, in_order(row, sites, f"minutes from {city}", "node"), strict=True
                    )
                )
                for city, row in zip(names, in_order(minutes, names, "minutes"), strict=True)
            ),
            "minute": tuple(
                within(x, f"what a minute costs {city}", "0 or more")
                for city, x in zip(names, numbers(minute, names, "cost of a minute"), strict=True)
            ),
            "remote": one_of(remote, sites, "the remote node"),
            "budget": sum(costs, ZERO) if budget is None else within(budget, "budget", "0 or more"),
        }.items():
            object.__setattr__(self, field, found)

    def value(self, city: str, node: str, nearer: Fraction = ZERO) -> Fraction | None:
        """What a node is worth to a city, the way counted; ``None`` where no way leads there.

        ``nearer``: by so many minutes the way is shorter, if it is so long.
        """
        i = self.cities.index(one_of(city, self.cities, "a city"))
        j = self.nodes.index(one_of(node, self.nodes, "a node"))
        minutes = self.minutes[i][j]
        if minutes is None:
            return None
        return self.worth[i][j] - self.minute[i] * max(ZERO, minutes - nearer)

    @property
    def hubs(self) -> PointHubs:
        """All nodes as hubs, each for the cities for which it pays."""
        return self._hubs(self.nodes)

    @property
    def stations(self) -> PointHubs:
        """All nodes but the remote one as hubs, each for the cities for which it pays."""
        return self._hubs(tuple(node for node in self.nodes if node != self.remote))

    def _hubs(self, nodes: tuple[str, ...]) -> PointHubs:
        def worth(city: str, node: str) -> Fraction | None:
            value = self.value(city, node)
            return None if value is None or value < 0 else value

        return PointHubs(
            self.cities,
            nodes,
            [self.opening[self.nodes.index(node)] for node in nodes],
            [[worth(city, node) for node in nodes] for city in self.cities],
            self.budget,
            planned=[self.remote] if self.remote in nodes else [],
        )

    @property
    def coalitional(self) -> CoalitionalGame:
        """What each group of cities has by opening the nodes that are best for it, in the budget.

        Errors: ``InvalidInput`` for more than 12 nodes.
        """
        if len(self.nodes) > MOST:
            raise InvalidInput("the number of nodes", len(self.nodes), f"at most {MOST}")
        table = {}
        for mask in range(1 << len(self.nodes)):
            opened = members_of(mask, self.nodes)
            cost = sum((self.opening[self.nodes.index(node)] for node in opened), ZERO)
            if cost <= self.budget:
                best = {
                    city: max([ZERO, *(self.value(city, node) or ZERO for node in opened)])
                    for city in self.cities
                }
                table[opened] = (best, cost)
        return CoalitionalGame.from_function(
            self.cities,
            lambda group: max(
                sum((best[city] for city in group), -cost) for best, cost in table.values()
            ),
        )

    def __repr__(self) -> str:
        return f"StationNodes({len(self.cities)} cities, {len(self.nodes)} nodes)"
