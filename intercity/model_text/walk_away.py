"""Check 5 in the model text: each member's yearly flows if it stays and once it has left."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from intercity.checks import walk_away
from intercity.checks.context import Context
from intercity.model_text.notation import check, flows, number, years
from mechanisms.compact.ask import Ask
from mechanisms.compact.deal_payoffs import DealPayoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.walk_away import Endowments, at_stake

__all__ = ["state"]

ZERO = Fraction(0)
Row = tuple[str, Fraction, Fraction]
"""What it is, while the member stays, and once it has left."""


def state(context: Context) -> Iterator[str]:
    """The flows, and the condition on them at every date."""
    compact, deal = context.compact, context.deal
    if compact is None or deal is None:
        return
    last = compact.annuity.horizon
    yield from check(walk_away.NUMBER, walk_away.NAME, "does a member ever do better by leaving?")
    yield (
        "Who leaves stops what it still owes unless a court enforces it, the yearly cost of a park "
        "in another city too, and forgoes what it would still get; plants, parks and what was "
        "handed over for good, with its price, stay. With c_i[u] what i gets "
        "in year u by staying less what it gets once it has left, staying is worth at date t"
    )
    yield ""
    yield f"    V_i[t] = sum over u = t..{last} of d_i^(u - t) c_i[u],    t = 0..{last}, c_i[0] = 0"
    yield ""
    yield (
        "Member i stays iff V_i[t] >= 0 at every t. Else it leaves at the first t with V_i[t] < 0, "
        "and the deposit, paid once and forfeited on leaving, is the largest -V_i[t]."
    )
    for city in compact.members:
        yield ""
        asked = "" if city in context.region.discounts else " (not asked: it has no discount)"
        yield f"**{city}**, a year{asked}:"
        yield ""
        yield from _table(list(_rows(compact, deal, city, context.ask)))
        yield from _at_stake(compact, deal, city, context.ask)


def _rows(compact: EnclaveCompact, deal: DealPayoffs, city: str, ask: Ask) -> Iterator[Row]:
    yield from _owned(compact, deal, city, ask)
    found = compact.incidence(city)
    for kind in ("tax", "spillover", "congestion", "own platforms"):
        yield kind, found[kind], found[kind]
    for e in compact.enclaves:
        if e.paid_by == city:
            stops = e.running_cost if e.host != city else ZERO
            yield f"cost of {e.name}", -e.cost, stops - e.cost
    for e in compact.enclaves:
        if e.rent_to == city:
            rent = e.projects * e.incubation.floor * e.incubation.rent
            yield f"rent of {e.name}", rent, rent if e.host == city else ZERO
    for one in compact.transfers:
        sign = (one.giver == city) - (one.taker == city)
        price = sign * one.price * one.amount
        if one.when:
            once = sign * compact.paid_once(one)
            yield f"price in year {one.when}, once, unless left by then", once, ZERO
        if one.reversible:
            since = ", once handed over" if one.when else ""
            yield f"price of {one.resource}, given back on leaving{since}", price, ZERO
        elif not one.when:
            yield "price", price, price
    yield "grant", found["grant"], ZERO
    yield "the province's credit", compact.credit.get(city, ZERO), ZERO
    for refund in compact.refunds:
        yearly = compact.refund_a_year(refund)
        when = years(refund.first, refund.last)
        kept = Fraction(refund.enforceable)
        if refund.payer == city:
            yield f"refund to {refund.payee}, {when}", -yearly, -yearly * kept
        if refund.payee == city:
            yield f"refund from {refund.payer}, {when}", yearly, yearly * kept


def _owned(compact: EnclaveCompact, deal: DealPayoffs, city: str, ask: Ask) -> Iterator[Row]:
    """The best with what the member owns, staying and having left; by years where it changes."""
    own, dates = Endowments(compact, deal, city, ask), range(1, compact.annuity.horizon + 1)
    staying = [list(run) for _, run in itertools.groupby(dates, own.staying)]
    left = [list(run) for _, run in itertools.groupby((0, *dates), own.left)]
    if len(staying) == len(left) == 1 and own.staying(1) == own.left(0):
        yield "w, best with what it owns after the deal", deal.own[city], deal.own[city]
        return
    for run in staying:
        worth = own.worth(own.staying(run[0])) or ZERO
        yield f"w with what it owns in {years(run[0], run[-1])}", worth, ZERO
    for run in left:
        worth = own.worth(own.left(run[0])) or ZERO
        yield f"w with what it owns, left in {years(run[0], run[-1])}", ZERO, worth


def _table(rows: list[Row]) -> Iterator[str]:
    told = [(what, number(a), number(b)) for what, a, b in rows if a or b]
    told.insert(0, ("", "staying", "has left"))
    wide = max(len(what) for what, _, _ in told)
    for what, staying, left in told:
        yield f"    {what:<{wide}}  {staying:>9}  {left:>9}"


def _at_stake(compact: EnclaveCompact, deal: DealPayoffs, city: str, ask: Ask) -> Iterator[str]:
    """The differences, by the dates of leaving that they depend on."""
    stake = at_stake(compact, deal, city, ask)
    if stake is None:
        yield "    (undecided: it needs what is still to come to do its own part)"
        return
    tails = [
        {year: flow for year, flow in enumerate(tail, leaving) if year}
        for leaving, tail in enumerate(stake)
    ]
    starts = [
        leaving
        for leaving, tail in enumerate(tails)
        if not leaving or any(tails[leaving - 1][year] != flow for year, flow in tail.items())
    ]
    for first, following in zip(starts, [*starts[1:], len(tails)], strict=True):
        when = f", leaving in {years(first, following - 1)}" if len(starts) > 1 else ""
        yield f"    c_{city} = {flows(tails[first])}{when}"
