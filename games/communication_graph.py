"""Who can talk to whom: cities, and links between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from games.by_city import one_of
from games.errors import InvalidInput
from games.players import Coalition, members_named, validated_players

__all__ = ["CommunicationGraph", "Link"]

Link = tuple[str, str]
"""Two cities, in the order of the players."""


@dataclass(frozen=True, slots=True, init=False)
class CommunicationGraph:
    """Who can talk to whom: cities, and links between two of them.

    Cities that no path of links joins cannot cooperate; a coalition falls into parts then.

    ``players``, and ``links``: pairs of different players, each given once, in any order.

    Errors: ``InvalidInput`` names a link that is no pair, joins a city to itself or stands twice,
    and a city that is not among the players.

    >>> corridor = CommunicationGraph(["Hangzhou", "Jinhua", "Quzhou"],
    ...                               [("Hangzhou", "Jinhua"), ("Quzhou", "Jinhua")])
    >>> corridor.links
    (('Hangzhou', 'Jinhua'), ('Jinhua', 'Quzhou'))
    >>> corridor.parts(["Hangzhou", "Quzhou"])
    (('Hangzhou',), ('Quzhou',))
    >>> corridor.connected
    True

    Source: Myerson (1977), Graphs and cooperation in games.
    """

    players: tuple[str, ...]
    links: tuple[Link, ...]

    def __init__(self, players: Iterable[str], links: Iterable[Iterable[str]]) -> None:
        names = validated_players(players)
        if isinstance(links, str) or not isinstance(links, Iterable):
            raise InvalidInput("the links", links, "a list of pairs of cities")
        found: set[tuple[int, int]] = set()
        for link in links:
            ends = () if isinstance(link, str) or not isinstance(link, Iterable) else tuple(link)
            if len(ends) != 2 or ends[0] == ends[1]:
                raise InvalidInput("a link", link, "a pair of two different cities")
            for city in ends:
                one_of(city, names, "a city of a link")
            one, other = sorted(map(names.index, ends))
            if (one, other) in found:
                raise InvalidInput("a link", ends, "given once (it stands twice)")
            found.add((one, other))
        object.__setattr__(self, "players", names)
        object.__setattr__(self, "links", tuple((names[i], names[j]) for i, j in sorted(found)))

    @property
    def connected(self) -> bool:
        """Whether paths of links join all cities."""
        return len(self.parts(self.players)) == 1

    def parts(self, coalition: Iterable[str]) -> tuple[Coalition, ...]:
        """The parts that a coalition falls into, by their first members; links through others
        do not count.
        """
        inside = members_named(coalition, self.players)
        left = [city for city in self.players if city in inside]
        found = []
        while left:
            part, fresh = set(), {left[0]}
            while fresh:
                part |= fresh
                pairs = [*self.links, *((b, a) for a, b in self.links)]
                fresh = {b for a, b in pairs if a in fresh and b in left} - part
            found.append(tuple(city for city in left if city in part))
            left = [city for city in left if city not in part]
        return tuple(found)
