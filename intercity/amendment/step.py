"""Steps: what an amendment changes in a deal beside numbers that move money in proportion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Any, ClassVar, Literal

from intercity.amendment.rounding import neighbours, rounded_down, rounded_up
from intercity.region.context import Context
from intercity.topics.hold_up.tranches import NoTranches, joined, tranches
from intercity.topics.park.check import ParkOutcome
from intercity.topics.park.check import check as check_park
from mechanisms.compact.clauses import Bonus, Payment, Refund, divided_by_floor
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.shortfalls import shortfalls
from mechanisms.compact.tranches import in_tranches

__all__ = [
    "AtSigning",
    "DueIn",
    "FewerParks",
    "Guarantee",
    "HandOver",
    "InTranches",
    "LeaveOutParks",
    "PayBonus",
    "PlanReturns",
    "PromiseList",
    "Step",
    "Within",
    "after",
    "moved_by",
    "unit_price",
    "ways",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class PayBonus:
    """A bonus a year for each project that returns to its payer."""

    kind: ClassVar[str] = "bonus"
    payer: str
    amount: Fraction

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        return replace(compact, bonuses=(*compact.bonuses, Bonus(self.payer, self.amount)))


@dataclass(frozen=True, slots=True)
class PlanReturns:
    """As many returns planned as firms choose; ``share``: of what is suited, in each park."""

    kind: ClassVar[str] = "planned returns"
    returns: Fraction
    share: Fraction

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        return compact.with_returns({e.name: e.suited * self.share for e in compact.enclaves})


@dataclass(frozen=True, slots=True)
class FewerParks:
    """Without some of the deal's parks; ``projects``: so many in the others, divided by floor."""

    kind: ClassVar[str] = "fewer parks"
    parks: tuple[str, ...]
    projects: Fraction

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        kept = [park for park in compact.enclaves if park.name not in self.parks]
        divided = divided_by_floor(self.projects, {park.name: park.floor for park in kept})
        parks = []
        for park in kept:
            there = divided[park.name]
            brings = min(there, park.brings)
            parks.append(replace(park, projects=there, brings=brings, returns=None))
        return replace(compact, enclaves=tuple(parks))


@dataclass(frozen=True, slots=True)
class LeaveOutParks:
    """None of the deal's parks, nor what hangs on them: refunds, bonuses, clawbacks, pools.

    What shares the tax of firms that move stays.
    """

    kind: ClassVar[str] = "parks left out"
    parks: tuple[str, ...]

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        moved = tuple(r for r in compact.refunds if r.base == "moved_tax")
        pools = compact.pools if any(t.tax for t in compact.transfers) else ()
        return replace(compact, enclaves=(), refunds=moved, bonuses=(), clawbacks=(), pools=pools)


@dataclass(frozen=True, slots=True)
class AtSigning:
    """What is handed over later, handed over at signing."""

    kind: ClassVar[str] = "at signing"
    places: tuple[int, ...]

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        at_once = (replace(t, when=0) for t in compact.transfers)
        return replace(compact, transfers=tuple(at_once))


@dataclass(frozen=True, slots=True)
class HandOver:
    """Other amounts of transfers, by their place in the deal's list."""

    kind: ClassVar[str] = "amounts handed over"
    amounts: tuple[tuple[int, Fraction], ...]

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        new = dict(self.amounts)
        other = (replace(t, amount=new.get(k, t.amount)) for k, t in enumerate(compact.transfers))
        return replace(compact, transfers=tuple(other))


PromiseList = Literal["refunds", "payments", "pools"]


@dataclass(frozen=True, slots=True)
class DueIn:
    """Other years in which promises that are alike are due, by their places in one list."""

    kind: ClassVar[str] = "years"
    of: PromiseList
    places: tuple[int, ...]
    first: int
    last: int

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        return _changed(compact, self.of, self.places, first=self.first, last=self.last)


