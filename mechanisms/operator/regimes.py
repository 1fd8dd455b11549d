"""Operator regimes: hosted, public or joint, each at its best contract, against no park at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.park_operator import REGIMES, ParkOperator
from mechanisms.operator.index_contract import (
    IndexContract,
    IndexContractCertificate,
    index_contract,
)
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["OperatorRegimes", "OperatorRegimesCertificate", "operator_regimes"]


@dataclass(frozen=True, slots=True, repr=False)
class OperatorRegimes(Answer):
    """A hosted operator, officials and a joint company, each at its best contract.

    ``values``: what city and operator have together, less running costs. ``slopes``: pay per unit
    of the index, or share of what the park makes; 0 of officials. ``efforts``: quantity and
    quality. ``best``: the regime worth most, the first of equals.

    See ``operator_regimes`` for the concept, an example and its source.
    """

    park: ParkOperator
    hosted: IndexContract
    joint: IndexContract
    certificate: OperatorRegimesCertificate
    method: str = "the best contract of each regime"
    proof: Proof = EXACT

    @property
    def values(self) -> dict[str, Fraction]:
        made = (self.hosted.surplus, self.park.public_value, self.joint.surplus)
        costs = self.park.running or {}
        return {name: one - costs[name] for name, one in zip(REGIMES, made, strict=True)}

    @property
    def slopes(self) -> dict[str, Fraction]:
        return dict(zip(REGIMES, (self.hosted.slope, Fraction(0), self.joint.slope), strict=True))

    @property
    def efforts(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        hosted, joint = ((found.quantity, found.quality) for found in (self.hosted, self.joint))
        return dict(zip(REGIMES, (hosted, self.park.public, joint), strict=True))

    @property
    def best(self) -> str:
        values = self.values
        return max(values, key=lambda name: values[name])

    @property
    def death_and_chaos(self) -> bool:
        """Whether both officials and a hosted operator make less than no park at all."""
        return bool(max(self.values["hosted"], self.values["public"]) < self.park.outside)

    @property
    def worth_it(self) -> bool:
        """Whether the best regime makes at least what there is without a park."""
        return bool(self.values[self.best] >= self.park.outside)

    @property
    def status(self) -> str:
        shown = {name: f"{name} {approximately(value)}" for name, value in self.values.items()}
        without = f"without a park {approximately(self.park.outside)}"
        if self.death_and_chaos:
            return (
                f"Death if managed, chaos if released: {shown['hosted']}, {shown['public']}, "
                f"{without}; {shown['joint']}."
            )
        return f"Best is {self.best}: {', '.join(shown.values())}; {without}."


@dataclass(frozen=True, slots=True)
class OperatorRegimesCertificate(Certificate, kind="operator regimes", of="operator_regimes"):
    """The best contracts of the hosted operator and of the joint company."""

    hosted: IndexContractCertificate
    joint: IndexContractCertificate

    def violations(self, park: ParkOperator) -> Iterator[str]:
        yield from self.hosted.violations(park.hosted)
        yield from self.joint.violations(park.joint)

    def answer(self, park: ParkOperator) -> OperatorRegimes:
        return OperatorRegimes(
            park, self.hosted.answer(park.hosted), self.joint.answer(park.joint), self
        )


def operator_regimes(park: ParkOperator) -> OperatorRegimes:
    """Operator regimes: hosted, public or joint, each at its best contract, against no park at all.

      hosted   max over b of  v.e(b) - effort - r sigma^2 b^2 / 2  -  running cost,  b on the index,
      public   v.e of officials with a salary                      -  running cost,
      joint    as hosted, with b a share of what the park makes, whose noise is larger.

    The index leaves out what it does not see; the share sees everything, but is riskier. Where
    hosted and public are both worth less than no park, it is "death if managed" and "chaos
    if released".

    Errors: ``InvalidInput`` for what is not a ``ParkOperator``.

    >>> from games import MultitaskAgency, ParkOperator
    >>> host = MultitaskAgency(value=(1, 2), index=(1, 0), noise=1, risk_aversion=1, basic=(0, 1),
    ...                        substitution=0.5)
    >>> found = operator_regimes(ParkOperator(host, public=(0.5, 1), joint_noise=1, outside=3,
    ...                                       running={"public": 1}))
    >>> found.values
    {'hosted': Fraction(2, 1), 'public': Fraction(3, 2), 'joint': Fraction(18, 5)}
    >>> found.slopes["hosted"], found.slopes["joint"], found.best
    (Fraction(0, 1), Fraction(4, 5), 'joint')
    >>> print(found.status)
    Death if managed, chaos if released: hosted 2, public 1.5, without a park 3; joint 3.6.

    Source: Hu and Zhang (2024), section 4; Holmström and Milgrom (1991) for both contracts.
    """
    of_kind(park, ParkOperator, place="subject of operator_regimes")
    found = [index_contract(agency).certificate for agency in (park.hosted, park.joint)]
    return OperatorRegimesCertificate(*found).answer(park)
