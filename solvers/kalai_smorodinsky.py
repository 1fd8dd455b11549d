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
from solvers.linear_program import LinearProgram, OptimalityCertificate, Row, solve

__all__ = ["KalaiSmorodinskyCertificate", "kalai_smorodinsky"]

CONCEPT = "Kalai-Smorodinsky solution"
NO_GAIN = "Nobody can gain while nobody loses: all keep what they have without an agreement."
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class KalaiSmorodinskyCertificate(Certificate, kind="bargaining: Kalai-Smorodinsky"):
    """For each player the proof of its ideal payoff, and one of how far all can go towards it."""

    ideal: Mapping[str, OptimalityCertificate]
    furthest: OptimalityCertificate | None

    def faults(self, subject: BargainingProblem) -> Iterator[str]:
        if tuple(self.ideal) != subject.players:
            yield "The ideals do not fit the players."
        for name, proof in self.ideal.items():
            yield from proof.faults(payoff_program(subject, {name: ONE}))
        if self.furthest is not None:
            yield from self.furthest.faults(self._way(subject))
        elif any(self._hopes(subject).values()):
            yield "Somebody can gain, and how far all can go is not proven."

    def _hopes(self, subject: BargainingProblem) -> dict[str, Fraction]:
        return {name: p.value - subject.disagreement[name] for name, p in self.ideal.items()}

    def _way(self, subject: BargainingProblem) -> LinearProgram:
        return _way(subject, self._hopes(subject))

    def answer(self, subject: BargainingProblem) -> Allocation:
        hopes = self._hopes(subject)
        step = Fraction(0) if self.furthest is None else self.furthest.value
        status = f"Everybody gets {float(step):.4g} of the most that it could have gained."
        point = {name: subject.disagreement[name] + step * hope for name, hope in hopes.items()}
        if self.furthest is not None and any(
            self.furthest.point[name] > payoff for name, payoff in point.items()
        ):
            status += " Some could have more at no cost to others, which is not in proportion."
        return Allocation(
            point,
            method="ideal payoffs, then the way to them, by exact linear programs",
            status=status if any(hopes.values()) else NO_GAIN,
            certificate=self,
        )


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
    ideal, hopes = {}, {}
    for name in problem.players:
        best = greatest_payoff(problem, name, CONCEPT)
        assert isinstance(best.certificate, OptimalityCertificate)  # noqa: S101 - or it had raised
        ideal[name] = best.certificate
        hopes[name] = best.optimum - problem.disagreement[name]
    if not any(hopes.values()):
        return KalaiSmorodinskyCertificate(ideal, None).answer(problem)
    furthest = solve(_way(problem, hopes)).certificate
    assert isinstance(furthest, OptimalityCertificate)  # noqa: S101 - hopes are finite
    return KalaiSmorodinskyCertificate(ideal, furthest).answer(problem)
