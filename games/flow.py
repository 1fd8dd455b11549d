"""Flow games: arcs of a network, each owned by a city;
a coalition ships what its own arcs carry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["Arc", "FlowGame"]


@dataclass(frozen=True, slots=True)
class Arc:
    """A one-way stretch from ``tail`` to ``head``: its ``capacity``, 0 or more, and its owner.

    See ``FlowGame`` for the concept, an example and its source.
    """

    tail: str
    head: str
    capacity: Fraction
    owner: str

    def __post_init__(self) -> None:
        for end in ("tail", "head"):
            of_kind(getattr(self, end), str, place=f"the {end} of an arc")
        of_kind(self.owner, str, place="the owner of an arc")
        place = f"capacity from {self.tail} to {self.head}"
        object.__setattr__(self, "capacity", exact(self.capacity, place))
        if self.capacity < 0:
            raise InvalidInput(place, self.capacity, "0 or more")


@dataclass(frozen=True, slots=True, repr=False)
class FlowGame:
    """Flow games: arcs of a network, each owned by a city;
    a coalition ships what its own arcs carry.

        v(S) = the greatest flow from source to sink through arcs that members of S own

    Corridors, pipelines and supply chains in which each stretch belongs to somebody.

    A network of owned arcs; the players are the owners, in the order of their first arcs.

    Errors: ``InvalidInput`` where source and sink are one place, or there is no arc.

    >>> line = FlowGame("mine", "port", [Arc("mine", "yard", 5, "A"), Arc("yard", "port", 3, "B")])
    >>> line.players, line.arcs[1].capacity
    (('A', 'B'), Fraction(3, 1))

    Here is data only: ``solvers.maximum_flow`` finds the flow, and a core split from the cut.

    Source: Kalai and Zemel (1982), Totally balanced games and games of flow.
    """

    source: str
    sink: str
    arcs: tuple[Arc, ...]

    def __init__(self, source: str, sink: str, arcs: Iterable[Arc]) -> None:
        of_kind(source, str, place="the source")
        of_kind(sink, str, place="the sink")
        if source == sink:
            raise InvalidInput("the sink", sink, "another place than the source")
        of_kind(arcs, Iterable, place="list of arcs")
        given = tuple(arcs)
        for arc in given:
            of_kind(arc, Arc, place="an arc")
        if not given:
            raise InvalidInput("arcs", MISSING, "at least one")
        validated_players(dict.fromkeys(arc.owner for arc in given))
        for field, value in (("source", source), ("sink", sink), ("arcs", given)):
            object.__setattr__(self, field, value)

    @property
    def players(self) -> tuple[str, ...]:
        """The owners."""
        return tuple(dict.fromkeys(arc.owner for arc in self.arcs))

    def __repr__(self) -> str:
        return f"FlowGame({len(self.players)} owners, {len(self.arcs)} arcs)"
