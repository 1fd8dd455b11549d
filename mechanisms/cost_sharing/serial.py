"""Serial cost sharing: nobody pays for what others want beyond its own demand.

With demands in rising order, let Q_k = q_1 + ... + q_(k-1) + (n - k + 1) q_k, the total if nobody
wanted more than city k. Each step's cost is shared by those who still want more:

    x_k = sum over j up to k of  (C(Q_j) - C(Q_(j-1))) / (n - j + 1).

A city's bill does not depend on larger demands. Where costs rise ever more steeply, the small need
not fear the large; with average cost the small pay for the congestion that the large cause.

>>> from games.cost_sharing import CostSharingProblem
>>> works = CostSharingProblem({"A": 1, "B": 2, "C": 3}, lambda quantity: quantity**2)
>>> serial_cost_sharing(works)
Allocation(A=3, B=11, C=22)

Source: Moulin and Shenker (1992), Serial cost sharing, Econometrica 60.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.cost_sharing import CostSharingProblem
from games.errors import of_kind
from solvers.answer import Allocation
from solvers.certificate import Certificate

__all__ = ["SerialCertificate", "serial_cost_sharing"]

ZERO = Fraction(0)


def serial_cost_sharing(problem: CostSharingProblem) -> Allocation:
    """What each city pays by the serial rule; equal demands pay the same, a demand of 0 nothing."""
    of_kind(problem, CostSharingProblem, place="subject of serial_cost_sharing")
    rising = sorted(problem.demands, key=lambda city: problem.demands[city])
    shares: dict[str, Fraction] = {}
    share = below = ZERO
    for k, (city, level) in enumerate(zip(rising, problem.levels(), strict=True)):
        cost = problem.cost(level)
        share += (cost - below) / (len(rising) - k)
        below = cost
        shares[city] = share
    return SerialCertificate({city: shares[city] for city in problem.demands}).answer(problem)


@dataclass(frozen=True, slots=True)
class SerialCertificate(Certificate, kind="cost sharing: serial"):
    """The shares: if nobody wanted more than city k, nor paid more, the bill would be paid.

    sum over j of (x_j if q_j < q_k, else x_k) = C(sum over j of min(q_j, q_k)), for every k.
    """

    shares: Mapping[str, Fraction]

    def violations(self, subject: CostSharingProblem) -> Iterator[str]:
        if tuple(self.shares) != subject.players:
            yield "The shares do not fit the cities."
        for city, demand in subject.demands.items():
            capped = sum((min(other, demand) for other in subject.demands.values()), ZERO)
            paid = ZERO
            for other, wanted in subject.demands.items():
                paid += self.shares[other if wanted < demand else city]
            if paid != subject.cost(capped):
                yield f"Capped at the demand of {city}, all pay {paid}, not the cost of {capped}."

    def answer(self, subject: CostSharingProblem) -> Allocation:
        return Allocation(
            self.shares,
            method="the cost of each step, shared by those who want more",
            status="Nobody's bill depends on demands larger than its own.",
            certificate=self,
        )
