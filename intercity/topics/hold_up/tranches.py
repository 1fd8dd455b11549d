"""Tranches as a repair: the deal with land handed over step by step, and the deposits it needs.

The schedule is written into the deal as dated transfers, and each member is looked at again: what
then still pays to leave is held by a deposit. So the printed schedule and deposits hold together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.annuity import Annuity
from intercity.english import amount, percent, shown
from intercity.region.context import Context
from mechanisms.compact.clauses import Refund, Transfer
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_rate import even_at, gains_at_own_rate
from mechanisms.compact.self_enforcement import Deposit, deposit
from mechanisms.compact.tranches import TrancheSchedule, in_tranches, tranche_schedule
from mechanisms.compact.walk_away import at_stake, last_obligation

__all__ = [
    "Backed",
    "NoTranches",
    "Tranches",
    "backed",
    "deposit_words",
    "largest_promise",
    "tranches",
    "tranches_words",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Backed:
    """A member's deposit, its ``gain`` a year at its own factor, and that ``with_deposit``.

    The gains are ``None`` where they are not known; with the deposit it is less by its cost.
    """

    deposit: Deposit
    gain: Fraction | None
    with_deposit: Fraction | None

    @property
    def worthwhile(self) -> bool:
        """Whether the deposit does not turn the member's gain into a loss."""
        if self.gain is None or self.with_deposit is None:
            return True
        return self.with_deposit >= 0 or self.gain < 0


def backed(
    held: Deposit | None, gain: Fraction | None, discount: Fraction, annuity: Annuity
) -> Backed | None:
    """The deposit, and what it leaves of the gain; ``None`` where there is none.

    At a factor of 0 money that comes back later is no reason to do anything.
    """
    if held is None or (held.amount and not discount):
        return None
    if not held.cost:
        return Backed(held, gain, gain)
    left = None if gain is None else gain - held.cost / even_at(discount, annuity)
    return Backed(held, gain, left)


@dataclass(frozen=True, slots=True)
class Tranches:
    """A schedule, the deal with it written in and its payoffs, and the deposits that it needs."""

    schedule: TrancheSchedule
    compact: EnclaveCompact
    deal: DealPayoffs
    deposits: Mapping[str, Backed]

    @property
    def worthwhile(self) -> bool:
        """Whether no deposit turns a gain into a loss."""
        return all(one.worthwhile for one in self.deposits.values())


@dataclass(frozen=True, slots=True)
class NoTranches:
    """Why there are none."""

    reason: str


def largest_promise(compact: EnclaveCompact) -> Refund | None:
    """The largest refund that no court enforces."""
    promises = [r for r in compact.refunds if not r.enforceable and compact.refund_a_year(r) > 0]
    return max(promises, key=compact.refund_a_year, default=None)


def joined(compact: EnclaveCompact) -> EnclaveCompact:
    """The same deal, what goes from one to another in one year in one piece."""
    found: dict[tuple[object, ...], Transfer] = {}
    for t in compact.transfers:
        key = t.resource, t.giver, t.taker, t.when, t.reversible
        if (other := found.get(key)) is not None and t.amount + other.amount:
            total = t.amount + other.amount
            price = (t.price * t.amount + other.price * other.amount) / total
            found[key] = replace(other, amount=total, price=price)
        else:
            found[key] = t
    return compact.with_transfers(tuple(found.values()))


