"""The greatest flow through a network of owned arcs, and a core split from a least cut."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.flow import FlowGame
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["MaximumFlow", "MaximumFlowCertificate", "maximum_flow"]

ZERO = Fraction(0)
_METHOD = "shortest augmenting paths"


@dataclass(frozen=True, slots=True, repr=False)
class MaximumFlow(Answer):
    """``value``, the worth of all; ``flow`` on each arc; ``split``, in the core.

    ``cut``: the places on the source's side of a least cut.

    See ``maximum_flow`` for the concept, an example and its source.
    """

    value: Fraction
    flow: tuple[Fraction, ...]
    cut: tuple[str, ...]
    split: Allocation
    certificate: Certificate
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return "The greatest flow, and the cut that it fills, which pays its owners."


def maximum_flow(game: FlowGame) -> MaximumFlow:
    """The greatest flow through a network of owned arcs, and a core split from a least cut.

        v(N) = max flow = min over cuts of the capacity that crosses the cut

    Pay each owner the capacity of its arcs in a least cut: in all that is v(N), and no coalition
    ships more than its own arcs carry across that cut, so the split is in the core. A flow and a
    cut of the same size prove each other.

    The greatest flow, and a core split that pays the owners of a least cut; exact.

    Errors: ``InvalidInput`` for what is not a ``FlowGame``.

    >>> from games import Arc, FlowGame
    >>> line = FlowGame("mine", "port", [Arc("mine", "yard", 5, "A"), Arc("yard", "port", 3, "B")])
    >>> answer = maximum_flow(line)
    >>> answer.value, answer.split, answer.certificate.verify(line)
    (Fraction(3, 1), Allocation(A=0, B=3), True)

    Source: Ford and Fulkerson (1956); Edmonds and Karp (1972); Kalai and Zemel (1982).
    """
    of_kind(game, FlowGame, place="subject of maximum_flow")
    flow = [ZERO] * len(game.arcs)
    while True:
        reached = _reached(game, flow)
        if game.sink not in reached:
            cut = tuple(place for place in _places(game) if place in reached)
            return MaximumFlowCertificate(tuple(flow), cut).answer(game)
        path = []
        place = game.sink
        while place != game.source:
            k = reached[place]
            path.append((k, game.arcs[k].head == place))
            place = game.arcs[k].tail if path[-1][1] else game.arcs[k].head
        room = min(game.arcs[k].capacity - flow[k] if on else flow[k] for k, on in path)
        for k, on in path:
            flow[k] += room if on else -room


def _places(game: FlowGame) -> list[str]:
    ends = (place for arc in game.arcs for place in (arc.tail, arc.head))
    return list(dict.fromkeys([game.source, *ends, game.sink]))


def _reached(game: FlowGame, flow: list[Fraction]) -> dict[str, int]:
    """By which arc each place is reached where there is room left; the source by none (-1)."""
    leaving: dict[str, list[tuple[int, str]]] = {place: [] for place in _places(game)}
    for k, arc in enumerate(game.arcs):
        if flow[k] < arc.capacity:
            leaving[arc.tail].append((k, arc.head))
        if flow[k] > 0:
            leaving[arc.head].append((k, arc.tail))
    reached, queue = {game.source: -1}, deque([game.source])
    while queue:
        for k, place in leaving[queue.popleft()]:
            if place not in reached:
                reached[place] = k
                queue.append(place)
    return reached


@dataclass(frozen=True, slots=True)
class MaximumFlowCertificate(Certificate, kind="maximum flow"):
    """A flow on the arcs, and a cut that it fills."""

    flow: tuple[Fraction, ...]
    cut: tuple[str, ...]

    def violations(self, subject: FlowGame) -> Iterator[str]:
        if len(self.flow) != len(subject.arcs):
            yield "The flow does not fit the arcs."
        balance = dict.fromkeys(_places(subject), ZERO)
        for amount, arc in zip(self.flow, subject.arcs, strict=True):
            if not 0 <= amount <= arc.capacity:
                yield f"The flow from {arc.tail} to {arc.head} is beyond the arc's capacity."
            balance[arc.tail] -= amount
            balance[arc.head] += amount
        for place, left in balance.items():
            if left and place not in (subject.source, subject.sink):
                yield f"At {place} what flows in does not flow out."
        if subject.source not in self.cut or subject.sink in self.cut:
            yield "The cut does not part source and sink."
        if list(self.cut) != [place for place in balance if place in set(self.cut)]:
            yield "The cut does not fit the places."
        crossing = sum(_paid(subject, self.cut).values(), ZERO)
        if crossing != balance[subject.sink]:
            yield f"The cut carries {crossing}, the flow is {balance[subject.sink]}."

    def answer(self, subject: FlowGame) -> MaximumFlow:
        split = Allocation(
            _paid(subject, self.cut),
            method="each owner is paid for its arcs in a least cut",
            status="A split in the core, one of possibly many.",
            certificate=self,
        )
        return MaximumFlow(split.total(), self.flow, self.cut, split, self)


def _paid(game: FlowGame, cut: tuple[str, ...]) -> dict[str, Fraction]:
    inside = set(cut)
    paid = dict.fromkeys(game.players, ZERO)
    for arc in game.arcs:
        if arc.tail in inside and arc.head not in inside:
            paid[arc.owner] += arc.capacity
    return paid
