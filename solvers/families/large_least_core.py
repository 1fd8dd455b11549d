"""The least core of a game too large to tabulate: row generation, and a proof at the end.

    epsilon = min over x with x(N) = v(N) of  max over proper coalitions S of  v(S) - x(S)

From below: coalitions with weights that add up to 1 and cover every city equally, each with a plan
that it can carry out; their mean excess is the same at every split. From above: a split, and the
cases of a branch and bound that prove that no coalition's excess is greater. Where both meet
epsilon is exact; where time runs out first, it is enclosed between them, and says so.

>>> from games import FacilityLocation
>>> from solvers import least_core
>>> ring = FacilityLocation(list("ABC"), ["ab", "bc", "ca"], [2, 2, 2],
...                         [[0, None, 0], [0, 0, None], [None, 0, 0]])
>>> answer = least_core(ring)
>>> answer.epsilon, answer.proof.kind, answer.certificate.verify(ring)
(Fraction(2, 3), 'exact', True)

Source: Shapley and Shubik (1966); Drechsel and Kimms (2010); Goemans and Skutella (2004).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.production import LinearProductionGame
from solvers.answer import Allocation
from solvers.coalitional.least_core import LeastCore, least_core
from solvers.families.integer_program import proven_bound
from solvers.families.large_split import METHOD, LargeGame, LargeSplitCertificate, searched
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.proven_plan import signed
from solvers.search_limits import Progress

__all__ = [
    "LargeLeastCoreCertificate",
    "large_least_core",
]


@least_core.register(FacilityLocation)
@least_core.register(FlowGame)
@least_core.register(LinearProductionGame)
@least_core.register(ProgramGame)
def large_least_core(
    game: LargeGame,
    *,
    seconds: float = math.inf,
    progress: Callable[[Progress], None] | None = None,
) -> LeastCore:
    """Epsilon and a point of the least core, without a table of worths.

    ``seconds``: when to answer; three quarters are to look, the rest to prove. Where they are not
    enough epsilon is enclosed. What every answer takes comes on top, even of no seconds: the worth
    of all, with its proof, and one look at single cities and at the root of the proof, a second or
    two at 60 cities. ``progress`` is told the bounds after each round.

    Errors: ``NotProven`` where neither those seconds nor 5 prove what all make together.
    """
    model = program_game(game)
    grand, ended, collection = searched(model, seconds, progress, stable=False)
    payoffs = dict(zip(model.players, (signed(model, x) for x in ended.payoffs), strict=True))
    return LargeLeastCoreCertificate(
        payoffs, ended.lowest, ended.highest, collection, grand, ended.cases
    ).answer(game)


@dataclass(frozen=True, slots=True)
class LargeLeastCoreCertificate(
    LargeSplitCertificate, kind="least core of a large game", of="least_core", searches=True
):
    """The split, with bounds of epsilon.

    The weights of the collection add up to 1, so that its mean excess is the same at every split.
    """

    def violations(self, subject: Any) -> Iterator[str]:
        model = program_game(subject)
        payoffs = self.gains(model)
        yield from self.shared_violations(model, len(model.players) - 1)
        if sum(payoffs.values()) != self.grand.worth:
            yield "The split does not add up to what all make together."
        if len(model.players) == 1:
            if self.collection or self.cases or self.lowest or self.highest:
                yield "One city has no proper coalitions."
            return
        if sum(member.weight for member in self.collection) != 1:
            yield "The weights do not add up to 1."
        highest = proven_bound(model.separation(payoffs, grand=False), self.cases)
        if highest != self.highest:
            yield f"The cases prove the upper bound {highest}, not {self.highest}."

    def answer(self, subject: Any) -> LeastCore:
        point = Allocation(
            self.split,
            method=METHOD,
            status="A point of the least core, one of possibly many."
            if self.highest == self.lowest
            else "A split whose greatest excess is epsilon at most.",
            proof=self.proof,
            certificate=self,
        )
        return LeastCore(self.highest, point, self, METHOD, self.proof)
