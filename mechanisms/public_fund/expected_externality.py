"""The expected externality mechanism: truth is best on average, and the budget always balances.

Each city is paid what its report is *expected* to do for the others, and these sums are raised
among the others in equal parts:

    p_i = share_i c(a*) - x_i(t_i) + sum over j other than i of x_j(t_j) / (n - 1),
    x_i(t_i) = expected value of what a* is worth to the others, over the others' types.

The fund neither needs money nor keeps any, and the best for all is done. What it gives up: truth is
best only for who believes the prior, and a city may expect less than without the rule.

>>> plot = BayesianProblem(["A", "B"], {"A": [1, 3], "B": [0, 2]}, ["to A", "to B"],
...                        lambda city, choice, value: value * (choice == "to " + city))
>>> expected_externality(plot).outcome({"A": 3, "B": 2})
MechanismOutcome(lottery={'to A': Fraction(1, 1)},
                 payments={'A': Fraction(3, 2), 'B': Fraction(-3, 2)})

Source: d'Aspremont and Gérard-Varet (1979), Incentives and incomplete information; Arrow (1979).
"""

from __future__ import annotations

import math

import numpy as np

from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity
from mechanisms.direct.direct_mechanism import DirectMechanism, packed, weighted
from mechanisms.public_fund.groves import EfficientChoice, Integers

__all__ = ["expected_externality"]

_INT64_SAFE = 1 << 61


def expected_externality(problem: BayesianProblem, shares: ByCity | None = None) -> DirectMechanism:
    """The efficient choice with d'Aspremont and Gérard-Varet's payments, for the problem's prior.

    ``shares``: each city's part of the cost of what is done; equal parts where not given. Errors:
    ``InvalidInput`` where they do not add up to 1.
    """
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
    # Each expectation is out of the product of the other cities' denominators, and now out of all.
    external = [
        table.astype(dtype) * unit.denominator
        for table, (_, unit) in zip(external, priors, strict=True)
    ]
    fees = []
    for i in range(n):
        raised = sum(external[j] for j in range(n) if j != i)
        fees.append(best.bill(i).astype(dtype) * (scale * rest) - external[i] * rest + raised)
    return best.mechanism(fees, scale * rest)
