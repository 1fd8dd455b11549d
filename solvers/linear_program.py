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

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from games.errors import IntercityError, InvalidInput
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

if TYPE_CHECKING:
    import pulp
    from flint import fmpq

__all__ = [
    "InfeasibilityCertificate",
    "LinearProgram",
    "LinearProgramAnswer",
    "OptimalityCertificate",
    "Row",
    "UnboundednessCertificate",
    "solve",
    "to_pulp",
]

ZERO = Fraction(0)
Bound = Fraction | None
Relation = Literal["<=", "==", ">="]


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: ``coefficients . x  relation  bound``; names not listed have coefficient 0."""

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
    Errors: ``InvalidInput`` names a variable without bounds, or a row that stands twice.
    """

    sense: Literal["max", "min"]
    objective: Mapping[str, Fraction]
    rows: tuple[Row, ...]
    bounds: Mapping[str, tuple[Bound, Bound]]

    def __post_init__(self) -> None:
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
        """The least upper bound on ``objective . x`` that the rows' prices prove; None: no bound."""
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


@dataclass(frozen=True, slots=True)
class LinearProgramAnswer:
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
    dense = _Dense(lp)
    certificate = dense.prove(_highs_basis(dense)) or dense.simplex()
    return certificate.answer(lp)


class _Dense:
    """A linear program as a matrix of rationals, always maximising."""

    def __init__(self, lp: LinearProgram) -> None:
        from flint import fmpq

        def rational(value: Bound) -> fmpq | None:
            return None if value is None else fmpq(value.numerator, value.denominator)

        self.lp = lp
        self.sign = 1 if lp.sense == "max" else -1
        self.names = list(lp.bounds)
        index = {name: j for j, name in enumerate(self.names)}
        self.cost = [rational(self.sign * lp.objective.get(name, ZERO)) for name in self.names]
        self.low = [rational(low) for low, _ in lp.bounds.values()]
        self.high = [rational(high) for _, high in lp.bounds.values()]
        self.row_low = [rational(row.lower) for row in lp.rows]
        self.row_high = [rational(row.upper) for row in lp.rows]
        self.sparse = [
            [(index[name], rational(a)) for name, a in row.coefficients.items() if a]
            for row in lp.rows
        ]

    def prove(self, basis: tuple[Sequence[int], Sequence[int]] | None) -> Certificate | None:
        """The optimality certificate of a basis, or None where the basis is not optimal."""
        from flint import fmpq, fmpq_mat

        if basis is None:
            return None
        columns, rows = basis
        zero = fmpq(0)
        point = [zero] * len(self.names)
        basic: list[int] = []
        for j, status in enumerate(columns):
            if status == _BASIC:
                basic.append(j)
                continue
            limit = self.high[j] if status == _UPPER else self.low[j]
            limit = limit if limit is not None else self.high[j]
            point[j] = zero if limit is None else limit
        tight = [i for i, status in enumerate(rows) if status != _BASIC]
        if len(tight) != len(basic):
            return None
        place = {j: k for k, j in enumerate(basic)}
        size = len(basic)
        matrix = fmpq_mat(size, size)
        right = []
        for k, i in enumerate(tight):
            limit = self.row_high[i] if rows[i] == _UPPER else self.row_low[i]
            limit = limit if limit is not None else self.row_high[i]
            if limit is None:
                return None
            for j, a in self.sparse[i]:
                if j in place:
                    matrix[k, place[j]] = a
                else:
                    limit = limit - a * point[j]
            right.append(limit)
        prices = [zero] * len(rows)
        if size:
            try:
                primal = matrix.solve(fmpq_mat(size, 1, right))
                dual = matrix.transpose().solve(fmpq_mat(size, 1, [self.cost[j] for j in basic]))
            except ZeroDivisionError:
                return None
            for k, j in enumerate(basic):
                point[j] = primal[k, 0]
            for k, i in enumerate(tight):
                prices[i] = dual[k, 0]
        return self._certified(point, prices)

    def _certified(self, point: list[fmpq], prices: list[fmpq]) -> Certificate | None:
        reduced = list(self.cost)
        for i, terms in enumerate(self.sparse):
            price, activity = prices[i], sum((a * point[j] for j, a in terms), start=0)
            low, high = self.row_low[i], self.row_high[i]
            if (low is not None and activity < low) or (high is not None and activity > high):
                return None
            if (price > 0 and activity != high) or (price < 0 and activity != low):
                return None
            if price:
                for j, a in terms:
                    reduced[j] = reduced[j] - price * a
        for j, slope in enumerate(reduced):
            low, high = self.low[j], self.high[j]
            if (low is not None and point[j] < low) or (high is not None and point[j] > high):
                return None
            if (slope > 0 and point[j] != high) or (slope < 0 and point[j] != low):
                return None
        at = {name: _fraction(point[j]) for j, name in enumerate(self.names)}
        return OptimalityCertificate(
            self.lp.value(at),
            at,
            {row.name: self.sign * _fraction(prices[i]) for i, row in enumerate(self.lp.rows)},
        )

    def simplex(self) -> Certificate:
        """The two-phase simplex method in rational arithmetic, with Bland's rule; it always ends."""
        from flint import fmpq

        zero, one = fmpq(0), fmpq(1)
        # Each variable is  offset + sum of sign * (non-negative column).
        columns: list[list[tuple[int, int]]] = []
        offset: list[fmpq] = []
        width = 0
        for low, high in zip(self.low, self.high, strict=True):
            if low is None and high is None:
                columns.append([(width, 1), (width + 1, -1)])
                offset.append(zero)
                width += 2
            else:
                columns.append([(width, 1 if low is not None else -1)])
                offset.append(low if low is not None else high)
                width += 1
        lines: list[tuple[dict[int, fmpq], str, fmpq, int | None]] = []
        for i, terms in enumerate(self.sparse):
            line: dict[int, fmpq] = {}
            shift = zero
            for j, a in terms:
                shift += a * offset[j]
                for column, sign in columns[j]:
                    line[column] = line.get(column, zero) + sign * a
            relation = self.lp.rows[i].relation
            bound = self.row_high[i] if self.row_high[i] is not None else self.row_low[i]
            lines.append((line, relation, bound - shift, i))
        for j, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            if low is not None and high is not None:
                lines.append(({columns[j][0][0]: one}, "<=", high - low, None))
        slacks = sum(relation != "==" for _, relation, _, _ in lines)
        total = width + slacks + len(lines)
        tableau, slack = [], width
        flips = []
        for k, (line, relation, bound, _) in enumerate(lines):
            dense = [zero] * (total + 1)
            for column, a in line.items():
                dense[column] = a
            if relation != "==":
                dense[slack] = one if relation == "<=" else -one
                slack += 1
            dense[total] = bound
            flip = bound < 0
            if flip:
                dense = [-a for a in dense]
            flips.append(-1 if flip else 1)
            dense[width + slacks + k] = one
            tableau.append(dense)
        basis = [width + slacks + k for k in range(len(lines))]
        phase_one = [zero] * (width + slacks) + [-one] * len(lines)
        reduced, _ = _pivot_to_optimum(tableau, basis, phase_one, total)

        def prices(final: list[fmpq], costs: list[fmpq]) -> list[Fraction]:
            found = [ZERO] * len(self.lp.rows)
            for k, (_, _, _, row) in enumerate(lines):
                if row is not None:
                    artificial = width + slacks + k
                    found[row] = _fraction(flips[k] * (costs[artificial] - final[artificial]))
            return found

        def point(values: Mapping[int, fmpq], base: list[fmpq]) -> dict[str, Fraction]:
            return {
                name: _fraction(
                    base[j] + sum((s * values.get(c, zero) for c, s in columns[j]), start=zero)
                )
                for j, name in enumerate(self.names)
            }

        names = [row.name for row in self.lp.rows]
        if any(b >= width + slacks and tableau[k][total] != 0 for k, b in enumerate(basis)):
            multipliers = prices(reduced, phase_one)
            return InfeasibilityCertificate(dict(zip(names, multipliers, strict=True)))
        for k, b in enumerate(basis):  # drive artificial columns out of the basis
            if b >= width + slacks:
                entering = next((c for c in range(width + slacks) if tableau[k][c] != 0), None)
                if entering is not None:
                    _pivot(tableau, k, entering)
                    basis[k] = entering
        costs = [zero] * total
        for j, cost in enumerate(self.cost):
            for column, sign in columns[j]:
                costs[column] = sign * cost
        reduced, ray = _pivot_to_optimum(tableau, basis, costs, width + slacks)
        values = {b: tableau[k][total] for k, b in enumerate(basis)}
        if ray is not None:
            steps = {ray: one} | {b: -tableau[k][ray] for k, b in enumerate(basis)}
            return UnboundednessCertificate(
                point(values, offset), point(steps, [zero] * len(self.names))
            )
        at = point(values, offset)
        signed = [self.sign * y for y in prices(reduced, costs)]
        return OptimalityCertificate(self.lp.value(at), at, dict(zip(names, signed, strict=True)))


