"""The optimum of a linear program: a float solver proposes a basis,
rational arithmetic proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from games.by_city import entry_of
from games.errors import IntercityError, of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram
from solvers.rational import Rational, fraction
from solvers.second_opinion import SecondOpinion, second_opinion
from solvers.simplex import BASIC, LOWER, UPPER, RationalProgram, Statuses
from solvers.tableau import Tableau

__all__ = [
    "Basis",
    "InfeasibilityCertificate",
    "LinearProgramAnswer",
    "OptimalityCertificate",
    "UnboundednessCertificate",
    "basis_of",
    "bounded_optimum",
    "optimal_basis",
    "optimal_vertex",
    "proven_optimum",
    "proven_vertex",
    "solve",
    "solve_by_floats",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class OptimalityCertificate(Certificate, kind="linear program: optimum", of="solve"):
    """A feasible point, and prices whose bound it reaches: no feasible point does better."""

    value: Fraction
    point: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]

    def violations(self, subject: LinearProgram) -> Iterator[str]:
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
class InfeasibilityCertificate(Certificate, kind="linear program: infeasible", of="solve"):
    """Farkas: multipliers of the rows that add up to an inequality which no point satisfies."""

    multipliers: Mapping[str, Fraction]

    def violations(self, subject: LinearProgram) -> Iterator[str]:
        if self.multipliers.keys() != {row.name for row in subject.rows}:
            yield "The multipliers do not fit the rows."
        bound = subject.bound_from(self.multipliers, {})
        if bound is None or bound >= 0:
            yield "The multipliers do not add up to a contradiction."

    def answer(self, subject: LinearProgram) -> LinearProgramAnswer:
        return LinearProgramAnswer("infeasible", None, {}, {}, self)


@dataclass(frozen=True, slots=True)
class UnboundednessCertificate(Certificate, kind="linear program: unbounded", of="solve"):
    """A feasible point and a direction that stays feasible and improves for ever."""

    point: Mapping[str, Fraction]
    direction: Mapping[str, Fraction]

    def violations(self, subject: LinearProgram) -> Iterator[str]:
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
    certificate: OptimalityCertificate | InfeasibilityCertificate | UnboundednessCertificate
    method: str = "HiGHS basis, solved again in rational arithmetic"
    proof: Proof = EXACT
    second_opinion: SecondOpinion | None = None

    @property
    def status(self) -> str:
        return _ADVICE[self.outcome]

    def _rows(self) -> Iterator[tuple[str, str]]:
        """The figures; a second opinion where one was asked for."""
        for name, figure in Answer._rows(self):
            if name != "second opinion" or self.second_opinion is not None:
                yield name, figure

    def __getitem__(self, name: str) -> Fraction:
        return entry_of(self.point, name)

    @property
    def optimum(self) -> Fraction:
        """The optimal value; ``IntercityError`` where there is none."""
        if self.value is None:
            raise IntercityError(self.status)
        return self.value


def solve(lp: LinearProgram, *, solver: Any = None) -> LinearProgramAnswer:
    """The optimum of a linear program: a float solver proposes a basis,
    rational arithmetic proves it.

    HiGHS finds an optimal basis in floating point; the basis is solved again in rational arithmetic
    and checked; where it is off by a hair, an exact simplex method takes over. The proof is
    duality: prices y bound every feasible value,

        c.x  <=  sum_i max(y_i L_i, y_i U_i)  +  sum_j max(d_j l_j, d_j u_j),    d = c - A'y,

    and a point that reaches the bound is optimal. With c = 0 and a negative bound the same line
    proves that no point is feasible (Farkas).

    Solve exactly; every outcome (optimal, infeasible, unbounded) carries its proof.

    ``solver``: one of PuLP's, such as ``pulp.HiGHS(msg=False)``, to be asked, too. The answer is
    what is proven; what the other one says is its ``second_opinion``, which ``agrees`` or not.

    Errors: ``InvalidInput`` for what is not a ``LinearProgram``, or no solver of PuLP's;
    ``IntercityError`` where that solver is not installed.

    >>> from solvers.linear_program import Row
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
    >>> import pulp
    >>> print(solve(lp, solver=pulp.HiGHS(msg=False)).second_opinion)
    HiGHS: optimal, 6; agrees

    Source: Dantzig (1963); Applegate, Cook, Dash and Espinoza (2007), Exact solutions to linear
    programming problems.
    """
    of_kind(lp, LinearProgram, place="subject of solve")
    found = _solved(lp)
    if solver is None:
        return found
    return replace(found, second_opinion=second_opinion(lp, solver, found.outcome, found.value))


def solve_by_floats(lp: LinearProgram) -> LinearProgramAnswer | None:
    """The optimum if floats lead to it, proven; ``None`` where they do not, or there may be none.

    For programs whose optimum is welcome, but not at any cost: ``solve`` goes on in fractions.

    >>> endless = LinearProgram("max", {"x": Fraction(1)}, (), {"x": (Fraction(2), None)})
    >>> print(solve_by_floats(endless))
    None
    """
    found = _vertex(RationalProgram(lp))
    return None if found is None else _optimum(lp, *found).answer(lp)


def _vertex(program: RationalProgram) -> tuple[list[Any], list[Any]] | None:
    """An optimal vertex and its prices, from the basis that floats find."""
    statuses = program.floating_basis()
    vertex = program.vertex(statuses) if statuses else None
    if vertex is None or program.is_optimal(*vertex):
        return vertex
    return program.refined(*vertex)


def _solved(lp: LinearProgram) -> LinearProgramAnswer:
    program = RationalProgram(lp)
    vertex = _vertex(program)
    if vertex is not None:
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


def bounded_optimum(lp: LinearProgram) -> OptimalityCertificate | InfeasibilityCertificate:
    """Proof of the optimum, or that there is no feasible point; of programs that are bounded."""
    found = solve(lp)
    if isinstance(found.certificate, UnboundednessCertificate):
        raise IntercityError(found.status)
    return found.certificate


def _optimum(lp: LinearProgram, point: list[Any], prices: list[Any]) -> OptimalityCertificate:
    sign = 1 if lp.sense == "max" else -1
    at = _named(lp.bounds, point)
    rows = (row.name for row in lp.rows)
    return OptimalityCertificate(lp.value(at), at, _named(rows, [sign * y for y in prices]))


def _named(names: Iterable[str], values: list[Any]) -> dict[str, Fraction]:
    pairs = zip(names, values, strict=True)  # most prices are 0
    return {name: fraction(value) if value else ZERO for name, value in pairs}


@dataclass(frozen=True, slots=True)
class Basis:
    """A vertex by name: its tight ``rows``, as many basic ``columns``, and those at ``upper``.

    All other variables sit at their lower bound. Names stand in the program's order.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    upper: tuple[str, ...] = ()

    @classmethod
    def named(cls, statuses: Statuses, rows: Sequence[str], columns: Sequence[str]) -> Basis:
        """The basis that statuses say, by the names of rows and columns in their order."""
        of_columns, of_rows = statuses
        return cls(
            tuple([name for name, one in zip(rows, of_rows, strict=True) if one != BASIC]),
            tuple([name for name, one in zip(columns, of_columns, strict=True) if one == BASIC]),
            tuple([name for name, one in zip(columns, of_columns, strict=True) if one == UPPER]),
        )

    def joined(self, other: Basis, rows: Iterable[str], columns: Iterable[str]) -> Basis:
        """Both together, in the order of a program that has the rows and columns of both."""
        tight, basic = {*self.rows, *other.rows}, {*self.columns, *other.columns}
        upper = {*self.upper, *other.upper} - basic
        columns = list(columns)
        return Basis(
            tuple(name for name in rows if name in tight),
            tuple(name for name in columns if name in basic),
            tuple(name for name in columns if name in upper),
        )


