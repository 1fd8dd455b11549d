"""Average cost: all pay the same for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.cost_sharing import CostSharingProblem
from games.errors import of_kind
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["AverageCostCertificate", "average_cost_sharing"]


def average_cost_sharing(problem: CostSharingProblem) -> Allocation:
    """Average cost: all pay the same for each unit.

        x_i = q_i C(Q) / Q

    Simple, and proof against splitting and merging demands. But where costs rise ever more steeply,
    a city pays less than what its last unit adds to the cost, and all demand too much; and the
    small pay for the congestion that the large cause.

    All pay 0 where nobody demands anything.

    Errors: ``InvalidInput`` for what is not a ``CostSharingProblem``.

    >>> from games.cost_sharing import CostSharingProblem
    >>> works = CostSharingProblem({"A": 1, "B": 2, "C": 3}, lambda quantity: quantity**2)
    >>> average_cost_sharing(works)
    Allocation(A=6, B=12, C=18)

    Source: Moulin and Shenker (1992, 1994), Average cost pricing versus serial cost sharing.
    """
    of_kind(problem, CostSharingProblem, place="subject of average_cost_sharing")
    price = problem.cost(problem.total) / (problem.total or Fraction(1))
    shares = {city: demand * price for city, demand in problem.demands.items()}
    return AverageCostCertificate(shares).answer(problem)


@dataclass(frozen=True, slots=True)
class AverageCostCertificate(Certificate, kind="cost sharing: average cost"):
    """The shares: they add up to the cost, and are to each other as the demands."""

    shares: Mapping[str, Fraction]

    def violations(self, subject: CostSharingProblem) -> Iterator[str]:
        if tuple(self.shares) != subject.players:
            yield "The shares do not fit the cities."
        paid, cost = sum(self.shares.values(), Fraction(0)), subject.cost(subject.total)
        if paid != cost:
            yield f"All pay {paid}, not the cost of {cost}."
        largest = max(subject.demands, key=lambda city: subject.demands[city])
        for city, share in self.shares.items():
            if share * subject.demands[largest] != self.shares[largest] * subject.demands[city]:
                yield f"{city} and {largest} do not pay in proportion to their demands."
            if not subject.total and share:
                yield f"{city} pays {share} for nothing."

    def answer(self, subject: CostSharingProblem) -> Allocation:
        return Allocation(
            self.shares,
            method="demand times the average cost of all demands",
            status="All pay the same for each unit.",
            certificate=self,
        )
