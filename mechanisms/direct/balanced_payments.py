"""Payments that balance at every profile, made of what each type is to pay on average.

With two or more cities and independent types, payments m_i(t_i) that cover the costs c(t) on
average can be made up so that they do so always, but for the same amount:

    p_i(t) = m_i(t_i) - sum over j != i of (m_j(t_j) - E m_j) / (n - 1)  +  x_i(t),

where x_1 = c(t) - E[c | t_1] and x_2 = E[c | t_1] - E c, so that costs are covered at each
profile too. In the eyes of who pays them, both are 0.

>>> swap = BayesianProblem.bilateral_trade({"B": [1, 3]}, {"S": [0]})
>>> balanced_payments(swap, [[Fraction(0), Fraction(2)], [Fraction(-1)]], {(0, 0): 0, (1, 0): 0})
[[Fraction(0, 1), Fraction(2, 1)], [Fraction(0, 1), Fraction(-2, 1)]]

Source: d'Aspremont and Gérard-Varet (1979); Börgers and Norman (2009), A note on budget balance
under interim participation constraints.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.bayesian_problem import BayesianProblem

__all__ = ["balanced_payments"]

ZERO = Fraction(0)


def balanced_payments(
    problem: BayesianProblem,
    due: Sequence[Sequence[Fraction]],
    costs: Mapping[tuple[int, ...], Fraction | int],
) -> list[list[Fraction]]:
    """For each city what it pays at each profile, the last city's type changing fastest.

    ``due``: by city and type what it is to expect to pay; ``costs``: by profile (positions of
    types) what the fund must pay.
    """
    cities = range(len(problem.cities))
    profiles = list(itertools.product(*map(range, problem.shape)))
    mean = [
        sum((p * m for p, m in zip(prior, dues, strict=True)), ZERO)
        for prior, dues in zip(problem.priors, due, strict=True)
    ]
    by_first = [ZERO] * problem.shape[0]
    for at in profiles:
        likely = math.prod((problem.priors[j][at[j]] for j in cities[1:]), start=Fraction(1))
        by_first[at[0]] += likely * costs[at]
    usual = sum((p * c for p, c in zip(problem.priors[0], by_first, strict=True)), ZERO)
    fees: list[list[Fraction]] = [[] for _ in cities]
    for at in profiles:
        beyond = [due[j][k] - mean[j] for j, k in enumerate(at)]
        carried = [costs[at] - by_first[at[0]], by_first[at[0]] - usual]
        for i in cities:
            fee = due[i][at[i]] - (sum(beyond, ZERO) - beyond[i]) / (len(cities) - 1)
            fees[i].append(fee + (carried[i] if i < 2 else 0))
    return fees
