"""What a compact brings a member over having none, year by year, as the money moves.

    c_i[t]  =  w(what it owns in t) + taxes, spillovers, rent, costs and grants of a year
               + prices at their dates + refunds in their years  -  what it has without the deal,

where w is the best it does on its own. Year 0 is the signing: only prices that are paid then fall
into it. A park's cost, paid once, is spread as an annuity, as if it were borrowed. Where the region
goes on for ever there is one year more than the horizon, whose flow stands for all later ones.

>>> from games.annuity import Annuity
>>> from games.production import *
>>> from mechanisms.compact.clauses import Transfer
>>> from mechanisms.compact.deal_payoffs import deal_payoffs
>>> land = Resource("quota", "tradable", {"Uplands": 100})
>>> build = Activity("build", ("Harbour",), (Use("quota", 1),), (Value("Harbour", "cash", 1),))
>>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
>>> sale = Transfer("quota", "Uplands", "Harbour", Fraction(60), price=Fraction(1, 2))
>>> deal = EnclaveCompact(region, Annuity(3, Fraction(0)), region.cities, transfers=(sale,))
>>> payoffs = deal_payoffs(deal)
>>> [str(c) for c in deal_stream(deal, payoffs, Fraction(0), "Harbour")]
['-90', '60', '60', '60']
>>> [str(c) for c in deal_stream(deal, payoffs, Fraction(0), "Uplands")]
['90', '0', '0', '0']

If all is handed over at signing, the stream is worth, at the region's interest, as much as the
member's gain a year over the horizon. A later transfer and its price are counted here from their
year on, and in ``deal_payoffs`` as if they were of year 0: then the two differ.

Source: any text on capital budgeting; Lehrer and Pauzner (1999) on who should be paid when.
"""

from __future__ import annotations

from fractions import Fraction

from mechanisms.compact.ask import Ask, call, check_ask
from mechanisms.compact.clauses import Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, of_the_deal
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import best_by_itself

__all__ = ["deal_stream"]

ZERO = Fraction(0)
APART = ("price", "refund", "own platforms")
"""What has dates, and what is in the worth of a year."""


def deal_stream(
    compact: EnclaveCompact, deal: DealPayoffs, alone: Fraction, city: str, ask: Ask = call
) -> list[Fraction] | None:
    """The flows of years 0, 1, ... over what the city has ``alone``.

    A transfer of year ``when`` is used from the next year on. ``None`` if the city could not do its
    part in some year without a transfer that is still to come.
    """
    check_ask(ask)
    of_the_deal(compact, deal, city)
    horizon, last = compact.annuity.horizon, compact.annuity.last
    found = compact.incidence(city)
    every_year = sum((x for kind, x in found.items() if kind not in APART), ZERO)
    flows = [ZERO] * (last + 1)
    its = tuple(t for t in compact.transfers if city in (t.giver, t.taker))
    known: dict[tuple[Transfer, ...], Fraction | None] = {}
    for year in range(1, last + 1):
        done = tuple(t for t in its if t.when < year)
        if done not in known:
            changes = compact.with_transfers(done).endowment_changes(city)
            known[done] = best_by_itself(compact, city, changes, ask)
        worth = known[done]
        if worth is None:
            return None
        flows[year] += worth + every_year - alone
    for transfer in compact.transfers:
        sign = (transfer.giver == city) - (transfer.taker == city)
        flows[transfer.when] += sign * compact.paid_once(transfer)
    for refund in compact.refunds:
        sign = (refund.payee == city) - (refund.payer == city)
        for year in range(refund.first, min(refund.last, horizon) + 1):
            flows[year] += sign * compact.refund_a_year(refund)
    return flows
