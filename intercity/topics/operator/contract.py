"""The contract with who runs the park: what comes of it as signed, and the best one to sign.

The operator signs if it has at least what it has elsewhere, and chooses its efforts under the
contract. Of the best contracts, which differ in the fixed sum alone, the one that leaves the cities
most is proposed, in figures that a contract would have.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from intercity.scenario.quantity import amount_of
from intercity.topics.clauses.in_few_digits import in_few_digits
from intercity.topics.operator.section import Operator
from intercity.topics.outcome import Clause

if TYPE_CHECKING:
    from games.park_operator import ParkOperator
    from mechanisms.operator.regimes import OperatorRegimes

__all__ = ["ContractTerms", "SignedTerms", "best_terms", "signed_terms"]

ZERO = Fraction(0)
WASTE = Fraction(1, 100)
"""A contract is as good as the best if both have together all but so much of what they could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTerms:
    """The contract as signed. Money is per year, on average.

    ``pay``: all that the operator is paid; ``for_operator``: what it then has beyond what it has
    elsewhere, effort and risk paid for; ``for_cities``: what they keep, running costs paid.
    ``lost``: how much less both have together than by the best contract.
    ``park``: the platform whose cost the pay is part of.
    """

    fixed: Fraction
    slope: Fraction
    fee: Fraction | None
    park: str | None
    quantity: Fraction
    quality: Fraction
    pay: Fraction
    for_operator: Fraction
    for_cities: Fraction
    lost: Fraction
    wasteful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms(Clause):
    """A contract with who is to ``run`` the park: [operator.contract] with these figures."""

    kind: ClassVar[str] = "operator's contract"
    run: str
    fixed: Fraction
    slope: Fraction
    fee: Fraction | None = None


def signed_terms(given: Operator, park: ParkOperator, found: OperatorRegimes) -> SignedTerms | None:
    """What comes of the contract of the file; ``None`` without one, or with officials."""
    signed = given.contract
    if signed is None or given.run == "public":
        return None
    contract, cost = given.signed(signed), (park.running or {})[given.run]
    best = (found.joint if given.run == "joint" else found.hosted).surplus
    lost = best - contract.agency.surplus(contract.slope)
    elsewhere = amount_of(given.elsewhere)
    quantity, quality = contract.efforts
    return SignedTerms(
        fixed=contract.fixed,
        slope=contract.slope,
        fee=None if signed.fee is None else signed.fee.value,
        park=signed.park,
        quantity=quantity,
        quality=quality,
        pay=contract.pay,
        for_operator=contract.for_operator - elsewhere,
        for_cities=contract.for_city - (cost - elsewhere),
        lost=lost,
        wasteful=lost > WASTE * max(ZERO, best),
    )


def best_terms(given: Operator, found: OperatorRegimes, way: str) -> ContractTerms:
    """The best contract of a way, in few digits: the operator just signs, or is left a little."""
    from mechanisms.operator.linear_contract import LinearContract

    park, best = found.park, found.slopes[way]
    slope = in_few_digits(best, lambda up: up - best <= best * WASTE)
    contract = LinearContract(park.joint if way == "joint" else park.hosted, ZERO, slope)
    least = contract.least_fixed(amount_of(given.elsewhere))
    to_spare = found.values[way] - park.outside
    near = abs(contract.agency.surplus(slope)) / 1000
    if to_spare > 0:
        near = min(near, to_spare / 2)
    fixed = in_few_digits(least, lambda up: up - least <= near)
    return ContractTerms(run=way, fixed=fixed, slope=slope)
