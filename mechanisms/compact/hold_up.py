"""Hold-up: once the irreversible part is sunk, the terms can be bargained over again.

Before signing, each member can stay as it is. Once the land of year 0 has been handed over and the
park is built, what a member falls back on if cooperation breaks down altogether is different:

- land handed over for good stays, and so does the price paid for it; what is reversible goes back,
  and its price with it; what would be handed over later is not handed over, nor paid for;
- the park stands idle: no tax, rent, spillover or plants, its projects are back in the host's pool,
  its running cost ends, and its payer still bears what was paid once;
- refunds cease, enforceable or not, with the tax that they are a share of; so do grants.

Sharing equally what going on adds to these fall-backs,

    renegotiated_i = broken_i + (sum of deal payoffs - sum of broken) / members,

shows who loses what by having sunk its part first.

``walk_away`` keeps the same assumptions on land and prices and differs in one thing: there a single
member stops paying while the park runs on, so that the others' tax goes on, enforceable refunds are
still paid, and the leaver forgoes only what it would still get from the others. Here nobody does
its part any more.

Source: Williamson (1985); Grossman and Hart (1986); Hart and Moore (1988).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.by_city import one_of
from games.errors import InvalidInput, of_kind
from games.exact import exact
from mechanisms.compact.ask import Ask, call, check_ask
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program
from solvers.optimum import solve

__all__ = ["HoldUp", "hold_up", "sunk_part"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class HoldUp:
    """Payoffs a year: under the deal, if it breaks after sinking, and bargained over again."""

    deal: Mapping[str, Fraction]
    broken: Mapping[str, Fraction]
    renegotiated: Mapping[str, Fraction]

    def loss(self, city: str) -> Fraction:
        """What renegotiation takes from a member; negative if it gains."""
        one_of(city, self.deal, "a member")
        return self.deal[city] - self.renegotiated[city]

    def worst(self, status_quo: Mapping[str, Fraction]) -> str | None:
        """Of the members that lose by renegotiation the one left worst off against its status quo.

        ``None`` if nobody loses.
        """
        of_kind(status_quo, Mapping, place="the status quo", hint="a number by member")
        before = {}
        for city in self.deal:
            if city not in status_quo:
                raise InvalidInput(f"the status quo of {city}", "missing", "a number")
            before[city] = exact(status_quo[city], f"the status quo of {city}")
        losers = [city for city in self.deal if self.loss(city) > 0]
        return min(losers, key=lambda c: self.renegotiated[c] - before[c], default=None)


def sunk_part(compact: EnclaveCompact) -> EnclaveCompact:
    """What is left of a compact that breaks down: land and its price for good, and idle parks."""
    return replace(
        compact,
        transfers=tuple(t for t in compact.transfers if not t.when and not t.reversible),
        enclaves=tuple(
            replace(
                e,
                projects=ZERO,
                brings=ZERO,
                returns=None,
                cost=e.cost - e.running_cost,
                running_cost=ZERO,
            )
            for e in compact.enclaves
        ),
        refunds=(),
        grant={},
    )


def hold_up(compact: EnclaveCompact, deal: DealPayoffs, ask: Ask = call) -> HoldUp | None:
    """What renegotiation after sinking does to each; ``None`` if a fall-back is impossible."""
    check_ask(ask)
    of_the_deal(compact, deal)
    broken: dict[str, Fraction] = {}
    for city in compact.members:
        sunk = sunk_part(compact)
        best = ask(solve, own_program(compact, city, sunk.endowment_changes(city)))
        if best.value is None:
            return None
        incidence = sunk.incidence(city)
        broken[city] = best.value + sum(
            incidence[kind] for kind in ("park cost", "own platforms", "price")
        )
    surplus = sum(deal.payoffs.values(), ZERO) - sum(broken.values(), ZERO)
    share = surplus / len(compact.members)
    return HoldUp(deal.payoffs, broken, {city: payoff + share for city, payoff in broken.items()})
