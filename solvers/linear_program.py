"""Linear programs with exact data: a float solver proposes a basis, rational arithmetic proves it.

    maximise (or minimise)  c.x   subject to   L_i <= a_i.x <= U_i  for each row,   l <= x <= u.

HiGHS finds an optimal basis in floating point; the basis is solved again in rational arithmetic and
checked; where it is off by a hair, an exact simplex method takes over. The proof is duality: prices
y bound every feasible value,

    c.x  <=  sum_i max(y_i L_i, y_i U_i)  +  sum_j max(d_j l_j, d_j u_j),    d = c - A'y,

and a point that reaches the bound is optimal. With c = 0 and a negative bound the same line proves
that no point is feasible (Farkas).

>>> lp = LinearProgram(
...     sense="max",
...     objective={"swap": Fraction(3), "keep": Fraction(1)},
...     rows=(Row("quota", {"swap": Fraction(2), "keep": Fraction(1)}, "<=", Fraction(5)),
...           Row("site", {"swap": Fraction(1)}, "<=", Fraction(1))),
...     bounds={"swap": (Fraction(0), None), "keep": (Fraction(0), None)},
... )
>>> best = solve(lp)
>>> best.value, best["swap"], best.prices["quota"], best.certificate.verify(lp)
(Fraction(6, 1), Fraction(1, 1), Fraction(1, 1), True)

Source: Dantzig (1963); Applegate, Cook, Dash and Espinoza (2007), Exact solutions to linear
programming problems.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from games.errors import IntercityError, InvalidInput, of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.simplex import BASIC, LOWER, UPPER, RationalProgram, Tableau, fraction, highs

if TYPE_CHECKING:
    import pulp

__all__ = [
    "Basis",
    "InfeasibilityCertificate",
    "LinearProgram",
    "LinearProgramAnswer",
    "OptimalityCertificate",
    "Row",
    "UnboundednessCertificate",
    "highs",
    "optimal_basis",
    "proven_optimum",
    "proven_vertex",
    "solve",
    "to_pulp",
]

ZERO = Fraction(0)
Bound = Fraction | None
Relation = Literal["<=", "==", ">="]


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: ``coefficients . x  relation  bound``; a name not listed counts 0."""

    name: str
    coefficients: Mapping[str, Fraction]
    relation: Relation
    bound: Fraction

    @property
    def lower(self) -> Bound:
        return None if self.relation == "<=" else self.bound

    @property
    def upper(self) -> Bound:
        return None if self.relation == ">=" else self.bound

    def activity(self, point: Mapping[str, Fraction]) -> Fraction:
        """``coefficients . point``."""
        return sum((a * point[name] for name, a in self.coefficients.items()), ZERO)


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """An exact linear program; its variables are the keys of ``bounds``, in that order.

    ``bounds``: (lowest, highest) value of each variable, ``None`` where there is none.
    Errors: ``InvalidInput`` names a variable without bounds or with bounds that cross, a row that
    stands twice, or a sense that is neither.
    """

    sense: Literal["max", "min"]
    objective: Mapping[str, Fraction]
    rows: tuple[Row, ...]
    bounds: Mapping[str, tuple[Bound, Bound]]

    def __post_init__(self) -> None:
        if self.sense not in ("max", "min"):
            raise InvalidInput("sense of the linear program", self.sense, '"max" or "min"')
        for name, (low, high) in self.bounds.items():
            if low is not None and high is not None and low > high:
                raise InvalidInput(
                    f"the lowest value of {name}", str(low), f"at most its highest, {high}"
                )
        named: set[str] = set()
        for row in self.rows:
            if row.name in named:
                raise InvalidInput("a row's name", row.name, "used once")
            named.add(row.name)
            if not row.coefficients.keys() <= self.bounds.keys():
                unknown = next(name for name in row.coefficients if name not in self.bounds)
                raise InvalidInput(f"a variable of row {row.name}", unknown, "one with bounds")
        for name in self.objective:
            if name not in self.bounds:
                raise InvalidInput("a variable of the objective", name, "one with bounds")

    def value(self, point: Mapping[str, Fraction]) -> Fraction:
        """The objective at a point."""
        return sum((c * point[name] for name, c in self.objective.items()), ZERO)

    def infeasibilities(self, point: Mapping[str, Fraction]) -> Iterator[str]:
        """Each bound or row that the point breaks, as a sentence."""
        if point.keys() != self.bounds.keys():
            yield "The point does not give each variable a value."
            return
        for name, (low, high) in self.bounds.items():
            if not _within(point[name], low, high):
                yield f"{name} = {point[name]} is outside its bounds."
        for row in self.rows:
            activity = row.activity(point)
            if not _within(activity, row.lower, row.upper):
                yield f"Row {row.name}: {activity} {row.relation} {row.bound} does not hold."

    def bound_from(
        self, prices: Mapping[str, Fraction], objective: Mapping[str, Fraction]
    ) -> Fraction | None:
        """The upper bound on ``objective . x`` that the rows' prices prove; None: no bound."""
        reduced = {name: objective.get(name, ZERO) for name in self.bounds}
        total = ZERO
        for row in self.rows:
            price = prices[row.name]
            if not price:
                continue
            limit = row.upper if price > 0 else row.lower
            if limit is None:
                return None
            total += price * limit
            for name, a in row.coefficients.items():
                reduced[name] -= price * a
        for name, slope in reduced.items():
            if not slope:
                continue
            limit = self.bounds[name][1 if slope > 0 else 0]
            if limit is None:
                return None
            total += slope * limit
        return total


