"""Values of games on a communication graph: what they have in common.

Only cities that are linked can talk, directly or through others, so each connected part of the
graph shares what it makes alone.

Source: Myerson (1977), Graphs and cooperation in games.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.coalitional import CoalitionalGame
from games.communication_graph import CommunicationGraph
from games.errors import InvalidInput
from games.players import Coalition, coalition_name
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["Graph", "GraphValueCertificate", "of_players"]

Graph = CommunicationGraph | Iterable[Iterable[str]]


def of_players(game: CoalitionalGame, graph: Graph) -> CommunicationGraph:
    """The graph, its players in the order of the game's."""
    if not isinstance(graph, CommunicationGraph):
        return CommunicationGraph(game.players, graph)
    if set(graph.players) != set(game.players):
        raise InvalidInput("the players of the graph", graph.players, "those of the game")
    return CommunicationGraph(game.players, graph.links)


@dataclass(frozen=True, slots=True)
class GraphValueCertificate(SplitCertificate):
    """The value and the links of the graph."""

    links: tuple[Coalition, ...]

    @abstractmethod
    def of_links(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        """What each city gets by the second formula on the graph of these links."""

    def chosen(self) -> str:
        return _links_named(self.links)

    def told(self, subject: CoalitionalGame) -> str:
        text = f"{self.status} {self.chosen()}"
        return text + _parts_sentence(subject, self.links, sum(self.split.values()))

    def recomputed(self, subject: CoalitionalGame) -> Sequence[Fraction]:
        if of_players(subject, self.links).links != self.links:
            raise InvalidInput("the links", self.links, "in the order of the players")
        return self.of_links(subject)


def _links_named(links: Sequence[Coalition]) -> str:
    """The links, as a sentence.

    >>> _links_named([("A", "B"), ("B", "C")]), _links_named([])
    ('Links: A - B, B - C.', 'Links: none.')
    """
    return f"Links: {', '.join(' - '.join(link) for link in links) or 'none'}."


def _parts_sentence(
    game: CoalitionalGame, links: Sequence[Coalition], total: Fraction | int
) -> str:
    """A sentence on a graph that is not connected; empty for one that is.

    >>> game = CoalitionalGame.from_function(["A", "B", "C"], lambda s: len(s) ** 2)
    >>> _parts_sentence(game, [("A", "B")], 5)
    ' The graph falls into {A, B} and {C}, which make 5 apart; all together make 9.'
    """
    parts = CommunicationGraph(game.players, links).parts(game.players)
    if len(parts) == 1:
        return ""
    names = [coalition_name(part) for part in parts]
    shown = " and ".join(names) if len(names) == 2 else f"{len(names)} parts"
    do = "make" if game.sense == "gain" else "pay"
    return (
        f" The graph falls into {shown}, which {do} {approximately(Fraction(total))} apart; all "
        f"together {do} {approximately(game.grand_worth)}."
    )
