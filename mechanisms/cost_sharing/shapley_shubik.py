"""Shapley-Shubik cost sharing: each city pays what its demand adds to the cost, in the average of
all orders of arrival.

    x = Shapley value of  c(S) = C(sum of q_i in S)

Where each unit costs less than the one before, no group pays more than it would alone; where each
costs more, each city pays at least what it would alone.

>>> from games.cost_sharing import CostSharingProblem
>>> pipe = CostSharingProblem({"A": 1, "B": 1, "C": 4}, lambda q: 2 * (q > 0) + q)
>>> shapley_shubik_sharing(pipe)
Allocation(A=1.66667, B=1.66667, C=4.66667)

Source: Shubik (1962), Incentives, decentralized control, the assignment of joint costs; Shapley
(1953).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.cost_sharing import CostSharingProblem
from games.errors import of_kind
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.shapley import ShapleyCertificate, shapley_value

__all__ = ["ShapleyShubikCertificate", "shapley_shubik_sharing"]


def shapley_shubik_sharing(problem: CostSharingProblem) -> Allocation:
    """The Shapley value of the cost game; for some 20 cities at most."""
    of_kind(problem, CostSharingProblem, place="subject of shapley_shubik_sharing")
    return ShapleyShubikCertificate(dict(shapley_value(problem.game()))).answer(problem)


@dataclass(frozen=True, slots=True)
class ShapleyShubikCertificate(Certificate, kind="cost sharing: Shapley-Shubik"):
    """The shares: the dividends of the cost game, shared equally, add up to them."""

    shares: Mapping[str, Fraction]

    def violations(self, subject: CostSharingProblem) -> Iterator[str]:
        yield from ShapleyCertificate(self.shares).violations(subject.game())

    def answer(self, subject: CostSharingProblem) -> Allocation:
        return Allocation(
            self.shares,
            method="Shapley value of what coalitions would pay for their own demand",
            status="Each pays what its demand adds to the cost, averaged over all orders.",
            certificate=self,
        )
