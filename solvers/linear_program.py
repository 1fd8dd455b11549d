"""Linear programs with exact data, by name, to be read, exported and solved."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, get_args

from games.errors import MISSING, IntercityError, InvalidInput, all_of_kind, of_kind
from games.exact import exact
from games.latex import escaped, fraction

if TYPE_CHECKING:
    import pulp

__all__ = ["LinearProgram", "Relation", "Row", "to_pulp"]

ZERO = Fraction(0)
Bound = Fraction | None
Relation = Literal["<=", "==", ">="]


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint: ``coefficients . x  relation  bound``; a name not listed counts 0.

    See ``LinearProgram`` for the concept and its source.

    >>> Row("quota", {"swap": Fraction(2), "keep": Fraction(1)}, "<=", Fraction(5)).name
    'quota'
    """

    name: str
    coefficients: Mapping[str, Fraction]
    relation: Relation
    bound: Fraction

    def __post_init__(self) -> None:
        place = f"row {self.name}"
        of_kind(self.coefficients, Mapping, place=f"the coefficients of {place}")
        if not isinstance(self.relation, str) or self.relation not in get_args(Relation):
            raise InvalidInput(f"the relation of {place}", self.relation, '"<=", "==" or ">="')
        if not _all_exact(self.coefficients.values()):
            object.__setattr__(self, "coefficients", _read(self.coefficients, f"of {place}"))
        if not _all_exact([self.bound]):
            object.__setattr__(self, "bound", exact(self.bound, f"the bound of {place}"))

    @property
    def lower(self) -> Bound:
        return None if self.relation == "<=" else self.bound

    @property
    def upper(self) -> Bound:
        return None if self.relation == ">=" else self.bound

    def activity(self, point: Mapping[str, Fraction]) -> Fraction:
        """``coefficients . point``."""
        return sum((a * x for name, a in self.coefficients.items() if (x := point[name])), ZERO)


@dataclass(frozen=True, slots=True)
class LinearProgram:
    """Linear programs with exact data, by name, to be read, exported and solved.

        maximise (or minimise)  c.x   subject to   L_i <= a_i.x <= U_i  for each row,   l <= x <= u.

    An exact linear program; its variables are the keys of ``bounds``, in that order.

    ``bounds``: (lowest, highest) value of each variable, ``None`` where there is none.
    Errors: ``InvalidInput`` names a variable without bounds or with bounds that cross, a row that
    stands twice, or a sense that is neither.

    >>> lp = LinearProgram(
    ...     sense="max",
    ...     objective={"swap": Fraction(3), "keep": Fraction(1)},
    ...     rows=(Row("quota", {"swap": Fraction(2), "keep": Fraction(1)}, "<=", Fraction(5)),
    ...           Row("site", {"swap": Fraction(1)}, "<=", Fraction(1))),
    ...     bounds={"swap": (Fraction(0), None), "keep": (Fraction(0), None)},
    ... )
    >>> lp.value({"swap": Fraction(1), "keep": Fraction(3)})
    Fraction(6, 1)
    >>> list(lp.infeasibilities({"swap": Fraction(1), "keep": Fraction(4)}))
    ['Row quota: 6 <= 5 does not hold.']

    Source: Dantzig (1963).
    """

    sense: Literal["max", "min"]
    objective: Mapping[str, Fraction]
    rows: tuple[Row, ...]
    bounds: Mapping[str, tuple[Bound, Bound]]

    def __post_init__(self) -> None:
        if not isinstance(self.sense, str) or self.sense not in ("max", "min"):
            raise InvalidInput("sense of the linear program", self.sense, '"max" or "min"')
        of_kind(self.bounds, Mapping, place="the bounds", hint="the lowest and highest by variable")
        of_kind(self.objective, Mapping, place="the objective", hint="a number by variable")
        if not _all_exact(self.objective.values()):
            object.__setattr__(self, "objective", _read(self.objective, "of the objective"))
        for name, pair in self.bounds.items():
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise InvalidInput(f"the bounds of {name}", pair, "its lowest and highest value")
        ends = itertools.chain.from_iterable(self.bounds.values())
        if not _all_exact(end for end in ends if end is not None):
            object.__setattr__(self, "bounds", _read_bounds(self.bounds))
        for name, (low, high) in self.bounds.items():
            if low is not None and high is not None and low > high:
                raise InvalidInput(
                    f"the lowest value of {name}", low, f"at most its highest, {high}"
                )
        object.__setattr__(self, "rows", all_of_kind(self.rows, Row, place="the list of rows"))
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

    def _repr_latex_(self) -> str:
        """The program as it is set on a page: the objective, its rows, its bounds."""
        rows = [rf"\{self.sense} \quad & {_sum(self.objective)}"]
        relations = {"<=": r"\le", "==": "=", ">=": r"\ge"}
        for row in self.rows:
            total = _sum(row.coefficients)
            rows.append(
                rf"\text{{{escaped(row.name)}:}} \quad & {total} {relations[row.relation]} "
                rf"{fraction(row.bound)}"
            )
        for name, (low, high) in self.bounds.items():
            least = "" if low is None else rf"{fraction(low)} \le "
            most = "" if high is None else rf" \le {fraction(high)}"
            if least or most:
                rows.append(rf"& {least}{_variable(name)}{most}")
        return "$$\\begin{aligned} " + r" \\ ".join(rows) + " \\end{aligned}$$"

    def value(self, point: Mapping[str, Fraction]) -> Fraction:
        """The objective at a point."""
        of_kind(point, Mapping, place="the point", hint="a number by variable")
        for name in self.objective:
            if name not in point:
                raise InvalidInput(f"the value of {name}", MISSING, "a number")
        if not _all_exact(point.values()):
            point = _read(point, "of the point")
        return sum((c * x for name, c in self.objective.items() if (x := point[name])), ZERO)

    def infeasibilities(self, point: Mapping[str, Fraction]) -> Iterator[str]:
        """Each bound or row that the point breaks, as a sentence."""
        of_kind(point, Mapping, place="the point", hint="a number by variable")
        if not _all_exact(point.values()):
            point = _read(point, "of the point")
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
        self,
        prices: Mapping[str, Fraction],
        objective: Mapping[str, Fraction],
        bounds: Mapping[str, tuple[Bound, Bound]] | None = None,
    ) -> Fraction | None:
        """The upper bound on ``objective . x`` that the rows' prices prove; None: no bound.

        ``bounds``: other ones than the program's.
        """
        bounds = bounds or self.bounds
        reduced = {name: objective.get(name, ZERO) for name in bounds}
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
            limit = bounds[name][slope.numerator > 0]
            if limit is None:
                return None
            if limit:
                total += slope * limit
        return total


