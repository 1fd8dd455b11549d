"""What a direct mechanism brings to whom, in whole numbers, for every profile of reports.

All money is counted in one unit, so that an audit of many thousands of cases is a few passes over
arrays of integers, exact: int64 where no sum can overflow, Python integers beyond.

>>> from games import BayesianProblem
>>> swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0, 2]})
>>> half = DirectMechanism.from_rule(swap, lambda reports: ({"trade": 0.5, "no trade": 0.5}, None))
>>> tables = PayoffTables(half)
>>> tables.gross(0, 1) * tables.unit
array([[Fraction(3, 2), Fraction(3, 2)],
       [Fraction(3, 2), Fraction(3, 2)]], dtype=object)
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from mechanisms.direct.direct_mechanism import DirectMechanism, packed, weighted

__all__ = ["Integers", "PayoffTables"]

Integers = npt.NDArray[Any]

_INT64_SAFE = 1 << 61


class PayoffTables:
    """The mechanism's money in whole units: ``amount * unit`` is the exact figure.

    ``worth[i]``: by type and alternative, in units of certainty; ``fees[i]``: by profile;
    ``outside[i]``: by type; ``costs``: by alternative, in units of certainty.
    """

    def __init__(self, mechanism: DirectMechanism) -> None:
        problem = mechanism.problem
        self.mechanism, self.problem = mechanism, problem
        self.certainty = mechanism.certainty
        money = [v for city in problem.values for kind in city for v in kind]
        money += [o for city in problem.outside for o in city] + list(problem.costs)
        whole = math.lcm(*{v.denominator for v in money}, mechanism.unit.denominator)
        self.unit = Fraction(1, whole * self.certainty)
        per_fee = mechanism.unit / self.unit  # a whole number
        most = max(map(abs, money)) * whole * self.certainty
        fees = mechanism.fees.astype(object) * per_fee.numerator
        largest = max(int(most), int(fees.max()), -int(fees.min()))
        # Each sum below has at most four amounts per city.
        fits = largest * 4 * (len(problem.cities) + 1) < _INT64_SAFE
        self.dtype: Any = np.int64 if fits else object

        def counted(values: Any, scale: int) -> Integers:
            return np.array([[int(v * scale) for v in row] for row in values], dtype=object).astype(
                self.dtype
            )

        self.worth = [counted(city, whole) for city in problem.values]
        self.fees = fees.astype(self.dtype)
        self.outside = [counted([city], whole * self.certainty)[0] for city in problem.outside]
        self.costs = counted([problem.costs], whole)[0]
        self.chances = mechanism.chances.astype(self.dtype)

    def gross(self, i: int, k: int) -> Integers:
        """What each profile's outcome is worth to city i if its type is its k-th."""
        found: Integers = np.dot(self.chances, self.worth[i][k])
        return found

    def gross_at(self, i: int, report: int) -> Integers:
        """By type of city i, what it gets from this report, for each profile of the others."""
        found: Integers = np.moveaxis(
            np.dot(self.chances.take(report, axis=i), self.worth[i].T), -1, 0
        )
        return found

    def own_axis(self, i: int, by_type: Integers) -> Integers:
        """Figures by type of city i, laid along its axis of the table of profiles."""
        return by_type.reshape([-1 if j == i else 1 for j in range(len(self.problem.cities))])

    @cached_property
    def truthful(self) -> list[Integers]:
        """What each profile's outcome is worth to each city if the reports are true."""
        found = []
        for i in range(len(self.problem.cities)):
            total = np.zeros(self.problem.shape, dtype=self.dtype)
            for a in range(len(self.problem.alternatives)):
                total = total + self.chances[..., a] * self.own_axis(i, self.worth[i][:, a])
            found.append(total)
        return found

    @cached_property
    def balance(self) -> Integers:
        """What is left in the common fund at each profile."""
        found: Integers = self.fees.sum(axis=0) - np.dot(self.chances, self.costs)
        return found

    def surplus(self, members: tuple[int, ...], a: int) -> Integers:
        """What alternative a, done for sure, is worth to these cities at each profile, its cost
        deducted.
        """
        total = np.full((1,) * len(self.problem.cities), -self.costs[a], dtype=self.dtype)
        for i in members:
            total = total + self.own_axis(i, self.worth[i][:, a])
        return total * self.certainty

    @cached_property
    def welfare(self) -> tuple[Integers, Integers]:
        """By profile, what the outcome is worth to all, and how much less that is than the best."""
        everybody = tuple(range(len(self.problem.cities)))
        best: Integers | None = None
        total = np.zeros(self.problem.shape, dtype=self.dtype)
        for a in range(len(self.problem.alternatives)):
            surplus = self.surplus(everybody, a)
            best = surplus if best is None else np.maximum(best, surplus)
            total = total + self.chances[..., a] * (surplus // self.certainty)
        return total, best - total

    def interim(self, i: int) -> tuple[Integers, int]:
        """What city i expects, by true type and by report; in units, times the second number."""
        chances, fees, scale = self.mechanism.expected_tables(i)
        worth, per_fee = self.worth[i], (self.mechanism.unit / self.unit).numerator
        if max(1, int(np.abs(fees).max())) * per_fee >= _INT64_SAFE:
            fees = fees.astype(object)
        if scale * 2 * max(1, int(np.abs(worth).max())) * self.certainty >= _INT64_SAFE:
            chances, worth = chances.astype(object), worth.astype(object)
        return np.dot(worth, chances.T) - fees * per_fee, scale

    def expected(self, table: Integers) -> Fraction:
        """The expectation of a table over profiles, as money."""
        scale = 1
        for j in reversed(range(len(self.problem.cities))):
            weights, unit = packed(self.problem.priors[j])
            scale *= unit.denominator
            table = weighted(table, weights, j)
        return int(table) * self.unit / scale

    def money(self, amount: Any) -> Fraction:
        """An amount in units as an exact figure."""
        return int(amount) * self.unit
