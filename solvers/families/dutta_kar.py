"""The Dutta-Kar rule: a cheapest tree's cost, shared so that a cheaper link never costs a city."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from games.errors import InvalidInput, of_kind
from games.spanning_tree import SpanningTreeGame
from solvers.answer import Allocation
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["DuttaKarCertificate", "dutta_kar"]

MOST_TIED = 7
"""Cities, where links tie: all orders of them are gone through."""

Costs = Mapping[frozenset[str | None], Fraction]


def dutta_kar(game: SpanningTreeGame) -> Allocation:
    """The Dutta-Kar rule: a cheapest tree's cost, shared so that a cheaper link never costs a city.

    Cities are linked to the source one by one, the nearest next. Who is linked keeps in hand the
    dearest of the links so far that nobody has paid yet, and pays the cheaper one of that and the
    link of the next city:

        x_k = min(t_k, c_(k+1)),     t_(k+1) = max(t_k, c_(k+1)),     t_1 = c_1;     x_n = t_n.

    The split is in the core, and if a link of a city gets cheaper, that city pays no more: Bird's
    rule is in the core and fails that. Where several links are the nearest, the mean is taken over
    all orders in which cities come first.

    Errors: ``InvalidInput`` for what is not a ``SpanningTreeGame``, and for more than seven cities
    where links tie.

    >>> grid = SpanningTreeGame(["A", "B"], source={"A": 4, "B": 6}, links={("A", "B"): 3})
    >>> dutta_kar(grid)
    Allocation(A=3, B=4)

    Source: Dutta and Kar (2004), Cost monotonicity, consistency and minimum cost spanning tree
    games.
    """
    of_kind(game, SpanningTreeGame, place="subject of dutta_kar")
    return DuttaKarCertificate(_mean(game.players, _costs(game))).answer(game)


def _costs(game: SpanningTreeGame) -> Costs:
    """The cost of each link that is possible, those to the source included."""
    found: dict[frozenset[str | None], Fraction] = {}
    for k, city in enumerate(game.players):
        for other in (None, *game.players[:k]):
            if (cost := game.cost(city, other)) is not None:
                found[frozenset((city, other))] = cost
    return found


def _mean(cities: Sequence[str], costs: Costs) -> dict[str, Fraction]:
    """The mean over all orders that decide between links that cost the same."""
    if len(set(costs.values())) == len(costs):
        return _by_nearest(cities, costs)
    _refuse_many_tied(cities)
    total = dict.fromkeys(cities, Fraction(0))
    for order in itertools.permutations(cities):
        for city, share in _by_nearest(order, costs).items():
            total[city] += share
    return {city: share / math.factorial(len(cities)) for city, share in total.items()}


def _refuse_many_tied(cities: Sequence[str]) -> None:
    if len(cities) > MOST_TIED:
        expected = f"at most {MOST_TIED}, as some links cost the same"
        raise InvalidInput("the number of cities", len(cities), expected)


def _by_nearest(order: Sequence[str], costs: Costs) -> dict[str, Fraction]:
    """The shares, with each city's nearest link to those that are linked kept up to date."""
    near = {city: costs[frozenset((city, None))] for city in order}
    found, kept, last = dict.fromkeys(order, Fraction(0)), Fraction(0), ""
    while near:
        city = min(near, key=near.__getitem__)  # of several the first in the order
        cost = near.pop(city)
        if last:
            found[last] = min(kept, cost)
        kept, last = max(kept, cost), city
        for other, known in near.items():
            near[other] = min(known, costs.get(frozenset((city, other)), known))
    found[last] = kept
    return found


def _shares(order: Sequence[str], costs: Costs) -> dict[str, Fraction]:
    """The shares by the definition: of all links to a city that has none the cheapest."""
    linked: list[str | None] = [None]
    left, found = list(order), dict.fromkeys(order, Fraction(0))
    kept, last = Fraction(0), None
    while left:
        cost, city = min(
            (
                (costs[link], city)
                for city in left
                for one in linked
                if (link := frozenset((one, city))) in costs
            ),
            key=lambda each: (each[0], order.index(each[1])),
        )
        if last is not None:
            found[last] = min(kept, cost)
        kept, last = max(kept, cost), city
        linked.append(city)
        left.remove(city)
    if last is not None:
        found[last] = kept
    return found


@dataclass(frozen=True, slots=True)
class DuttaKarCertificate(SplitCertificate, kind="Dutta-Kar rule"):
    """The shares: checked by the tree alone, where nothing ties; else by all links, in each order.

    Without ties there is one cheapest tree, and the cities are linked along it as they would be if
    there were no other links.
    """

    method: ClassVar[str] = "the nearest city next; each pays the cheaper of two links"
    status: ClassVar[str] = "In the core, and no city pays more where one of its links is cheaper."
    second: ClassVar[str] = "the links of cheapest trees"

    def recomputed(self, subject: SpanningTreeGame) -> Sequence[Fraction]:
        total = dict.fromkeys(subject.players, Fraction(0))
        costs = _costs(subject)
        if len(set(costs.values())) == len(costs):
            return list(_along_tree(subject.players, costs).values())
        _refuse_many_tied(subject.players)
        orders = list(itertools.permutations(subject.players))
        for order in orders:
            for city, share in _shares(order, costs).items():
                total[city] += share
        return [share / len(orders) for share in total.values()]


def _along_tree(order: Sequence[str], costs: Costs) -> dict[str, Fraction]:
    """The shares by Kruskal's tree: links from the cheapest up, no two of which cost the same."""
    part: dict[str | None, set[str | None]] = {name: {name} for name in (None, *order)}
    tree = []
    for link in sorted(costs, key=costs.__getitem__):
        one, other = link
        if part[one] is not part[other]:
            tree.append(link)
            part[one] |= part[other]
            for name in part[other]:
                part[name] = part[one]
    return _shares(order, {link: costs[link] for link in tree})
