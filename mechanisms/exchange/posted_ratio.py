"""The posted ratio: quota for floor at r mu per unit, as much as both want; take it or leave it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import within
from games.errors import Undefined, of_kind
from games.quota_swap import QuotaSwap
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["PostedRatio", "PostedSwap", "PostedSwapCertificate", "fair_ratio", "posted_ratio"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class PostedRatio:
    """A swap, and the ``ratio`` that is posted: mu per unit of floor, more than 0.

    See ``posted_ratio`` for the concept, an example and its source.
    """

    swap: QuotaSwap
    ratio: Any

    def __post_init__(self) -> None:
        of_kind(self.swap, QuotaSwap, place="the swap at a posted ratio")
        object.__setattr__(self, "ratio", within(self.ratio, "the ratio", "more than 0"))


@dataclass(frozen=True, slots=True, repr=False)
class PostedSwap(Answer):
    """How much is swapped at a ratio, and who gains.

    ``floor`` units go to the sender, ``quota`` mu to the host. ``gains``: by city, in money.
    ``unwilling``: who would rather not, and so stops the swap.

    See ``posted_ratio`` for the concept, an example and its source.
    """

    ratio: Fraction
    floor: Fraction
    quota: Fraction
    gains: Mapping[str, Fraction]
    unwilling: tuple[str, ...]
    status: str
    certificate: Certificate
    method: str = "each city's own choice at the ratio"
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class PostedSwapCertificate(Certificate, kind="posted ratio"):
    """How much floor is swapped; checked by what each city would want at the ratio."""

    floor: Fraction

    def violations(self, subject: PostedRatio) -> Iterator[str]:
        swap, ratio = subject.swap, subject.ratio
        quota = ratio * self.floor
        if not 0 <= self.floor <= swap.floor or quota > swap.quota:
            yield "More is swapped than there is."
        steps = [swap.gain(city, ratio, Fraction(1)) for city in swap.cities]
        if self.floor and min(steps) < 0:
            yield "A city that loses by the swap takes part in it."
        if min(steps) >= 0 and self.floor < swap.floor and quota < swap.quota:
            yield "Both would swap more, and there is more of either."

    def answer(self, subject: PostedRatio) -> PostedSwap:
        swap, ratio = subject.swap, subject.ratio
        quota = ratio * self.floor
        unwilling = tuple(city for city in swap.cities if swap.gain(city, ratio, Fraction(1)) < 0)
        if unwilling:
            low, high = approximately(swap.lowest), approximately(swap.highest)
            status = f"{' and '.join(unwilling)} would rather not: "
            status += (
                f"both gain from {low} to {high} mu per unit."
                if swap.lowest <= swap.highest
                else f"no ratio suits both, as one asks {low} and the other gives {high}."
            )
        else:
            scarce = "floor" if self.floor == swap.floor else "quota"
            status = f"{approximately(self.floor)} units for {approximately(quota)} mu: "
            status += f"all the {scarce}."
        return PostedSwap(
            ratio,
            self.floor,
            quota,
            {city: swap.gain(city, quota, self.floor) for city in swap.cities},
            unwilling,
            status,
            self,
        )


def posted_ratio(swap: QuotaSwap, ratio: Any) -> PostedSwap:
    """The posted ratio: quota for floor at r mu per unit, as much as both want;
    take it or leave it.

    Each city says how much it would swap at r, and the lesser of the two is swapped. A city gains
    the same by each unit, so it wants all that there is, or nothing:

        floor = min(F, Q / r)  if  lowest <= r <= highest,  else 0;    quota = r floor.

    Nobody can move the ratio, so no misreport pays; no money is paid. That is what makes it robust:
    rules for two that are honest whatever the other's worth, voluntary and need no money from
    outside post a price (Hagerty and Rogerson 1987). What it gives up: a ratio outside the range
    loses the whole swap.

    What is swapped at ``ratio`` mu per unit of floor; nothing where a city would lose by it.

    Who gains nothing by it takes part. Errors: ``InvalidInput`` for a ratio that is not above 0.

    >>> from games import QuotaSwap
    >>> swap = QuotaSwap("Quzhou", "Hangzhou", quota=300, floor=50,
    ...                  quota_worth={"Quzhou": 1, "Hangzhou": 3},
    ...                  floor_worth={"Quzhou": 8, "Hangzhou": 6})
    >>> deal = posted_ratio(swap, 4)
    >>> deal.floor, deal.quota, deal.gains
    (Fraction(50, 1), Fraction(200, 1), {'Quzhou': Fraction(200, 1), 'Hangzhou': Fraction(300, 1)})
    >>> deal.certificate.verify(PostedRatio(swap, 4))
    True
    >>> fair_ratio(swap)                                          # (8 + 6) / (1 + 3)
    Fraction(7, 2)

    Source: Hagerty and Rogerson (1987), Robust trading mechanisms; Hu and Zhang (2024).
    """
    subject = PostedRatio(swap, ratio)
    willing = swap.lowest <= subject.ratio <= swap.highest
    floor = min(swap.floor, swap.quota / subject.ratio) if willing else ZERO
    return PostedSwapCertificate(floor).answer(subject)


def fair_ratio(swap: QuotaSwap) -> Fraction:
    """The ratio at which both gain the same, in money: all floor worth over all quota worth.

    It lies between the lowest and the highest that both accept. Errors: ``Undefined`` where no
    ratio suits both, or only a ratio of 0 does.

    See ``posted_ratio`` for the concept and its source.

    >>> from games import QuotaSwap
    >>> swap = QuotaSwap("Quzhou", "Hangzhou", quota=300, floor=50,
    ...                  quota_worth={"Quzhou": 1, "Hangzhou": 3},
    ...                  floor_worth={"Quzhou": 8, "Hangzhou": 6})
    >>> fair_ratio(swap)                                          # (8 + 6) / (1 + 3)
    Fraction(7, 2)
    """
    of_kind(swap, QuotaSwap, place="subject of fair_ratio")
    ratio = sum(swap.floor_worth.values(), ZERO) / sum(swap.quota_worth.values(), ZERO)  # type: ignore[union-attr]
    if swap.lowest > swap.highest or not ratio:
        low, high = approximately(swap.lowest), approximately(swap.highest)
        reason = f"{swap.host} asks {low} mu a unit or more, {swap.sender} gives at most {high}"
        raise Undefined("fair ratio", reason, swap)
    return ratio
