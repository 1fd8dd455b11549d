"""Others to whom a group adds much, sought in floats among too many to look at each.

    v(S with J) - v(J)  is to be large over groups J of others.

From nobody, and from all others, one city at a time joins or leaves as soon as that makes it
larger, in their order and over again; and from nobody once more, each time the city that makes it
largest. It ends where no single city makes it larger: a local optimum, sought in floats. That there
is no better one is not proven; what the worths are, and how much there may be at most, is a
question of its own (``worth_of_all``, ``marginal_limits``).

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1, "C": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),), limit=1)
>>> joining = Joining(LinearProductionGame(("A", "B", "C"), (lots,), (stall,)), ("B", "C"))
>>> added_to(joining).to
()

Source: Aarts and Lenstra (1997), Local search in combinatorial optimization, for the method.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from games.players import Coalition
from games.production import LinearProductionGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.floating_worths import FloatingWorths

__all__ = ["AddedTo", "AddedToCertificate", "Joining", "added_to"]

_MORE = 1e-7  # of the largest worth: by less floats do not tell one group from another

Group = frozenset[int]


@dataclass(frozen=True, slots=True)
class Joining:
    """A ``group`` that may join others of a ``game``."""

    game: LinearProductionGame
    group: Coalition


@dataclass(frozen=True, slots=True, repr=False)
class AddedTo(Answer):
    """The others that were found, ``to`` whom the group adds much.

    See ``added_to`` for the concept, an example and its source.
    """

    to: Coalition
    certificate: AddedToCertificate
    status: str = "Others to whom the group adds much; there may be some to whom it adds more."
    method: str = "local search"
    proof: Proof = EXACT


def added_to(subject: Joining) -> AddedTo:
    """Others of a game to whom a group adds much, in the order of the game.

    >>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
    >>> lots = Resource("lots", "tradable", {"A": 2, "B": 1})
    >>> stall = Activity("stall at A", ("A",), (Use("lots", 1),), (Value("A", "cash", 5),))
    >>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
    >>> added_to(Joining(market, ("B",))).to
    ('A',)

    Source: Aarts and Lenstra (1997).
    """
    game, group = subject.game, subject.group
    worths = FloatingWorths(game)
    places = range(len(game.cities))
    joining = frozenset(place for place in places if game.cities[place] in group)
    others = [place for place in places if place not in joining]
    known: dict[Group, float] = {}

    def worth(members: Group) -> float:
        if members not in known:
            known[members] = worths.worth(members)
        return known[members]

    def added(to: Group) -> float:
        return worth(to | joining) - worth(to)

    more = _MORE * max(abs(worth(frozenset(places))), worths.unit)
    found = [
        _in_turn(added, frozenset(), others, more),
        _in_turn(added, frozenset(others), others, more),
        _steepest(added, frozenset(), others, more),
    ]
    best = max(found, key=lambda to: (round(added(to) / more), -len(to)))
    to = tuple(game.cities[place] for place in sorted(best))
    return AddedToCertificate(to).answer(subject)


@dataclass(frozen=True, slots=True)
class AddedToCertificate(Certificate, kind="added to", of="added_to"):
    """Others of the game. All that is claimed of them is that they are some."""

    to: Coalition

    def violations(self, subject: Joining) -> Iterator[str]:
        others = [city for city in subject.game.cities if city not in subject.group]
        if self.to != tuple(city for city in others if city in self.to):
            yield "They are not others of the game, in its order."

    def answer(self, subject: Joining) -> AddedTo:
        return AddedTo(self.to, self)


def _in_turn(
    added: Callable[[Group], float], at: Group, others: Iterable[int], more: float
) -> Group:
    """The group that is reached where each city joins or leaves as soon as that adds more."""
    while True:
        before = at
        for city in others:
            if added(at ^ {city}) > added(at) + more:
                at ^= {city}
        if at == before:
            return at


def _steepest(
    added: Callable[[Group], float], at: Group, others: Iterable[int], more: float
) -> Group:
    """The same, each time by the city that adds most."""
    while True:
        best = max((at ^ {city} for city in others), key=added, default=at)
        if added(best) <= added(at) + more:
            return at
        at = best
