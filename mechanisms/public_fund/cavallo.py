"""Cavallo's redistribution: what the Clarke pivot takes in goes back, as far as honesty allows."""

from __future__ import annotations

import itertools
from fractions import Fraction

from games.bayesian_problem import BayesianProblem
from games.errors import of_kind
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.public_fund.clarke_pivot import clarke_pivot

__all__ = ["cavallo_redistribution"]


def cavallo_redistribution(problem: BayesianProblem) -> DirectMechanism:
    """Cavallo's redistribution: what the Clarke pivot takes in goes back, as far as honesty allows.

        z_i(t) = 1/n  min over reports s_i of  max(0, R(s_i, t_-i)),

    R what the Clarke pivot's fund keeps. What city i gets back does not depend on its own report,
    so that truth stays best whatever the others report; and together they get back no more than
    there is. The efficient choice is made, nobody has less than under the Clarke pivot, and less
    goes to waste.

    Exact, for finitely many types.

    Errors: ``InvalidInput`` for what is not a ``BayesianProblem``.

    >>> site = BayesianProblem(list("ABC"), {city: [1, 2] for city in "ABC"}, list("ABC"),
    ...                        lambda city, winner, worth: worth if city == winner else 0)
    >>> before, after = clarke_pivot(site), cavallo_redistribution(site)
    >>> reports = {"A": 2, "B": 2, "C": 1}
    >>> [str(sum(rule.outcome(reports).payments.values())) for rule in (before, after)]
    ['2', '2/3']

    Source: Cavallo (2006), Optimal decision-making with minimal waste: strategyproof redistribution
    of VCG payments; Bailey (1997).
    """
    of_kind(problem, BayesianProblem, place="subject of cavallo_redistribution")
    pivot = clarke_pivot(problem)
    costs = dict(zip(problem.alternatives, problem.costs, strict=True))
    n = len(problem.cities)
    lotteries, payments, left = {}, {}, {}
    for reports, outcome in pivot.outcomes():
        profile = tuple(reports.values())
        lotteries[profile], payments[profile] = dict(outcome.lottery), outcome.payments
        spent = sum((p * costs[chosen] for chosen, p in outcome.lottery.items()), Fraction(0))
        left[profile] = max(Fraction(0), sum(outcome.payments.values(), Fraction(0)) - spent)
    paid = {}
    for profile in itertools.product(*problem.types):
        paid[profile] = {
            city: payments[profile][city]
            - min(left[(*profile[:i], other, *profile[i + 1 :])] for other in problem.types[i]) / n
            for i, city in enumerate(problem.cities)
        }
    return DirectMechanism(problem, lotteries, paid)
