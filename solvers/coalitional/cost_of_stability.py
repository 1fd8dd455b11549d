"""The cost of stability: the smallest outside money that gives the game a core."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame
from games.players import coalition_name
from solvers.answer import EXACT, Allocation, Answer, Proof
from solvers.certificate import Certificate
from solvers.coalitional.balanced_collection import (
    WeightedCoalition,
    collection,
    collection_violations,
    collection_worth,
    coverage,
)
from solvers.coalitional.demand_table import DemandTable
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.row_generation import CoalitionProgram
from solvers.coalitional.slack_table import IN_WHOLE_NUMBERS, few_cities
from solvers.search_limits import Progress, check_limits
from solvers.single_dispatch import single_dispatch

__all__ = ["CostOfStability", "CostOfStabilityCertificate", "cost_of_stability"]

_METHOD = "row generation; the basis solved in rational arithmetic"


@dataclass(frozen=True, slots=True, repr=False)
class CostOfStability(Answer):
    """``value``, the outside money, and ``split``, a stable split of it and v(N) together.

    An unproven value is a lower bound, and nobody was found who blocks the split; of an enclosed
    one, the split is stable and the true value at most ``proof.radius`` less.

    See ``cost_of_stability`` for the concept, an example and its source.
    """

    value: Fraction
    split: Allocation
    certificate: Certificate | None
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.proof.kind == "unproven":
            if self.value:
                return (
                    "The core is empty: stability costs at least this much outside money. No "
                    "coalition was found that blocks this split of it; others may exist."
                )
            return (
                "No coalition was found that makes outside money necessary; others may exist. The "
                "value is a lower bound."
            )
        if self.value > (self.proof.radius or 0):
            return "The core is empty; this much outside money, split so, keeps everybody in."
        if self.value:
            return (
                "This much outside money, split so, keeps everybody in; whether less or none "
                "would do, and so whether the core is empty, is left open."
            )
        return "The core is not empty: no outside money is needed."


@single_dispatch
def cost_of_stability(
    game: CoalitionalGame | Any,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> CostOfStability:
    """The cost of stability: the smallest outside money that gives the game a core.

        cost of stability = min { D >= 0 : some x has x(N) = v(N) + D and x(S) >= v(S) for all S }

    It is 0 exactly when the core is not empty. By duality it is the greatest worth of a balanced
    collection, less v(N). For costs the outside money pays for part of c(N): x(N) = c(N) - D.

    Never negative, exact.

    ``seconds``, ``progress``: of the search in a game too large to tabulate, when to stop with what
    is known, and who is told of each round. A table or a formula is answered for good.

    Errors: ``InvalidInput`` for a game without a table of worths or a way of its own to the answer
    (``tabulated`` makes a table), and for ``seconds`` below 0.

    >>> from games import CoalitionalGame
    >>> park = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                      lambda s: {1: 0, 2: 60, 3: 60}[len(s)])
    >>> answer = cost_of_stability(park)
    >>> answer.value, answer.split, answer.certificate.verify(park)
    (Fraction(30, 1), Allocation(A=30, B=30, C=30), True)

    Source: Bachrach, Elkind, Meir, Pasechnik, Zuckerman, Rothe and Rosenschein (2009).
    """
    check_limits(seconds, progress)
    refuse_untabulated(game)
    if few_cities(game):
        payoffs, weights = DemandTable(game).demands()
    else:
        excesses = Excesses(game).beyond_own()
        optimum = CoalitionProgram(excesses, grand=True).minimise([1] * excesses.players)
        payoffs, weights = excesses.money(optimum.payoffs), dict(optimum.weights)
    split = dict(zip(game.players, gains(game, payoffs), strict=True))
    return CostOfStabilityCertificate(split, collection(game, weights)).answer(game)


@dataclass(frozen=True, slots=True)
class CostOfStabilityCertificate(Certificate, kind="cost of stability", of="cost_of_stability"):
    """A split that no coalition blocks, and a balanced collection worth as much as it pays out."""

    split: Mapping[str, Fraction]
    collection: tuple[WeightedCoalition, ...]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        excesses = Excesses(subject)
        payoffs = excesses.units(gains(subject, self.split.values()))
        for mask, _ in excesses.above(payoffs, Fraction(0), lambda masks: masks != 0, limit=1):
            yield f"{coalition_name(subject.members(mask))} blocks the split."
        yield from collection_violations(subject, self.collection)
        if any(covered != 1 for covered in coverage(self.collection, subject.players)):
            yield "The collection is not balanced."
        worth = collection_worth(subject, self.collection)
        if worth != sum(self.split.values()):
            yield f"The collection is worth {worth}; the split pays {sum(self.split.values())}."

    def answer(self, subject: CoalitionalGame) -> CostOfStability:
        method = IN_WHOLE_NUMBERS if few_cities(subject) else _METHOD
        split = Allocation(
            self.split,
            method=method,
            status="A stable split with the outside money, one of possibly many.",
            certificate=self,
        )
        (value,) = gains(subject, [split.total() - subject.grand_worth])
        return CostOfStability(value, split, self, method)
