"""Proofs about linear programs and assignments in numbered lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from games.assignment import AssignmentGame
from games.latex import escaped
from intercity.explanation.formula import Formula, Part, Symbol, sum_of, symbol, told
from intercity.explanation.lines import Explanation, Line
from solvers.certificate import Certificate
from solvers.families.assignment import AssignmentCertificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import InfeasibilityCertificate, OptimalityCertificate

__all__ = ["KINDS"]

ZERO, ONE = Fraction(0), Fraction(1)


def variable(name: str, value: Fraction | None = None) -> Symbol:
    return Symbol(name, rf"\text{{{escaped(name)}}}", value)


def optimum(found: OptimalityCertificate, program: LinearProgram) -> Explanation:
    point = found.point
    most, relation = ("most", "<=") if program.sense == "max" else ("least", ">=")
    objective = [(c, variable(name, point[name])) for name, c in program.objective.items()]
    feasible = tuple(
        Formula((*_activity(row, point), "=", row.activity(point), _sign(row), row.bound))
        for row in program.rows
    )
    place = ", ".join(f"{name} = {x}" for name, x in point.items())
    lines = [
        Line(f"At {place} every row and bound is kept:", feasible),
        Line("There the objective is:", (Formula((*told(objective), "=", found.value)),)),
        *_prices(program, found.prices, program.objective, relation, found.value),
    ]
    return Explanation(f"The {most} is {found.value}.", tuple(lines))


def infeasible(found: InfeasibilityCertificate, program: LinearProgram) -> Explanation:
    bound = program.bound_from(found.multipliers, {})
    assert bound is not None  # noqa: S101 - verified
    rows = [row for row in program.rows if found.multipliers[row.name]]
    lines = [
        Line("Suppose that some point keeps these rows:", tuple(_row(row) for row in rows)),
        Line(
            f"Add up {_multiples(rows, found.multipliers)} (a number below 0 turns the sign). "
            "Put each variable that is left at the end of its range that makes the right side "
            "largest. The left side is then 0, and the right side:",
            (Formula((Symbol("right side", r"\text{right side}", bound), "=", bound, "<", ZERO)),),
        ),
        Line("But the left side may not be more than the right: a contradiction."),
    ]
    return Explanation("No point keeps all rows.", tuple(lines))


def _prices(
    program: LinearProgram,
    prices: Mapping[str, Fraction],
    objective: Mapping[str, Fraction],
    relation: str,
    value: Fraction,
) -> list[Line]:
    """No point does better: the rows times their prices bound the objective."""
    rows = [row for row in program.rows if prices[row.name]]
    reduced = {name: objective.get(name, ZERO) for name in program.bounds}
    total: list[tuple[Fraction, Fraction]] = []
    for row in rows:
        total.append((prices[row.name], row.bound))
        for name, a in row.coefficients.items():
            reduced[name] -= prices[row.name] * a
    up = 1 if program.sense == "max" else -1
    ends = []
    for name, slope in reduced.items():
        if not slope:
            continue
        low, high = program.bounds[name]
        end = high if slope * up > 0 else low
        assert end is not None  # noqa: S101 - verified
        total.append((slope, end))
        ends.append(f"{name} at {end}")
    chain: list[Part] = []
    for weight, bound in total:
        chain += ["+"] if chain else []
        chain += ["(", weight, ")", "*", "(", bound, ")"]
    what = "objective"
    left = sum_of((c, variable(name)) for name, c in objective.items())
    rest = f", with {', '.join(ends)}" if ends else ""
    said = f"Add up {_multiples(rows, prices)}{rest}; that bounds the {what}"
    if not rows:
        said = f"Bounds of the variables bound the {what}{rest}"
    return [
        Line(
            f"No point does better. {said}:",
            (Formula((*left, relation, *(chain or [ZERO]), "=", value)),),
        )
    ]


def _multiples(rows: list[Row], prices: Mapping[str, Fraction]) -> str:
    return ", ".join(f"{row.name} times {prices[row.name]}" for row in rows)


def _activity(row: Row, point: Mapping[str, Fraction]) -> tuple[Part, ...]:
    return sum_of((a, variable(name, point[name])) for name, a in row.coefficients.items())


def _row(row: Row) -> Formula:
    left = sum_of((a, variable(name)) for name, a in row.coefficients.items())
    return Formula((*left, _sign(row), row.bound))


def _sign(row: Row) -> str:
    return "=" if row.relation == "==" else row.relation


def assignment(found: AssignmentCertificate, game: AssignmentGame) -> Explanation:
    split, pairs = found.split, found.pairs
    value = sum((game.surplus_of(seller, buyer) for seller, buyer in pairs.items()), ZERO)

    def made(seller: str, buyer: str) -> Symbol:
        return symbol("v", (seller, buyer), game.surplus_of(seller, buyer))

    total = (*told((ONE, made(*pair)) for pair in pairs.items()), "=", value)
    paid = (*told((ONE, symbol("x", name, x)) for name, x in split.items()), "=", value)
    rows = tuple(
        Formula(
            (
                symbol("x", seller, split[seller]),
                "+",
                symbol("x", buyer, split[buyer]),
                "=",
                split[seller] + split[buyer],
                ">=",
                game.surplus_of(seller, buyer),
                "=",
                made(seller, buyer),
            )
        )
        for seller in game.sellers
        for buyer in game.buyers
    )
    who = ", ".join(f"{seller} with {buyer}" for seller, buyer in pairs.items()) or "nobody"
    return Explanation(
        f"Together they make at most {value}: {who}.",
        (
            Line("These pairs make:", (Formula(total),)),
            Line("Split it so that nobody has less than nothing:", (Formula(paid),)),
            Line(
                "Then each possible pair has at least what it would make. So any other pairs "
                "make, added up, no more than what is paid out in all, and no pair would "
                "leave its partners:",
                rows,
            ),
        ),
    )


KINDS: dict[type[Certificate], Callable[[Any, Any], Explanation]] = {
    OptimalityCertificate: optimum,
    InfeasibilityCertificate: infeasible,
    AssignmentCertificate: assignment,
}
