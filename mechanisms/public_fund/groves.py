"""Groves mechanisms: each city is paid what its report does for the others,
so none gains by a misreport.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity, numbers
from games.continuous_problem import ContinuousProblem
from games.errors import InvalidInput, called, of_kind
from games.exact import exact
from games.private_types import profile_name
from mechanisms.direct.direct_mechanism import DirectMechanism, packed

__all__ = ["EfficientChoice", "RangedChoice", "cost_shares", "groves"]

Integers = npt.NDArray[Any]
_INT64_SAFE = 1 << 61


class EfficientChoice:
    """What is worth the most at each profile of reports, costs shared in fixed parts.

    All money is in whole numbers of ``unit``. ``net[i]``: by profile and alternative (with length 1
    along the axes of other cities) what it is worth to city i, less its part of the cost;
    ``chosen``: by profile, the first of several that are worth the same; ``others(i)``: what that
    is worth to all but i, by profile.
    """

    def __init__(self, problem: BayesianProblem, shares: ByCity | None = None) -> None:
        of_kind(
            problem,
            BayesianProblem,
            place="subject of a Groves mechanism",
            hint="which ContinuousProblem.on_grid makes of ranges (clarke_pivot and "
            "expected_externality take these, too)",
        )
        n = len(problem.cities)
        parts = cost_shares(problem.cities, shares)
        bills = [[part * cost for cost in problem.costs] for part in parts]
        money = [v for city in problem.values for kind in city for v in kind]
        money += [bill for city in bills for bill in city]
        whole = math.lcm(*{amount.denominator for amount in money})
        fits = max(map(abs, money)) * whole * 4 * (n + 1) < _INT64_SAFE
        self.problem, self.unit = problem, Fraction(1, whole)
        self.dtype: Any = np.int64 if fits else object

        def counted(rows: Any) -> Integers:
            found = np.array([[int(v * whole) for v in row] for row in rows], dtype=object)
            return found.astype(self.dtype)

        self.bills = counted(bills)
        self.net = []
        for i in range(n):
            shape = [1] * n + [len(problem.alternatives)]
            shape[i] = len(problem.types[i])
            self.net.append((counted(problem.values[i]) - self.bills[i]).reshape(shape))
        self.chosen = np.argmax(self.worth(range(n)), axis=-1)

    def worth(self, members: Any) -> Integers:
        """What each alternative is worth to these cities, by profile."""
        one = [1] * len(self.problem.cities)
        total = np.zeros((*one, len(self.problem.alternatives)), dtype=self.dtype)
        for i in members:
            total = total + self.net[i]
        return total

    def others(self, i: int) -> Integers:
        """What the chosen alternative is worth to all but city i, by profile."""
        worth = self.worth(j for j in range(len(self.problem.cities)) if j != i)
        return self._at_chosen(worth)

    def bill(self, i: int) -> Integers:
        """City i's part of the cost of what is chosen, by profile."""
        found: Integers = self.bills[i][self.chosen]
        return found

    def _at_chosen(self, table: Integers) -> Integers:
        full = np.broadcast_to(table, (*self.problem.shape, table.shape[-1]))
        found: Integers = np.take_along_axis(full, self.chosen[..., np.newaxis], axis=-1)[..., 0]
        return found

    def mechanism(self, fees: list[Integers], scale: int = 1) -> DirectMechanism:
        """The direct mechanism with these payments, each out of ``scale`` times the unit."""
        size = len(self.problem.alternatives)
        chances = (self.chosen[..., np.newaxis] == np.arange(size)).astype(np.int64)
        shape = self.problem.shape
        paid = np.stack([np.broadcast_to(fee, shape) for fee in fees])
        return DirectMechanism.from_arrays(self.problem, chances, 1, paid, self.unit / scale)


