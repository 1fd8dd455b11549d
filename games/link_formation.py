"""Link formation: cities choose with whom to keep a link, and gain by paths of links too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from games.by_city import ByCity, Spillovers, numbers, spillover_matrix, within
from games.communication_graph import CommunicationGraph, Link
from games.errors import InvalidInput, Told
from games.levels import partners_by_level
from games.players import validated_players

__all__ = ["LinkFormation"]

ZERO = Fraction(0)


@dataclass(frozen=True, init=False, slots=True, repr=False)
class LinkFormation:
    """Link formation: cities choose with whom to keep a link, and gain by paths of links too.

    In a network g, with d_ij the number of links from i to j, city i has

        u_i(g) = sum over j that it reaches of  kept^(d_ij - 1) w_ij  -  sum over its links of c_ij.

    A link needs both its ends, and each pays its own part; who is reached through others costs
    nothing. ``from_levels`` makes w and c of how advanced cities are.

    Cities, and what each other one is worth to them and costs them.

    ``worth``: w_ij by ``worth[i][j]``, what j one link away is worth to i. ``costs``: c_ij, what i
    pays for a link with j, 0 or more. ``kept``: what each more link on the way keeps,
    between 0 and 1. ``levels``: how advanced each city is, all 0 where not given.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> line = LinkFormation(["Hub", "Port", "Hill"], [[0, 4, 2], [4, 0, 2], [6, 4, 0]],
    ...                      [[0, 1, 3], [1, 0, 1], [3, 1, 0]], kept=Fraction(1, 2))
    >>> {city: str(x) for city, x in line.payoffs([("Hub", "Port"), ("Port", "Hill")]).items()}
    {'Hub': '4', 'Port': '4', 'Hill': '6'}

    Source: Jackson and Wolinsky (1996), A strategic model of social and economic networks;
    Galeotti, Goyal and Kamphorst (2006), Network formation with heterogeneous players.
    """

    cities: tuple[str, ...]
    worth: tuple[tuple[Fraction, ...], ...]
    costs: tuple[tuple[Fraction, ...], ...]
    kept: Fraction
    levels: tuple[Fraction, ...]

    def __init__(
        self,
        cities: Iterable[str],
        worth: Spillovers,
        costs: Spillovers,
        *,
        kept: Any = 0,
        levels: ByCity | None = None,
    ) -> None:
        names = validated_players(cities, "city")
        if len(names) < 2:
            raise InvalidInput("the list of cities", Told("of length 1"), "two or more")
        paid = spillover_matrix(costs, names, "cost of a link")
        for city, row in zip(names, paid, strict=True):
            for other, cost in zip(names, row, strict=True):
                within(cost, f"what {city} pays for a link with {other}", "0 or more")
        for field, found in {
            "cities": names,
            "worth": spillover_matrix(worth, names, "worth"),
            "costs": paid,
            "kept": within(kept, "what a further link keeps", "between 0 and 1"),
            "levels": numbers(levels, names, "level", ZERO),
        }.items():
            object.__setattr__(self, field, found)

    @classmethod
    def from_levels(
        cls,
        levels: Mapping[str, Any] | Sequence[Any],
        cities: Iterable[str] | None = None,
        *,
        complementarity: Any = 0,
        learning: Any = 0,
        cost: Any = 0,
        gap_cost: Any = 0,
        kept: Any = 0,
    ) -> LinkFormation:
        """Partners by how advanced they are: what is further apart is harder to join.

            w_ij = a l_i l_j + b max(0, l_j - l_i),        c_ij = c + e |l_i - l_j|.

        ``complementarity`` a, ``learning`` b, ``cost`` c and ``gap_cost`` e, and levels, 0 or more.
        ``cities``: those of a mapping where not given.

        >>> game = LinkFormation.from_levels({"Hub": 3, "Hill": 1}, learning=2, cost=1, gap_cost=1)
        >>> {city: str(x) for city, x in game.payoffs([("Hub", "Hill")]).items()}
        {'Hub': '-3', 'Hill': '1'}
        """
        names, level, worth = partners_by_level(
            levels, cities, complementarity=complementarity, learning=learning
        )
        c = within(cost, "the cost of a link", "0 or more")
        e = within(gap_cost, "the cost of a gap", "0 or more")
        costs = [
            [c + e * abs(x - y) if i != j else ZERO for j, y in enumerate(level)]
            for i, x in enumerate(level)
        ]
        return cls(names, worth, costs, kept=kept, levels=level)

    @property
    def pairs(self) -> tuple[Link, ...]:
        """All links that there could be, in the order of the cities."""
        return tuple(combinations(self.cities, 2))

    def network(self, links: Iterable[Iterable[str]]) -> tuple[Link, ...]:
        """Links in the order of the cities; ``InvalidInput`` for what is no link."""
        return CommunicationGraph(self.cities, links).links

    def payoffs(self, links: Iterable[Iterable[str]]) -> dict[str, Fraction]:
        """What each city has in a network."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.cities)))
        graph.add_edges_from(
            (self.cities.index(a), self.cities.index(b)) for a, b in self.network(links)
        )
        found = {}
        for i, city in enumerate(self.cities):
            steps = nx.single_source_shortest_path_length(graph, i)
            reached = sum(
                (self.kept ** (d - 1) * self.worth[i][j] for j, d in steps.items() if d), ZERO
            )
            found[city] = reached - sum((self.costs[i][j] for j in graph[i]), ZERO)
        return found

    def layered(self, links: Iterable[Iterable[str]]) -> bool:
        """Whether no link skips a level: each joins cities of one level, or of two next ones."""
        ranks = sorted(set(self.levels))
        rank = {
            city: ranks.index(level) for city, level in zip(self.cities, self.levels, strict=True)
        }
        return all(abs(rank[a] - rank[b]) <= 1 for a, b in self.network(links))

    def __repr__(self) -> str:
        shown = self.cities if len(self.cities) <= 6 else (*self.cities[:5], "...")
        return f"LinkFormation({', '.join(shown)})"
