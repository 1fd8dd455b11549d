"""Links that cost something: cities, what groups of them make, and what each link would cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from games.by_city import within
from games.coalitional import CoalitionalGame
from games.communication_graph import CommunicationGraph, Link
from games.errors import InvalidInput, of_kind

__all__ = ["CostlyLinks"]


@dataclass(frozen=True, init=False, slots=True, repr=False)
class CostlyLinks:
    """Links that cost something: cities, what groups of them make, and what each link would cost.

    Cities work together only if links join them, as in a ``CommunicationGraph``. A link that is
    possible need not be made: a group makes those that pay.

    A game of gains, and a cost of 0 or more for each pair that can be linked.

    Errors: ``InvalidInput`` names the link or the cost that cannot be right.

    >>> deal = CoalitionalGame.from_function(
    ...     ["lab", "plant", "broker"], lambda s: 10 if {"lab", "plant"} <= set(s) else 0)
    >>> through = {("lab", "broker"): 1, ("broker", "plant"): 1}
    >>> links = CostlyLinks(deal, {("lab", "plant"): 7, **through})
    >>> links.costs["lab", "broker"]
    Fraction(1, 1)

    Source: Myerson (1977) for the graph; Slikker and van den Nouweland (2000), Network formation
    models with costs for establishing links, for the costs.
    """

    game: CoalitionalGame
    costs: Mapping[Link, Fraction]

    def __init__(self, game: CoalitionalGame, costs: Mapping[Iterable[str], Any]) -> None:
        of_kind(game, CoalitionalGame, place="the game")
        if game.sense != "gain":
            raise InvalidInput("the game", game.sense, "a game of gains")
        of_kind(costs, Mapping, place="the costs of links", hint="a number for each pair")
        CommunicationGraph(game.players, list(costs))  # refuses what is no link, or stands twice
        found = {}
        for link, cost in costs.items():
            one, other = sorted(link, key=game.players.index)
            found[one, other] = within(cost, f"cost of the link {one} - {other}", "0 or more")
        object.__setattr__(self, "game", game)
        object.__setattr__(self, "costs", MappingProxyType(found))

    def __hash__(self) -> int:
        return hash((self.game, frozenset(self.costs.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        return CostlyLinks, (self.game, dict(self.costs))

    def __repr__(self) -> str:
        return f"CostlyLinks({len(self.game.players)} players, {len(self.costs)} links)"
