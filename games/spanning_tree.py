"""Minimum-cost spanning tree games: cities that want to be linked to a source, directly or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import ByCity, numbers, one_of
from games.coalitional import Sense
from games.errors import InvalidInput, of_kind
from games.exact import exact
from games.players import members_named, validated_players

__all__ = ["SpanningTreeGame"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class SpanningTreeGame:
    """Minimum-cost spanning tree games: cities that want to be linked to a source, directly or not.

        c(S) = the cost of the cheapest tree that links all of S to the source, through S alone

    The source is a hub, a reservoir, a trunk line or a data centre; links between cities let one be
    served through another.

    ``source``: what a link to the source costs each city; ``links``: costs by pair of cities.

    A pair that is not listed has no link; every city has one to the source. Costs are 0 or more.
    Errors: ``InvalidInput`` names the link that cannot be right, or stands twice.

    >>> grid = SpanningTreeGame(["A", "B"], source={"A": 4, "B": 6}, links={("A", "B"): 3})
    >>> grid.worth(["B"]), grid.worth(["A", "B"])
    (Fraction(6, 1), Fraction(7, 1))

    Source: Claus and Kleitman (1973); Bird (1976), On cost allocation for a spanning tree.
    """

    players: tuple[str, ...]
    source: tuple[Fraction, ...]
    links: Mapping[tuple[str, str], Fraction]

    def __init__(
        self, players: Iterable[str], source: ByCity, links: Mapping[tuple[str, str], Any]
    ) -> None:
        names = validated_players(players)
        of_kind(links, Mapping, place="list of links", hint="a cost for each pair of cities")
        costs = numbers(source, names, "link to the source")
        place = {name: i for i, name in enumerate(names)}
        found: dict[tuple[str, str], Fraction] = {}
        for pair, given in links.items():
            if not isinstance(pair, tuple) or len(pair) != 2 or pair[0] == pair[1]:
                raise InvalidInput("a link", pair, "a pair of two cities")
            for name in pair:
                if not isinstance(name, str) or name not in place:
                    raise InvalidInput("an end of a link", name, names)
            ends = (pair[0], pair[1]) if place[pair[0]] < place[pair[1]] else (pair[1], pair[0])
            if ends in found:
                raise InvalidInput(f"the link of {ends[0]} and {ends[1]}", "twice", "given once")
            found[ends] = exact(given, f"cost of the link of {ends[0]} and {ends[1]}")
        for label, cost in (*zip(names, costs, strict=True), *found.items()):
            if cost < 0:
                raise InvalidInput(f"cost of the link of {label}", cost, "0 or more")
        for field, value in (("players", names), ("source", costs), ("links", found)):
            object.__setattr__(self, field, value)

    @property
    def sense(self) -> Sense:
        """Worths are costs."""
        return "cost"

    def cost(self, one: str | None, other: str | None) -> Fraction | None:
        """What a link costs, ``None`` standing for the source; None where there is no link."""
        for end in (one, other):
            if end is not None:
                one_of(end, self.players, "an end of a link")
        if one is None or other is None:
            city = one if other is None else other
            return self.source[self.players.index(city)] if city is not None else Fraction(0)
        return self.links.get((one, other), self.links.get((other, one)))

    def worth(self, coalition: Iterable[str]) -> Fraction:
        """c(S), by linking the nearest city next; ``InvalidInput`` names who is no player."""
        named = members_named(coalition, self.players)
        near = {
            name: cost
            for name, cost in zip(self.players, self.source, strict=True)
            if name in named
        }
        total = Fraction(0)
        while near:
            city = min(near, key=lambda name: near[name])
            total += near.pop(city)
            for name, known in near.items():
                link = self.cost(city, name)
                near[name] = known if link is None else min(known, link)
        return total

    def __hash__(self) -> int:
        return hash((self.players, self.source, frozenset(self.links.items())))

    def __repr__(self) -> str:
        return f"SpanningTreeGame({len(self.players)} cities, {len(self.links)} links)"