def _within(value: Fraction, low: Bound, high: Bound) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


@dataclass(frozen=True, slots=True)
class OptimalityCertificate(Certificate, kind="linear program: optimum"):
    """A feasible point, and prices whose bound it reaches: no feasible point does better."""

    value: Fraction
    point: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]

    def faults(self, subject: LinearProgram) -> Iterator[str]:
        yield from subject.infeasibilities(self.point)
        if subject.value(self.point) != self.value:
            yield f"The point is worth {subject.value(self.point)}, not {self.value}."
        sign = 1 if subject.sense == "max" else -1
        objective = {name: sign * c for name, c in subject.objective.items()}
        if self.prices.keys() != {row.name for row in subject.rows}:
            yield "The prices do not fit the rows."
        signed = {name: sign * price for name, price in self.prices.items()}
        bound = subject.bound_from(signed, objective)
        if bound is None:
            yield "The prices prove no bound."
        elif bound != sign * self.value:
            yield f"The prices prove the bound {sign * bound}, not {self.value}."

    def answer(self, subject: LinearProgram) -> LinearProgramAnswer:
        return LinearProgramAnswer("optimal", self.value, self.point, self.prices, self)


@dataclass(frozen=True, slots=True)
class InfeasibilityCertificate(Certificate, kind="linear program: infeasible"):
    """Farkas: multipliers of the rows that add up to an inequality which no point satisfies."""

    multipliers: Mapping[str, Fraction]

    def faults(self, subject: LinearProgram) -> Iterator[str]:
        if self.multipliers.keys() != {row.name for row in subject.rows}:
            yield "The multipliers do not fit the rows."
        bound = subject.bound_from(self.multipliers, {})
        if bound is None or bound >= 0:
            yield "The multipliers do not add up to a contradiction."

    def answer(self, subject: LinearProgram) -> LinearProgramAnswer:
        return LinearProgramAnswer("infeasible", None, {}, {}, self)


