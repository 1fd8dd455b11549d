"""The tableau method in two phases, with Bland's rule, in rational arithmetic: it always ends.

>>> from fractions import Fraction
>>> from solvers.linear_program import LinearProgram, Row
>>> row = Row("room", {"x": Fraction(2)}, "<=", Fraction(3))
>>> program = LinearProgram("max", {"x": Fraction(1)}, [row], {"x": (Fraction(0), None)})
>>> found = Tableau(RationalProgram(program)).outcome()
>>> found.kind, found.point, found.prices
('optimal', [3/2], [1/2])

Source: Dantzig (1963), Linear Programming and Extensions; Bland (1977), New finite pivoting rules
for the simplex method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from solvers.rational import Rational
from solvers.simplex import BASIC, LOWER, UPPER, RationalProgram, Statuses

__all__ = ["Outcome", "Tableau"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the tableau method ends.

    ``point`` and ``prices`` (in an infeasible program: the multipliers of a contradiction),
    ``direction`` of improvement without end, ``statuses`` of the optimal basis.
    """

    kind: Literal["optimal", "infeasible", "unbounded"]
    point: list[Rational] = field(default_factory=list)
    prices: list[Rational] = field(default_factory=list)
    direction: list[Rational] = field(default_factory=list)
    statuses: Statuses = ((), ())


