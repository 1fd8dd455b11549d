"""Others to whom a group adds much, sought in floats among too many to look at each.

    v(S with J) - v(J)  is to be large over groups J of others.

From nobody, and from all others, one city at a time joins or leaves as soon as that makes it
larger, in their order and over again; and from nobody once more, each time the city that makes it
largest. It ends where no single city makes it larger: a local optimum, for which nothing is proven.
What it comes to is to be proven, and how much more it may be at most (``most_added``).

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 1, "C": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 2),), (Value("A", "cash", 5),), limit=1)
>>> added_to(LinearProductionGame(("A", "B", "C"), (lots,), (stall,)), ["B", "C"])
()

Source: Aarts and Lenstra (1997), Local search in combinatorial optimization, for the method.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from games.players import Coalition
from games.production import LinearProductionGame
from solvers.families.floating_worths import FloatingWorths

__all__ = ["added_to"]

_MORE = 1e-7  # of the largest worth: by less floats do not tell one group from another

Group = frozenset[int]


def added_to(game: LinearProductionGame, group: Collection[str]) -> Coalition:
    """Others of the game to whom a group adds much; in the order of the game."""
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
    return tuple(game.cities[place] for place in sorted(best))


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
