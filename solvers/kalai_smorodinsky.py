"""The Kalai-Smorodinsky solution: gains in proportion to the most that each could hope for.

Each player's ideal a_i is its greatest feasible payoff while nobody gets less than at disagreement.
The solution is the last point that the players can reach on the way from d to a:

    d + t (a - d),   t = max { t : some feasible y has y >= d + t (a - d) }.

>>> from games.bargaining import BargainingProblem
>>> problem = BargainingProblem.from_inequalities(
...     ["A", "B"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
>>> kalai_smorodinsky(problem)
Allocation(A=0.666667, B=0.666667)

Source: Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43,
513-518.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.feasible_payoffs import greatest_payoff, payoff_program
from solvers.linear_program import Basis, LinearProgram, Row, optimal_basis, proven_optimum

__all__ = ["KalaiSmorodinskyCertificate", "kalai_smorodinsky"]

CONCEPT = "Kalai-Smorodinsky solution"
NO_GAIN = "Nobody can gain while nobody loses: all keep what they have without an agreement."
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class KalaiSmorodinskyCertificate(Certificate, kind="bargaining: Kalai-Smorodinsky"):
    """An optimal basis for each player's ideal payoff, and for how far all can go towards it."""

    ideal: Mapping[str, Basis]
    furthest: Basis | None

    def faults(self, subject: BargainingProblem) -> Iterator[str]:
        if tuple(self.ideal) != subject.players:
            yield "The ideals do not fit the players."
        if (self.furthest is not None) != any(_hopes(subject, self.ideal).values()):
            yield "How far all can go is to be proven where somebody can gain, and only there."
        self.answer(subject)

    def answer(self, subject: BargainingProblem) -> Allocation:
        hopes, step, status = _hopes(subject, self.ideal), Fraction(0), NO_GAIN
        reached: Mapping[str, Fraction] = subject.disagreement
        if self.furthest is not None:
            step, reached = proven_optimum(_way(subject, hopes), self.furthest)
            status = f"Everybody gets {float(step):.4g} of the most that it could have gained."
        point = {name: subject.disagreement[name] + step * hope for name, hope in hopes.items()}
        if any(reached[name] > payoff for name, payoff in point.items()):
            status += " Some could have more at no cost to others, which is not in proportion."
        return Allocation(
            point,
            method="ideal payoffs, then the way to them, by exact linear programs",
            status=status,
            certificate=self,
        )


def _hopes(problem: BargainingProblem, ideal: Mapping[str, Basis]) -> dict[str, Fraction]:
    return {
        name: proven_optimum(payoff_program(problem, {name: ONE}), basis)[0]
        - problem.disagreement[name]
        for name, basis in ideal.items()
    }


def _way(problem: BargainingProblem, hopes: Mapping[str, Fraction]) -> LinearProgram:
    step = "the step"
    while step in problem.players or any(step in row.coefficients for row in problem.inequalities):
        step += "'"
    rows = [
        Row(f"way of {name}", {name: ONE, step: -hope}, ">=", problem.disagreement[name])
        for name, hope in hopes.items()
    ]
    return payoff_program(problem, {step: ONE}, rows)


def kalai_smorodinsky(problem: BargainingProblem) -> Allocation:
    """The Kalai-Smorodinsky solution, exact, for two or more players.

    With two players it is efficient; with more it may be that some could have more at no cost to
    others (then ``status`` says so), as the solution keeps to proportion. A player who cannot gain
    keeps its disagreement payoff; where nobody can gain, ``status`` says so.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach.
    """
    ideal = {name: greatest_payoff(problem, name, CONCEPT) for name in problem.players}
    hopes = _hopes(problem, ideal)
    furthest = optimal_basis(_way(problem, hopes)) if any(hopes.values()) else None
    return KalaiSmorodinskyCertificate(ideal, furthest).answer(problem)
