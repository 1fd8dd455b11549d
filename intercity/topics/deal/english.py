"""DEAL: what each member gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.english import amount, listed, one_unit, percent, shown, years_words
from mechanisms.compact.last_obligation import last_obligation

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["deal_line"]


def deal_line(context: Context) -> str:
    """What each member hands over, pays or promises; empty where there is no deal."""
    compact, scenario = context.compact, context.scenario
    if compact is None:
        return ""
    gives: dict[str, list[str]] = {city: [] for city in compact.members}
    for transfer in compact.transfers:
        unit = scenario.resources[transfer.resource].unit
        text = f"{amount(transfer.amount)} {unit} of {transfer.resource}"
        text += f" in year {transfer.when}" if transfer.when else ""
        gives[transfer.giver].append(text)
        if transfer.price:
            once = shown(transfer.price / compact.annuity.yearly)
            gives[transfer.taker].append(
                f"{once} per {one_unit(unit)} of {transfer.resource} once "
                f"({shown(transfer.price)} a year)"
            )
    for e in compact.enclaves:
        gives[e.host].append(f"the site of {e.name}")
        if e.paid_by in gives:
            gives[e.paid_by].append(f"pays the park ({shown(e.cost)} a year)")
    for bonus in compact.bonuses:
        first = "" if bonus.first is None else f"the first {amount(bonus.first)} of "
        gives[bonus.payer].append(
            f"a bonus of {shown(bonus.amount)} a year to {first}the projects that return"
        )
    for clawback in compact.clawbacks:
        gives[clawback.payee].append(
            f"takes {shown(clawback.amount)} a year from each suited project that stays"
        )
    for refund in compact.refunds:
        promise = "" if refund.enforceable else ", a promise"
        gives[refund.payer].append(
            f"{percent(refund.share)} of {refund.base.replace('_', ' ')} "
            f"{years_words(refund.first, refund.last)}{promise}"
        )
    for payment in compact.payments:
        promise = "" if payment.enforceable else ", a promise"
        when = "every year" if payment.last is None else years_words(payment.first, payment.last)
        gives[payment.payer].append(
            f"{shown(payment.amount)} a year to {payment.payee} {when}{promise}"
        )
    for deposit in compact.deposits:
        back = last_obligation(compact) if deposit.until is None else deposit.until
        gives[deposit.member].append(
            f"a deposit of {shown(deposit.amount)} once, back with interest after year {back}"
        )
    assert scenario.compact is not None  # noqa: S101 - there is a deal
    for loan in scenario.compact.loan:
        gives[loan.receiver].append(
            f"pays back {shown(loan.amount.value)} that it borrows from {loan.lender}, equally "
            f"{years_words(*loan.years)}, whatever happens"
        )
    told = [f"{city}: {', '.join(things)}" for city, things in gives.items() if things]
    later = dict.fromkeys(t.resource for t in compact.transfers if t.when)
    if later:
        told.append(_dates(listed(later), counted=context.dated is not None))
    return ".  ".join(told)


def _dates(later: str, *, counted: bool) -> str:
    """From when on what comes later counts, and where."""
    if counted:
        return (
            f"Figures a year count {later}, and any price of it, from the year of handing over on; "
            "only the column 'were all at signing', NEGOTIATED, the terms at which all gain and "
            "returns to break even do not"
        )
    return (
        f"Figures a year count all {later}, and any price of it, from year 0 on, as in some year "
        "before it comes a member could not do its part; but walk-away, hold-up and money over "
        "time go by the year of handing over"
    )
