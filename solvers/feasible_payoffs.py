"""The feasible payoffs of a bargaining problem as the rows of a linear program.

Payoffs are variables of the players' names. Points become weights that sum to 1. Only agreements
that give nobody less than disagreement count; they may give more than what is asked for, so that
the disagreement point itself need not be feasible.

>>> from games.bargaining import BargainingProblem
>>> problem = BargainingProblem.from_vertices(["A", "B"], [(2, 0), (0, 2)], disagreement=(0, 0))
>>> solve(payoff_program(problem, {"A": Fraction(1), "B": Fraction(1)})).optimum
Fraction(2, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined
from solvers.linear_program import Basis, LinearProgram, Row, optimal_basis, solve

__all__ = ["greatest_payoff", "payoff_program"]

ZERO, ONE = Fraction(0), Fraction(1)


def payoff_program(
    problem: BargainingProblem,
    objective: Mapping[str, Fraction],
    extra: Iterable[Row] = (),
    *,
    rational: bool = True,
) -> LinearProgram:
    """Maximise over the feasible payoffs; ``rational``: that give each at least disagreement."""
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {
        name: (problem.disagreement[name] if rational else None, None) for name in problem.players
    }
    rows = []
    if problem.points is not None:
        weight = "weight of point"
        named = [*bounds, *(name for row in problem.inequalities for name in row.coefficients)]
        while any(name.startswith(weight) for name in named):
            weight += "'"
        weights = [f"{weight} {k}" for k in range(1, len(problem.points) + 1)]
        bounds.update(dict.fromkeys(weights, (ZERO, None)))
        rows.append(Row("lottery", dict.fromkeys(weights, ONE), "==", ONE))
        for i, name in enumerate(problem.players):
            mixed = {w: -point[i] for w, point in zip(weights, problem.points, strict=True)}
            rows.append(Row(f"payoff of {name}", {name: ONE, **mixed}, "==", ZERO))
    for k, inequality in enumerate(problem.inequalities, 1):
        rows.append(Row(f"row {k}", inequality.coefficients, "<=", inequality.bound))
    rows.extend(extra)
    for row in rows:
        for name in row.coefficients:
            bounds.setdefault(name, (None, None))
    return LinearProgram("max", objective, tuple(rows), bounds)


def greatest_payoff(problem: BargainingProblem, player: str, concept: str) -> Basis:
    """A basis that proves the most a player can get while nobody gets less than at disagreement.

    Errors: ``Undefined`` where nothing is feasible, or payoffs grow without end; ``InvalidInput``
    where no feasible point gives everybody the disagreement payoff.
    """
    lp = payoff_program(problem, {player: ONE})
    basis = optimal_basis(lp)
    if basis is not None:
        return basis
    if solve(lp).outcome == "unbounded":
        raise Undefined(
            concept, f"{player}'s payoff can grow without end; a limit is missing", player
        )
    refuted = solve(payoff_program(problem, {}, rational=False))
    if refuted.outcome == "infeasible":
        raise Undefined(concept, "no payoffs satisfy all inequalities", refuted.certificate)
    shown = ", ".join(f"{name} {value}" for name, value in problem.disagreement.items())
    raise InvalidInput(
        "the disagreement point", shown, "within reach: no feasible payoffs give all that much"
    )
