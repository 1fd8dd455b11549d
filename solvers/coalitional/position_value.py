"""The position value: links earn what they add, and each city gets half of what its links earn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from games.coalitional import CoalitionalGame, refuse_too_large
from games.players import Coalition
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.graph_value import Graph, GraphValueCertificate, of_players
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.semivalue_sums import semivalue_sums
from solvers.coalitional.shapley import shapley_weights
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["PositionCertificate", "link_game", "position_value"]


def position_value(game: CoalitionalGame, graph: Graph) -> Allocation:
    """The position value: links earn what they add, and each city gets half of what its links earn.

        r(L) = sum over parts C of the graph of the links L of (v(C) - sum over i in C of v(i))
        x_i  = v(i) + 1/2 sum over the links of i of their Shapley value in the game r

    While the Myerson value asks what a city adds, this asks what its links add: a broker gets more.

    For games of gains or costs on a graph, exact.

    ``graph``: a ``CommunicationGraph`` of the players, or the list of its links; a table of all
    sets of links is made, so that a graph of more than some 24 links is too large. If it is not
    connected, each part shares what it makes alone; without links each city gets what it makes
    alone.
    Errors: ``TooLarge`` for so many links that their table does not fit into memory.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 12, 0, 6, 6, 12])
    >>> split = position_value(pairs, [("1", "2"), ("1", "3")])
    >>> split, split.certificate.verify(pairs)
    (Allocation(1=6, 2=4.5, 3=1.5), True)

    Source: Meessen (1988); Borm, Owen and Tijs (1992).
    """
    refuse_untabulated(game)
    links = of_players(game, graph).links
    return PositionCertificate(_payoffs(game, links, semivalue_sums), links).answer(game)


def link_game(game: CoalitionalGame, links: Sequence[Coalition]) -> CoalitionalGame:
    """The game r in which links are the players, named "0: A - B"; there must be one or more."""
    refuse_too_large(
        len(links), "links, each a player,", "myerson_value() takes any number of links"
    )
    worths, unit = game.integers()
    n = len(game.players)
    if worths.dtype != object and int(abs(worths).max()) >= 2**61 // (n + 1):
        worths = worths.astype(object)
    surplus = worths - subset_sums(worths[1 << np.arange(n)])
    # The part that each city belongs to, named by its first city; one more link at a time.
    part = np.arange(n, dtype=np.int8)[None, :]
    for link in links:
        one, other = (part[:, [game.players.index(city)]] for city in link)
        joined = np.where(part == np.maximum(one, other), np.minimum(one, other), part)
        part = np.concatenate((part, joined))
    made = np.zeros(len(part), dtype=worths.dtype)
    for first in range(n):
        members = np.zeros(len(part), dtype=np.int64)
        for i in range(first, n):
            members |= (part[:, i] == first).astype(np.int64) << i
        made += surplus[members]
    names = [f"{k}: {one} - {other}" for k, (one, other) in enumerate(links)]
    return CoalitionalGame.from_integers(names, made, unit, game.sense)


def _payoffs(
    game: CoalitionalGame,
    links: Sequence[Coalition],
    shapley: Callable[[CoalitionalGame, Sequence[Fraction]], Sequence[Fraction]],
) -> dict[str, Fraction]:
    payoffs = {city: game.worth([city]) for city in game.players}
    if links:
        earned = shapley(link_game(game, links), shapley_weights(len(links)))
        for link, amount in zip(links, earned, strict=True):
            for city in link:
                payoffs[city] += amount / 2
    return payoffs


@dataclass(frozen=True, slots=True)
class PositionCertificate(GraphValueCertificate, kind="position value"):
    """The value and the links: it is checked against the dividends of the game of links."""

    method: ClassVar[str] = "the Shapley value of links, half of it to each of their ends"
    status: ClassVar[str] = "What each makes alone, and half of what its links add."
    second: ClassVar[str] = "the dividends of sets of links"

    def of_links(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        return list(_payoffs(subject, self.links, semivalue_again).values())
