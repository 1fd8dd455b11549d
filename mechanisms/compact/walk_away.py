"""Walking away: what a member still gains, year by year, by keeping to an enclave compact.

Who leaves in year t stops what it still owes and forgoes what it would still get from the others.
What was handed over for good stays with its price, and parks and plants run on: only this member
stops paying. With w(e) the best a member does on its own with endowment e, staying brings it, in a
year s >= t,

    w(what it owns in s if it stays) - w(what it owns having left in t)
        + refunds, credit, grant, rent from others' sites - running cost of parks there
        + prices still to come - prices given back,

and it stays iff the present value of these flows is never negative (``self_enforcement``). Land
still to come is so valued exactly, all units together and by the resource it is.

Source: Telser (1980); Thomas and Worrall (1994).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from mechanisms.compact.ask import Ask, call, check_ask
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_program
from solvers.optimum import solve

__all__ = ["Endowments", "at_stake"]

ZERO = Fraction(0)


class Endowments:
    """What one member owns, and what that is worth to it a year: staying, or having left.

    A transfer of year ``when`` is used from the next year on; one of year 0 is done at signing. Who
    leaves in year t keeps, and has lost, what was handed over for good before t.
    """

    def __init__(
        self, compact: EnclaveCompact, deal: DealPayoffs, city: str, ask: Ask = call
    ) -> None:
        check_ask(ask)
        self.compact, self.city, self.ask = compact, city, ask
        self.known: dict[tuple[Transfer, ...], Fraction | None] = {
            self._own(compact.transfers): deal.own[city]
        }

    def staying(self, year: int) -> tuple[Transfer, ...]:
        """The member's transfers that are done by that year if it stays."""
        return self._own(t for t in self.compact.transfers if t.when < year)

    def left(self, leaving: int) -> tuple[Transfer, ...]:
        """The member's transfers that stand once it has left in that year."""
        return tuple(t for t in self.staying(max(leaving, 1)) if not t.reversible)

    def worth(self, transfers: tuple[Transfer, ...]) -> Fraction | None:
        """w: the best a year with these transfers done; ``None`` if it cannot do its part."""
        if transfers not in self.known:
            changes = self.compact.with_transfers(transfers).endowment_changes(self.city)
            self.known[transfers] = self.ask(
                solve, own_program(self.compact, self.city, changes)
            ).value
        return self.known[transfers]

    def _own(self, transfers: Iterable[Transfer]) -> tuple[Transfer, ...]:
        return tuple(t for t in transfers if self.city in (t.giver, t.taker))


def at_stake(
    compact: EnclaveCompact, deal: DealPayoffs, city: str, ask: Ask = call
) -> list[Sequence[Fraction]] | None:
    """For each year t, the yearly flows from t on that staying brings over leaving in t.

    ``None`` if the member could not do its part without a transfer that is still to come, so that
    there is nothing to compare staying with.
    """
    check_ask(ask)
    of_the_deal(compact, deal, city)
    horizon = compact.annuity.horizon
    own = Endowments(compact, deal, city, ask)
    tails: list[Sequence[Fraction]] = []
    for leaving in range(horizon + 1):
        flows = [ZERO] * (horizon + 1)
        left = own.left(leaving)
        for year in range(max(leaving, 1), horizon + 1):
            flows[year] += compact.credit.get(city, ZERO) + compact.grant.get(city, ZERO)
            for refund in compact.refunds:
                if refund.enforceable or not refund.first <= year <= refund.last:
                    continue
                yearly = compact.refund_a_year(refund)
                flows[year] += yearly * ((refund.payee == city) - (refund.payer == city))
            for e in compact.enclaves:
                if e.rent_to == city and e.host != city:
                    flows[year] += e.projects * e.incubation.floor * e.incubation.rent
                if e.paid_by == city and e.host != city:
                    flows[year] -= e.running_cost
            stays = own.staying(year)
            if stays != left:
                with_it, without = own.worth(stays), own.worth(left)
                if with_it is None or without is None:
                    return None
                flows[year] += with_it - without
        for transfer in compact.transfers:
            sign = (transfer.giver == city) - (transfer.taker == city)
            if transfer.when >= max(leaving, 1):  # a price still to come
                flows[transfer.when] += sign * compact.paid_once(transfer)
            elif transfer.reversible:  # a price that is given back, year by year
                for year in range(max(leaving, 1), horizon + 1):
                    flows[year] += sign * transfer.price * transfer.amount
        tails.append(flows[leaving:])
    return tails
