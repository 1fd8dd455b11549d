"""Who has joined whom beforehand: a partition of the cities into unions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from games.by_city import one_of
from games.errors import InvalidInput
from games.players import Coalition, coalition_name, validated_players

__all__ = ["CoalitionStructure"]


@dataclass(frozen=True, slots=True, init=False)
class CoalitionStructure:
    """Who has joined whom beforehand: a partition of the cities into unions.

    ``players``, and ``unions``: disjoint groups of them; a player that is in none is alone.

    Errors: ``InvalidInput`` names a city that is in two unions, or not among the players.

    >>> provinces = CoalitionStructure(["Hangzhou", "Quzhou", "Huangshan"],
    ...                                [["Quzhou", "Hangzhou"]])
    >>> provinces.unions
    (('Hangzhou', 'Quzhou'), ('Huangshan',))
    >>> provinces.union_of("Quzhou")
    ('Hangzhou', 'Quzhou')

    Source: Aumann and Drèze (1974); Owen (1977).
    """

    players: tuple[str, ...]
    unions: tuple[Coalition, ...]

    def __init__(self, players: Iterable[str], unions: Iterable[Iterable[str]] = ()) -> None:
        names = validated_players(players)
        if isinstance(unions, str) or not isinstance(unions, Iterable):
            raise InvalidInput("the unions", unions, "a list of groups of cities")
        of: dict[str, int] = {}
        for k, union in enumerate(unions):
            if isinstance(union, str) or not isinstance(union, Iterable):
                raise InvalidInput("a union", union, "a list of cities")
            for city in union:
                one_of(city, names, "a city of a union")
                if city in of:
                    raise InvalidInput("a city of a union", city, "named once (it stands twice)")
                of[city] = k
        groups: dict[object, list[str]] = {}
        for city in names:
            groups.setdefault(of.get(city, city), []).append(city)
        object.__setattr__(self, "players", names)
        object.__setattr__(self, "unions", tuple(tuple(group) for group in groups.values()))

    def __str__(self) -> str:
        return ", ".join(map(coalition_name, self.unions))

    def union_of(self, city: str) -> Coalition:
        """The union that a city belongs to."""
        for union in self.unions:
            if city in union:
                return union
        raise InvalidInput("the city", city, self.players)
