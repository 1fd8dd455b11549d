"""The Myerson value: the Shapley value when only cities that are linked can cooperate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.graph_value import Graph, GraphValueCertificate, of_players
from solvers.coalitional.semivalue import semivalue_again
from solvers.coalitional.semivalue_sums import semivalue_sums
from solvers.coalitional.shapley import shapley_weights

__all__ = [
    "MyersonCertificate",
    "graph_restricted_game",
    "myerson_value",
]


def myerson_value(game: CoalitionalGame, graph: Graph) -> Allocation:
    """The Myerson value: the Shapley value when only cities that are linked can cooperate.

        v^g(S) = sum of v(C) over the parts C that S falls into,        x = Shapley value of v^g

    Each connected part of the graph shares what it makes, and two cities gain the same from a link
    between them: it is the only rule of that kind.

    For games of gains or costs on a graph, exact.

    ``graph``: a ``CommunicationGraph`` of the players, or the list of its links. If it is not
    connected, each part shares what it makes alone, so the value need not add up to v(N).

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``, and for a graph of other cities
    than the game's.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 12, 0, 6, 6, 12])
    >>> split = myerson_value(pairs, [("1", "2"), ("1", "3")])
    >>> split, split.certificate.verify(pairs)
    (Allocation(1=7, 2=4, 3=1), True)

    Source: Myerson (1977), with the example; Owen (1986) for the dividends.
    """
    refuse_untabulated(game)
    links = of_players(game, graph).links
    restricted = graph_restricted_game(game, links)
    payoffs = semivalue_sums(restricted, shapley_weights(len(game.players)))
    return MyersonCertificate(dict(zip(game.players, payoffs, strict=True)), links).answer(game)


def graph_restricted_game(game: CoalitionalGame, graph: Graph) -> CoalitionalGame:
    """The game v^g in which each coalition makes what its connected parts make.

    Errors: ``InvalidInput`` for what is not a ``CoalitionalGame``, and for a graph of other cities
    than the game's.

    See ``myerson_value`` for the concept and its source.

    >>> apart = CoalitionalGame.from_function(["A", "B", "C"], lambda s: len(s) ** 2)
    >>> graph_restricted_game(apart, [("A", "B")]).worth(["A", "B", "C"])
    Fraction(5, 1)
    """
    refuse_untabulated(game)
    links = of_players(game, graph).links
    worths, unit = game.integers()
    n = len(game.players)
    beside = np.zeros(1, dtype=np.int64)  # the neighbours of each coalition's members
    for city in game.players:
        mask = game.mask({name for link in links if city in link for name in link} - {city})
        beside = np.concatenate((beside, beside | mask))
    masks = np.arange(1 << n)
    part = masks & -masks  # that of the first member
    while True:
        larger = part | beside[part] & masks
        if (larger == part).all():
            break
        part = larger
    restricted = worths.copy()
    for i in reversed(range(n)):  # what is left has its first member after i
        first = slice(1 << i, None, 2 << i)
        restricted[first] = worths[part[first]] + restricted[masks[first] ^ part[first]]
    return CoalitionalGame.from_integers(game.players, restricted, unit, game.sense)


@dataclass(frozen=True, slots=True)
class MyersonCertificate(GraphValueCertificate, kind="Myerson value"):
    """The value and the links: it is checked against the dividends of the restricted game."""

    method: ClassVar[str] = "the Shapley value of what the graph allows"
    status: ClassVar[str] = "What each adds to those that it can talk to, averaged over all orders."
    second: ClassVar[str] = "the dividends of connected coalitions"

    def of_links(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        restricted = graph_restricted_game(subject, self.links)
        return semivalue_again(restricted, shapley_weights(len(subject.players)))