def _pivot(tableau: list[list[fmpq]], row: int, column: int) -> None:
    scale = tableau[row][column]
    pivot = tableau[row] = [a / scale if a else a for a in tableau[row]]
    for k, line in enumerate(tableau):
        factor = line[column]
        if k != row and factor:
            tableau[k] = [a - factor * b if b else a for a, b in zip(line, pivot, strict=True)]


def _pivot_to_optimum(
    tableau: list[list[fmpq]], basis: list[int], costs: list[fmpq], eligible: int
) -> tuple[list[fmpq], int | None]:
    """Pivot until no eligible column improves; the reduced costs, and a column that is a ray."""
    last = len(costs)
    while True:
        reduced = list(costs)
        for k, b in enumerate(basis):
            if costs[b]:
                reduced = [
                    r - costs[b] * a if a else r
                    for r, a in zip(reduced, tableau[k][:last], strict=True)
                ]
        entering = next((c for c in range(eligible) if reduced[c] > 0), None)
        if entering is None:
            return reduced, None
        ratios = [
            (tableau[k][-1] / tableau[k][entering], basis[k], k)
            for k in range(len(basis))
            if tableau[k][entering] > 0
        ]
        if not ratios:
            return reduced, entering
        _, _, leaving = min(ratios)
        _pivot(tableau, leaving, entering)
        basis[leaving] = entering


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