class Tableau:
    """The two-phase tableau method on a program in standard form, rational throughout.

    Every variable of the program is an offset plus or minus a non-negative column (a free one is
    the difference of two); an upper bound besides a lower one is a line of its own. Each line has a
    slack, unless it is an equation, and an artificial column.
    """

    def __init__(self, program: RationalProgram) -> None:
        self.program = program
        self.zero = program.zero
        self.columns: list[list[tuple[int, int]]] = []
        self.offset: list[Rational] = []
        self.width = 0
        for low, high in zip(program.low, program.high, strict=True):
            if low is None and high is None:
                self.columns.append([(self.width, 1), (self.width + 1, -1)])
                self.offset.append(self.zero)
                self.width += 2
            else:
                self.columns.append([(self.width, 1 if low is not None else -1)])
                self.offset.append(low if low is not None else high)
                self.width += 1
        self._lay_out(self._lines())

    def _lines(self) -> list[tuple[dict[int, Rational], int, Rational]]:
        """Coefficients by column, sign of the slack (0: an equation) and right-hand side."""
        program = self.program
        lines: list[tuple[dict[int, Rational], int, Rational]] = []
        for terms, low, high in zip(program.rows, program.row_low, program.row_high, strict=True):
            line: dict[int, Rational] = {}
            shift = self.zero
            for j, a in terms:
                shift += a * self.offset[j]
                for column, sign in self.columns[j]:
                    line[column] = line.get(column, self.zero) + sign * a
            slack = 1 if low is None else -1 if high is None else 0
            lines.append((line, slack, (low if high is None else high) - shift))
        self.bounded: dict[int, int] = {}
        for j, (low, high) in enumerate(zip(program.low, program.high, strict=True)):
            if low is not None and high is not None:
                self.bounded[j] = len(lines)
                lines.append(({self.columns[j][0][0]: self.zero + 1}, 1, high - low))
        return lines

    def _lay_out(self, lines: list[tuple[dict[int, Rational], int, Rational]]) -> None:
        zero = self.zero
        self.real = self.width + sum(slack != 0 for _, slack, _ in lines)
        self.total = self.real + len(lines)
        self.slack: dict[int, int] = {}
        self.lines: list[list[Rational]] = []
        self.flips: list[int] = []
        for k, (line, sign, bound) in enumerate(lines):
            dense = [zero] * (self.total + 1)
            for column, a in line.items():
                dense[column] = a
            if sign:
                self.slack[k] = self.width + len(self.slack)
                dense[self.slack[k]] = zero + sign
            dense[self.total] = bound
            if bound < 0:
                dense = [-a for a in dense]
            self.flips.append(-1 if bound < 0 else 1)
            dense[self.real + k] = zero + 1
            self.lines.append(dense)
        self.basis = [self.real + k for k in range(len(lines))]

    def outcome(self) -> Outcome:
        """Run both phases."""
        zero, last = self.zero, self.total
        infeasibility = [zero] * self.real + [zero - 1] * len(self.lines)
        reduced, _ = self._climb(infeasibility, self.total)
        if any(b >= self.real and self.lines[k][last] for k, b in enumerate(self.basis)):
            return Outcome("infeasible", prices=self._prices(reduced, infeasibility))
        for k, b in enumerate(self.basis):
            if b >= self.real:  # drive artificial columns out of the basis
                entering = next((c for c in range(self.real) if self.lines[k][c]), None)
                if entering is not None:
                    self._pivot(k, entering)
        costs = [zero] * self.total
        for terms, cost in zip(self.columns, self.program.cost, strict=True):
            for column, sign in terms:
                costs[column] = sign * cost
        reduced, ray = self._climb(costs, self.real)
        values = {b: self.lines[k][last] for k, b in enumerate(self.basis)}
        point = self._point(values, self.offset)
        if ray is not None:
            steps = {ray: zero + 1} | {b: -self.lines[k][ray] for k, b in enumerate(self.basis)}
            direction = self._point(steps, [zero] * len(self.offset))
            return Outcome("unbounded", point, direction=direction)
        return Outcome("optimal", point, self._prices(reduced, costs), statuses=self._statuses())

    def _prices(self, reduced: list[Rational], costs: list[Rational]) -> list[Rational]:
        artificial = range(self.real, self.real + len(self.program.rows))
        return [
            flip * (costs[column] - reduced[column])
            for flip, column in zip(self.flips, artificial, strict=False)
        ]

    def _point(self, values: Mapping[int, Rational], base: list[Rational]) -> list[Rational]:
        return [
            start + sum((sign * values.get(c, self.zero) for c, sign in terms), start=self.zero)
            for start, terms in zip(base, self.columns, strict=True)
        ]

    def _statuses(self) -> Statuses:
        inside = set(self.basis)

        def column(j: int) -> int:
            basic = any(c in inside for c, _ in self.columns[j])
            if not basic:
                return LOWER if self.columns[j][0][1] == 1 else UPPER
            line = self.bounded.get(j)
            return BASIC if line is None or self.slack[line] in inside else UPPER

        def row(i: int) -> int:
            return BASIC if self.slack.get(i, self.real + i) in inside else LOWER

        return (
            [column(j) for j in range(len(self.columns))],
            [row(i) for i in range(len(self.program.rows))],
        )

    def _climb(self, costs: list[Rational], eligible: int) -> tuple[list[Rational], int | None]:
        """Pivot until no eligible column improves; reduced costs, and a column that is a ray."""
        reduced = list(costs)
        for k, b in enumerate(self.basis):
            if costs[b]:
                reduced = self._without(reduced, b, k)
        while True:
            entering = next((c for c in range(eligible) if reduced[c] > 0), None)
            if entering is None:
                return reduced, None
            ratios = [
                (line[-1] / line[entering], self.basis[k], k)
                for k, line in enumerate(self.lines)
                if line[entering] > 0
            ]
            if not ratios:
                return reduced, entering
            row = min(ratios)[2]
            self._pivot(row, entering)
            reduced = self._without(reduced, entering, row)

    def _without(self, reduced: list[Rational], column: int, row: int) -> list[Rational]:
        """Reduced costs, that of a basic column taken out by the line in which it is basic."""
        cost = reduced[column]
        return [
            r - cost * a if a else r for r, a in zip(reduced, self.lines[row][:-1], strict=True)
        ]

    def _pivot(self, row: int, column: int) -> None:
        scale = self.lines[row][column]
        pivot = self.lines[row] = [a / scale if a else a for a in self.lines[row]]
        entries = [(c, a) for c, a in enumerate(pivot) if a]  # most are 0
        for k, line in enumerate(self.lines):
            factor = line[column]
            if k != row and factor:
                for c, a in entries:
                    line[c] -= factor * a
        self.basis[row] = column
