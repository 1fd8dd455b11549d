"""Limited liability: the cheapest contract under which an operator makes the effort,
and its rent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.agency import Agency
from games.approximately import approximately
from games.errors import of_kind
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import InfeasibilityCertificate, OptimalityCertificate, bounded_optimum

__all__ = ["OperatorContract", "OperatorContractCertificate", "best_contract", "contract_program"]


@dataclass(frozen=True, slots=True, repr=False)
class OperatorContract(Answer):
    """The contract that leaves the city most, and what hidden effort costs.

    ``effort``: what it brings about; ``pay``: by outcome. ``kept``: what the city keeps on average;
    ``rent``: what the operator has above its offer elsewhere. ``prices``: for each effort the
    lowest pay on average that brings it about, ``None`` if none does. ``first_best``: the effort
    that is best if it can be seen, and ``loss``: what is lost to both together because it cannot.

    See ``best_contract`` for the concept, an example and its source.
    """

    effort: str
    pay: Mapping[str, Fraction]
    kept: Fraction
    rent: Fraction
    prices: Mapping[str, Fraction | None]
    first_best: str
    loss: Fraction
    certificate: OperatorContractCertificate
    method: str = "a linear program for each effort"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        if self.effort == self.first_best:
            keeps = (
                "has no rent" if not self.rent else f"keeps a rent of {approximately(self.rent)}"
            )
            return f"The best effort, {self.effort}, is bought; the operator {keeps}."
        return (
            f"{self.effort} is bought, not {self.first_best}, which would be worth "
            f"{approximately(self.loss)} more to both but costs the city too much."
        )


@dataclass(frozen=True, slots=True)
class OperatorContractCertificate(Certificate, kind="operator contract"):
    """For each effort the proven answer to its program: lowest pay, or that there is none."""

    programs: Mapping[str, OptimalityCertificate | InfeasibilityCertificate]

    def violations(self, agency: Agency) -> Iterator[str]:
        if tuple(self.programs) != tuple(agency.efforts):
            yield "The programs do not fit the efforts."
        for effort, found in self.programs.items():
            yield from found.violations(contract_program(agency, effort))

    def answer(self, agency: Agency) -> OperatorContract:
        found = {
            effort: proof.answer(contract_program(agency, effort))
            for effort, proof in self.programs.items()
        }
        kept = {
            effort: agency.value(effort) - one.value
            for effort, one in found.items()
            if one.value is not None
        }
        effort = max(kept, key=lambda name: kept[name])
        made = {name: agency.value(name) - cost for name, cost in agency.efforts.items()}
        best = max(made, key=lambda name: (made[name], name == effort))
        return OperatorContract(
            effort=effort,
            pay={y: found[effort].point[y] for y in agency.outcomes},
            kept=kept[effort],
            rent=found[effort].optimum - agency.efforts[effort] - agency.outside,
            prices={name: one.value for name, one in found.items()},
            first_best=best,
            loss=made[best] - made[effort],
            certificate=self,
        )


def best_contract(agency: Agency) -> OperatorContract:
    """Limited liability: the cheapest contract under which an operator makes the effort,
    and its rent.

    For each effort e a linear program finds the lowest expected pay, with p_e(y) the chances:

        minimise  sum p_e(y) w_y   subject to   w_y >= least pay,
                  sum p_e(y) w_y - c_e  >=  sum p_f(y) w_y - c_f   for every other effort f,
                  sum p_e(y) w_y - c_e  >=  outside,

    and the city buys the effort that leaves it most. With two efforts (cost 0 and c) and two
    outcomes, of which the good one has the chances p_L and p_H, the bonus is c / (p_H - p_L), and
    the operator has a rent of p_L c / (p_H - p_L) that no contract can take from it.

    The contract that leaves the city most.

    Without a lowest pay (``least_pay=None``) the operator buys the park, as it were, and there is
    neither rent nor loss. Where two efforts leave the city as much, the first is bought.
    The cheapest effort can always be bought, by the same pay for every outcome.

    Errors: ``InvalidInput`` for what is not an ``Agency``.

    >>> from games import Agency
    >>> park = Agency(outcomes={"empty": 0, "full": 10}, efforts={"none": 0, "care": 1},
    ...               chances={"none": {"empty": 0.8, "full": 0.2},
    ...                        "care": {"empty": 0.3, "full": 0.7}})
    >>> found = best_contract(park)
    >>> found.effort, found.pay["full"], found.rent, found.kept
    ('care', Fraction(2, 1), Fraction(2, 5), Fraction(28, 5))

    An effort that no pay brings about has, as its proof, weights on other efforts that together
    lead to the same outcomes for less.

    Source: Innes (1990), Limited liability and incentive contracting with ex-ante action choices;
    Laffont and Martimort (2002), The Theory of Incentives, section 4.3; Grossman and Hart (1983)
    for one program per effort.
    """
    of_kind(agency, Agency, place="subject of best_contract")
    return OperatorContractCertificate(
        {effort: bounded_optimum(contract_program(agency, effort)) for effort in agency.efforts}
    ).answer(agency)


def contract_program(agency: Agency, effort: str) -> LinearProgram:
    """The program for one effort: to read, or to export with ``to_pulp``."""
    own = agency.chances[agency.known(effort)]
    cost = agency.efforts[effort]
    rows = [
        Row(
            f"not {other}",
            {y: own[y] - agency.chances[other][y] for y in agency.outcomes},
            ">=",
            cost - agency.efforts[other],
        )
        for other in agency.efforts
        if other != effort
    ]
    rows.append(Row("stays", dict(own), ">=", cost + agency.outside))
    return LinearProgram(
        "min", dict(own), tuple(rows), dict.fromkeys(agency.outcomes, (agency.least_pay, None))
    )