_LOWER, _BASIC, _UPPER = 0, 1, 2
_local = threading.local()


def highs() -> Any:
    """This thread's HiGHS, silent, on one thread (all instances of a process must agree on that)."""
    found = getattr(_local, "highs", None)
    if found is None:
        import highspy

        found = highspy.Highs()
        found.setOptionValue("output_flag", False)
        found.setOptionValue("threads", 1)
        found.setOptionValue("presolve", "off")
        found.setOptionValue("primal_feasibility_tolerance", 1e-9)
        found.setOptionValue("dual_feasibility_tolerance", 1e-9)
        _local.highs = found
    return found


def _highs_basis(dense: _Dense) -> tuple[list[int], list[int]] | None:
    """The statuses of columns and rows in HiGHS' optimal basis; None where it finds no optimum."""
    import highspy
    import numpy as np

    solver = highs()
    size = float(max((abs(float(c)) for c in map(_fraction, dense.cost)), default=0.0)) or 1.0
    model = highspy.HighsLp()
    model.num_col_ = len(dense.names)
    model.num_row_ = len(dense.sparse)
    model.sense_ = highspy.ObjSense.kMaximize

    def limits(values: Sequence[Any], infinite: float) -> Any:
        return np.array([infinite if v is None else float(_fraction(v)) for v in values])

    try:
        model.col_cost_ = np.array([float(_fraction(c)) / size for c in dense.cost])
        model.col_lower_ = limits(dense.low, -highspy.kHighsInf)
        model.col_upper_ = limits(dense.high, highspy.kHighsInf)
        model.row_lower_ = limits(dense.row_low, -highspy.kHighsInf)
        model.row_upper_ = limits(dense.row_high, highspy.kHighsInf)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_ = model.num_col_
        matrix.num_row_ = model.num_row_
        matrix.start_ = np.cumsum([0, *(len(terms) for terms in dense.sparse)], dtype=np.int32)
        matrix.index_ = np.array([j for terms in dense.sparse for j, _ in terms], dtype=np.int32)
        matrix.value_ = np.array([float(_fraction(a)) for terms in dense.sparse for _, a in terms])
    except OverflowError:
        return None
    if solver.passModel(model) == highspy.HighsStatus.kError:
        return None
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    basis = solver.getBasis()
    if not basis.valid:
        return None
    return [int(s) for s in basis.col_status], [int(s) for s in basis.row_status]


def to_pulp(lp: LinearProgram, name: str = "program") -> pulp.LpProblem:
    """The program in PuLP, in floating point: to read, to export, to solve with another solver.

    Names keep their letters, digits and underscores. PuLP holds no fractions, so it carries no
    proof.
    """
    import pulp

    clean: dict[str, str] = {}
    for key in (*lp.bounds, *(row.name for row in lp.rows)):
        legal = _legal(key)
        while legal in clean.values() and clean.get(key) != legal:
            legal += "_"
        clean[key] = legal
    problem = pulp.LpProblem(_legal(name), pulp.LpMaximize if lp.sense == "max" else pulp.LpMinimize)
    variables = {
        key: pulp.LpVariable(
            clean[key],
            lowBound=None if low is None else float(low),
            upBound=None if high is None else float(high),
        )
        for key, (low, high) in lp.bounds.items()
    }
    problem += pulp.lpSum(float(c) * variables[key] for key, c in lp.objective.items())
    senses = {"<=": pulp.LpConstraintLE, "==": pulp.LpConstraintEQ, ">=": pulp.LpConstraintGE}
    for row in lp.rows:
        total = pulp.lpSum(float(a) * variables[key] for key, a in row.coefficients.items())
        problem += pulp.LpConstraint(total, senses[row.relation], clean[row.name], float(row.bound))
    return problem


def _legal(name: str) -> str:
    legal = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    return legal if legal and not legal[0].isdigit() and legal[0] not in "eE" else f"v_{legal}"