@dataclass(frozen=True, slots=True)
class UnboundednessCertificate(Certificate, kind="linear program: unbounded"):
    """A feasible point and a direction that stays feasible and improves for ever."""

    point: Mapping[str, Fraction]
    direction: Mapping[str, Fraction]

    def faults(self, subject: LinearProgram) -> Iterator[str]:
        yield from subject.infeasibilities(self.point)
        if self.direction.keys() != subject.bounds.keys():
            yield "The direction does not fit the variables."
        moves = [(subject.bounds[name], step) for name, step in self.direction.items()]
        moves += [((row.lower, row.upper), row.activity(self.direction)) for row in subject.rows]
        for (low, high), step in moves:
            if (step > 0 and high is not None) or (step < 0 and low is not None):
                yield "The direction leaves the feasible set."
        gain = subject.value(self.direction)
        if not (gain > 0 if subject.sense == "max" else gain < 0):
            yield "The direction does not improve the objective."

    def answer(self, subject: LinearProgram) -> LinearProgramAnswer:
        return LinearProgramAnswer("unbounded", None, self.point, {}, self)


_ADVICE = {
    "optimal": "An optimal point, with prices that prove it.",
    "infeasible": "No point satisfies all rows; the multipliers add them up to a contradiction.",
    "unbounded": "The objective can be improved without end; a row or bound is missing.",
}


@dataclass(frozen=True, slots=True, repr=False)
class LinearProgramAnswer(Answer):
    """``outcome``, and where it is optimal ``value``, ``point`` and the rows' ``prices``.

    A price is the change of the value per unit of the row's bound. ``answer[name]`` is a variable's
    value.
    """

    outcome: Literal["optimal", "infeasible", "unbounded"]
    value: Fraction | None
    point: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    certificate: Certificate
    method: str = "HiGHS basis, solved again in rational arithmetic"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return _ADVICE[self.outcome]

    def __getitem__(self, name: str) -> Fraction:
        return self.point[name]

    @property
    def optimum(self) -> Fraction:
        """The optimal value; ``IntercityError`` where there is none."""
        if self.value is None:
            raise IntercityError(self.status)
        return self.value


def solve(lp: LinearProgram) -> LinearProgramAnswer:
    """Solve exactly; every outcome (optimal, infeasible, unbounded) carries its proof."""
    of_kind(lp, LinearProgram, place="subject of solve")
    program = RationalProgram(lp)
    statuses = program.floating_basis()
    vertex = program.vertex(statuses) if statuses else None
    if vertex and program.is_optimal(*vertex):
        return _optimum(lp, *vertex).answer(lp)
    end = Tableau(program).outcome()
    if end.kind == "optimal":
        return _optimum(lp, end.point, end.prices).answer(lp)
    if end.kind == "infeasible":
        rows = (row.name for row in lp.rows)
        return InfeasibilityCertificate(_named(rows, end.prices)).answer(lp)
    return UnboundednessCertificate(
        _named(lp.bounds, end.point), _named(lp.bounds, end.direction)
    ).answer(lp)


def _optimum(lp: LinearProgram, point: list[Any], prices: list[Any]) -> OptimalityCertificate:
    sign = 1 if lp.sense == "max" else -1
    at = _named(lp.bounds, point)
    rows = (row.name for row in lp.rows)
    return OptimalityCertificate(lp.value(at), at, _named(rows, [sign * y for y in prices]))


def _named(names: Iterable[str], values: list[Any]) -> dict[str, Fraction]:
    return {name: fraction(value) for name, value in zip(names, values, strict=True)}


