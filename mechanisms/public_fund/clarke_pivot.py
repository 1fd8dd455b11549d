"""The Clarke pivot: who changes what is done pays what this costs the others."""

from __future__ import annotations

from typing import Any, overload

from games.bayesian_problem import BayesianProblem
from games.by_city import ByCity
from games.continuous_problem import ContinuousProblem
from games.errors import of_kind
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.public_fund.groves import EfficientChoice, RangedChoice, cost_shares

__all__ = ["clarke_pivot"]


@overload
def clarke_pivot(problem: BayesianProblem, shares: ByCity | None = ...) -> DirectMechanism: ...


@overload
def clarke_pivot(
    problem: ContinuousProblem, shares: ByCity | None = ...
) -> ContinuousMechanism: ...


def clarke_pivot(
    problem: BayesianProblem | ContinuousProblem, shares: ByCity | None = None
) -> DirectMechanism | ContinuousMechanism:
    """The Clarke pivot: who changes what is done pays what this costs the others.

    Each city bears its part of the cost of what is done, and on top

        what the others could have without it  -  what they have with it,

    each at the alternative that is worth the most (to the others, or to all). Only a city whose
    report tips the decision, a *pivot*, pays more than its part. Truth is best whatever the others
    report, the best for all is done, and the fund never lacks money; but what it takes in must go
    to waste, or to somebody whose report does not count: handed back to the cities it would spoil
    the incentives.

    The efficient choice with the Clarke pivot's payments, for a list of types or for ranges.

    ``shares``: each city's part of the cost of what is done; equal parts where not given. Of
    several best alternatives the first is chosen. Errors: ``InvalidInput`` where shares do not add
    up to 1.

    >>> from mechanisms.direct.audit import audit
    >>> road = ContinuousProblem.public_project({"A": (0, 4), "B": (0, 4)}, cost=4)
    >>> report = audit(clarke_pivot(road), ["DSIC", "efficiency", "no deficit", "ex post IR"])
    >>> [bool(verdict) for verdict in report.values()]
    [True, False, True, True]

    >>> road = BayesianProblem(["A", "B"], {"A": [0, 4], "B": [0, 1]}, ["no road", "road"],
    ...                        lambda city, choice, value: value if choice == "road" else 0,
    ...                        costs={"road": 3})
    >>> clarke_pivot(road).outcome({"A": 4, "B": 0}).payments
    {'A': Fraction(3, 1), 'B': Fraction(3, 2)}

    B pays 3/2 for a road that it does not need: its equal part of the cost. With such parts this
    rule does not keep everybody from losing. Nor is it the rule where a city owns what the others
    need, which it would have to be paid for.

    Source: Clarke (1971), Multipart pricing of public goods; Tideman and Tullock (1976); Green and
    Laffont (1979).
    """
    if isinstance(problem, ContinuousProblem):
        return ContinuousMechanism.from_rule(problem, _Pivot(problem, shares).outcome)
    of_kind(problem, BayesianProblem, ContinuousProblem, place="subject of clarke_pivot")
    best = EfficientChoice(problem, shares)
    fees = []
    for i in range(len(problem.cities)):
        without = best.worth(j for j in range(len(problem.cities)) if j != i).max(axis=-1)
        fees.append(best.bill(i) + without - best.others(i))
    return best.mechanism(fees)


class _Pivot:
    """The pivot rule as a function of reports, for types in ranges."""

    def __init__(self, problem: ContinuousProblem, shares: ByCity | None) -> None:
        self.problem, self.parts = problem, cost_shares(problem.cities, shares)

    def outcome(self, told: dict[str, Any]) -> tuple[Any, list[Any]]:
        problem, choice = self.problem, RangedChoice(self.problem, self.parts, told)
        best, fees = choice.best, []
        for i, part in enumerate(self.parts):
            others = [choice.others(i, a) for a in range(len(problem.alternatives))]
            fees.append(part * problem.costs[best] + max(others) - others[best])
        return problem.alternatives[best], fees
