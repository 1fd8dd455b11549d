"""Hold-up: once the irreversible part is sunk, the terms can be bargained over again.

Before signing, each member can stay as it is. After quota has been handed over and the park is
built, what a member falls back on if cooperation breaks is different: the taker keeps the quota,
the payer of the park still pays for it. Sharing equally what going on adds to those fall-backs,

    renegotiated_i = broken_i + (sum of deal payoffs - sum of broken) / members,

shows who loses what by having sunk its part first.

Source: Williamson (1985); Grossman and Hart (1986); Hart and Moore (1988).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.enclave_compact import Ask, DealPayoffs, EnclaveCompact, call, own_program
from solvers.linear_program import solve

__all__ = ["HoldUp", "hold_up"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class HoldUp:
    """Payoffs a year: under the deal, if it breaks after sinking, and bargained over again."""

    deal: Mapping[str, Fraction]
    broken: Mapping[str, Fraction]
    renegotiated: Mapping[str, Fraction]

    @property
    def loser(self) -> str:
        """The member that loses most by renegotiation."""
        return min(self.deal, key=lambda city: self.renegotiated[city] - self.deal[city])

    @property
    def loss(self) -> Fraction:
        return self.deal[self.loser] - self.renegotiated[self.loser]


def hold_up(compact: EnclaveCompact, deal: DealPayoffs, ask: Ask = call) -> HoldUp | None:
    """What renegotiation after sinking does to each; ``None`` if a fall-back is impossible."""
    broken: dict[str, Fraction] = {}
    for city in compact.members:
        kept: dict[str, Fraction] = {}
        for transfer in compact.transfers:
            sign = (transfer.taker == city) - (transfer.giver == city)
            if sign and not transfer.reversible:
                kept[transfer.resource] = kept.get(transfer.resource, ZERO) + (
                    sign * transfer.amount
                )
        best = ask(solve, own_program(compact, city, kept))
        if best.value is None:
            return None
        sunk = sum((e.cost for e in compact.enclaves if e.paid_by == city), ZERO)
        prices = compact.incidence(city)["price"]
        broken[city] = best.value - sunk + prices
    surplus = sum(deal.payoffs.values(), ZERO) - sum(broken.values(), ZERO)
    share = surplus / len(compact.members)
    return HoldUp(deal.payoffs, broken, {city: payoff + share for city, payoff in broken.items()})
