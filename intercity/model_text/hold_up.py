"""Check 6 in the model text: fall-backs once all is sunk, and tranches that keep promises."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.checks import hold_up
from intercity.checks.context import Context
from intercity.model_text.notation import changes, check, flows, number, signed
from mechanisms.compact.deal_payoffs import DealPayoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up as bargained_again
from mechanisms.compact.hold_up import sunk_part
from mechanisms.compact.tranches import last_unit_value, promised_years, refund_flows

__all__ = ["state"]

ZERO = Fraction(0)


def state(context: Context) -> Iterator[str]:
    """The equal split over the fall-backs, and the program of the tranches."""
    compact, deal = context.compact, context.deal
    if compact is None or deal is None:
        return
    deal = context.by_date
    found = bargained_again(compact, deal, context.ask)
    if found is None:
        return
    yield from check(
        hold_up.NUMBER, hold_up.NAME, "once all is sunk, who is worse off if terms are reopened?"
    )
    yield (
        "If cooperation breaks down altogether then, what was handed over for good at signing is "
        "gone, with its price; the park stands idle, its projects are back in the host's pool, its "
        "running cost ends and who paid for it still bears what was paid once; refunds cease with "
        "the tax they were a share of. (In check 5 one member stops paying while the park runs "
        "on.) What going on adds to these fall-backs is shared equally:"
    )
    yield ""
    yield "    fallback_i = w_i(endowment, sunk transfers) - sunk park cost_i + price_i"
    yield (
        "    reopened_i = fallback_i + (sum of payoffs - sum of fall-backs) / "
        f"{len(compact.members)}"
    )
    yield ""
    for city in compact.members:
        yield f"    {city}: {_fallback(compact, city, found.broken[city])}"
    totals = (sum(each.values(), ZERO) for each in (deal.payoffs, found.broken))
    dates = " by their dates" if context.dated is not None else ""
    yield "    sum of payoffs{} = {}, of fall-backs = {}".format(dates, *map(number, totals))
    yield ""
    yield (
        "The deal fails if a member that loses by it, if any does, ends below its v({i}); "
        "or if there is a promise and no discount factor below 1 at which V_i[t] >= 0 in check 5 "
        "at every t, for i who promised most."
    )
    yield from _tranches(context, compact, deal)


def _fallback(compact: EnclaveCompact, city: str, broken: Fraction) -> str:
    sunk = sunk_part(compact)
    kept, found = sunk.endowment_changes(city), sunk.incidence(city)
    kinds = ("park cost", "own platforms", "price")
    best = broken - sum(found[kind] for kind in kinds)
    text = f"{number(best)} [w({changes(kept)})]"
    for kind in kinds:
        if found[kind]:
            text += f" {signed(found[kind])} [{kind}]"
    return text if best == broken else f"{text} = {number(broken)}"


def _tranches(context: Context, compact: EnclaveCompact, deal: DealPayoffs) -> Iterator[str]:
    promises = [r for r in compact.refunds if not r.enforceable and compact.refund_a_year(r) > 0]
    promise = max(promises, key=compact.refund_a_year, default=None)
    if promise is None or promise.payer not in context.region.discounts:
        return
    payer, end = promise.payer, compact.annuity.horizon
    due = promised_years(compact, payer)
    transfer = next((t for t in compact.transfers if t.taker == payer), None)
    if transfer is None or not due:
        return
    first, last = due[0], due[-1]
    value = last_unit_value(compact, deal, payer, transfer.resource, context.ask)
    if value is None:
        return
    honoured = dict(enumerate(refund_flows(compact, payer)))
    del honoured[0]
    effective, patient = context.region.discounts[payer], context.region.impatience[payer]
    yield ""
    yield (
        f"Repair by tranches: hold back {transfer.resource} and hand over q[t] after {payer}'s "
        f"refund of year t, t = {first}..{last}. One unit is worth at "
        f"least m = {number(value)} a year to {payer} (the last one: its highest optimal price in "
        f"{payer}'s own program) from the next year to {end}. With credit less promised refunds"
    )
    yield ""
    yield f"    f[u] = {flows(honoured)}"
    yield ""
    yield f"hold back the least, q >= 0, at which paying is best in every year t = {first}..{end}:"
    yield ""
    yield f"    min  sum over t = {first}..{last} of q[t]    subject to, for every t,"
    yield f"    sum over u = t..{end} of d^(u - t) f[u]"
    yield (
        f"        + m sum over y = t..{last} of q[y] (sum over u = y+1..{end} of d^(u - t)) >= 0"
    )
    yield ""
    rotating = f", and for comparison d = {number(patient)}" if patient != effective else ""
    yield (
        f"(from the last year backwards, each q[t] the least that will do), at d = d_{payer} = "
        f"{number(effective)}{rotating}. It can be done iff there are such q whose sum "
        f"is at most {number(transfer.amount)}."
    )
