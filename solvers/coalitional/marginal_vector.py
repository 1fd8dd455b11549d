"""What each city adds when all join in a given order: a marginal vector."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import ClassVar

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput
from games.players import Coalition
from solvers.answer import Allocation
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.split_certificate import SplitCertificate

__all__ = ["MarginalVectorCertificate", "added_in", "full_order", "marginal_vector"]


def marginal_vector(game: CoalitionalGame, order: Iterable[str]) -> Allocation:
    """What each city adds when all join in a given order: a marginal vector.

        m_i = v(those before i, and i) - v(those before i)

    The Shapley value is the mean of the marginal vectors of all orders. In a convex game each of
    them is a corner of the core, and there are no other corners.

    For games of gains or costs; it adds up to v(N).

    Errors: ``InvalidInput`` for an order in which a city is missing, strange or named twice.

    >>> from games import CoalitionalGame
    >>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1,
    ...                                           ("L", "S"): 1, ("R", "S"): 0, ("L", "R", "S"): 1})
    >>> split = marginal_vector(glove, ["R", "L", "S"])
    >>> split, split.certificate.verify(glove)
    (Allocation(L=1, R=0, S=0), True)

    Source: Weber (1988), Probabilistic values for games; Shapley (1971) for convex games.
    """
    refuse_untabulated(game)
    names = full_order(game, order)
    return MarginalVectorCertificate(added_in(game, names), names).answer(game)


def added_in(game: CoalitionalGame, order: Sequence[str]) -> dict[str, Fraction]:
    """What each city adds in an order of all cities, in the order of the players."""
    masks = accumulate((game.mask([city]) for city in order), operator.or_, initial=0)
    steps = zip(order, pairwise(masks), strict=True)
    added = {city: game.worth(after) - game.worth(before) for city, (before, after) in steps}
    return {city: added[city] for city in game.players}


def full_order(game: CoalitionalGame, order: Iterable[str]) -> Coalition:
    """An order of all cities. Errors: ``InvalidInput`` where one is missing or named twice."""
    known = isinstance(order, Iterable) and not isinstance(order, str)
    names = tuple(order) if known else ()
    if not known or set(map(repr, names)) != set(map(repr, game.players)):
        raise InvalidInput("the order", order, "all of " + ", ".join(game.players))
    if len(names) != len(game.players):
        raise InvalidInput("the order", names, "a list that names each city once")
    return names


@dataclass(frozen=True, slots=True)
class MarginalVectorCertificate(SplitCertificate, kind="marginal vector"):
    """The vector and the order of joining: those up to each city together get what they make."""

    method: ClassVar[str] = "differences of worths along the order"
    status: ClassVar[str] = "What each adds to those before it in the order."
    second: ClassVar[str] = "what those up to it make, less what the others of them get,"

    joining: Coalition

    def chosen(self) -> str:
        return f"Order: {', '.join(self.joining)}."

    def recomputed(self, subject: CoalitionalGame) -> list[Fraction]:
        order = full_order(subject, self.joining)
        found: dict[str, Fraction] = {}
        for k, city in enumerate(order, 1):
            found[city] = subject.worth(order[:k]) - sum(found.values())
        return [found[city] for city in subject.players]
