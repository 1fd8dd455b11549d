"""Tranches as a repair: the deal with land handed over step by step, and the deposits it needs.

The schedule is written into the deal as dated transfers, and each member is looked at again: what
then still pays to leave is held by a deposit. So the printed schedule and deposits hold together.
With tranches what comes later is used for fewer years: where a member that gained would lose with
them, they are no repair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.clauses.in_few_digits import NEARLY, rounded_up
from intercity.topics.outcome import Clause, NoRepair
from mechanisms.compact.clauses import Promise, Transfer
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import tax_that_moves
from mechanisms.compact.last_obligation import last_obligation
from mechanisms.compact.own_rate import even_at
from mechanisms.compact.self_enforcement import least_deposit
from mechanisms.compact.tranches import TrancheSchedule, in_tranches, tranche_schedule
from mechanisms.compact.walk_away import at_stake

__all__ = [
    "HandOverInTranches",
    "MemberDeposit",
    "NoTranches",
    "Tranche",
    "Tranches",
    "WhyNot",
    "deposit_of",
    "largest_promise",
    "tranches",
    "turned_to_loss",
]

ZERO = Fraction(0)
DIGITS = 8
"""What is to be signed has fewer digits after the point."""


class WhyNot(StrEnum):
    """Why no tranches repair the deal."""

    NOTHING_PROMISED = "nothing is promised that tranches could secure"
    TAX_MOVES_WITH_IT = "the tax of which a share is promised comes with what would be held back"
    NOTHING_TO_HOLD_BACK = "who promised gets nothing that could be held back"
    NO_DISCOUNT_FACTOR = "a discount factor is not given"
    NEVER_ENOUGH = "nothing still to come would be reason enough to pay"
    KEPT_ANYWAY = "the promise is kept without"
    TOO_MUCH = "more would have to be held back than the deal hands over"
    CANNOT_DO_ITS_PART = "a member could not do its part before all is handed over"
    NO_DEPOSIT = "a member would still leave, and no deposit holds it"
    A_MEMBER_LOSES = "a member that gained would lose with them"
    TALKED_DOWN_AS_FAR = "who holds back what is to come is talked down as far"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTranches(NoRepair):
    """Why there are none: which city or resource it is about, if any.

    ``needed`` would have to be held back of what is ``available``, in the resource's ``unit``,
    where that is too little.
    """

    city: str | None = None
    resource: str | None = None
    unit: str = ""
    needed: Fraction | None = None
    available: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDeposit(Clause):
    """An ``amount`` that ``member`` pays at signing, and gets back with interest, unless it leaves.

    ``further``: whether the deal has a deposit of its already, to which this comes.
    ``unit_cost``: what a unit costs it in present value, at its own discount factor; ``cost``: what
    all does. ``gain``: what the deal brings it a year at that factor, ``None`` where that is not
    known; ``gain_with_deposit``: the same with the deposit, which is more where it earns more than
    it waits for.
    """

    kind: ClassVar[str] = "deposit"
    member: str
    amount: Fraction
    returned_in: int
    unit_cost: Fraction
    cost: Fraction
    gain: Fraction | None
    gain_with_deposit: Fraction | None
    further: bool = False

    @property
    def worthwhile(self) -> bool:
        """Whether the member still gains by the deal with the deposit: else it would not sign."""
        return self.gain_with_deposit is None or self.gain_with_deposit >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """An amount that is handed over in a later year."""

    year: int
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverInTranches(Clause):
    """Of ``amount`` that the deal hands over in ``year``, ``held_back`` and handed over later.

    ``price``: paid once, for all of it; it is due with the first that is handed over.
    """

    kind: ClassVar[str] = "tranches"
    resource: str
    unit: str
    giver: str
    taker: str
    amount: Fraction
    year: int
    held_back: Fraction
    price: Fraction
    tranches: tuple[Tranche, ...]

    @property
    def paid_in(self) -> int:
        """The year in which the price of all is due."""
        return self.year if self.held_back < self.amount else self.tranches[0].year


@dataclass(frozen=True, slots=True)
class Tranches:
    """A schedule, the deal with it written in and its payoffs, and the deposits that it needs.

    ``releases``: what is handed over in which later year; as in the schedule, or a little more.
    """

    schedule: TrancheSchedule
    releases: Mapping[int, Fraction]
    compact: EnclaveCompact
    deal: DealPayoffs
    deposits: tuple[MemberDeposit, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The schedule and the deposits, to be signed together."""
        transfer = self.schedule.transfer
        handed_over = HandOverInTranches(
            resource=transfer.resource,
            unit=self.compact.region.resource(transfer.resource).unit,
            giver=transfer.giver,
            taker=transfer.taker,
            amount=transfer.amount,
            year=transfer.when,
            held_back=sum(self.releases.values(), ZERO),
            price=transfer.price * transfer.amount / self.compact.annuity.yearly,
            tranches=tuple(Tranche(year=y, amount=q) for y, q in self.releases.items()),
        )
        return handed_over, *self.deposits


