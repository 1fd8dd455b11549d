"""Pairwise stable networks: no city would drop a link, and no two would add one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from games.approximately import approximately
from games.by_city import listed
from games.communication_graph import Link
from games.errors import InvalidInput, of_kind
from games.exact import over_one_denominator
from games.link_formation import LinkFormation
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "LinkChange",
    "StableNetworks",
    "StableNetworksCertificate",
    "link_change",
    "stable_networks",
]

MOST = 6
"""The most cities of which all networks, 2^15, are looked at."""
ZERO = Fraction(0)
Network = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A link that a city drops (``adds`` false: ``who`` is that city alone) or that two add.

    ``gains``: what each of ``who`` has more by it.

    See ``link_change`` for the concept, an example and its source.
    """

    link: Link
    adds: bool
    gains: Mapping[str, Fraction] = field(hash=False)

    @property
    def who(self) -> tuple[str, ...]:
        return tuple(self.gains)

    def __str__(self) -> str:
        if self.adds:
            return f"{self.link[0]} and {self.link[1]} would add their link"
        other = next(city for city in self.link if city not in self.gains)
        return f"{self.who[0]} would drop its link with {other}"


@dataclass(frozen=True, slots=True, repr=False)
class StableNetworks(Answer):
    """The networks that nobody would change, beside those in which all together have most.

    ``stable``, ``paid``, ``efficient``: networks, each as its links; ``paid``: those that are
    stable where one end of a link may pay the other for it. ``most``: what all have together in the
    efficient ones; ``held``: in the best of the stable ones, ``None`` where there is none.

    See ``stable_networks`` for the concept, an example and its source.
    """

    game: LinkFormation
    stable: tuple[Network, ...]
    paid: tuple[Network, ...]
    efficient: tuple[Network, ...]
    most: Fraction
    held: Fraction | None
    certificate: StableNetworksCertificate
    method: str = "all networks, each against those that differ by a link"
    proof: Proof = EXACT

    @property
    def conflict(self) -> bool:
        """Whether no efficient network is stable."""
        return not set(self.stable) & set(self.efficient)

    @property
    def mended(self) -> bool:
        """Whether payments for links make an efficient network stable that is not without."""
        return self.conflict and bool(set(self.paid) & set(self.efficient))

    @property
    def left_out(self) -> tuple[str, ...]:
        """Who has a link in every efficient network, and in no stable one."""
        linked = [{city for link in network for city in link} for network in self.efficient]
        held = {city for network in self.stable for link in network for city in link}
        return tuple(
            city
            for city in self.game.cities
            if city not in held and all(city in one for one in linked)
        )

    @property
    def layered(self) -> bool:
        """Whether there are stable networks, and no link of any of them skips a level."""
        return bool(self.stable) and all(map(self.game.layered, self.stable))

    @property
    def should_be_layered(self) -> bool:
        """Whether no link of any efficient network skips a level."""
        return all(map(self.game.layered, self.efficient))

    @property
    def status(self) -> str:
        best = _links_text(self.efficient[0])
        if not self.stable:
            return f"No network is stable; all together would have most with {best}."
        many = f" (and {len(self.stable) - 1} more)" if len(self.stable) > 1 else ""
        if not self.conflict:
            one = next(network for network in self.stable if network in self.efficient)
            return f"Stable: {_links_text(one)}{many}, which is efficient."
        lost = self.most - (self.held or ZERO)
        return (
            f"Stable: {_links_text(self.stable[0])}{many}; with {best} all together would have "
            f"{approximately(lost)} more."
        )


@dataclass(frozen=True, slots=True)
class StableNetworksCertificate(Certificate, kind="stable networks", of="stable_networks"):
    """All three lists: all networks are looked at again."""

    stable: tuple[tuple[tuple[str, ...], ...], ...]
    paid: tuple[tuple[tuple[str, ...], ...], ...]
    efficient: tuple[tuple[tuple[str, ...], ...], ...]

    def violations(self, subject: LinkFormation) -> Iterator[str]:
        found = _certificate(subject)
        if self.stable != found.stable:
            yield "Other networks are stable."
        if self.paid != found.paid:
            yield "Other networks are stable if links are paid for."
        if self.efficient != found.efficient:
            yield "All together have most in other networks."

    def answer(self, subject: LinkFormation) -> StableNetworks:
        def total(network: Network) -> Fraction:
            return sum(subject.payoffs(network).values(), ZERO)

        return StableNetworks(
            subject,
            self.stable,
            self.paid,
            self.efficient,
            total(self.efficient[0]),
            max(map(total, self.stable), default=None),
            self,
        )