@dataclass(frozen=True, slots=True)
class Basis:
    """A vertex by name: its tight ``rows``, as many basic ``columns``, and those at ``upper``.

    All other variables sit at their lower bound. Names stand in the program's order.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    upper: tuple[str, ...] = ()


def optimal_basis(lp: LinearProgram, *, floats: bool = True) -> Basis | None:
    """An optimal basis, proven in rational arithmetic; None where there is no optimum.

    Without ``floats`` it is found in rational arithmetic too, more slowly, and needs no HiGHS.

    >>> lp = LinearProgram("max", {"x": Fraction(1)},
    ...                    (Row("land", {"x": Fraction(3)}, "<=", Fraction(6)),),
    ...                    {"x": (Fraction(0), None), "y": (Fraction(0), Fraction(1))})
    >>> optimal_basis(lp)
    Basis(rows=('land',), columns=('x',), upper=())
    """
    program = RationalProgram(lp)
    statuses = program.floating_basis() if floats else None
    vertex = program.vertex(statuses) if statuses else None
    if not (statuses and vertex and program.is_optimal(*vertex)):
        end = Tableau(program).outcome()
        if end.kind != "optimal":
            return None
        statuses = end.statuses
    columns, rows = statuses
    return Basis(
        tuple(row.name for row, status in zip(lp.rows, rows, strict=True) if status != BASIC),
        tuple(name for name, status in zip(lp.bounds, columns, strict=True) if status == BASIC),
        tuple(name for name, status in zip(lp.bounds, columns, strict=True) if status == UPPER),
    )


def proven_optimum(lp: LinearProgram, basis: Basis) -> tuple[Fraction, dict[str, Fraction]]:
    """The optimum and the point that a basis proves; ``IntercityError`` where it proves none."""
    value, point, _ = proven_vertex(lp, basis)
    return value, point


def proven_vertex(
    lp: LinearProgram, basis: Basis
) -> tuple[Fraction, dict[str, Fraction], dict[str, Fraction]]:
    """As ``proven_optimum``, with the rows' prices.

    A basis makes a short certificate: one elimination gives the point, another the prices.
    """
    named = [row.name for row in lp.rows]
    beside = [name for name in lp.bounds if name not in basis.columns]
    if not (
        _in_order(basis.rows, named)
        and _in_order(basis.columns, lp.bounds)
        and _in_order(basis.upper, beside)
    ):
        raise IntercityError("The basis does not fit its program.")
    program = RationalProgram(lp)
    columns = [
        BASIC if name in basis.columns else UPPER if name in basis.upper else LOWER
        for name in lp.bounds
    ]
    vertex = program.vertex((columns, [LOWER if name in basis.rows else BASIC for name in named]))
    if vertex is None or not program.is_optimal(*vertex):
        raise IntercityError("The basis is not optimal.")
    point = _named(lp.bounds, vertex[0])
    sign = 1 if lp.sense == "max" else -1
    return lp.value(point), point, _named(named, [sign * price for price in vertex[1]])


def _in_order(given: tuple[str, ...], known: Iterable[str]) -> bool:
    chosen = set(given)
    return list(given) == [name for name in known if name in chosen]


def to_pulp(
    lp: LinearProgram, name: str = "program", integers: Collection[str] = ()
) -> pulp.LpProblem:
    """The program in PuLP, in floating point: to read, to export, to solve with another solver.

    Names keep their letters, digits and underscores. PuLP holds no fractions, so it carries no
    proof. ``integers``: the variables that are to take whole values only.
    """
    of_kind(lp, LinearProgram, place="subject of to_pulp")
    import pulp

    clean: dict[str, str] = {}
    for key in (*lp.bounds, *(row.name for row in lp.rows)):
        legal = _legal(key)
        while legal in clean.values() and clean.get(key) != legal:
            legal += "_"
        clean[key] = legal
    sense = pulp.LpMaximize if lp.sense == "max" else pulp.LpMinimize
    problem = pulp.LpProblem(_legal(name), sense)
    variables = {
        key: problem.add_variable(
            clean[key],
            None if low is None else float(low),
            None if high is None else float(high),
            pulp.LpInteger if key in integers else pulp.LpContinuous,
        )
        for key, (low, high) in lp.bounds.items()
    }
    problem += pulp.lpSum(float(c) * variables[key] for key, c in lp.objective.items())
    relations = {"<=": operator.le, "==": operator.eq, ">=": operator.ge}
    for row in lp.rows:
        total = pulp.lpSum(float(a) * variables[key] for key, a in row.coefficients.items())
        problem += relations[row.relation](total, float(row.bound)), clean[row.name]
    return problem


def _legal(name: str) -> str:
    legal = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    return legal if legal and not legal[0].isdigit() and legal[0] not in "eE" else f"v_{legal}"