def deposit_of(
    context: Context,
    compact: EnclaveCompact,
    city: str,
    stake: Sequence[Sequence[Fraction]],
    gain: Fraction | None,
) -> MemberDeposit | None:
    """The least deposit that holds a member at each date, and what it leaves of its gain.

    ``None`` if none does. At a discount factor of 0 money that comes back later is no reason to do
    anything.
    """
    factor, annuity = context.region.discounts[city], compact.annuity
    end, forever = last_obligation(compact), annuity.forever
    held = least_deposit(stake, factor, annuity.interest, end, forever=forever)
    if held is None or (held.amount and not factor):
        return None
    left = gain
    if gain is not None and held.amount:
        # To who is more patient than the interest, having a deposit there is worth something.
        lost = 1 - (factor * (1 + annuity.interest)) ** held.returned_in
        left = gain - held.amount * lost / even_at(factor, annuity)
    return MemberDeposit(
        member=city,
        amount=held.amount,
        returned_in=held.returned_in,
        unit_cost=held.unit_cost,
        cost=held.cost,
        gain=gain,
        gain_with_deposit=left,
        further=any(one.member == city and one.amount for one in compact.deposits),
    )


def largest_promise(compact: EnclaveCompact) -> Promise | None:
    """The largest refund, payment or pooling that no court enforces, nor anybody guarantees."""
    loose = [p for p in compact.promises if not (p.enforceable or p.guaranteed)]
    promises = [p for p in loose if compact.promised_a_year(p) > 0]
    return max(promises, key=compact.promised_a_year, default=None)


def joined(compact: EnclaveCompact) -> EnclaveCompact:
    """The same deal, what goes from one to another in one year in one piece."""
    found: dict[tuple[object, ...], Transfer] = {}
    for t in compact.transfers:
        key = t.resource, t.giver, t.taker, t.when, t.reversible, t.tax
        if (other := found.get(key)) is not None and t.amount + other.amount:
            total = t.amount + other.amount
            price = (t.price * t.amount + other.price * other.amount) / total
            found[key] = replace(other, amount=total, price=price)
        else:
            found[key] = t
    return compact.with_transfers(tuple(found.values()))


def tranches(context: Context) -> Tranches | NoTranches:
    """Tranches of what the payer of the largest promise gets, and what still has to back them.

    Of several that it gets the largest that does it; where none does, why the largest does not.
    """
    compact, deal = context.compact, context.deal
    assert compact is not None and deal is not None  # noqa: S101, PT018 - the caller looked
    promise = largest_promise(compact)
    if promise is None:
        return NoTranches(reason=WhyNot.NOTHING_PROMISED)
    payer, compact = promise.payer, joined(compact)
    given = [t for t in compact.transfers if t.taker == payer and not t.reversible]
    if not given:
        return NoTranches(reason=WhyNot.NOTHING_TO_HOLD_BACK, city=payer)
    given.sort(key=lambda t: -t.amount)
    first, *others = given
    found = _tranches_of(context, compact, deal, first)
    tried = (_tranches_of(context, compact, deal, other) for other in others)
    return found if isinstance(found, Tranches) else next(filter(_does_it, tried), found)


def _does_it(found: Tranches | NoTranches) -> bool:
    return isinstance(found, Tranches)