def stable_networks(game: LinkFormation) -> StableNetworks:
    """Pairwise stable networks: no city would drop a link, and no two would add one.

        u_i(g) >= u_i(g - ij)  for both ends of each link ij, and
        where u_i(g + ij) > u_i(g), u_j(g + ij) < u_j(g)  for each link that is not there.

    A network is *efficient* if all together have most in it. The two need not meet: a city in the
    middle pays for links by which others gain. Where one end may pay the other, a link is dropped
    or added iff its two ends together gain by that.

    All stable and all efficient networks of up to 6 cities, exact; for more see ``link_change``.

    Errors: ``InvalidInput`` for what is not ``LinkFormation``, or more than 6 cities.

    >>> game = LinkFormation.from_levels({"Hub": 4, "Port": 2, "Hill": 1}, complementarity=1,
    ...                                  gap_cost=2, kept=Fraction(3, 4))
    >>> found = stable_networks(game)
    >>> print(found.status)
    Stable: Hub - Port and Port - Hill, which is efficient.
    >>> found.layered
    True

    Source: Jackson and Wolinsky (1996), A strategic model of social and economic networks.
    """
    of_kind(game, LinkFormation, place="subject of stable_networks")
    return _certificate(game).answer(game)


def link_change(game: LinkFormation, links: Iterable[Iterable[str]]) -> LinkChange | None:
    """A link that somebody would drop from a network, or that two would add; ``None``: stable.

    For any number of cities. Two add a link if one gains by it and the other does not lose.

    Errors: ``InvalidInput`` for what is not ``LinkFormation``, or no network of its cities.

    >>> game = LinkFormation.from_levels({"Hub": 4, "Port": 2, "Hill": 1}, complementarity=1,
    ...                                  gap_cost=2, kept=Fraction(3, 4))
    >>> print(link_change(game, [("Hub", "Hill")]))
    Hub would drop its link with Hill
    >>> link_change(game, [("Hub", "Port"), ("Port", "Hill")]) is None
    True

    Source: Jackson and Wolinsky (1996), A strategic model of social and economic networks.
    """
    of_kind(game, LinkFormation, place="subject of link_change")
    network = game.network(links)
    now = game.payoffs(network)
    for link in network:
        without = game.payoffs([other for other in network if other != link])
        for city in link:
            if without[city] > now[city]:
                return LinkChange(link, False, {city: without[city] - now[city]})
    for link in game.pairs:
        if link not in network:
            then = game.payoffs([*network, link])
            gains = {city: then[city] - now[city] for city in link}
            if min(gains.values()) >= 0 and max(gains.values()) > 0:
                return LinkChange(link, True, gains)
    return None


def _certificate(game: LinkFormation) -> StableNetworksCertificate:
    n = len(game.cities)
    if n > MOST:
        raise InvalidInput("the number of cities", n, f"at most {MOST} (link_change takes more)")
    pairs = game.pairs
    networks = [
        tuple(link for k, link in enumerate(pairs) if mask >> k & 1)
        for mask in range(1 << len(pairs))
    ]
    table = _table(game)
    ends = [(game.cities.index(a), game.cities.index(b)) for a, b in pairs]

    def changed(mask: int, *, paid: bool) -> bool:
        """Whether somebody would change a link of a network."""
        for k, (i, j) in enumerate(ends):
            now, other = table[mask], table[mask ^ 1 << k]
            first, second = other[i] - now[i], other[j] - now[j]
            if paid:
                gained = first + second > 0
            elif mask >> k & 1:
                gained = max(first, second) > 0
            else:
                gained = min(first, second) >= 0 and max(first, second) > 0
            if gained:
                return True
        return False

    totals = [sum(row) for row in table]
    most = max(totals)
    return StableNetworksCertificate(
        tuple(one for mask, one in enumerate(networks) if not changed(mask, paid=False)),
        tuple(one for mask, one in enumerate(networks) if not changed(mask, paid=True)),
        tuple(one for one, total in zip(networks, totals, strict=True) if total == most),
    )


def _table(game: LinkFormation) -> list[list[int]]:
    """Each city's payoff by the bitmask of the links, over one denominator."""
    import networkx as nx

    n, cities = len(game.cities), range(len(game.cities))
    flat, _ = over_one_denominator(
        [game.kept**d * game.worth[i][j] for d in range(n) for i in cities for j in cities]
        + [game.costs[i][j] for i in cities for j in cities]
    )
    steps = [[flat[(d * n + i) * n : (d * n + i + 1) * n] for i in cities] for d in range(n)]
    costs = [flat[(n * n + i) * n : (n * n + i + 1) * n] for i in cities]
    pairs = list(combinations(cities, 2))
    table: list[list[int]] = [[]] * (1 << len(pairs))
    graph = nx.empty_graph(n)
    for turn in range(len(table)):
        mask = turn ^ turn >> 1  # Gray's code: the next network differs by one link
        if turn:
            link = pairs[(turn & -turn).bit_length() - 1]
            (graph.remove_edge if graph.has_edge(*link) else graph.add_edge)(*link)
        table[mask] = [
            sum(
                steps[d - 1][i][j]
                for j, d in nx.single_source_shortest_path_length(graph, i).items()
                if d
            )
            - sum(costs[i][j] for j in graph[i])
            for i in cities
        ]
    return table


def _links_text(network: Network) -> str:
    return listed(f"{a} - {b}" for a, b in network) or "no links"