def optimal_basis(lp: LinearProgram, *, floats: bool = True) -> Basis | None:
    """An optimal basis, proven in rational arithmetic; None where there is no optimum.

    Without ``floats`` it is found in rational arithmetic too, more slowly, and needs no HiGHS.

    >>> from solvers.linear_program import Row
    >>> lp = LinearProgram("max", {"x": Fraction(1)},
    ...                    (Row("land", {"x": Fraction(3)}, "<=", Fraction(6)),),
    ...                    {"x": (Fraction(0), None), "y": (Fraction(0), Fraction(1))})
    >>> optimal_basis(lp)
    Basis(rows=('land',), columns=('x',), upper=())
    """
    return basis_of(RationalProgram(lp), [row.name for row in lp.rows], [*lp.bounds], floats=floats)


def basis_of(
    program: RationalProgram, rows: Sequence[str], columns: Sequence[str], *, floats: bool = True
) -> Basis | None:
    """``optimal_basis`` of a program in rationals, its rows and columns named."""
    found = _optimal(program, floats=floats)
    return None if found is None else Basis.named(found[0], rows, columns)


def optimal_vertex(lp: LinearProgram) -> tuple[Basis, Fraction, dict[str, Fraction]] | None:
    """As ``optimal_basis``, with the optimum and the point of the basis."""
    found = _optimal(RationalProgram(lp))
    if found is None:
        return None
    statuses, values = found
    point = _named(lp.bounds, values)
    return (
        Basis.named(statuses, [row.name for row in lp.rows], [*lp.bounds]),
        lp.value(point),
        point,
    )


def _optimal(
    program: RationalProgram, *, floats: bool = True
) -> tuple[Statuses, list[Rational]] | None:
    """The statuses of an optimal basis, and its point."""
    statuses = program.floating_basis() if floats else None
    vertex = program.vertex(statuses) if statuses else None
    if statuses and vertex and program.is_optimal(*vertex):
        return statuses, vertex[0]
    end = Tableau(program).outcome()
    return (end.statuses, end.point) if end.kind == "optimal" else None


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
