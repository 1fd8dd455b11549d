"""The linear program whose points are the mechanisms that keep what was asked for.

Variables are the chance of each alternative at each profile of types (but for the first, which has
the rest), and what each city pays. Every property but non-bossiness is linear in them: so the best
mechanism is an optimum of the program, and where there is none, its multipliers say why.

*Interim form.* Where no property looks at single payments ex post, only the expected payment
m_i(t_i) of each type matters, and the budget needs to balance in expectation alone: with two or
more cities, payments that balance it at every profile can then be made up (``balanced_payments``).

*Local constraints.* Where a city's types differ by one number x alone, v_i(a, t) = x(t) y(a) + z(a)
+ w(t), no lie pays if none to the next type up or down does.

Source: Myerson (1979); Vohra (2011), Mechanism Design: A Linear Programming Approach, chapters 4
and 6.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from games.bayesian_problem import BayesianProblem, shown
from games.errors import InvalidInput, of_kind
from mechanisms.direct.balanced_payments import balanced_payments
from mechanisms.direct.design_rows import add_rows
from mechanisms.direct.direct_mechanism import DirectMechanism, packed
from mechanisms.direct.properties import PROPERTIES, property_name
from solvers.linear_program import LinearProgram, Relation, Row

__all__ = ["DesignProgram", "DesignQuestion", "Expression"]

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


@dataclass(frozen=True)
class DesignQuestion:
    """Which mechanism is the best for an objective among those that keep some properties.

    ``objective``: "welfare" (what the outcome is expected to be worth to all, less its cost), a
    city (its expected payoff), "revenue" (what the fund expects to keep) or "subsidy" (the least
    money that it expects to need from outside; below 0 it keeps some).
    ``subject_to``: names of ``PROPERTIES``, or short ones; non-bossiness is not linear, and cannot
    be asked for. ``properties`` are their full names.

    Errors: ``InvalidInput`` for another objective or property.
    """

    problem: BayesianProblem
    objective: str = "welfare"
    subject_to: tuple[str, ...] = ()
    properties: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        of_kind(self.problem, BayesianProblem, place="problem to design a rule for")
        known = ("welfare", "revenue", "subsidy", *self.problem.cities)
        if self.objective not in known:
            raise InvalidInput("the objective", self.objective, "one of " + ", ".join(known))
        asked = {property_name(name) for name in self.subject_to}
        if "non-bossiness" in asked:
            raise InvalidInput(
                "a property to design for",
                "non-bossiness",
                "another: it is not linear, and an audit of the mechanism found will tell",
            )
        object.__setattr__(self, "properties", tuple(name for name in PROPERTIES if name in asked))

    def program(self) -> DesignProgram:
        """The linear program."""
        return DesignProgram(self)


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


class DesignProgram:
    """A ``DesignQuestion`` as a ``LinearProgram``, and how a point of it is read as a mechanism.

    ``interim``: whether it is in interim form; ``budget``: the names of the rows that balance the
    budget.
    """

    def __init__(self, question: DesignQuestion) -> None:
        self.question, self.problem = question, question.problem
        problem = question.problem
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
        self.rows: list[Row] = []
        self.budget: list[str] = []
        self.bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
        for at in self.profiles:
            self._allow(at)
        for i in self.cities:
            for at in self._payers(i):
                self.bounds[self.fee(i, at)] = (None, None)
        for name in question.properties:
            add_rows(self, name)
        standing = {row.name for row in self.rows}
        self.budget = [name for name in self.budget if name in standing]
        goal = self._goal()
        if goal.constant:
            self.bounds["one"] = (ONE, ONE)
            goal.put("one", goal.constant)
        self.lp = LinearProgram(
            sense="min" if question.objective == "subsidy" else "max",
            objective={name: c for name, c in goal.items() if c},
            rows=tuple(self.rows),
            bounds=self.bounds,
        )

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

    def _payers(self, i: int) -> Iterable[Profile]:
        if not self.interim:
            return self.profiles
        return [self._at(i, k) for k in range(self.problem.shape[i])]

    def _at(self, i: int, k: int) -> Profile:
        return tuple(k if j == i else 0 for j in self.cities)

    def _allow(self, at: Profile) -> None:
        """The chances of a profile; where efficiency is asked for, of what is best alone."""
        efficient = "allocative efficiency" in self.question.properties
        best = self._best(at) if efficient else range(len(self.choices))
        names = []
        for a in range(1, len(self.choices)):
            name = self.chance(at, a)
            names.append(name)
            alone = len(self.choices) == 2 and 0 not in best
            self.bounds[name] = (ONE if alone else ZERO, ONE if a in best else ZERO)
        if len(names) > 1:
            relation: Relation = "<=" if 0 in best else "=="
            self.rows.append(
                Row(f"chances if {self.told(at)}", dict.fromkeys(names, ONE), relation, ONE)
            )

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

    def _best(self, at: Profile) -> list[int]:
        worth = self.surplus[at]
        return [a for a, value in enumerate(worth) if value == max(worth)]

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
            total.put(self.fee(i, self._at(i, report)), -ONE)
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
                    total.put(self.fee(i, self._at(i, k)), chance)
        return total

    def _goal(self) -> Expression:
        objective = self.question.objective
        if objective in ("revenue", "subsidy"):
            return Expression().add(
                self.expected_balance(), ONE if objective == "revenue" else -ONE
            )
        total = Expression()
        if objective == "welfare":
            for at in self.profiles:
                total.add(self.expected_over(at, self.surplus[at]), self.likely(at))
            return total
        i = self.problem.cities.index(objective)
        for k, chance in enumerate(self.problem.priors[i]):
            total.add(self.expected_net(i, k, k), chance)
        return total

    # --------------------------------------------------------------- rows

    def row(self, name: str, total: Expression, relation: Relation = ">=") -> None:
        """The constraint that an expression is at least, or exactly, 0."""
        coefficients = {variable: c for variable, c in total.items() if c}
        if coefficients or not (total.constant >= 0 if relation == ">=" else not total.constant):
            self.rows.append(Row(name, coefficients, relation, -total.constant))

    def lies(self, i: int) -> list[tuple[int, int]]:
        """The lies (type, report) that must be ruled out; only local ones where these suffice.

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

    # --------------------------------------------------------------- reading a point

    def mechanism(self, point: dict[str, Fraction]) -> DirectMechanism:
        """The mechanism that a point of the program stands for."""
        problem = self.problem
        lotteries = []
        for at in self.profiles:
            chances = [point[self.chance(at, a)] for a in range(1, len(self.choices))]
            lotteries.append([ONE - sum(chances, ZERO), *chances])
        if self.interim:
            due = [[point[self.fee(i, at)] for at in self._payers(i)] for i in self.cities]
            costs = {
                at: sum((p * c for p, c in zip(lottery, problem.costs, strict=True)), ZERO)
                for at, lottery in zip(self.profiles, lotteries, strict=True)
            }
            fees = balanced_payments(problem, due, costs)
        else:
            fees = [[point[self.fee(i, at)] for at in self.profiles] for i in self.cities]
        chances_, certainty = packed(itertools.chain.from_iterable(lotteries))
        paid, unit = packed(itertools.chain.from_iterable(fees))
        return DirectMechanism.from_arrays(
            problem,
            chances_.reshape(*problem.shape, len(self.choices)),
            certainty.denominator,
            paid.reshape(len(problem.cities), *problem.shape),
            unit,
        )


def _labels(kinds: tuple[object, ...]) -> list[str]:
    """Short names that differ: exact fractions where rounded ones would be the same."""
    short = [shown(kind) for kind in kinds]
    return short if len(set(short)) == len(short) else [str(kind) for kind in kinds]