def _variable(name: str) -> str:
    return rf"\text{{{escaped(name)}}}"


def _sum(coefficients: Mapping[str, Fraction]) -> str:
    """A sum of multiples of variables in LaTeX."""
    parts: list[str] = []
    for name, a in coefficients.items():
        if not a:
            continue
        size = "" if abs(a) == 1 else rf"{fraction(abs(a))}\,"
        sign = "-" if a < 0 else "+" if parts else ""
        parts.append(f"{sign} {size}{_variable(name)}".strip())
    return " ".join(parts) or "0"


def _all_exact(numbers: Iterable[object]) -> bool:
    return all(isinstance(number, Fraction) for number in numbers)


def _read(given: Mapping[str, Any], place: str) -> dict[str, Fraction]:
    return {name: exact(number, f"the number {place} at {name}") for name, number in given.items()}


def _read_bounds(given: Mapping[str, Any]) -> dict[str, tuple[Bound, Bound]]:
    ends = {
        name: [None if end is None else exact(end, f"a bound of {name}") for end in pair]
        for name, pair in given.items()
    }
    return {name: (low, high) for name, (low, high) in ends.items()}


def _within(value: Fraction, low: Bound, high: Bound) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def to_pulp(
    lp: LinearProgram, name: str = "program", integers: Collection[str] = ()
) -> pulp.LpProblem:
    """The program in PuLP, in floating point: to read, to export, to solve with another solver.

    Names keep their letters, digits and underscores. PuLP holds no fractions, so it carries no
    proof. ``integers``: the variables that are to take whole values only.

    ``name``: of the program, in what is exported.

    Errors: ``InvalidInput`` for what is not a ``LinearProgram``; ``IntercityError`` without PuLP.

    See ``LinearProgram`` for the concept and its source.

    >>> lp = LinearProgram("max", {"swap": Fraction(3)},
    ...                    (Row("quota", {"swap": Fraction(2)}, "<=", Fraction(5)),),
    ...                    {"swap": (Fraction(0), None)})
    >>> to_pulp(lp).numVariables()
    1
    """
    of_kind(lp, LinearProgram, place="subject of to_pulp")
    of_kind(name, str, place="the name of the program")
    integers = all_of_kind(integers, str, place="the list of whole variables")
    try:
        import pulp
    except ImportError:
        message = "programs are exported by PuLP, which is not here (a browser has none)"
        raise IntercityError(f"{message}: pip install pulp") from None

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