class RangedChoice:
    """What is chosen for types in ranges, at reports that a rule is asked about.

    ``net[i][a]``: what alternative a is worth to city i, less its part of the cost; ``worth[a]``:
    to all; ``best``: the position of what is chosen, the first of several.
    """

    def __init__(
        self, problem: ContinuousProblem, parts: Sequence[Fraction], told: Mapping[str, Any]
    ) -> None:
        count = range(len(problem.alternatives))
        self.net: list[list[Any]] = [
            [
                level + slope * told[city] - part * cost
                for (level, slope), cost in zip(values, problem.costs, strict=True)
            ]
            for city, values, part in zip(problem.cities, problem.values, parts, strict=True)
        ]
        self.worth: list[Any] = [sum((row[a] for row in self.net), Fraction(0)) for a in count]
        self.best = max(count, key=self.worth.__getitem__)

    def others(self, i: int, a: int) -> Any:
        """What an alternative is worth to all but city i."""
        return self.worth[a] - self.net[i][a]


def cost_shares(cities: tuple[str, ...], shares: ByCity | None) -> tuple[Fraction, ...]:
    """Each city's part of the cost of what is done; equal parts where not given."""
    equal = Fraction(1, len(cities)) if shares is None else None
    parts = numbers(shares, cities, "cost share", equal)
    if sum(parts) != 1:
        raise InvalidInput("the sum of the cost shares", sum(parts), "1")
    return parts


def groves(
    problem: BayesianProblem, lump: Callable[[str, dict[str, Any]], Any] | None = None
) -> DirectMechanism:
    """Groves mechanisms: each city is paid what its report does for the others, so none gains by a
    misreport.

    What is worth the most to all by their reports is done, a* = argmax of sum of v_j(a, t_j) -
    c(a), and city i pays what this costs, less what it is worth to the others, plus a lump that its
    own report cannot move:

        p_i = c(a*) - sum over j other than i of v_j(a*, t_j) + lump_i(t_j for j other than i).

    A city's payoff is then the surplus of all less its lump, so truth is best whatever the others
    report. Where all values are possible no other rule does this and is efficient, and no choice of
    lumps balances the budget always.

    The efficient choice with Groves payments.

    ``lump``: a function of a city and the reports of the others (by name) to what it pays on top; 0
    where not given. Of several best alternatives the first is chosen. Errors: ``InvalidInput``
    where the function stops, or returns no number.

    >>> road = BayesianProblem(["A", "B"], {"A": [0, 4], "B": [0, 4]}, ["no road", "road"],
    ...                        lambda city, choice, value: value if choice == "road" else 0,
    ...                        costs={"road": 3})
    >>> groves(road).outcome({"A": 4, "B": 4})
    MechanismOutcome(lottery={'road': Fraction(1, 1)},
                     payments={'A': Fraction(-1, 1), 'B': Fraction(-1, 1)})
    >>> groves(road, lump=lambda city, others: 2).outcome({"A": 4, "B": 4}).payments["A"]
    Fraction(1, 1)

    Source: Groves (1973), Incentives in teams; Green and Laffont (1979); Holmström (1979), Groves'
    scheme on restricted domains.
    """
    best = EfficientChoice(problem)
    fees = [best.bill(i) - best.others(i) for i in range(len(problem.cities))]
    if lump is None:
        return best.mechanism(fees)
    if not callable(lump):
        raise InvalidInput("the lump", lump, "a function of a city and the others' reports")
    tables, cells = [], []
    for i, city in enumerate(problem.cities):
        names = [name for name in problem.cities if name != city]
        known = [kinds for j, kinds in enumerate(problem.types) if j != i]
        for reports in itertools.product(*known):
            others = dict(zip(names, reports, strict=True))
            place = f"the lump of {city}"
            if others:
                place += f" at {profile_name(others)}"
            cells.append(exact(called(place, "a number", lump, city, others), place))
        tables.append([1 if j == i else size for j, size in enumerate(problem.shape)])
    lumps, unit = packed(cells)
    scale = math.lcm(best.unit.denominator, unit.denominator) // best.unit.denominator
    per_lump = int(unit / (best.unit / scale))
    paid, start = [], 0
    for fee, shape in zip(fees, tables, strict=True):
        end = start + math.prod(shape)
        part = lumps[start:end].astype(object).reshape(shape) * per_lump
        paid.append(fee.astype(object) * scale + part)
        start = end
    return best.mechanism(paid, scale)
