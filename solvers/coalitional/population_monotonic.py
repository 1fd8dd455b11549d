"""Population-monotonic schemes: a split for every coalition, such that newcomers harm nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.by_city import figures
from games.coalitional import CoalitionalGame
from games.errors import Undefined
from games.players import Coalition, coalition_name
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.marginal_vector import added_in, full_order

__all__ = [
    "AllocationScheme",
    "PopulationMonotonicCertificate",
    "population_monotonic_scheme",
]

_METHOD = "what each adds to those before it, in one order for all coalitions"


@dataclass(frozen=True, slots=True, repr=False)
class AllocationScheme(Answer):
    """A split for every coalition: ``scheme["A", "B"]`` is that of {A, B}.

    ``order``: each member gets what it adds to the members of the coalition that stand before it.

    See ``population_monotonic_scheme`` for the concept, an example and its source.
    """

    game: CoalitionalGame
    order: Coalition
    certificate: Certificate
    status: str = "A split for every coalition; nobody loses when others join."
    method: str = _METHOD
    proof: Proof = EXACT

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "order", ", ".join(self.order)
        yield "all together", figures(self[self.game.players])

    def __getitem__(self, coalition: Iterable[str]) -> Allocation:
        mask, reached = self.game.mask(coalition), 0
        split = dict.fromkeys(self.game.members(mask), Fraction(0))
        for city in self.order:
            if city in split:
                before, reached = reached, reached | self.game.mask([city])
                split[city] = self.game.worth(reached) - self.game.worth(before)
        return Allocation(split, method=_METHOD, status=self.status, certificate=self.certificate)


def population_monotonic_scheme(
    game: CoalitionalGame, order: Iterable[str] | None = None
) -> AllocationScheme:
    """Population-monotonic schemes: a split for every coalition, such that newcomers harm nobody.

        x_S,i  with  x_S(S) = v(S)   and   x_S,i <= x_T,i   for i in S, S inside T     (costs: >=)

    In a convex game every order of the cities gives one: each member of S gets what it adds to the
    members of S before it. Each split of such a scheme is in the core of its coalition.

    The scheme of marginal contributions in an order: that of the players, unless given.

    It serves every convex game of gains (concave game of costs), in every order, and some others.
    Errors: ``InvalidInput`` for an order that is none; ``Undefined`` when somebody would lose by a
    newcomer; its witness are the coalition, the newcomer and who loses. Another order, or another
    kind of scheme, may serve then.

    >>> from games import CoalitionalGame
    >>> hub = CoalitionalGame(["Hub", "A", "B"], {"Hub": 6, "A": 0, "B": 0, ("Hub", "A"): 8,
    ...                       ("Hub", "B"): 6, ("A", "B"): 0, ("Hub", "A", "B"): 9})
    >>> scheme = population_monotonic_scheme(hub, ["A", "B", "Hub"])
    >>> scheme["A", "Hub"], scheme["A", "B", "Hub"], scheme.certificate.verify(hub)
    (Allocation(Hub=8, A=0), Allocation(Hub=9, A=0, B=0), True)

    Source: Sprumont (1990).
    """
    refuse_untabulated(game)
    given = game.players if order is None else full_order(game, order)
    found = _loss(game, given)
    if found is not None:
        coalition, newcomer, loser = found
        raise Undefined(
            "population-monotonic scheme of this order",
            f"{loser} would have less in {coalition_name(coalition)} if {newcomer} joined, which "
            f"shows that the game is not {'convex' if game.sense == 'gain' else 'concave'}",
            found,
        )
    return PopulationMonotonicCertificate(given, added_in(game, given)).answer(game)


@dataclass(frozen=True, slots=True)
class PopulationMonotonicCertificate(Certificate, kind="population-monotonic scheme"):
    """The order, and what each gets of all: every coalition and every newcomer are gone through.

    That is the definition itself: each city's payoffs in all coalitions, and all who may join.
    """

    order: tuple[str, ...]
    split: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if sorted(self.order) != sorted(subject.players):
            yield "The order does not fit the players."
        worths, _ = subject.as_gains().integers()
        masks, before = np.arange(len(worths)), 0
        for city in self.order:
            bit = subject.mask([city])
            payoffs = worths[masks & before | bit] - worths[masks & before]
            for j, newcomer in enumerate(subject.players):
                joins = payoffs.reshape(-1, 2, 1 << j)
                if newcomer != city and (joins[:, 1] < joins[:, 0]).any():
                    yield f"{city} loses when {newcomer} joins some coalition."
            before |= bit
        scheme = self.answer(subject)
        if dict(scheme[subject.players]) != self.split:
            yield "The split of all is not that of the order."

    def answer(self, subject: CoalitionalGame) -> AllocationScheme:
        return AllocationScheme(subject, self.order, self)


def _loss(game: CoalitionalGame, order: Coalition) -> tuple[Coalition, str, str] | None:
    """A coalition, a newcomer and a member who loses by it, if there are such.

    Only newcomers that stand before a member in the order matter to it, and only what it adds to
    those before it: to R + j compared with R.
    """
    worths, _ = game.as_gains().integers()
    masks: npt.NDArray[Any] = np.zeros(1, dtype=np.int64)
    for k, city in enumerate(order):
        bit = game.mask([city])
        added = worths[masks | bit] - worths[masks]
        for j in range(k):
            joins = added.reshape(-1, 2, 1 << j)
            losses = joins[:, 0] - joins[:, 1]
            if losses.max() > 0:
                high, low = divmod(int(losses.argmax()), 1 << j)
                there = int(masks[high << j + 1 | low]) | bit
                return game.members(there), order[j], city
        masks = np.concatenate((masks, masks | bit))
    return None
