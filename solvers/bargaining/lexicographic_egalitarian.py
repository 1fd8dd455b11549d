"""The lexicographic egalitarian solution: the least gain as great as can be, then the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.exact import Number
from solvers.answer import Allocation
from solvers.bargaining.balance import NO_GAIN, told
from solvers.bargaining.feasible_payoffs import (
    agreement_program,
    best_vertex,
    way_program,
    weighted,
)
from solvers.bargaining.smooth_frontier import on_frontier
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.optimum import Basis, optimal_vertex, proven_optimum, solve

__all__ = ["LexicographicEgalitarianCertificate", "by_levels", "lexicographic_egalitarian"]

CONCEPT = "lexicographic egalitarian solution"
ZERO, ONE = Fraction(0), Fraction(1)
Payoffs = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Level:
    """An optimal basis for the ``least`` gain, and for each player ``fixed`` at it, that it is."""

    least: Basis
    fixed: Mapping[str, Basis]


@dataclass(frozen=True, slots=True)
class LexicographicEgalitarianCertificate(
    Certificate, kind="bargaining: lexicographic", of="lexicographic_egalitarian"
):
    """The levels: how far all who are not fixed can go, and who cannot go further."""

    levels: tuple[Level, ...]

    def violations(self, subject: BargainingProblem) -> Iterator[str]:
        fixed: Payoffs = {}
        before = -ONE
        for level in self.levels:
            step, _ = proven_optimum(_level(subject, fixed), level.least)
            if step <= before:
                yield "Each level leads further than the one before."
            before, here = step, _at_level(subject, fixed, level.least)
            if not level.fixed.keys() <= here.keys() - fixed.keys() or not level.fixed:
                yield "Each level fixes players that are not fixed yet."
            for name, basis in level.fixed.items():
                highest, _ = proven_optimum(agreement_program(subject, here, {name: ONE}), basis)
                if highest != here[name]:
                    yield f"{name} can go further."
            fixed = {**fixed, **{name: here[name] for name in level.fixed}}
        if fixed.keys() != set(subject.players):
            yield "Not all players are fixed in the end."

    def answer(self, subject: BargainingProblem) -> Allocation:
        fixed: dict[str, Fraction] = {}
        groups = []
        for level in self.levels:
            here = _at_level(subject, fixed, level.least)
            fixed |= {name: here[name] for name in level.fixed}
            groups.append(", ".join(level.fixed))
        gains = {fixed[name] - subject.disagreement[name] for name in subject.players}
        if gains == {ZERO}:
            status = NO_GAIN
        elif len(groups) == 1:
            status = told("lexicographic_egalitarian", subject.weights)
        else:
            status = "Who stops first, and who goes on: " + ", then ".join(groups) + "."
            if len(set(subject.weights.values())) > 1:
                status += " Gains are measured in the weights."
        return Allocation(
            {name: fixed[name] for name in subject.players},
            method="level by level, by exact linear programs",
            status=status,
            certificate=self,
        )


def _level(problem: BargainingProblem, fixed: Payoffs) -> LinearProgram:
    direction = {name: ZERO if name in fixed else problem.weights[name] for name in problem.players}
    return way_program(problem, {**problem.disagreement, **fixed}, direction)


def _at_level(problem: BargainingProblem, fixed: Payoffs, least: Basis) -> Payoffs:
    return _after(problem, fixed, proven_optimum(_level(problem, fixed), least)[0])


def _after(problem: BargainingProblem, fixed: Payoffs, step: Fraction) -> Payoffs:
    return {
        name: fixed[name]
        if name in fixed
        else problem.disagreement[name] + step * problem.weights[name]
        for name in problem.players
    }


def lexicographic_egalitarian(
    problem: BargainingProblem, weights: Mapping[str, Number] | None = None
) -> Allocation:
    """The lexicographic egalitarian solution: the least gain as great as can be, then the next.

    Where equal gains stop because one player cannot gain more, the others go on without taking from
    it. Level by level, with F the players that are fixed already,

      t = max { t : some feasible y has y_j >= x_j for j in F, y_i >= d_i + t w_i for all other i },

    and each player who cannot exceed its level while the others have theirs is fixed there. In the
    end all are fixed, and nobody could have more at no cost to others. With weights w, the gains
    are measured in them: gain_i / w_i.

    Also called leximin. Exact, for two or more players.

    ``weights`` stand in place of the problem's. A player who cannot gain keeps its disagreement
    payoff and does not hold the others back; where nobody can gain, ``status`` says so, and
    otherwise who stops first.

    Errors: ``Undefined`` where nothing is feasible or payoffs grow without end, ``InvalidInput``
    where the disagreement payoffs are out of reach or a weight is not positive.

    >>> from games.bargaining import BargainingProblem
    >>> problem = BargainingProblem.from_inequalities(
    ...     ["Hangzhou", "Jinhua", "Quzhou"],
    ...     [((1, 1, 1), 9), ((0, 0, 1), 1), ((0, 1, 1), 4)], disagreement=(0, 0, 0))
    >>> lexicographic_egalitarian(problem)
    Allocation(Hangzhou=5, Jinhua=3, Quzhou=1)

    Source: Imai (1983), Individual monotonicity and lexicographic maxmin solution, Econometrica 51,
    389-401.
    """
    problem = weighted(problem, weights)
    if problem.frontier is not None:
        return on_frontier(problem, "lexicographic_egalitarian")
    return by_levels(problem, CONCEPT).answer(problem)


def by_levels(problem: BargainingProblem, concept: str) -> LexicographicEgalitarianCertificate:
    """The levels of the problem, with its own weights; errors speak of the ``concept``."""
    fixed: Payoffs = {}
    levels = []
    while len(fixed) < len(problem.players):
        least, step, _ = best_vertex(problem, _level(problem, fixed), concept)
        here = _after(problem, fixed, step)
        stuck = _stuck(problem, here, [name for name in problem.players if name not in fixed])
        levels.append(Level(least, stuck))
        fixed = {**fixed, **{name: here[name] for name in stuck}}
    return LexicographicEgalitarianCertificate(tuple(levels))


def _stuck(problem: BargainingProblem, here: Payoffs, moving: list[str]) -> dict[str, Basis]:
    """Who of the ``moving`` cannot have more while all others have what they have ``here``."""
    stuck, free = {}, set()
    for name in moving:
        if name in free:
            continue
        lp = agreement_program(problem, here, {name: ONE})
        found = optimal_vertex(lp)
        if found is not None and found[1] == here[name]:
            stuck[name] = found[0]
        else:
            point = solve(lp).point if found is None else found[2]
            free |= {other for other in moving if point[other] > here[other]}
    return stuck
