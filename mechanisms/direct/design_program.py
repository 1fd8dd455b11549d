"""The linear program whose points are the mechanisms that keep what was asked for.

Variables are the chance of each alternative at each profile of types (but for the first, which has
the rest), and what each city pays. Every property but non-bossiness is linear in them: so the best
mechanism is an optimum of the program, and where there is none, its multipliers say why.

*Interim form.* Where no property looks at single payments ex post, only the expected payment
m_i(t_i) of each type matters, and the budget needs to balance in expectation alone: with two or
more cities, payments that balance it at every profile can then be made up (``balanced_payments``).

*Local constraints.* Where a city's types differ by one number x alone, v_i(a, t) = x(t) y(a) + z(a)
+ w(t), no misreport pays if none to the next type up or down does.

Source: Myerson (1979); Vohra (2011), Mechanism Design: A Linear Programming Approach, chapters 4
and 6.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from mechanisms.direct.balanced_payments import balanced_payments
from mechanisms.direct.design_question import DesignQuestion
from mechanisms.direct.design_rows import BUDGETS, property_rows
from mechanisms.direct.design_variables import DesignVariables, Expression, Profile
from mechanisms.direct.direct_mechanism import DirectMechanism, packed
from solvers.linear_program import LinearProgram, Relation, Row

__all__ = ["DesignProgram"]

ZERO, ONE = Fraction(0), Fraction(1)
Bounds = tuple[Fraction | None, Fraction | None]


class DesignProgram:
    """A ``DesignQuestion`` as a ``LinearProgram``, and how a point of it is read as a mechanism.

    ``budget``: the names of the rows that balance the budget.
    """

    def __init__(self, question: DesignQuestion) -> None:
        self.question, self.variables = question, DesignVariables(question)
        of = self.variables
        rows: dict[str, Row] = {}  # ex post and ex ante may ask for one row in interim form
        bounds: dict[str, Bounds] = {}
        for at in of.profiles:
            bounds |= self._chances(at)
            if len(of.choices) > 2:
                row = self._add_up(at)
                rows[row.name] = row
        for i in of.cities:
            bounds |= {of.fee(i, at): (None, None) for at in of.payers(i)}
        self.budget: list[str] = []
        for name in question.properties:
            found = {row.name: row for row in property_rows(name, of)}
            self.budget += [each for each in found if name in BUDGETS and each not in rows]
            rows |= found
        goal = self._goal()
        if goal.constant:
            bounds["one"] = (ONE, ONE)
            goal.put("one", goal.constant)
        self.lp = LinearProgram(
            sense="min" if question.objective == "subsidy" else "max",
            objective={name: c for name, c in goal.items() if c},
            rows=tuple(rows.values()),
            bounds=bounds,
        )

    def _allowed(self, at: Profile) -> list[int]:
        """The alternatives at a profile; where efficiency is asked for, the best alone."""
        worth = self.variables.surplus[at]
        if "allocative efficiency" not in self.question.properties:
            return list(range(len(worth)))
        return [a for a, value in enumerate(worth) if value == max(worth)]

    def _chances(self, at: Profile) -> dict[str, Bounds]:
        of, allowed = self.variables, self._allowed(at)
        sure = len(of.choices) == 2 and 0 not in allowed
        return {
            of.chance(at, a): (ONE if sure else ZERO, ONE if a in allowed else ZERO)
            for a in range(1, len(of.choices))
        }

    def _add_up(self, at: Profile) -> Row:
        of = self.variables
        relation: Relation = "<=" if 0 in self._allowed(at) else "=="
        names = [of.chance(at, a) for a in range(1, len(of.choices))]
        return Row(f"chances if {of.told(at)}", dict.fromkeys(names, ONE), relation, ONE)

    def _goal(self) -> Expression:
        of, objective = self.variables, self.question.objective
        total = Expression()
        if objective in ("revenue", "subsidy"):
            return total.add(of.expected_balance(), ONE if objective == "revenue" else -ONE)
        if objective == "welfare":
            for at in of.profiles:
                total.add(of.expected_over(at, of.surplus[at]), of.likely(at))
            return total
        i = of.problem.cities.index(objective)
        for k, chance in enumerate(of.problem.priors[i]):
            total.add(of.expected_net(i, k, k), chance)
        return total

    def mechanism(self, point: dict[str, Fraction]) -> DirectMechanism:
        """The mechanism that a point of the program stands for."""
        of, problem = self.variables, self.variables.problem
        lotteries = []
        for at in of.profiles:
            chances = [point[of.chance(at, a)] for a in range(1, len(of.choices))]
            lotteries.append([ONE - sum(chances, ZERO), *chances])
        if of.interim:
            due = [[point[of.fee(i, at)] for at in of.payers(i)] for i in of.cities]
            costs = {
                at: sum((p * c for p, c in zip(lottery, problem.costs, strict=True)), ZERO)
                for at, lottery in zip(of.profiles, lotteries, strict=True)
            }
            fees = balanced_payments(problem, due, costs)
        else:
            fees = [[point[of.fee(i, at)] for at in of.profiles] for i in of.cities]
        chances_, certainty = packed(itertools.chain.from_iterable(lotteries))
        paid, unit = packed(itertools.chain.from_iterable(fees))
        return DirectMechanism.from_arrays(
            problem,
            chances_.reshape(*problem.shape, len(of.choices)),
            certainty.denominator,
            paid.reshape(len(problem.cities), *problem.shape),
            unit,
        )
