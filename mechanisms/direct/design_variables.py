"""What a mechanism that is looked for does, as linear expressions of a linear program's variables.

The variables: the chance of each alternative at each profile of types (but for the first, which has
the rest), and what each city pays, at each profile, or of each type on average (interim form).

Source: as in ``design_program``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from games.private_types import shown
from mechanisms.direct.design_question import DesignQuestion

__all__ = ["DesignVariables", "Expression", "Profile"]

ZERO, ONE = Fraction(0), Fraction(1)
Profile = tuple[int, ...]

_EX_POST = {
    "dominant-strategy incentive compatibility",
    "ex post individual rationality",
    "anonymity",
    "envy-freeness",
    "core stability",
    "no collusion by a pair",
}
"""Properties of single payments: with one of them the program cannot be in interim form."""


class Expression(dict[str, Fraction]):
    """A linear expression: coefficients by variable, and a constant."""

    constant: Fraction = ZERO

    def add(self, other: Expression, times: Fraction = ONE) -> Expression:
        for name, coefficient in other.items():
            self[name] = self.get(name, ZERO) + times * coefficient
        self.constant += times * other.constant
        return self

    def put(self, name: str, coefficient: Fraction) -> None:
        self[name] = self.get(name, ZERO) + coefficient


class DesignVariables:
    """The variables of a ``DesignQuestion``, and what the cities and the fund have in them.

    ``interim``: whether payments are those of types on average.
    """

    def __init__(self, question: DesignQuestion) -> None:
        self.problem = problem = question.problem
        self.cities = range(len(problem.cities))
        self.profiles = list(itertools.product(*map(range, problem.shape)))
        self.labels = [_labels(types) for types in problem.types]
        self.choices = _labels(problem.alternatives)
        self._chances = {
            at: [f"chance of {choice} if {self.told(at)}" for choice in self.choices]
            for at in self.profiles
        }
        self.interim = len(problem.cities) > 1 and not _EX_POST & set(question.properties)
        self._against: dict[tuple[int, int], list[tuple[Profile, Fraction]]] = {}

    # --------------------------------------------------------------- variables

    def chance(self, at: Profile, a: int) -> str:
        """The variable for the chance of an alternative at a profile."""
        return self._chances[at][a]

    def fee(self, i: int, at: Profile) -> str:
        """The variable for a city's payment at a profile, or of a type in interim form."""
        city = self.problem.cities[i]
        if self.interim:
            return f"payment of {city} {self.labels[i][at[i]]} on average"
        return f"payment of {city} if {self.told(at)}"

    def told(self, at: Profile, without: int = -1) -> str:
        """A profile in words."""
        return ", ".join(
            f"{self.problem.cities[i]} {self.labels[i][k]}"
            for i, k in enumerate(at)
            if i != without
        )

    def payers(self, i: int) -> Iterable[Profile]:
        """The profiles that have a payment of city i of their own; in interim form, its types."""
        if not self.interim:
            return self.profiles
        return [self._single_report(i, k) for k in range(self.problem.shape[i])]

    def _single_report(self, i: int, k: int) -> Profile:
        return tuple(k if j == i else 0 for j in self.cities)

    @cached_property
    def surplus(self) -> dict[Profile, list[Fraction]]:
        """What each alternative is worth to all at each profile, its cost deducted."""
        problem = self.problem
        return {
            at: [
                sum((problem.values[i][k][a] for i, k in enumerate(at)), -cost)
                for a, cost in enumerate(problem.costs)
            ]
            for at in self.profiles
        }

    # --------------------------------------------------------------- expressions

    def expected_over(self, at: Profile, worth: Iterable[Fraction]) -> Expression:
        """What the lottery at a profile is worth, if the alternatives are worth this."""
        figures = list(worth)
        total = Expression()
        total.constant = figures[0]
        for a in range(1, len(figures)):
            if figures[a] != figures[0]:
                total.put(self.chance(at, a), figures[a] - figures[0])
        return total

    def net(self, i: int, k: int, at: Profile) -> Expression:
        """What city i of its k-th type has at a profile of reports, its payment deducted."""
        total = self.expected_over(at, self.problem.values[i][k])
        total.put(self.fee(i, at), -ONE)
        return total

    def expected_net(self, i: int, k: int, report: int) -> Expression:
        """What city i of its k-th type expects from a report."""
        first, *others = self.problem.values[i][k]
        steps = [(a, value - first) for a, value in enumerate(others, 1) if value != first]
        total = Expression()
        total.constant = first  # the chances of the profiles add up to 1
        for at, chance in self.against(i, report):
            for a, step in steps:
                total.put(self.chance(at, a), chance * step)
            if not self.interim:
                total.put(self.fee(i, at), -chance)
        if self.interim:
            total.put(self.fee(i, self._single_report(i, report)), -ONE)
        return total

    def against(self, i: int, report: int) -> list[tuple[Profile, Fraction]]:
        """The profiles at which city i reports this, and how likely the others make each."""
        if (i, report) not in self._against:
            priors = self.problem.priors
            ranges = [[report] if j == i else range(self.problem.shape[j]) for j in self.cities]
            self._against[i, report] = [
                (at, math.prod((priors[j][k] for j, k in enumerate(at) if j != i), start=ONE))
                for at in itertools.product(*ranges)
            ]
        return self._against[i, report]

    def likely(self, at: Profile) -> Fraction:
        """How likely a profile is."""
        return math.prod((self.problem.priors[i][k] for i, k in enumerate(at)), start=ONE)

    def balance(self, at: Profile) -> Expression:
        """What is left in the fund at a profile; not in interim form."""
        total = self.expected_over(at, [-cost for cost in self.problem.costs])
        for i in self.cities:
            total.put(self.fee(i, at), ONE)
        return total

    def expected_balance(self) -> Expression:
        """What the fund expects to be left with."""
        total = Expression()
        for at in self.profiles:
            costs = [-cost for cost in self.problem.costs]
            here = self.expected_over(at, costs) if self.interim else self.balance(at)
            total.add(here, self.likely(at))
        if self.interim:
            for i in self.cities:
                for k, chance in enumerate(self.problem.priors[i]):
                    total.put(self.fee(i, self._single_report(i, k)), chance)
        return total

    # --------------------------------------------------------------- misreports

    def misreports(self, i: int) -> list[tuple[int, int]]:
        """Misreports (type, report) that must be ruled out; only local ones where these suffice.

        Types that differ by nothing are one step: each of them may pass for each of the next.
        """
        kinds = range(self.problem.shape[i])
        places = self._line(i)
        if places is None:
            return [(k, r) for k in kinds for r in kinds if k != r]
        steps = {place: n for n, place in enumerate(sorted(set(places)))}
        at = [steps[place] for place in places]
        return [(k, r) for k in kinds for r in kinds if k != r and abs(at[k] - at[r]) <= 1]

    def _line(self, i: int) -> list[Fraction] | None:
        """The one number by which each type differs from the first; None: they differ by more.

        v(a, t) - v(a, s) - (v(b, t) - v(b, s)) is then (x(t) - x(s)) (y(a) - y(b)).
        """
        values = self.problem.values[i]
        slopes = [[v - w for v, w in zip(row, values[0], strict=True)] for row in values]
        slopes = [[v - row[0] for v in row] for row in slopes]
        steepest = next((row for row in slopes if any(row)), None)
        if steepest is None:
            return [ZERO] * len(values)
        a = next(a for a, v in enumerate(steepest) if v)
        places = [row[a] / steepest[a] for row in slopes]
        if any(
            row != [place * v for v in steepest] for row, place in zip(slopes, places, strict=True)
        ):
            return None
        return places


def _labels(kinds: tuple[object, ...]) -> list[str]:
    """Short names that differ: exact fractions where rounded ones would be the same."""
    short = [shown(kind) for kind in kinds]
    return short if len(set(short)) == len(short) else [str(kind) for kind in kinds]
