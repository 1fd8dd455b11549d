"""A broker's take: what a go-between gets against what it adds, where links cost something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import one_of
from games.coalitional import CoalitionalGame
from games.costly_links import CostlyLinks
from games.errors import of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.shapley import shapley_value, shapley_weights
from solvers.coalitional.superadditive_cover import superadditive_cover

__all__ = ["BrokerCertificate", "BrokerTake", "broker_take", "costly_links_game"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class BrokerTake(Answer):
    """A broker's payoff and marginal contribution, and the others' worth with and without it.

    ``values``: the Myerson value with the broker; ``without``: of the others alone. ``adds``: what
    all together make more with the broker, its links paid.

    See ``broker_take`` for the concept, an example and its source.
    """

    broker: str
    values: Mapping[str, Fraction]
    without: Mapping[str, Fraction]
    adds: Fraction
    certificate: BrokerCertificate
    method: str = "Shapley values of what links that pay allow, with and without the broker"
    proof: Proof = EXACT

    @property
    def take(self) -> Fraction:
        """What the broker gets."""
        return self.values[self.broker]

    @property
    def overpaid(self) -> bool:
        """Whether it gets more than it adds: the others together would do better without it."""
        return self.take > self.adds

    @property
    def losers(self) -> dict[str, Fraction]:
        """Who has less than without the broker, and how much less."""
        lost = {city: alone - self.values[city] for city, alone in self.without.items()}
        return {city: less for city, less in lost.items() if less > 0}

    @property
    def status(self) -> str:
        text = f"{self.broker} adds {approximately(self.adds)} and gets {approximately(self.take)}"
        if self.overpaid:
            return f"{text}: the others together would do better without it."
        return f"{text}: it is worth its take."


@dataclass(frozen=True, slots=True)
class BrokerCertificate(Certificate, kind="broker's take", of="broker_take"):
    """Both values: they are checked against the dividends of what links that pay allow."""

    broker: str
    values: Mapping[str, Fraction]
    without: Mapping[str, Fraction]
    adds: Fraction

    def violations(self, subject: CostlyLinks) -> Iterator[str]:
        with_all, others = _with_and_without(subject, self.broker)
        for game, values in ((with_all, self.values), (others, self.without)):
            again = semivalue_again(game, shapley_weights(len(game.players)))
            if list(values.items()) != list(zip(game.players, again, strict=True)):
                yield "The dividends give other values."
        if self.adds != with_all.grand_worth - others.grand_worth:
            yield "The broker adds something else."

    def answer(self, subject: CostlyLinks) -> BrokerTake:
        return BrokerTake(self.broker, self.values, self.without, self.adds, self)


def broker_take(game: CostlyLinks, broker: str) -> BrokerTake:
    """A broker's take: what a go-between gets against what it adds, where links cost something.

    With w(S) what S makes if it has just the links that pay (``costly_links_game``), the broker b

        adds  w(N) - w(N - b)       and       gets  the Shapley value of b in w,

    which is the Myerson value, links paid. One broker whose absence leaves only dear links gets a
    part of what it saves. Of two that do the same each adds nothing to the other, and both get
    something: for who comes later in an order of joining, one of them is needed.

    The values with and without the broker, exact, for about a dozen cities.

    Errors: ``InvalidInput`` for what is not ``CostlyLinks``, and for a broker that is no player.

    >>> deal = CoalitionalGame.from_function(
    ...     ["lab", "plant", "broker"], lambda s: 10 if {"lab", "plant"} <= set(s) else 0)
    >>> through = {("lab", "broker"): 1, ("broker", "plant"): 1}
    >>> links = CostlyLinks(deal, {("lab", "plant"): 7, **through})
    >>> found = broker_take(links, "broker")
    >>> found.adds, found.take, found.overpaid, found.losers
    (Fraction(5, 1), Fraction(5, 3), False, {})

    Source: Myerson (1977); Slikker and van den Nouweland (2000) for costs; Rubinstein and Wolinsky
    (1987), Middlemen, for the question.
    """
    of_kind(game, CostlyLinks, place="subject of broker_take")
    one_of(broker, game.game.players, "the broker")
    with_all, others = _with_and_without(game, broker)
    adds = with_all.grand_worth - others.grand_worth
    values, without = dict(shapley_value(with_all)), dict(shapley_value(others))
    return BrokerCertificate(broker, values, without, adds).answer(game)


def costly_links_game(links: CostlyLinks) -> CoalitionalGame:
    """The game in which each coalition has just those links that pay.

        w(S) = max over partitions of S of the sum of  v(T) - (cheapest tree of links that joins T)

    A part of one city needs no link; a part that no links join cannot work together. It goes
    through all coalitions: a second for a dozen cities.

    Errors: ``InvalidInput`` for what is not ``CostlyLinks``.

    See ``CostlyLinks`` for the concept and its source.

    >>> game = CoalitionalGame.from_function(["A", "B", "C"], lambda s: 4 * (len(s) - 1))
    >>> costly_links_game(CostlyLinks(game, {("A", "B"): 1, ("B", "C"): 5})).worth(["A", "B", "C"])
    Fraction(3, 1)
    """
    of_kind(links, CostlyLinks, place="subject of costly_links_game")
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(links.game.players)
    graph.add_weighted_edges_from((*link, cost) for link, cost in links.costs.items())

    def joined(group: tuple[str, ...]) -> Fraction:
        inside = graph.subgraph(group)
        if not nx.is_connected(inside):
            return sum((links.game.worth([city]) for city in group), ZERO)
        tree = nx.minimum_spanning_edges(inside, data=True)
        return links.game.worth(group) - sum((edge["weight"] for _, _, edge in tree), ZERO)

    return superadditive_cover(CoalitionalGame.from_function(links.game.players, joined))


def _with_and_without(links: CostlyLinks, broker: str) -> tuple[CoalitionalGame, CoalitionalGame]:
    """The game of all cities, and that without the broker."""
    game = costly_links_game(links)
    return game, game.subgame([city for city in game.players if city != broker])
