"""The Kalai-Smorodinsky solution: gains in proportion to the most that each could hope for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.exact import Number
from solvers.answer import Allocation
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.feasible_payoffs import (
    best_basis,
    greatest_payoff,
    ideal_payoffs,
    spare_program,
    way_program,
    weighted,
    with_spare,
)
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.optimum import Basis, proven_optimum

__all__ = ["KalaiSmorodinskyCertificate", "kalai_smorodinsky"]

CONCEPT = "Kalai-Smorodinsky solution"
Payoffs = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class KalaiSmorodinskyCertificate(
    Certificate, kind="bargaining: Kalai-Smorodinsky", of="kalai_smorodinsky"
):
    """Optimal bases for each player's ideal, for how far all can go to it, for what is left over.

    Where nobody can gain, ``furthest`` and ``spare`` are not needed.
    """

    ideal: Mapping[str, Basis]
    furthest: Basis | None
    spare: Basis | None

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        if tuple(self.ideal) != subject.players:
            yield "The ideals do not fit the players."
        needed = any(_ideal_gains(subject, self.ideal).values())
        if (self.furthest is not None) != needed or (self.spare is not None) != needed:
            yield "How far all can go is to be proven where somebody can gain, and only there."
        self.answer(subject)

    def answer(self, subject: BargainingProblem) -> Allocation:
        payoffs, status = subject.disagreement, NO_GAIN
        if self.furthest is not None and self.spare is not None:
            ideal_gains = _ideal_gains(subject, self.ideal)
            step, payoffs = _reached(subject, ideal_gains, self.furthest)
            part = approximately(step * _common(subject), ".4g")
            status = told("kalai_smorodinsky", subject.weights).removesuffix(".")
            status += f": everybody gets {part} of that."
            status += with_spare(subject, payoffs, self.spare)
        return Allocation(
            payoffs,
            method="ideal payoffs, then the way to them, by exact linear programs",
            status=status,
            certificate=self,
        )


def _common(problem: BargainingProblem) -> Fraction:
    """The weight that all have; 1 where weights differ, and are counted in the hopes."""
    weights = set(problem.weights.values())
    return weights.pop() if len(weights) == 1 else Fraction(1)


def _ideal_gains(problem: BargainingProblem, ideal: Mapping[str, Basis]) -> dict[str, Fraction]:
    """What each could gain, times its weight: the direction of the way."""
    return {
        name: problem.weights[name] * (greatest - problem.disagreement[name])
        for name, greatest in ideal_payoffs(problem, ideal).items()
    }


def _reached(
    problem: BargainingProblem, ideal_gains: Payoffs, furthest: Basis
) -> tuple[Fraction, Payoffs]:
    step, _ = proven_optimum(way_program(problem, problem.disagreement, ideal_gains), furthest)
    return step, {
        name: problem.disagreement[name] + step * gain for name, gain in ideal_gains.items()
    }


def kalai_smorodinsky(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The Kalai-Smorodinsky solution: gains in proportion to the most that each could hope for.

    Each player's ideal a_i is its greatest feasible payoff while nobody gets less than at
    disagreement. The solution is the last point that the players can reach on the way from d to a:

        d + t h,   h_i = w_i (a_i - d_i),   t = max { t : some feasible y has y >= d + t h },

    with weights w_i of 1, or the players' bargaining power.

    Exact, for two or more players.

    ``weights`` stand in place of the problem's. With two players of equal weight the solution is
    efficient; else it may be that some could have more at no cost to others (then ``status`` names
    them), as the solution keeps to proportion. A player who cannot gain keeps its disagreement
    payoff; where nobody can gain, ``status`` says so.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["A", "B"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> kalai_smorodinsky(problem)
    Allocation(A=0.666667, B=0.666667)
    >>> kalai_smorodinsky(problem, {"A": 2})
    Allocation(A=1, B=0.5)

    Source: Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica
    43, 513-518; Dubra (2001), An asymmetric Kalai-Smorodinsky solution, Economics Letters 73,
    131-136, for the weights.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "kalai_smorodinsky")
    ideal = {name: greatest_payoff(problem, name, CONCEPT) for name in problem.players}
    ideal_gains = _ideal_gains(problem, ideal)
    furthest = spare = None
    if any(ideal_gains.values()):
        furthest = best_basis(
            problem, way_program(problem, problem.disagreement, ideal_gains), CONCEPT
        )
        _, payoffs = _reached(problem, ideal_gains, furthest)
        spare = best_basis(problem, spare_program(problem, payoffs), CONCEPT)
    return KalaiSmorodinskyCertificate(ideal, furthest, spare).answer(problem)
