"""The egalitarian solution: equal gains for all, as great as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.exact import Number
from solvers.answer import Allocation
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.feasible_payoffs import (
    best_basis,
    could_have_more,
    spare_program,
    way_program,
    weighted,
    with_spare,
)
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, proven_optimum

__all__ = ["EgalitarianCertificate", "egalitarian"]

CONCEPT = "egalitarian solution"


@dataclass(frozen=True, slots=True)
class EgalitarianCertificate(Certificate, kind="bargaining: egalitarian", of="egalitarian"):
    """An optimal basis for the common gain, and one for who could have more beside it."""

    furthest: Basis
    spare: Basis

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        self.answer(subject)
        yield from ()

    def answer(self, subject: BargainingProblem) -> Allocation:
        step, point = _reached(subject, self.furthest)
        more = could_have_more(subject, point, self.spare)
        if step:
            status = told("egalitarian", subject.weights)
            status += with_spare(subject, point, self.spare)
        elif more:
            idle = [name for name in subject.players if name not in more]
            status = (
                f"{', '.join(idle)} cannot gain, so that nobody does: equal gains hold the "
                "others back; lexicographic_egalitarian() goes on with those who can gain."
            )
        else:
            status = NO_GAIN
        return Allocation(
            point,
            method="the way of common gains, by an exact linear program",
            status=status,
            certificate=self,
        )


def _ray_program(problem: BargainingProblem) -> LinearProgram:
    return way_program(problem, problem.disagreement, problem.weights)


def _reached(problem: BargainingProblem, furthest: Basis) -> tuple[Fraction, dict[str, Fraction]]:
    step, _ = proven_optimum(_ray_program(problem), furthest)
    return step, {
        name: problem.disagreement[name] + step * problem.weights[name] for name in problem.players
    }


def egalitarian(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The egalitarian solution: equal gains for all, as great as they can be.

    With bargaining weights w the gains over disagreement d are in proportion to the weights (the
    proportional solution):

        d + t w,   t = max { t : some feasible y has y >= d + t w }.

    If more becomes feasible, nobody gets less: among the solutions that are so monotone, only these
    are efficient, weakly. The price is that payoffs must be comparable, in money say: gains of 3
    and 3 are no longer equal once one of them is counted in other units.

    With weights: proportional gains. Exact, for two or more players.

    ``weights`` stand in place of the problem's. Nobody can be made better off together with all
    others; some may be at no cost to others, and then ``status`` names them. A player who cannot
    gain keeps everybody at disagreement, and ``status`` says so; ``lexicographic_egalitarian``
    goes on with the others. Only the common gain must be limited, not each payoff.

    Errors: ``Undefined`` where nothing is feasible or all can gain without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> egalitarian(problem)
    Allocation(Hangzhou=0.666667, Quzhou=0.666667)
    >>> egalitarian(problem, {"Hangzhou": 2})
    Allocation(Hangzhou=1, Quzhou=0.5)

    Source: Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45,
    1623-1630.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "egalitarian")
    furthest = best_basis(problem, _ray_program(problem), CONCEPT)
    _, point = _reached(problem, furthest)
    spare = best_basis(problem, spare_program(problem, point), CONCEPT)
    return EgalitarianCertificate(furthest, spare).answer(problem)
