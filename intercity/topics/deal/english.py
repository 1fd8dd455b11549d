"""DEAL: what each member gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.english import amount, listed, one_unit, percent, shown, years_words
from mechanisms.compact.clauses import Payment, Pool, Refund
from mechanisms.compact.instrument import like_clauses_together, straight_amounts
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
        whose = f" of what {refund.payee} handed over" if refund.base == "moved_tax" else ""
        gives[refund.payer].append(
            f"{percent(refund.share)} of {refund.base.replace('_', ' ')}{whose}{_band(refund)} "
            f"{years_words(refund.first, refund.last)}{_promise(refund)}"
        )
    for payment in compact.payments:
        promise = _promise(payment)
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
    told += [_pool(pool, compact.members) for pool in compact.pools]
    told += _straight(context)
    later = dict.fromkeys(t.resource for t in compact.transfers if t.when)
    if later:
        told.append(_dates(listed(later), counted=context.dated is not None))
    return ".  ".join(told)


def _promise(clause: Refund | Payment | Pool) -> str:
    if clause.guaranteed:
        return ", guaranteed by the province"
    return "" if clause.enforceable else ", a promise"


def _band(refund: Refund) -> str:
    """The floor and the cap of a refund."""
    ends = [f"at least {shown(refund.at_least)}"] if refund.at_least else []
    ends += [] if refund.at_most is None else [f"at most {shown(refund.at_most)}"]
    return f", {' and '.join(ends)} a year," if ends else ""


def _pool(pool: Pool, members: tuple[str, ...]) -> str:
    parts = listed(f"{percent(pool.weight(city, members))} to {city}" for city in members)
    return (
        f"All pool {percent(pool.share)} of the tax that the deal brings them "
        f"{years_words(pool.first, pool.last)}, {parts}{_promise(pool)}"
    )


def _straight(context: Context) -> Iterator[str]:
    """Between which amounts of what moves a refund with a floor or cap is looked at."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - the caller looked
    compact = like_clauses_together(compact)
    for k, t in enumerate(compact.transfers):
        low, high = straight_amounts(compact, k)
        if low > 0 or high < compact.region.resource(t.resource).owned.get(t.giver, high):
            yield (
                f"Other amounts of {t.resource} from {t.giver} to {t.taker} are looked at from "
                f"{amount(low)} to {amount(high)} only, where no floor or cap of a refund begins "
                "or ceases to bind"
            )


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