def _tranches_of(
    context: Context, compact: EnclaveCompact, deal: DealPayoffs, transfer: Transfer
) -> Tranches | NoTranches:
    """Tranches of one transfer of the deal, its like ones joined."""
    payer = transfer.taker
    if any(tax_that_moves(compact, compact.transfers.index(transfer)).values()):
        return NoTranches(reason=WhyNot.TAX_MOVES_WITH_IT, resource=transfer.resource)
    factors = context.region.discounts
    for city in (payer, transfer.giver):
        if city not in factors:
            return NoTranches(reason=WhyNot.NO_DISCOUNT_FACTOR, city=city)
    schedule = tranche_schedule(
        compact, deal, transfer, factors, context.run_solver, context.continuation
    )
    if schedule is None:
        return NoTranches(reason=WhyNot.NEVER_ENOUGH, resource=transfer.resource)
    if not schedule.releases:
        return NoTranches(reason=WhyNot.KEPT_ANYWAY, city=payer)
    if not schedule.feasible:
        return NoTranches(
            reason=WhyNot.TOO_MUCH,
            resource=transfer.resource,
            unit=compact.region.resource(transfer.resource).unit,
            needed=schedule.held_back,
            available=transfer.amount,
        )
    exact = _with_releases(context, compact, schedule, schedule.releases)
    if isinstance(exact, NoTranches):
        return exact
    for digits in range(DIGITS):
        rounded = {year: rounded_up(least, digits) for year, least in schedule.releases.items()}
        near = all(rounded[year] <= NEARLY * x for year, x in schedule.releases.items())
        if near and sum(rounded.values(), ZERO) <= transfer.amount:
            found = _with_releases(context, compact, schedule, rounded)
            if isinstance(found, Tranches) and len(found.deposits) <= len(exact.deposits):
                return found
    return exact


def _with_releases(
    context: Context,
    compact: EnclaveCompact,
    schedule: TrancheSchedule,
    releases: Mapping[int, Fraction],
) -> Tranches | NoTranches:
    """The deal with so much handed over later, and the deposits that it then needs."""
    written = in_tranches(compact, schedule.transfer, releases)
    payoffs = deal_payoffs(written, context.run_solver)
    if payoffs is None:
        return NoTranches(reason=WhyNot.CANNOT_DO_ITS_PART)
    gains = context.gains_at_own_rate(written, payoffs)
    deposits = _deposits(context, written, payoffs, gains)
    if isinstance(deposits, NoTranches):
        return deposits
    losers = [one.member for one in deposits if not one.worthwhile]
    losers += turned_to_loss(context, context.payoffs_of(written), gains)
    if losers:
        return NoTranches(reason=WhyNot.A_MEMBER_LOSES, city=losers[0])
    return Tranches(schedule, releases, written, payoffs, deposits)


def turned_to_loss(
    context: Context, payoffs: Mapping[str, Fraction] | None, own_gains: Mapping[str, Fraction]
) -> list[str]:
    """Who does not lose by the deal as signed, and would with other clauses.

    At the region's interest, by its ``payoffs`` with them, or at its own discount factor, by its
    ``own_gains``.
    """
    gains = {city: payoff - context.status_quo[city] for city, payoff in (payoffs or {}).items()}
    return [
        city
        for city in context.members
        for before, after in ((context.gains, gains), (context.own_gains, own_gains))
        if city in before and city in after and before[city] >= 0 > after[city]
    ]


def _deposits(
    context: Context, compact: EnclaveCompact, deal: DealPayoffs, gains: Mapping[str, Fraction]
) -> tuple[MemberDeposit, ...] | NoTranches:
    """The deposits that hold who would still leave; ``gains``: at members' own factors."""
    found, factors = [], context.region.discounts
    path = context.continuation_of(compact, deal)
    for city in factors:
        if city not in compact.members:
            continue
        stake = at_stake(compact, deal, city, context.run_solver, path)
        if stake is None:
            return NoTranches(reason=WhyNot.CANNOT_DO_ITS_PART)
        one = deposit_of(context, compact, city, stake, gains.get(city))
        if one is None:
            return NoTranches(reason=WhyNot.NO_DEPOSIT, city=city)
        if one.amount:
            found.append(one)
    return tuple(found)
