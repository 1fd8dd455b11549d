"""The cost of stability of a game too large to tabulate, and whether its core is empty.

    min { x(N) - v(N) :  x(S) >= v(S) for every coalition S }

From above: a split with the outside money, and the cases of a branch and bound that prove that no
coalition blocks it. From below: a balanced collection of coalitions, each with a plan. Where it is
0 the split is in the core; where the lower bound is positive the core is empty.

>>> from games import FacilityLocation
>>> from solvers import cost_of_stability
>>> ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                         [[0, None, 0], [0, 0, None], [None, 0, 0]])
>>> answer = cost_of_stability(ring)
>>> answer.value, answer.split, answer.certificate.verify(ring)
(Fraction(1, 1), Allocation(A=1, B=1, C=1), True)

For facilities it is the gap between the integer program and its relaxation.

Source: Bachrach and others (2009); Goemans and Skutella (2004) for facilities.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.production import LinearProductionGame
from solvers.answer import Allocation
from solvers.coalitional.cost_of_stability import CostOfStability, cost_of_stability
from solvers.families.integer_program import proven_bound
from solvers.families.large_split import METHOD, LargeGame, LargeSplitCertificate, searched
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.proven_plan import covered, signed
from solvers.search_limits import Progress

__all__ = ["LargeCostOfStabilityCertificate", "large_cost_of_stability", "proven_stability"]


@cost_of_stability.register(FacilityLocation)
@cost_of_stability.register(FlowGame)
@cost_of_stability.register(LinearProductionGame)
@cost_of_stability.register(ProgramGame)
def large_cost_of_stability(
    game: LargeGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> CostOfStability:
    """The smallest outside money that makes the core non-empty, without a table of worths.

    ``seconds``: when to answer, as for the least core; the value is then enclosed. ``progress`` is
    told the bounds on what is paid out in all, after each round.
    """
    return proven_stability(game, seconds, progress).answer(game)


def proven_stability(
    game: LargeGame,
    seconds: float,
    progress: Callable[[Progress], None] | None,
    *,
    decided: bool = False,
) -> LargeCostOfStabilityCertificate:
    """The certificate of the cost of stability, which is also that of an empty core or a point.

    ``decided``: bounds will do that tell whether stability costs anything.
    """
    model = program_game(game)
    grand, ended, collection = searched(model, seconds, progress, stable=True, decided=decided)
    return LargeCostOfStabilityCertificate(
        dict(zip(model.players, (signed(model, x) for x in ended.payoffs), strict=True)),
        ended.lowest - grand.worth,
        sum(ended.payoffs) - grand.worth,
        collection,
        grand,
        ended.cases,
    )


@dataclass(frozen=True, slots=True)
class LargeCostOfStabilityCertificate(
    LargeSplitCertificate,
    kind="cost of stability of a large game",
    of="cost_of_stability",
    searches=True,
):
    """The split, which the cases prove stable; a balanced collection bounds what it costs."""

    def violations(self, subject: Any) -> Iterator[str]:
        model = program_game(subject)
        payoffs = self.gains(model)
        yield from self.shared_violations(model, len(model.players))
        if sum(payoffs.values()) - self.grand.worth != self.highest:
            yield f"The split does not cost {self.highest}."
        if proven_bound(model.separation(payoffs, grand=True), self.cases) > 0:
            yield "The cases do not prove that no coalition blocks the split."
        if set(covered(self.collection, model)) != {Fraction(1)}:
            yield "The collection is not balanced."

    def answer(self, subject: Any) -> CostOfStability:
        split = Allocation(
            self.split,
            method=METHOD,
            status="A stable split with the outside money, one of possibly many.",
            certificate=self,
        )
        return CostOfStability(self.highest, split, self, METHOD, self.proof)