@dataclass(frozen=True, slots=True)
class Within:
    """A floor and a cap to which refunds that are alike are cut in each year."""

    kind: ClassVar[str] = "floor and cap"
    places: tuple[int, ...]
    at_least: Fraction
    at_most: Fraction | None

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        ends = {"at_least": self.at_least, "at_most": self.at_most}
        return _changed(compact, "refunds", self.places, **ends)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The province stands for promises, by their places: it pays, and takes it from the payer."""

    kind: ClassVar[str] = "provincial guarantee"
    of: PromiseList
    places: tuple[int, ...]

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        return _changed(compact, self.of, self.places, guaranteed=True)


def _changed(
    compact: EnclaveCompact, of: PromiseList, places: tuple[int, ...], **change: Any
) -> EnclaveCompact:
    old: tuple[Any, ...] = getattr(compact, of)
    new = tuple(replace(one, **change) if k in places else one for k, one in enumerate(old))
    lists: dict[str, Any] = {of: new}
    return replace(compact, **lists)


@dataclass(frozen=True, slots=True)
class InTranches:
    """Of the deal's only transfer, these amounts handed over in these later years.

    Transfers that are alike are written as one. The price of a unit of the first tranche pays for
    all: with few digits, and no less than before.
    """

    kind: ClassVar[str] = "tranches"
    releases: tuple[tuple[int, Fraction], ...]

    def on(self, compact: EnclaveCompact) -> EnclaveCompact:
        """The deal with it."""
        whole, once = joined(compact), compact.annuity.yearly
        deal = in_tranches(whole, whole.transfers[0], dict(self.releases))
        first, *later = deal.transfers
        price = max(neighbours(first.price / once, 6)) * once
        return deal.with_transfers((replace(first, price=price), *later))


Step = (
    PayBonus
    | PlanReturns
    | FewerParks
    | LeaveOutParks
    | AtSigning
    | HandOver
    | InTranches
    | DueIn
    | Within
    | Guarantee
)


def after(compact: EnclaveCompact, steps: tuple[Step, ...]) -> EnclaveCompact:
    """The deal with these steps."""
    return reduce(lambda deal, step: step.on(deal), steps, compact)


def moved_by(context: Context, steps: tuple[Step, ...]) -> Fraction:
    """The money a year that other amounts, years, floors and caps of steps come to.

    An amount is counted at its price; where it has none, at what a unit of it is worth on average
    to who gets it. What is handed over later, or earlier, and parks left out count as what members
    lose by it.
    """
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    moved = ZERO
    for k, step in enumerate(steps):
        before = after(compact, steps[:k])
        if isinstance(step, HandOver):
            moved += sum(
                (
                    unit_price(context, before, place) * abs(new - before.transfers[place].amount)
                    for place, new in step.amounts
                ),
                ZERO,
            )
        elif isinstance(step, DueIn | Within):
            here, there = (
                context.with_deal(one).compact or one for one in (before, step.on(before))
            )
            of = step.of if isinstance(step, DueIn) else "refunds"
            moved += sum(
                (abs(_paid(there, of, place) - _paid(here, of, place)) for place in step.places),
                ZERO,
            )
        elif isinstance(step, AtSigning | InTranches | FewerParks | LeaveOutParks):
            moved += _lost(context.with_deal(before), context.with_deal(step.on(before)))
    return moved


def _lost(before: Context, after_it: Context) -> Fraction:
    """What members have less a year, those who have less; nothing where a deal cannot be done."""
    if before.deal is None or after_it.deal is None:
        return ZERO
    now = after_it.payoffs_by_date
    losses = (max(ZERO, had - now[city]) for city, had in before.payoffs_by_date.items())
    return sum(losses, ZERO)


def unit_price(context: Context, compact: EnclaveCompact, place: int) -> Fraction:
    """What a unit more of a transfer moves a year: its price, else what it brings who gets it."""
    one = compact.transfers[place]
    if one.price:
        waits = one.when if context.with_deal(compact).dated is not None else 0
        return one.price / (1 + compact.annuity.interest) ** waits
    units = one.amount or Fraction(1)
    brings = []
    for amount in (ZERO, units):
        there = context.with_deal(HandOver(((place, amount),)).on(compact))
        if there.deal is None:
            return ZERO
        brings.append(there.deal.payoffs[one.taker])
    return max(ZERO, brings[1] - brings[0]) / units


def _paid(compact: EnclaveCompact, of: PromiseList, place: int) -> Fraction:
    """The even yearly amount that a promise comes to; of a pool, what its payers pay in all."""
    if of != "pools":
        promises: tuple[Refund | Payment, ...] = getattr(compact, of)
        return compact.even(promises[place])
    return compact.pooled(compact.pools[place])


def ways(context: Context) -> Iterator[tuple[Step, ...]]:
    """Choices of steps, the smaller ones first; the first is none."""
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    late = tuple(k for k, t in enumerate(compact.transfers) if t.when)
    first = _hand_over_less(context)
    fewer = _fewer_parks(context.with_deal(after(compact, first)))
    for begun in (
        first,
        *((*first, step) for step in (*fewer, *([AtSigning(late)] if late else ()))),
    ):
        here = context.with_deal(after(compact, begun))
        for firms in dict.fromkeys(((), _bonuses(here), _as_firms_choose(here))):
            steps = (*begun, *firms)
            yield steps
            there = context.with_deal(after(compact, steps))
            if held := _in_tranches(there):
                yield (*steps, *held)
            if fewer := _fewer_parks(there):
                yield (*steps, *fewer)
    if compact.enclaves:
        yield (*first, LeaveOutParks(tuple(e.name for e in compact.enclaves)))


def _fewer_parks(context: Context) -> tuple[Step, ...]:
    """Without those of several parks that cost members more than they bring, as the check finds.

    Not where a clause between two members would have no park any more, where the plan says how many
    are to return, or where it is not known how many projects a park that is kept would bring.
    """
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    if len(compact.enclaves) < 2 or any(park.returns is not None for park in compact.enclaves):
        return ()
    found = check_park(context)
    if not isinstance(found, ParkOutcome) or found.verdict == "stands":
        return ()
    kept = [park for park in compact.enclaves if park.name not in found.best_without]
    pairs = {(park.host, park.home) for park in kept}
    if any((park.host, park.home) not in pairs for park in compact.enclaves):
        return ()
    if any(park.brings == park.projects for park in kept):
        return ()
    projects = sum((park.projects for park in compact.enclaves), ZERO)
    if each := max(park.incubation.floor for park in kept):
        projects = min(projects, sum((park.floor for park in kept), ZERO) / each)
    return (FewerParks(found.best_without, rounded_down(projects)),)


def _hand_over_less(context: Context) -> tuple[Step, ...]:
    """What members lack taken off what they hand over, in proportion; nothing where all is there.

    First what is lacking sooner, of what is handed over by then.

    None where they lack more than that.
    """
    compact = context.region.compact
    assert compact is not None  # noqa: S101 - the caller looked
    amounts: dict[int, Fraction] = {}
    for short in shortfalls(compact):
        for year, lacking in (*short.sooner, (short.year, short.lacking)):
            signed = {
                k: t.amount
                for k, t in enumerate(compact.transfers)
                if (t.giver, t.resource) == (short.city, short.resource)
                and (year is None or t.when <= year)
            }
            given = {k: amounts.get(k, amount) for k, amount in signed.items()}
            total = sum(given.values(), ZERO)
            more = lacking - (sum(signed.values(), ZERO) - total)
            if more > total:
                return ()
            if more > 0:
                kept = 1 - more / total
                amounts |= {k: rounded_down(amount * kept) for k, amount in given.items()}
    return (HandOver(tuple(amounts.items())),) if amounts else ()


def _in_tranches(context: Context) -> tuple[Step, ...]:
    """What still has to come later to hold who promised; none where the deal has no such transfer.

    Of several transfers it is not said which would be held back.
    """
    compact = context.region.compact
    if compact is None or len(joined(compact).transfers) != 1 or context.deal is None:
        return ()
    found = tranches(context)
    if isinstance(found, NoTranches):
        return ()
    releases = {year: rounded_up(amount) for year, amount in found.schedule.releases.items()}
    if sum(releases.values(), ZERO) > joined(compact).transfers[0].amount:
        return ()
    return (InTranches(tuple(releases.items())),)


def _bonuses(context: Context) -> tuple[Step, ...]:
    """The smallest bonuses that bring firms to return as planned."""
    deal = context.bonus_deal
    if deal is None or context.plan is None:
        return ()
    added = deal.bonuses[len(context.plan.bonuses) :]
    return tuple(PayBonus(b.payer, rounded_up(b.amount)) for b in added)


def _as_firms_choose(context: Context) -> tuple[Step, ...]:
    """The returns that firms choose, where a plan can say so: one share for all parks."""
    chosen = context.compact
    if chosen is None or context.as_planned:
        return ()
    shares = {e.returning / e.suited for e in chosen.enclaves if e.suited}
    return (PlanReturns(chosen.returning, shares.pop()),) if len(shares) == 1 else ()
