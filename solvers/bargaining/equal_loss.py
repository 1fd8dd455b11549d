"""The equal-loss solution: all give up the same of the most that each could hope for."""

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
    greatest_payoff,
    ideal_payoffs,
    spare_program,
    way_program,
    weighted,
    with_spare,
)
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, proven_optimum

__all__ = ["EqualLossCertificate", "equal_loss"]

CONCEPT = "equal-loss solution"
Payoffs = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class EqualLossCertificate(Certificate, kind="bargaining: equal loss", of="equal_loss"):
    """Optimal bases for each player's ideal, for the loss, and for what is left over."""

    ideal: Mapping[str, Basis]
    nearest: Basis
    spare: Basis

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        if tuple(self.ideal) != subject.players:
            yield "The ideals do not fit the players."
        self.answer(subject)

    def answer(self, subject: BargainingProblem) -> Allocation:
        ideal = ideal_payoffs(subject, self.ideal)
        loss, payoffs = _reached(subject, ideal, self.nearest)
        held = [
            name
            for name in subject.players
            if ideal[name] - loss / subject.weights[name] < subject.disagreement[name]
        ]
        if ideal == dict(subject.disagreement):
            status = NO_GAIN
        elif not loss:
            status = "Everybody gets the most that it could hope for."
        else:
            status = told("equal_loss", subject.weights)
            if held:
                status += f" But nobody falls below disagreement: {', '.join(held)} loses less."
        return Allocation(
            payoffs,
            method="ideal payoffs, then the way back from them, by exact linear programs",
            status=status + with_spare(subject, payoffs, self.spare),
            certificate=self,
        )


def _way_back(problem: BargainingProblem, ideal: Payoffs) -> LinearProgram:
    return way_program(problem, ideal, {name: 1 / w for name, w in problem.weights.items()})


def _reached(
    problem: BargainingProblem, ideal: Payoffs, nearest: Basis
) -> tuple[Fraction, dict[str, Fraction]]:
    step, _ = proven_optimum(_way_back(problem, ideal), nearest)
    return -step, {
        name: max(problem.disagreement[name], ideal[name] + step / problem.weights[name])
        for name in problem.players
    }


def equal_loss(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The equal-loss solution: all give up the same of the most that each could hope for.

    Each player's ideal a_i is its greatest feasible payoff while nobody gets less than at
    disagreement. Everybody loses the same against it, and as little as can be, but nobody ends
    below disagreement:

        x_i = max(d_i, a_i - t / w_i),   t = min { t : some feasible y has y >= x },

    with weights w_i of 1, or bargaining power: who has more loses less. Payoffs must be comparable,
    in money say.

    Exact, for two or more players.

    ``weights`` stand in place of the problem's. With two players the solution is efficient, and
    never below disagreement of its own accord; with more, who would lose more than it has to gain
    keeps its disagreement payoff, and some may have more at no cost to others: ``status`` names
    both. Where all can have their ideals, they do; where nobody can gain, ``status`` says so.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 2), 2)], disagreement=(0, 0))
    >>> equal_loss(problem)
    Allocation(Hangzhou=1.33333, Quzhou=0.333333)

    Source: Chun (1988), The equal-loss principle for bargaining problems, Economics Letters 26,
    103-106; Herrero and Marco (1993), Rational equal-loss solutions for bargaining problems,
    Mathematical Social Sciences 26, 273-286, for more than two players.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "equal_loss")
    ideal = {name: greatest_payoff(problem, name, CONCEPT) for name in problem.players}
    aimed = ideal_payoffs(problem, ideal)
    nearest = best_basis(problem, _way_back(problem, aimed), CONCEPT)
    _, payoffs = _reached(problem, aimed, nearest)
    spare = best_basis(problem, spare_program(problem, payoffs), CONCEPT)
    return EqualLossCertificate(ideal, nearest, spare).answer(problem)
