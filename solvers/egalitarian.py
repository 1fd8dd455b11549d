"""The egalitarian solution: equal gains for all, as great as they can be.

With bargaining weights w the gains over disagreement d are in proportion to the weights (the
proportional solution):

    d + t w,   t = max { t : some feasible y has y >= d + t w }.

If more becomes feasible, nobody gets less: among the solutions that are so monotone, only these
are efficient, weakly. The price is that payoffs must be comparable, in money say: gains of 3 and 3
are no longer equal once one of them is counted in other units.

>>> from games.bargaining import BargainingProblem
>>> problem = BargainingProblem.from_inequalities(
...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
>>> egalitarian(problem)
Allocation(Hangzhou=0.666667, Quzhou=0.666667)
>>> egalitarian(problem, {"Hangzhou": 2})
Allocation(Hangzhou=1, Quzhou=0.5)

Source: Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45, 1623-1630.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.exact import Number
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.feasible_payoffs import (
    best_basis,
    could_have_more,
    payoff_program,
    spare_program,
    way_program,
    weighted,
)
from solvers.linear_program import Basis, LinearProgram, optimal_basis, proven_optimum
from solvers.smooth_frontier import on_frontier

__all__ = ["EgalitarianCertificate", "egalitarian"]

CONCEPT = "egalitarian solution"
NO_GAIN = "Nobody can gain while nobody loses: all keep what they have without an agreement."
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class EgalitarianCertificate(Certificate, kind="bargaining: egalitarian"):
    """An optimal basis for the common gain, and one for what is left over beside it.

    ``idle``: where the common gain is 0 although somebody could gain, a basis for each player whose
    greatest payoff is that of disagreement.
    """

    furthest: Basis
    spare: Basis
    idle: Mapping[str, Basis]

    def faults(self, subject: BargainingProblem) -> Iterator[str]:
        step, point = _reached(subject, self.furthest)
        spare, _ = proven_optimum(spare_program(subject, point), self.spare)
        if bool(self.idle) != (spare > 0 and not step):
            yield "Who cannot gain is to be proven where that holds others back, and only there."
        for name, basis in self.idle.items():
            greatest, _ = proven_optimum(payoff_program(subject, {name: ONE}), basis)
            if greatest != subject.disagreement[name]:
                yield f"{name} can gain."

    def answer(self, subject: BargainingProblem) -> Allocation:
        step, point = _reached(subject, self.furthest)
        equal = len(set(subject.weights.values())) == 1
        if self.idle:
            status = (
                f"{', '.join(self.idle)} cannot gain, so that nobody does: equal gains hold the "
                "others back; lexicographic_egalitarian() goes on with those who can gain."
            )
        elif not step:
            status = NO_GAIN
        else:
            status = "All gain the same." if equal else "Gains are in proportion to the weights."
            status += could_have_more(subject, point, self.spare)
        return Allocation(
            point,
            method="the way of common gains, by an exact linear program",
            status=status,
            certificate=self,
        )


def _way(problem: BargainingProblem) -> LinearProgram:
    return way_program(problem, problem.disagreement, problem.weights)


def _reached(problem: BargainingProblem, furthest: Basis) -> tuple[Fraction, dict[str, Fraction]]:
    step, _ = proven_optimum(_way(problem), furthest)
    return step, {
        name: problem.disagreement[name] + step * problem.weights[name] for name in problem.players
    }


def egalitarian(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The egalitarian (with weights: proportional) solution, exact, for two or more players.

    ``weights`` stand in place of the problem's. Nobody can be made better off together with all
    others; some may be at no cost to others, and then ``status`` names them. A player who cannot
    gain keeps everybody at disagreement, and ``status`` says so; ``lexicographic_egalitarian``
    goes on with the others. Only the common gain must be limited, not each payoff.

    Errors: ``Undefined`` where nothing is feasible or all can gain without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "egalitarian")
    furthest = best_basis(problem, _way(problem), CONCEPT)
    step, point = _reached(problem, furthest)
    left_over = spare_program(problem, point)
    spare = best_basis(problem, left_over, CONCEPT)
    idle = {}
    if not step and proven_optimum(left_over, spare)[0]:
        for name in problem.players:
            own = payoff_program(problem, {name: ONE})
            basis = optimal_basis(own)
            if basis and proven_optimum(own, basis)[0] == problem.disagreement[name]:
                idle[name] = basis
    return EgalitarianCertificate(furthest, spare, idle).answer(problem)