def tranches(context: Context) -> Tranches | NoTranches:
    """Tranches of what the payer of the largest promise gets, and what still has to back them."""
    compact, deal = context.compact, context.deal
    assert compact is not None and deal is not None  # noqa: S101, PT018 - the caller looked
    promise = largest_promise(compact)
    if promise is None:
        return NoTranches("nothing is promised that a transfer in tranches could secure")
    payer, compact = promise.payer, joined(compact)
    transfer = next((t for t in compact.transfers if t.taker == payer and not t.reversible), None)
    if transfer is None:
        return NoTranches(f"{payer} gets nothing that could be held back")
    factors = context.region.discounts
    for city in (payer, transfer.giver):
        if city not in factors:
            return NoTranches(f"the discount factor of {city} is not given")
    schedule = tranche_schedule(compact, deal, transfer, factors, context.ask)
    if schedule is None:
        return NoTranches(f"no {transfer.resource} still to come would be reason enough to pay")
    if not schedule.releases:
        return NoTranches(f"{payer} keeps its promise without")
    if not schedule.feasible:
        return NoTranches(
            f"{amount(schedule.held_back)} of {transfer.resource} would have to be held back, the "
            f"deal has {amount(transfer.amount)}"
        )
    written = in_tranches(compact, transfer, schedule.releases)
    payoffs = deal_payoffs(written, context.ask)
    deposits = None if payoffs is None else _deposits(context, written, payoffs)
    if payoffs is None or deposits is None:
        return NoTranches("a member could not do its part in the years before all is handed over")
    return Tranches(schedule, written, payoffs, deposits)


def _deposits(
    context: Context, compact: EnclaveCompact, deal: DealPayoffs
) -> dict[str, Backed] | None:
    """By member that would leave, the deposit that holds it; ``None`` where there is none."""
    found, annuity, factors = {}, compact.annuity, context.region.discounts
    gains = gains_at_own_rate(compact, deal, context.status_quo, factors, context.ask)
    path = Continuation(compact, deal, context.ask)
    for city, factor in factors.items():
        if city not in compact.members:
            continue
        stake = at_stake(compact, deal, city, context.ask, path)
        if stake is None:
            return None
        end = last_obligation(compact)
        held = deposit(stake, factor, annuity.interest, end, forever=annuity.forever)
        if held is None:
            return None
        one = backed(held, gains.get(city), factor, annuity)
        if one is None:
            return None
        if held.amount:
            found[city] = one
    return found


def deposit_words(city: str, one: Backed) -> str:
    """What is paid when by whom, when it comes back, and what it costs."""
    held = one.deposit
    text = (
        f"a deposit of {shown(held.amount)} (once) by {city}, returned with interest after the "
        f"payments of year {held.returned_in}, forfeited on leaving"
    )
    if not held.unit_cost:
        return f"{text}, at no cost to it"
    text += f"; having it there costs {city} {percent(held.unit_cost)} of it in present value"
    if one.gain is None or one.with_deposit is None or one.gain < 0:
        return text
    at = "at its own discount factor"
    if one.worthwhile:
        return f"{text} and leaves it a gain of {shown(one.with_deposit)} a year {at}"
    return f"{text}, so that {at} it would lose {shown(-one.with_deposit)} a year"


def tranches_words(found: Tranches) -> str:
    """Who hands over how much when, and which deposits back that."""
    schedule = found.schedule
    years, sizes = list(schedule.releases), list(schedule.releases.values())
    low, high = min(sizes), max(sizes)
    each = amount(low) if shown(low) == shown(high) else f"{shown(low)} to {shown(high)}"
    when = f"in year {years[0]}"
    if years[1:]:
        apart = years[-1] - years[0] >= len(years)
        when = f"in {len(years)} years from {years[0]}" if apart else f"in years {years[0]}"
        when += f" to {years[-1]}"
    parts = f"tranches of {each}" if years[1:] else each
    text = (
        f"hand over {schedule.transfer.resource} in {parts} {when}"
        if years[1:]
        else f"hand over {parts} of {schedule.transfer.resource} {when}"
    )
    text += (
        f", {amount(schedule.held_back)} of {amount(schedule.transfer.amount)} held back at signing"
    )
    giver, told = schedule.transfer.giver, dict(found.deposits)
    if giver in told:
        last = "tranches" if years[1:] else "tranche"
        text += f"; the last {last} need {deposit_words(giver, told.pop(giver))}"
    return text + "".join(f"; with {deposit_words(city, one)}" for city, one in told.items())
