"""The Clarke pivot: who changes what is done pays what this costs the others.

Each city bears its part of the cost of what is done, and on top

    what the others could have without it  -  what they have with it,

each at the alternative that is worth the most (to the others, or to all). Only a city whose report
tips the decision, a *pivot*, pays more than its part. Truth is best whatever the others report, the
best for all is done, and the fund never lacks money; but what it takes in must go to waste, or to
somebody whose report does not count: handed back to the cities it would spoil the incentives.

>>> road = BayesianProblem(["A", "B"], {"A": [0, 4], "B": [0, 1]}, ["no road", "road"],
...                        lambda city, choice, value: value if choice == "road" else 0,
...                        costs={"road": 3})
>>> clarke_pivot(road).outcome({"A": 4, "B": 0}).payments
{'A': Fraction(3, 1), 'B': Fraction(3, 2)}

B pays 3/2 for a road that it does not need: no rule of this kind keeps everybody from losing. Nor
is this the rule where a city owns what the others need, which it would have to be paid for.

Source: Clarke (1971), Multipart pricing of public goods; Tideman and Tullock (1976); Green and
Laffont (1979).
"""

from __future__ import annotations

from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.public_fund.groves import EfficientChoice

__all__ = ["clarke_pivot"]


def clarke_pivot(problem: BayesianProblem, shares: ByCity | None = None) -> DirectMechanism:
    """The efficient choice with the Clarke pivot's payments.

    ``shares``: each city's part of the cost of what is done; equal parts where not given. Of
    several best alternatives the first is chosen.
    """
    best = EfficientChoice(problem, shares)
    fees = []
    for i in range(len(problem.cities)):
        without = best.worth(j for j in range(len(problem.cities)) if j != i).max(axis=-1)
        fees.append(best.bill(i) + without - best.others(i))
    return best.mechanism(fees)
