"""The core of a spanning tree game: Bird's split is in it; whether another one is can be hard.

No group is cheaper off than in the game of the irreducible costs, those of the links on a cheapest
tree alone. Its core is judged from the cheapest link up: with f(A) the most that a group within A
overpays, joined but not linked to the source, two parts A and B that a link of cost c joins have

    f(A + B) = max( f(A), f(B), f(A) + f(B) - c ),   with the source in A:  f(A) + max(0, f(B) - c).

If nobody overpays there, nobody does in the game: so both splits of ``spanning_tree`` are proven
stable for any number of cities. A split that fails is judged by the table of all groups up to ten
cities; beyond, by the group that overpays most there, by single cities and by all but one, and
``NoCoalitionFound`` is no proof.

>>> from games import SpanningTreeGame
>>> from solvers import core, core_violation
>>> grid = SpanningTreeGame(["A", "B"], source={"A": 4, "B": 6}, links={("A", "B"): 3})
>>> core(grid).point
Allocation(A=4, B=3)
>>> core_violation(grid, {"A": 3.5, "B": 3.5})
>>> print(core_violation(grid, {"A": 0, "B": 7}))
{B} can gain 1

Source: Bird (1976); Granot and Huberman (1981); Faigle, Kern, Fekete and Hochstättler (1997) for
how hard it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.spanning_tree import SpanningTreeGame
from solvers.certificate import Certificate
from solvers.coalitional.core import Core, core, core_violation
from solvers.coalitional.excess import NoCoalitionFound, Violation, excess, read_division
from solvers.families.oracle_core import asked_excess
from solvers.families.spanning_tree import SpanningTreeCertificate, spanning_tree
from solvers.families.tabulated import tabulated
from solvers.search_limits import check_limits

__all__ = ["TreeCoreCertificate", "tree_core", "tree_core_violation"]

ZERO = Fraction(0)
_TABLE = 10  # cities, of which all groups are asked within a second

excess.register(SpanningTreeGame, asked_excess)


@core.register
def tree_core(game: SpanningTreeGame, **limits: Any) -> Core:
    """Bird's split as a point of the core, which is never empty; no ranges."""
    check_limits(**limits)
    return TreeCoreCertificate(spanning_tree(game).certificate).answer(game)


@core_violation.register
def tree_core_violation(game: SpanningTreeGame, split: Mapping[str, Any]) -> Any:
    """A group that saves by leaving; None: proven that none does; ``NoCoalitionFound``: no proof.

    A split that does not add up to c(N) is reported first, as for a table of worths.
    """
    tree = spanning_tree(game)
    paid, radius, uneven = read_division(game.players, split, tree.cost, "cost")
    if uneven is not None:
        return uneven
    most, group = _overpaid(tree.links, tree.bird, paid)
    if most <= radius:
        return None
    if len(game.players) <= _TABLE:
        return core_violation(tabulated(game), split)
    everybody = frozenset(game.players)
    groups = {group, *(g for c in game.players for g in (frozenset({c}), everybody - {c}))}
    found = [
        Violation(tuple(city for city in game.players if city in members), gain)
        for members in groups - {everybody}
        for gain in [sum((paid[city] for city in members), -game.worth(members))]
    ]
    worst = max(found, key=lambda violation: (violation.gain, violation.coalition))
    return worst if worst.gain > radius else NoCoalitionFound(len(found))


def _overpaid(
    links: Mapping[str, str | None], costs: Mapping[str, Fraction], paid: Mapping[str, Fraction]
) -> tuple[Fraction, frozenset[str]]:
    """The most that any group pays beyond its irreducible costs, and the group; maybe nobody."""
    part: dict[str | None, str | None] = {city: city for city in [*links, None]}
    most: dict[str | None, tuple[Fraction, frozenset[str]]] = {None: (ZERO, frozenset())}
    most |= {city: (payoff, frozenset({city})) for city, payoff in paid.items()}

    def head(place: str | None) -> str | None:
        while part[place] != place:
            place = part[place]
        return place

    for city in sorted(links, key=lambda name: costs[name]):
        one, other = head(city), head(links[city])
        if one is None:
            one, other = other, one
        part[one] = other
        (left, a), (right, b) = most[one], most[other]
        choices = [(right, b), (left + right - costs[city], a | b)]
        if other is not None:
            choices.append((left, a))
        most[other] = max(choices, key=lambda choice: choice[0])
    return most[None]


@dataclass(frozen=True, slots=True)
class TreeCoreCertificate(Certificate, kind="core of a spanning tree game"):
    """A cheapest tree: Bird's split of its cost is in the core, by his theorem."""

    tree: SpanningTreeCertificate

    def violations(self, subject: SpanningTreeGame) -> Iterator[str]:
        yield from self.tree.violations(subject)

    def answer(self, subject: SpanningTreeGame) -> Core:
        bird = self.tree.answer(subject).bird
        return Core(subject, empty=False, point=bird, certificate=self, method=bird.method)
