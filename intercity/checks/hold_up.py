"""Check 6: once the irreversible part is sunk, who can bargain again, and do promises hold?"""

from __future__ import annotations

from fractions import Fraction

from games.approximately import approximately
from intercity.checks.context import Context
from intercity.checks.finding import Finding, Verdict, amount, listed, shown
from mechanisms.compact.clauses import Refund
from mechanisms.compact.deal_payoffs import DealPayoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import hold_up, sunk_part
from mechanisms.compact.self_enforcement import patience
from mechanisms.compact.tranches import (
    TrancheSchedule,
    last_unit_value,
    promised_years,
    tranche_schedule,
)
from mechanisms.compact.walk_away import at_stake

__all__ = ["check"]

NUMBER, NAME = 6, "hold-up"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """What renegotiation after sinking takes from whom; tranches that make promises keep."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return Finding(NUMBER, NAME, "not asked", "add [compact]")
    if deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    deal = context.by_date
    found = hold_up(compact, deal, context.ask)
    if found is None:
        return Finding(NUMBER, NAME, "undecided", "a member could not fall back on anything")
    figures = {f"{city}, bargained again": x for city, x in found.renegotiated.items()}
    figures |= {f"{city}, if it breaks": x for city, x in found.broken.items()}
    loser = found.worst(context.status_quo)
    margin = ZERO
    says = "nobody loses by bargaining again after its part is sunk"
    if loser is not None:
        margin = found.renegotiated[loser] - context.status_quo[loser]
        threat = "an idle park" if compact.enclaves else "what each then has"
        says = (
            f"once {_sunk(compact)} sunk, {loser} can be talked down from "
            f"{shown(deal.payoffs[loser])} to {shown(found.renegotiated[loser])} a year ({threat} "
            "as the threat, the rest shared equally)"
        )
    if loser is not None and margin < 0:
        says += f", less than the {shown(context.status_quo[loser])} it has alone"
    promise = _promise(compact)
    repair = "none computed: nothing is promised that a transfer in tranches could secure"
    if promise is not None:
        yearly = compact.refund_a_year(promise)
        stake = at_stake(compact, deal, promise.payer, context.ask)
        held = None if stake is None else patience(stake)
        if held is not None and not held.intervals:
            margin = min(margin, -yearly)
            says += f"; no discount factor below 1 keeps the promise of {shown(yearly)} a year"
        elif held is not None and held.critical is not None:
            says += (
                f"; the promise of {shown(yearly)} a year keeps from a discount factor of "
                f"{approximately(held.critical, '.2f')} on"
            )
        repair = _repair(context, compact, deal, promise, figures)
    verdict: Verdict = "stands" if margin >= 0 else "fails"
    return Finding(
        NUMBER, NAME, verdict, says, repair if verdict == "fails" else "", margin, figures
    )


def _sunk(compact: EnclaveCompact) -> str:
    """What nobody can take back: the park, and what is handed over at signing for good."""
    handed_over = dict.fromkeys(moved.resource for moved in sunk_part(compact).transfers)
    if not handed_over:
        return "the park is" if compact.enclaves else "all is"
    things = ["park", *handed_over] if compact.enclaves else [*handed_over]
    return f"{listed(things)} {'are' if things[1:] else 'is'}"


def _promise(compact: EnclaveCompact) -> Refund | None:
    """The largest refund that no court enforces."""
    promises = [r for r in compact.refunds if not r.enforceable and compact.refund_a_year(r) > 0]
    return max(promises, key=compact.refund_a_year, default=None)


def _repair(
    context: Context,
    compact: EnclaveCompact,
    deal: DealPayoffs,
    promise: Refund,
    figures: dict[str, Fraction],
) -> str:
    payer = promise.payer
    transfer = next((t for t in compact.transfers if t.taker == payer), None)
    if transfer is None:
        return f"none by tranches: {payer} gets nothing that could be held back"
    due = promised_years(compact, payer)
    if transfer.when >= due.start:
        return (
            f"none by tranches: {transfer.resource} is handed over in year {transfer.when}, when "
            f"{payer} has been due to pay since year {due.start}"
        )
    if payer not in context.region.discounts:
        return f"none computed: the discount factor of {payer} is not given"
    value = last_unit_value(compact, deal, payer, transfer.resource, context.ask)
    if value is None:
        return f"none by tranches: {payer} needs all {transfer.resource} to do its own part"
    schedule = tranche_schedule(
        compact, transfer, value, context.region.discounts[payer], context.ask
    )
    if schedule is None:
        return (
            f"none by tranches: no {transfer.resource} still to come would be reason enough to pay"
        )
    figures[f"{transfer.resource} held back"] = schedule.held_back
    if not schedule.feasible:
        return (
            f"none by tranches: {amount(schedule.held_back)} would have to be held back, the deal "
            f"has {amount(schedule.amount)}; a deposit instead"
        )
    patient = tranche_schedule(
        compact, transfer, value, context.region.impatience[payer], context.ask
    )
    text = (
        f"hand over {transfer.resource} in tranches of {_tranches(schedule)} after each refund, "
        f"{amount(schedule.held_back)} of {amount(schedule.amount)} held back"
    )
    if patient is not None and patient.held_back != schedule.held_back:
        figures[f"{transfer.resource} held back, without rotation"] = patient.held_back
        text += f" ({amount(patient.held_back)} if officials did not rotate)"
    return text


def _tranches(schedule: TrancheSchedule) -> str:
    sizes = [size for size in schedule.releases.values() if size > 0]
    low, high = min(sizes, default=ZERO), max(sizes, default=ZERO)
    if shown(low) == shown(high):
        return f"{amount(low)}"
    return f"{shown(low)} to {shown(high)}"
