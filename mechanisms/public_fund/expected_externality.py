"""The expected externality mechanism: truth is best on average, and the budget always balances."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, overload

import numpy as np

from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity
from games.continuous_problem import ContinuousProblem
from games.errors import InvalidInput, of_kind
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.direct_mechanism import DirectMechanism, packed, weighted
from mechanisms.direct.interim_functions import InterimFunctions, interim_functions
from mechanisms.public_fund.groves import EfficientChoice, Integers, RangedChoice, cost_shares
from solvers.polynomial import Polynomial

__all__ = ["expected_externality"]

MOST_CITIES = 5
"""With more cities with ranges integrals take minutes."""

_INT64_SAFE = 1 << 61


@overload
def expected_externality(
    problem: BayesianProblem, shares: ByCity | None = ...
) -> DirectMechanism: ...


@overload
def expected_externality(
    problem: ContinuousProblem, shares: ByCity | None = ...
) -> ContinuousMechanism: ...


def expected_externality(
    problem: BayesianProblem | ContinuousProblem, shares: ByCity | None = None
) -> DirectMechanism | ContinuousMechanism:
    """The expected externality mechanism: truth is best on average, and the budget always balances.

    Each city is paid what its report is *expected* to do for the others, and these sums are raised
    among the others in equal parts:

        p_i = share_i c(a*) - x_i(t_i) + sum over j other than i of x_j(t_j) / (n - 1),
        x_i(t_i) = expected value of what a* is worth to the others, over the others' types.

    The fund neither needs money nor keeps any, and the best for all is done. What it gives up:
    truth is best only for who believes the prior, and a city may expect less than without the rule.

    The efficient choice with d'Aspremont and Gérard-Varet's payments, for the problem's prior.

    ``shares``: each city's part of the cost of what is done; equal parts where not given. Errors:
    ``InvalidInput`` where they do not add up to 1, and for more than five cities with ranges,
    whose integrals take too long.

    >>> plot = BayesianProblem(["A", "B"], {"A": [1, 3], "B": [0, 2]}, ["to A", "to B"],
    ...                        lambda city, choice, value: value * (choice == "to " + city))
    >>> expected_externality(plot).outcome({"A": 3, "B": 2})
    MechanismOutcome(lottery={'to A': Fraction(1, 1)},
                     payments={'A': Fraction(3, 2), 'B': Fraction(-3, 2)})

    For types in ranges x_i is a polynomial of the report, piece by piece: with values even on [0,
    1], A pays (a^2 - b^2)/2.

    >>> from mechanisms.direct.audit import audit
    >>> rule = expected_externality(ContinuousProblem.auction({"A": (0, 1), "B": (0, 1)}))
    >>> rule.outcome({"A": 0.8, "B": 0.4}).payments["A"]
    Fraction(6, 25)
    >>> report = audit(rule, ["BIC", "DSIC", "exact budget balance", "ex post IR"])
    >>> [bool(verdict) for verdict in report.values()]
    [False, True, True, True]

    Source: d'Aspremont and Gérard-Varet (1979), Incentives and incomplete information; Arrow
    (1979).
    """
    if isinstance(problem, ContinuousProblem):
        return ContinuousMechanism.from_rule(problem, _InRanges(problem, shares).outcome)
    of_kind(problem, BayesianProblem, ContinuousProblem, place="subject of expected_externality")
    best = EfficientChoice(problem, shares)
    n = len(problem.cities)
    priors = [packed(prior) for prior in problem.priors]
    scale = math.prod(unit.denominator for _, unit in priors)
    external: list[Integers] = []
    for i in range(n):
        expected = best.others(i)
        for j in reversed(range(n)):
            if j != i:
                expected = np.expand_dims(weighted(expected, priors[j][0], j), j)
        external.append(expected)
    rest = max(1, n - 1)
    largest = max(int(np.abs(table).max()) for table in (*external, best.bills))
    dtype = np.int64 if largest * scale * 4 * n < _INT64_SAFE else object
    # Bring each expectation to the product of all cities' denominators.
    external = [
        table.astype(dtype) * unit.denominator
        for table, (_, unit) in zip(external, priors, strict=True)
    ]
    fees = []
    for i in range(n):
        raised = sum(external[j] for j in range(n) if j != i)
        fees.append(best.bill(i).astype(dtype) * (scale * rest) - external[i] * rest + raised)
    return best.mechanism(fees, scale * rest)


class _InRanges:
    """The expected externality rule as a function of reports, for types in ranges."""

    def __init__(self, problem: ContinuousProblem, shares: ByCity | None) -> None:
        self.problem, self.parts = problem, cost_shares(problem.cities, shares)
        n = len(problem.cities)
        if n > MOST_CITIES:
            raise InvalidInput(
                "the number of cities with ranges", n, f"at most {MOST_CITIES}; on_grid takes more"
            )
        # Under this rule a city has its value's slope times its type, plus the others' payoffs.
        rule = ContinuousMechanism.from_rule(problem, self._externality_rule)
        self.external = [_pieces(interim_functions(rule, city)) for city in problem.cities]

    def _externality_rule(self, told: dict[str, Any]) -> tuple[Any, list[Any]]:
        choice = RangedChoice(self.problem, self.parts, told)
        best = choice.best
        fees = [
            values[best][0] - choice.others(i, best) for i, values in enumerate(self.problem.values)
        ]
        return self.problem.alternatives[best], fees

    def outcome(self, told: dict[str, Any]) -> tuple[Any, list[Any]]:
        problem = self.problem
        best = RangedChoice(problem, self.parts, told).best
        external = [
            _piece_value(pieces, told[city])
            for city, pieces in zip(problem.cities, self.external, strict=True)
        ]
        raised, rest = sum(external, Fraction(0)), max(1, len(external) - 1)
        fees = [
            part * problem.costs[best] - mine + (raised - mine) / rest
            for part, mine in zip(self.parts, external, strict=True)
        ]
        return problem.alternatives[best], fees


_Piece = tuple[Fraction, bool, Polynomial]
"""Up to where it reaches, whether it does there, and what it is."""


def _pieces(functions: InterimFunctions) -> list[_Piece]:
    """What a city is paid by its report, from the lowest on; at a jump also what is paid there."""
    found: list[_Piece] = []
    curves = [a for a, _ in functions.between]
    for k, (point, (value, _)) in enumerate(
        zip(functions.points, functions.at_points, strict=True)
    ):
        closed = bool(k) and curves[k - 1](point) == value
        opened = k < len(curves) and curves[k](point) == value
        if k and not (closed and opened and curves[k - 1] == curves[k]):
            found.append((point, closed, curves[k - 1]))
        if not closed and not opened:
            found.append((point, True, Polynomial.of(value)))
    return found


def _piece_value(pieces: list[_Piece], report: Any) -> Any:
    for end, closed, curve in pieces[:-1]:
        if report <= end if closed else report < end:
            return curve(report)
    return pieces[-1][2](report)
