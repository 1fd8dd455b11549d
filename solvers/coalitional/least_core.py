"""The least core: splits at which the coalition with most reason to leave has as little
as it can.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
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
from solvers.coalitional.excesses import Excesses
from solvers.coalitional.gains import gains, refuse_untabulated
from solvers.coalitional.level_tableau import lowest_level
from solvers.coalitional.row_generation import CoalitionProgram
from solvers.coalitional.slack_table import IN_WHOLE_NUMBERS, few_cities
from solvers.coalitional.span import Span, incidence
from solvers.search_limits import Progress, check_limits
from solvers.single_dispatch import single_dispatch

__all__ = ["LeastCore", "LeastCoreCertificate", "least_core"]

_METHOD = "row generation; the basis solved in rational arithmetic"


@dataclass(frozen=True, slots=True, repr=False)
class LeastCore(Answer):
    """``epsilon``, the smallest greatest excess, and ``point``, a vertex of the least core.

    The least core may have more points; the nucleolus is one that does not depend on the solver.
    An unproven epsilon is a lower bound; an enclosed one is an upper bound, and the true one at
    most ``proof.radius`` less.

    See ``least_core`` for the concept, an example and its source.
    """

    epsilon: Fraction
    point: Allocation
    certificate: Certificate | None
    method: str = _METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.proof.kind == "unproven":
            if self.epsilon > 0:
                return (
                    "The core is empty: no smaller fine for leaving than epsilon keeps all in. No "
                    "coalition was found that needs a greater one; others may exist."
                )
            return (
                "No coalition was found that loses less than -epsilon by leaving; others may "
                "exist, and epsilon is a lower bound."
            )
        if 0 < self.epsilon <= (self.proof.radius or 0):
            return (
                "Epsilon, as a fine for leaving, keeps all in; whether a smaller one or none "
                "would do, and so whether the core is empty, is left open."
            )
        if self.epsilon > 0:
            if self.proof.radius:
                return "The core is empty: epsilon, as a fine for leaving, keeps all in."
            return "The core is empty: epsilon is the smallest fine for leaving that keeps all in."
        least = approximately(-self.epsilon)
        return f"The core is not empty: each coalition loses at least {least} by leaving."


@single_dispatch
def least_core(
    game: CoalitionalGame | Any,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> LeastCore:
    """The least core: splits at which the coalition with most reason to leave has as
    little as it can.

        epsilon = min over x with x(N) = v(N) of  max over proper coalitions S of  v(S) - x(S)

    Epsilon is the smallest fine for leaving that would keep everybody in: positive exactly when the
    core is empty, negative when the core has room to spare. That no split does better is proven by
    coalitions with weights that add up to 1 and cover every city equally.

    Epsilon and a vertex of the least core, for gains or costs, exact.

    With one city there is no proper coalition; epsilon is then 0, by convention.
    ``seconds``, ``progress``: of the search in a game too large to tabulate, when to stop with what
    is known, and who is told of each round. A table or a formula is answered for good.

    Errors: ``InvalidInput`` for a game without a table of worths or a way of its own to the answer
    (``tabulated`` makes a table), and for ``seconds`` below 0.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                       lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
    >>> answer = least_core(pairs)
    >>> answer.epsilon, answer.point, answer.certificate.verify(pairs)
    (Fraction(12, 1), Allocation(A=24, B=24, C=24), True)

    Source: Shapley and Shubik (1966); Maschler, Peleg and Shapley (1979).
    """
    check_limits(seconds, progress)
    refuse_untabulated(game)
    if len(game.players) == 1:
        return LeastCoreCertificate({game.players[0]: game.grand_worth}, ()).answer(game)
    payoffs, weights = (_in_a_table if few_cities(game) else _by_rows)(game)
    split = dict(zip(game.players, gains(game, payoffs), strict=True))
    return LeastCoreCertificate(split, collection(game, weights)).answer(game)


def _in_a_table(game: CoalitionalGame) -> tuple[list[Fraction], dict[int, Fraction]]:
    payoffs, settled = lowest_level(game)
    total = sum(settled.weights.values())
    return payoffs, {mask: Fraction(y, total) for mask, y in settled.weights.items()}


def _by_rows(game: CoalitionalGame) -> tuple[list[Fraction], Mapping[int, Fraction]]:
    excesses = Excesses(game).beyond_own()
    optimum = CoalitionProgram(
        excesses,
        settled={excesses.grand: excesses.worth(excesses.grand)},
        level=True,
    ).minimise([0] * excesses.players + [1])
    return excesses.money(optimum.payoffs), optimum.weights


@dataclass(frozen=True, slots=True)
class LeastCoreCertificate(Certificate, kind="least core", of="least_core"):
    """A vertex, and coalitions whose excesses have the mean epsilon whatever the split.

    Their weights add up to 1 and cover every city c times, so the mean of their excesses is
    sum w_S v(S) - c v(N) at every split, and the greatest excess is no less.
    """

    split: Mapping[str, Fraction]
    collection: tuple[WeightedCoalition, ...]

    def epsilon(self, game: CoalitionalGame) -> Fraction:
        """The mean excess of the collection."""
        first = game.players[0]  # for every city
        covered = sum((m.weight for m in self.collection if first in m.coalition), Fraction(0))
        worth = collection_worth(game, self.collection)
        return gains(game, [worth - covered * game.grand_worth])[0]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        payoffs = gains(subject, self.split.values())
        if sum(payoffs) != subject.as_gains().grand_worth:
            yield "The split does not add up to what all make together."
        yield from collection_violations(subject, self.collection)
        alone = len(subject.players) == 1
        if sum(member.weight for member in self.collection) != (0 if alone else 1):
            yield "The weights do not add up to 1."
        if any(len(member.coalition) == len(subject.players) for member in self.collection):
            yield "The collection contains the grand coalition."
        if len(set(coverage(self.collection, subject.players))) != 1:
            yield "The collection does not cover every city equally."
        excesses = Excesses(subject)
        payoffs, epsilon = excesses.units(payoffs), self.epsilon(subject) / excesses.unit
        for mask, _ in excesses.above(payoffs, epsilon, limit=1):
            yield f"{coalition_name(subject.members(mask))} has an excess above epsilon."
        span = Span(excesses.players)
        span.add(incidence(excesses.grand, excesses.players))
        for masks in excesses.equal_to(payoffs, epsilon):
            outside = masks[~span.contains(masks)]
            while len(outside):
                span.add(incidence(int(outside[0]), excesses.players))
                outside = outside[~span.contains(outside)]
        if not span.full:
            yield "The split is not a vertex of the least core."

    def answer(self, subject: CoalitionalGame) -> LeastCore:
        method = IN_WHOLE_NUMBERS if few_cities(subject) else _METHOD
        point = Allocation(
            self.split,
            method=method,
            status="A vertex of the least core, one of possibly many points.",
            certificate=self,
        )
        return LeastCore(self.epsilon(subject), point, self, method)
