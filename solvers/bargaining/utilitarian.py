"""The utilitarian solution: the agreement with the greatest sum of payoffs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from games.approximately import approximately
from games.bargaining import BargainingProblem, Inequality
from games.exact import Number
from solvers.answer import Allocation
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.feasible_payoffs import best_basis, payoff_program, weighted
from solvers.bargaining.lexicographic_egalitarian import (
    LexicographicEgalitarianCertificate,
    by_levels,
)
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, proven_optimum

__all__ = ["UtilitarianCertificate", "utilitarian"]

CONCEPT = "utilitarian solution"
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Range:
    """Optimal bases for a player's lowest and highest payoff among the maximisers."""

    lowest: Basis
    highest: Basis


@dataclass(frozen=True, slots=True)
class UtilitarianCertificate(Certificate, kind="bargaining: utilitarian", of="utilitarian"):
    """An optimal basis for the sum, and for each city's range where the sum is greatest.

    ``split`` proves the lexicographic egalitarian solution among the maximisers.
    """

    greatest: Basis
    ranges: Mapping[str, Range]
    split: LexicographicEgalitarianCertificate

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        face = _maximisers(subject, self.greatest)
        if tuple(self.ranges) != subject.players:
            yield "The ranges do not fit the players."
        yield from self.split.violations(face)
        self.answer(subject)

    def answer(self, subject: BargainingProblem) -> Allocation:
        face = _maximisers(subject, self.greatest)
        split = self.split.answer(face)
        greatest = told("utilitarian", subject.weights).removesuffix(".")
        open_: list[str] = []
        for name, proof in self.ranges.items():
            low, _ = proven_optimum(_payoff(face, name, "min"), proof.lowest)
            high, _ = proven_optimum(_payoff(face, name, "max"), proof.highest)
            if low != high:
                gets = "" if open_ else "gets "
                open_.append(f"{name} {gets}{approximately(low)} to {approximately(high)}")
        if open_:
            status = f"{greatest}, and elsewhere: {', '.join(open_)}."
        elif dict(split) == dict(subject.disagreement):
            status = NO_GAIN
        else:
            status = f"{greatest} and nowhere else."
        return Allocation(
            split,
            method="the greatest sum, then level by level where it is, by exact linear programs",
            status=status,
            certificate=self,
        )


def _maximisers(problem: BargainingProblem, greatest: Basis) -> BargainingProblem:
    """The problem with the payoffs whose sum is the greatest, and no others."""
    value, _ = proven_optimum(payoff_program(problem, problem.weights), greatest)
    at_least = Inequality({name: -w for name, w in problem.weights.items()}, -value)
    return replace(problem, inequalities=(*problem.inequalities, at_least))


def _payoff(face: BargainingProblem, player: str, sense: Literal["max", "min"]) -> LinearProgram:
    return replace(payoff_program(face, {player: ONE}), sense=sense)


def utilitarian(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The utilitarian solution: the agreement with the greatest sum of payoffs.

        max  sum_i w_i x_i   over feasible x >= d.

    It maximises what there is to share and does not share it: where it is not the only maximiser,
    the lexicographic egalitarian one among them stands for all, and each city's range is given.
    Payoffs must be comparable, in money say.

    Exact, for two or more players.

    ``weights`` stand in place of the problem's. Where several agreements have the greatest sum, the
    answer is the lexicographic egalitarian one among them (with the same weights), so that equals
    are treated equally; ``status`` says whether the maximiser is the only one, and otherwise what
    each city gets at least and at most.

    Errors: ``Undefined`` where nothing is feasible or the sum grows without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Quzhou"], [((1, 0), 1), ((0, 1), 1), ((1, 2), 2)], disagreement=(0, 0))
    >>> utilitarian(problem)
    Allocation(Hangzhou=1, Quzhou=0.5)
    >>> utilitarian(problem, {"Quzhou": 2}).status.partition(", and elsewhere: ")[2]
    'Hangzhou gets 0 to 1, Quzhou 0.5 to 1.'

    Source: Harsanyi (1955), Cardinal welfare, individualistic ethics, and interpersonal comparisons
    of utility, Journal of Political Economy 63, 309-321; Thomson (1994) for it in bargaining.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "utilitarian")
    greatest = best_basis(problem, payoff_program(problem, problem.weights), CONCEPT)
    face = _maximisers(problem, greatest)
    ranges = {
        name: Range(
            best_basis(face, _payoff(face, name, "min"), CONCEPT),
            best_basis(face, _payoff(face, name, "max"), CONCEPT),
        )
        for name in problem.players
    }
    split = by_levels(face, CONCEPT)
    return UtilitarianCertificate(greatest, ranges, split).answer(problem)
