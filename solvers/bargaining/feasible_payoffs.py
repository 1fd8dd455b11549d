"""The feasible payoffs of a bargaining problem as the rows of a linear program.

Payoffs are variables of the players' names. Points become weights that sum to 1. Only agreements
that give nobody less than disagreement count; they may give more than what is asked for, so that
the disagreement point itself need not be feasible. The programs of the solutions stand here: how
far all can go along a way, what an agreement means for one variable, what is left over.

>>> from games.bargaining import BargainingProblem
>>> problem = BargainingProblem.from_vertices(["A", "B"], [(2, 0), (0, 2)], disagreement=(0, 0))
>>> solve(payoff_program(problem, {"A": Fraction(1), "B": Fraction(1)})).optimum
Fraction(2, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, Undefined, of_kind
from games.exact import Number
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_vertex, proven_optimum, solve

__all__ = [
    "agreement_program",
    "best_basis",
    "best_vertex",
    "could_have_more",
    "greatest_payoff",
    "ideal_payoffs",
    "payoff_program",
    "spare_program",
    "way_program",
    "weighted",
    "with_spare",
]

ZERO, ONE = Fraction(0), Fraction(1)


def payoff_program(
    problem: BargainingProblem,
    objective: Mapping[str, Fraction],
    extra: Iterable[Row] = (),
    *,
    rational: bool = True,
) -> LinearProgram:
    """Maximise over the feasible payoffs; ``rational``: that give each at least disagreement."""
    if problem.frontier is not None:
        raise InvalidInput("the payoffs", problem.frontier, "points or inequalities, not a formula")
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


def best_basis(problem: BargainingProblem, lp: LinearProgram, concept: str) -> Basis:
    """An optimal basis of a program over the problem's feasible payoffs.

    Errors, where there is none: ``Undefined`` where nothing is feasible, or payoffs grow without
    end; ``InvalidInput`` where no feasible point gives everybody the disagreement payoff.
    """
    return best_vertex(problem, lp, concept)[0]


def best_vertex(
    problem: BargainingProblem, lp: LinearProgram, concept: str
) -> tuple[Basis, Fraction, Mapping[str, Fraction]]:
    """The basis that ``best_basis`` gives, its optimum and its point."""
    found = optimal_vertex(lp)
    if found is not None:
        return found
    for name in problem.players:
        if solve(payoff_program(problem, {name: ONE})).outcome == "unbounded":
            raise Undefined(
                concept, f"{name}'s payoff can grow without end; a limit is missing", name
            )
    refuted = solve(payoff_program(problem, {}, rational=False))
    if refuted.outcome == "infeasible":
        raise Undefined(concept, "no payoffs satisfy all inequalities", refuted.certificate)
    shown = ", ".join(f"{name} {value}" for name, value in problem.disagreement.items())
    raise InvalidInput(
        "the disagreement point", shown, "within reach: no feasible payoffs give all that much"
    )


def greatest_payoff(problem: BargainingProblem, player: str, concept: str) -> Basis:
    """A basis that proves the most a player can get while nobody gets less than at disagreement.

    Errors as in ``best_basis``.
    """
    return best_basis(problem, payoff_program(problem, {player: ONE}), concept)


def ideal_payoffs(problem: BargainingProblem, ideal: Mapping[str, Basis]) -> dict[str, Fraction]:
    """The greatest payoff of each player, as these bases prove them."""
    return {
        name: proven_optimum(payoff_program(problem, {name: ONE}), basis)[0]
        for name, basis in ideal.items()
    }


def way_program(
    problem: BargainingProblem, start: Mapping[str, Fraction], direction: Mapping[str, Fraction]
) -> LinearProgram:
    """How far all can go: the greatest t so that some feasible payoffs are >= start + t direction.

    >>> problem = BargainingProblem.from_vertices(["A", "B"], [(2, 0), (0, 2)], (0, 0))
    >>> solve(way_program(problem, problem.disagreement, problem.weights)).optimum
    Fraction(1, 1)
    """
    step = _unused(problem, "the step")
    rows = [
        Row(f"way of {name}", {name: ONE, step: -direction[name]}, ">=", start[name])
        for name in problem.players
    ]
    return payoff_program(problem, {step: ONE}, rows)


def agreement_program(
    problem: BargainingProblem,
    payoffs: Mapping[str, Fraction],
    objective: Mapping[str, Fraction],
    sense: Literal["max", "min"] = "max",
) -> LinearProgram:
    """Maximise or minimise over the agreements that give each player at least these payoffs.

    The objective may be about payoffs, or about other variables of the inequalities: the lowest and
    the highest value of a side payment or a quota under an agreement are two such programs.

    >>> problem = BargainingProblem.from_inequalities(
    ...     ["A", "B"], [({"A": 1, "money": 1}, 3), ({"B": 1, "money": -1}, 1)], (0, 0))
    >>> agreed = {"A": Fraction(2), "B": Fraction(2)}
    >>> solve(agreement_program(problem, agreed, {"money": Fraction(1)})).optimum
    Fraction(1, 1)
    """
    rows = [Row(f"agreed for {name}", {name: ONE}, ">=", payoffs[name]) for name in problem.players]
    return replace(payoff_program(problem, objective, rows), sense=sense)


def spare_program(problem: BargainingProblem, payoffs: Mapping[str, Fraction]) -> LinearProgram:
    """Who could have more than these payoffs at no cost to others: its "spare" is 1, else 0.

    Feasible payoffs y >= payoffs, stretched by some t >= 1, so that whoever can have a little more
    can have a whole unit more: maximise sum_i s_i, t y_i >= t payoffs_i + s_i, s_i from 0 to 1.
    """
    lp, t = payoff_program(problem, {}), _unused(problem, "stretch")
    spare = _spare(problem)
    rows = [
        Row(row.name, {**row.coefficients, t: -row.bound}, row.relation, ZERO) for row in lp.rows
    ]
    rows += [
        Row(f"agreed for {name}", {name: ONE, t: -payoffs[name], extra: -ONE}, ">=", ZERO)
        for name, extra in spare.items()
    ]
    # Payoffs are at least those of disagreement by the rows above; what else is bounded, is by 0.
    bounds = {**lp.bounds, **dict.fromkeys(problem.players, (None, None)), t: (ONE, None)}
    bounds |= dict.fromkeys(spare.values(), (ZERO, ONE))
    return LinearProgram("max", dict.fromkeys(spare.values(), ONE), tuple(rows), bounds)


def could_have_more(
    problem: BargainingProblem, payoffs: Mapping[str, Fraction], spare: Basis
) -> tuple[str, ...]:
    """Each player who could have more than these payoffs at no cost to others."""
    _, point = proven_optimum(spare_program(problem, payoffs), spare)
    return tuple(name for name, extra in _spare(problem).items() if point[extra])


def with_spare(problem: BargainingProblem, payoffs: Mapping[str, Fraction], spare: Basis) -> str:
    """The end of a status, with who could have more at no cost to others; empty if nobody."""
    more = could_have_more(problem, payoffs, spare)
    return f" {', '.join(more)} could have more at no cost to others." if more else ""


def _spare(problem: BargainingProblem) -> dict[str, str]:
    return {name: _unused(problem, f"spare of {name}") for name in problem.players}


def weighted(problem: BargainingProblem, weights: Mapping[str, Number] | None) -> BargainingProblem:
    """The problem with these bargaining weights (1 for who is not named) in place of its own."""
    hint = "which BargainingProblem.from_vertices(players, points, disagreement) makes"
    of_kind(problem, BargainingProblem, place="subject of a bargaining solution", hint=hint)
    return problem if weights is None else replace(problem, weights=weights)  # type: ignore[arg-type]


def _unused(problem: BargainingProblem, name: str) -> str:
    while name in problem.players or any(name in row.coefficients for row in problem.inequalities):
        name += "'"
    return name
