"""What would break a property on ranges: in each case, what is at most 0 on which polytope.

On a cell of reports and one of misreports everything is affine in true types and both: what a
city gains by a misreport, what it lacks, what the fund needs. A property holds if in each case that
is 0 at most, which is a small linear program; its prices prove the bound (``solvers/polytope.py``).
Powers of reports in what is paid often cancel; where they stay, points that break the property are
searched for (``curved_case``).

The cases themselves are in ``range_incentives`` (misreports) and ``range_outcomes`` (what comes of
the truth).

Source: as there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from games.affine_number import Form, minus, plus, times
from games.continuous_problem import Line
from games.moving_slope import moves, value_at
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.decision_cells import Cell
from mechanisms.direct.interim_functions import (
    MOST_EXACT,
    MOST_QUICK,
    MOST_SLICED,
    InterimFunctions,
    interim_functions,
)
from mechanisms.direct.interim_outcome import worth_to
from solvers.polytope import Condition, Polytope

__all__ = [
    "Case",
    "RangeCases",
    "Types",
    "line_at",
    "placed",
    "widened",
    "without",
]

ZERO = Fraction(0)
Types = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Case:
    """One way to break a property.

    ``polytope``: of the true types, in the order of the cities, and then of misreports. ``gain``:
    what breaks it where it is above 0. ``who``: as in ``Fails``; ``misreports``: the cities whose
    misreports follow the true types; ``swap``: two cities that exchange reports. ``words``: the
    case in a sentence, from the true types, the reports and the gain. ``unchanged``: what else must
    be 0 there, where that is no matter of affine conditions.
    """

    polytope: Polytope
    gain: Form
    who: tuple[str, ...]
    words: Callable[[Types, Types, Fraction], str]
    misreports: tuple[str, ...] = ()
    swap: tuple[str, ...] = ()
    unchanged: Form | None = None

    @property
    def curved(self) -> bool:
        """Whether no linear program settles it."""
        return self.unchanged is not None or moves(self.gain)

    def breaks_at(self, point: Sequence[Fraction]) -> bool:
        """Whether the case breaks its property at this point."""
        apart = self.unchanged is not None and value_at(self.unchanged, point) != 0
        return not apart and point in self.polytope and value_at(self.gain, point) > 0


class RangeCases:
    """The cases of a mechanism, by property; what properties share is made once."""

    def __init__(self, mechanism: ContinuousMechanism) -> None:
        self.mechanism, self.problem = mechanism, mechanism.problem
        self.cities, self.cells = mechanism.problem.cities, mechanism.cells
        self.n = len(self.cities)
        self._pairs: dict[tuple[int, ...], Polytope] = {}
        self._alone = [Polytope(self.problem.ranges, cell.conditions) for cell in self.cells]
        self._lines: dict[tuple[int, tuple[Fraction, ...]], Line] = {}
        self.listed: dict[str, list[Case]] = {}
        self.known_empty: set[int] = set()  # polytopes that are shared need one proof, by their id

    def worth(self, i: int, cell: Cell) -> Line:
        """What the cell's lottery is worth to city i: level and slope in its type."""
        known = self._lines.get((i, cell.lottery))
        if known is None:
            known = self._lines[i, cell.lottery] = worth_to(self.problem, i, cell.lottery)
        return known

    def payoff(self, i: int, cell: Cell) -> Form:
        """What city i has, by the true types, if all tell the truth."""
        return minus(line_at(self.worth(i, cell), i, self.n), cell.payments[i])

    @cached_property
    def interim(self) -> dict[str, InterimFunctions] | None:
        """What each city expects from its reports; None where integrals take too long."""
        many = self.n > MOST_QUICK and len(self.cells) > MOST_SLICED
        if many or self.n > MOST_EXACT:
            return None
        return {city: interim_functions(self.mechanism, city) for city in self.cities}

    def together(self, liars: tuple[int, ...]) -> tuple[list[int], int]:
        """Each city's report as a coordinate if these cities misreport, and how many there are."""
        place = list(range(self.n))
        for k, i in enumerate(liars):
            place[i] = self.n + k
        return place, self.n + len(liars)

    def pair(self, liars: tuple[int, ...], true: int, told: int) -> Polytope:
        """True types in one cell and, with the misreports of these cities, reports in another."""
        key = (*liars, -1, true, told)
        if key not in self._pairs:
            place, size = self.together(liars)
            box = (*self.problem.ranges, *(self.problem.ranges[i] for i in liars))
            conditions = [
                widened(c, list(range(self.n)), size) for c in self.cells[true].conditions
            ]
            for condition in self.cells[told].conditions:
                wide = widened(condition, place, size)
                if wide not in conditions:
                    conditions.append(wide)
            self._pairs[key] = Polytope(box, tuple(conditions))
        return self._pairs[key]

    def single(self) -> Iterator[tuple[Cell, Polytope]]:
        return zip(self.cells, self._alone, strict=True)

    def surplus(self, members: Sequence[int], a: int) -> Form:
        """What an alternative is worth to a group by the true types, its cost deducted."""
        total: Form = (-self.problem.costs[a], *(ZERO,) * self.n)
        for i in members:
            total = plus(total, line_at(self.problem.values[i][a], i, self.n))
        return total

    def total(self, cell: Cell) -> Form:
        """What the cell's outcome is worth to all, costs deducted."""
        everybody = range(self.n)
        total: Form = (ZERO,) * (self.n + 1)
        for a, chance in enumerate(cell.lottery):
            if chance:
                total = plus(total, times(chance, self.surplus(everybody, a)))
        return total

    def balance(self, cell: Cell) -> Form:
        """What the fund keeps."""
        cost = sum((p * c for p, c in zip(cell.lottery, self.problem.costs, strict=True)), ZERO)
        total: Form = (-cost, *(ZERO,) * self.n)
        for fee in cell.payments:
            total = plus(total, fee)
        return total


def line_at(line: Line, at: int, size: int) -> Form:
    """An affine function of one coordinate."""
    return (line[0], *(line[1] if k == at else ZERO for k in range(size)))


def placed(form: Form, place: Sequence[int], size: int) -> Form:
    """An affine function of the reports, where each stands at a place of its own."""
    found = [form[0], *(ZERO,) * size]
    for slope, at in zip(form[1:], place, strict=True):
        found[at + 1] = slope
    return tuple(found)


def widened(condition: Condition, place: Sequence[int], size: int) -> Condition:
    """A condition on the reports, where each stands at a place of its own."""
    return Condition(placed(condition.form, place, size), condition.relation)


def without(types: Types, *who: str) -> Types:
    """The types of the other cities."""
    return {city: kind for city, kind in types.items() if city not in who}
