"""Check 6: after each step that cannot be taken back, who can bargain again, and would all sign?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from games.errors import NotProven
from games.players import Coalition
from intercity.region.context import Context
from intercity.region.effort import tabled, too_many_to_amend
from intercity.topics.clauses.clause import Amount
from intercity.topics.clauses.nearest_terms import (
    LawfulRepair,
    at_signing,
    enforced_payments,
    enforced_promises,
    lawful_repairs,
    return_bonus,
)
from intercity.topics.condition import Condition, Wish
from intercity.topics.hold_up.tranches import NoTranches, WhyNot, tranches, turned_to_loss
from intercity.topics.outcome import NoPayoffs, NotAsked, Outcome, Repair, Undecided, Verdict
from mechanisms.compact.deal_payoffs import DealPayoffs, deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.hold_up import HoldUp, Renegotiation, hold_up

__all__ = [
    "HeldUp",
    "HoldUpOutcome",
    "HoldUpRepair",
    "Member",
    "Shared",
    "Step",
    "Unclear",
    "check",
    "conditions",
    "held_up",
]

ZERO = Fraction(0)
MOST_MEMBERS = 12
"""Among many cities each group of so many members at most is asked what it makes: 4,094 groups."""


class Unclear(StrEnum):
    """Why there is no answer."""

    NO_FALL_BACK = "a fall-back is impossible"


class Shared(StrEnum):
    """How members share what going on adds to what they fall back on."""

    SHAPLEY = "the Shapley value"
    EQUALLY = "equally"
    BY_WEIGHTS = "by bargaining weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldUpRepair(Repair):
    """Clauses, and what each member has ``bargained_again`` with them, after its worst step."""

    bargained_again: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What a member has a year: without the deal, as signed, and after the step worst for it."""

    alone: Fraction
    as_signed: Fraction
    bargained_again: Fraction
    worst_step: int

    @property
    def loss(self) -> Fraction:
        """What bargaining again takes from it; negative where it gains."""
        return self.as_signed - self.bargained_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What members have a year if they bargain again after ``year`` (0: the signing).

    ``sunk``: the resources that are handed over for good by then. ``more_to_come``: those of which
    more is handed over for good later. ``idle``: the parks that are
    closed if talks fail. ``going_on_adds``: to what they fall back on, in all. ``by_nash``: what
    each would end with by the Nash solution, where three or more share by the Shapley value.
    """

    year: int
    sunk: tuple[str, ...]
    more_to_come: tuple[str, ...] = ()
    idle: tuple[str, ...]
    going_on_adds: Fraction
    falls_back_on: Mapping[str, Fraction]
    ends_with: Mapping[str, Fraction]
    by_nash: Mapping[str, Fraction] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldUpOutcome(Outcome):
    """What each member has, and how each step that cannot be taken back reopens the deal.

    ``parks``: how many are built. ``outsiders``: as of walk-away, whether what free outsiders could
    offer later on counts. ``talked_down``: who can be, below what it has as signed, the
    worst against its status quo first; ``would_not_sign``: who would then have less than alone,
    and could not prevent it by bargaining again at signing, as who cannot be talked down may do.
    """

    members: Mapping[str, Member]
    parks: int
    outsiders: bool | None
    shared: Shared
    steps: tuple[Step, ...]
    talked_down: tuple[str, ...]
    would_not_sign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldUp:
    """The answer by step and member, and how far each member is above signing not.

    ``losers``: who can be talked down below the deal, the worst against its status quo first.
    ``refuses``: who, foreseeing it, would not sign.
    """

    found: HoldUp
    margins: dict[str, Fraction]
    losers: tuple[str, ...]
    refuses: tuple[str, ...]

    @property
    def loss(self) -> Fraction:
        """How much members end below their status quo, in all."""
        return sum((-self.margins[city] for city in self.refuses), ZERO)

    @property
    def lowest(self) -> dict[str, Fraction]:
        """What each member has after the step that is worst for it."""
        return {city: self.found.lowest(city) for city in self.found.deal}


def held_up(context: Context) -> HeldUp | None:
    """Who loses by bargaining again; ``None`` if a fall-back is impossible."""
    compact, deal = context.compact, context.deal
    assert compact is not None  # noqa: S101 - the caller looked
    assert deal is not None  # noqa: S101 - the caller looked
    found = hold_up(
        compact,
        deal,
        context.run_solver,
        weights=_powers(context, compact),
        continuation=context.continuation,
    )
    return None if found is None else _judged(context, found)


def _powers(context: Context, compact: EnclaveCompact) -> dict[str, Fraction]:
    return {c: w for c, w in context.region.power.items() if c in compact.members}


def _judged(context: Context, found: HoldUp) -> HeldUp:
    margins = found.margins(context.status_quo)
    order = sorted(margins, key=lambda city: margins[city])
    return HeldUp(
        found,
        margins,
        tuple(city for city in order if found.loss(city) > 0),
        tuple(city for city in order if margins[city] < 0),
    )


def check(context: Context) -> Outcome:
    """What renegotiation after sinking takes from whom; clauses with which all would sign."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return NotAsked(needs=context.missing_for_a_deal)
    if deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    members = len(context.members)
    if members > MOST_MEMBERS and not tabled(context.region.production):
        many = f"{members} members have {(1 << members) - 2:,} such groups"
        raise NotProven(
            "worth of each group of members once all is sunk",
            f"{many}, and they are asked one by one, of at most {MOST_MEMBERS} members",
        )
    answer = held_up(context)
    if answer is None:
        return Undecided(reason=Unclear.NO_FALL_BACK)
    found = answer.found
    return HoldUpOutcome(
        verdict=Verdict.FAILS if answer.refuses else Verdict.STANDS,
        margin=min(answer.margins.values()),
        repair=_repair(context, answer) if answer.refuses and not context.brief else None,
        members={
            city: Member(
                alone=context.status_quo[city],
                as_signed=signed,
                bargained_again=found.lowest(city),
                worst_step=found.worst(city).year,
            )
            for city, signed in found.deal.items()
        },
        parks=len(compact.enclaves),
        outsiders=context.outsiders_later,
        shared=_shared(context, compact),
        steps=tuple(_step(compact, step) for step in found.steps),
        talked_down=answer.losers,
        would_not_sign=answer.refuses,
    )


def _shared(context: Context, compact: EnclaveCompact) -> Shared:
    if len(compact.members) > 2:
        return Shared.SHAPLEY
    weights = {context.region.power.get(city, Fraction(1)) for city in compact.members}
    return Shared.EQUALLY if len(weights) == 1 else Shared.BY_WEIGHTS


def _step(compact: EnclaveCompact, step: Renegotiation) -> Step:
    for_good = [t for t in compact.transfers if not t.reversible]
    sunk = tuple(dict.fromkeys(t.resource for t in for_good if t.when <= step.year))
    later = {t.resource for t in for_good if t.when > step.year}
    before, several = step.before, len(compact.members) > 2
    return Step(
        year=step.year,
        sunk=sunk,
        more_to_come=tuple(name for name in sunk if name in later),
        idle=tuple(name for name, runs in step.runs.items() if not runs),
        going_on_adds=step.surplus,
        falls_back_on={city: before[city] + x for city, x in step.fall_back.items()},
        ends_with=step.path,
        by_nash={city: before[city] + x for city, x in step.nash.items()} if several else None,
    )


def _repair(context: Context, answer: HeldUp) -> HoldUpRepair | NoTranches:
    """Another clause with which all would sign, unless tranches do it alone."""
    by_tranches = _by_tranches(context, answer)
    if isinstance(by_tranches, Repair) and by_tranches.mends == 1:
        return by_tranches
    by_a_clause = _by_a_clause(context, answer)
    if by_a_clause is None or isinstance(by_tranches, NoTranches):
        return by_a_clause or by_tranches
    return replace(by_a_clause, instead=by_tranches)


def _by_tranches(context: Context, answer: HeldUp) -> HoldUpRepair | NoTranches:
    """Tranches, if less is lost with them; and the share of the loss that they mend."""
    found = context.once(tranches)
    if isinstance(found, NoTranches):
        return found
    after = _held_up_in(context, found.compact, found.deal)
    if after is None or after.loss >= answer.loss:
        return NoTranches(reason=WhyNot.TALKED_DOWN_AS_FAR)
    if refuses := [city for city in after.refuses if city not in answer.refuses]:
        return NoTranches(reason=WhyNot.A_MEMBER_LOSES, city=refuses[0])
    mends = 1 - after.loss / answer.loss
    return HoldUpRepair(clauses=found.clauses, mends=mends, bargained_again=after.lowest)


def _by_a_clause(context: Context, answer: HeldUp) -> HoldUpRepair | None:
    """The nearest clause with which all would sign, as it is looked at again.

    To hand over nothing is one only where no other is: then there is no deal to be held up in.
    """
    given_up = []
    for one in _clauses(context, answer):
        if any(isinstance(c, Amount) and not c.amount for c in one.repair.clauses):
            given_up.append(one)
            continue
        if (found := _mended_by(context, one)) is not None:
            return found
    return next(filter(None, (_mended_by(context, one) for one in given_up)), None)


def _mended_by(context: Context, one: LawfulRepair) -> HoldUpRepair | None:
    """That clause, with what each member then has; ``None`` where a member would not sign."""
    after = [_with_firms(context, deal) for deal in one.deals]
    signed = [held.lowest for held in after if held is not None and not held.refuses]
    if not after or len(signed) < len(after):
        return None
    least = {city: min(lowest[city] for lowest in signed) for city in context.members}
    found = one.repair
    return HoldUpRepair(clauses=found.clauses, unique=found.unique, bargained_again=least)


def _clauses(context: Context, answer: HeldUp) -> Iterator[LawfulRepair]:
    """Clauses by which all have enough, talked down or not; then others, if they harm nobody.

    That is to hand over at signing what comes later, and the bonus.

    A payment that ends with the deal is none: it can be talked down like all that is to come. With
    the bonus who has less than enough as signed may have it once they bargain again. Last what it
    takes a court, or the province, for: promises that are enforced, then new payments; they too
    only if all then sign.
    """
    alone: dict[Coalition, Fraction] = {(c,): context.status_quo[c] for c in context.members}
    talked_down: dict[Coalition, Fraction] = {
        (city,): context.status_quo[city] + max(ZERO, answer.found.loss(city))
        for city in context.members
    }
    for floors in (alone, talked_down):
        yield from lawful_repairs(context, floors)
    at_once = at_signing(context)
    if at_once is not None:
        (deal,) = at_once.deals
        if not turned_to_loss(context, context.payoffs_of(deal), context.own_gains_of(deal)):
            yield at_once
    bonus = return_bonus(context)
    if bonus and _all_sign(context, context.with_bonus, context.own_with_bonus):
        yield bonus
    yield from (one for one in enforced_promises(context) if _signed_by_all(context, one))
    paid = enforced_payments(context, talked_down)
    if paid is not None and _signed_by_all(context, paid):
        yield paid


def _signed_by_all(context: Context, one: LawfulRepair) -> bool:
    return all(
        _all_sign(context, context.payoffs_of(deal), context.own_gains_of(deal))
        for deal in one.deals
    )


def _all_sign(
    context: Context, payoffs: Mapping[str, Fraction] | None, own: Mapping[str, Fraction]
) -> bool:
    """Whether with a clause nobody loses at its own factor, or at the region's for the first time.

    By its ``payoffs``, and by gains at members' ``own`` discount factors.
    """
    return min(own.values(), default=ZERO) >= 0 and not turned_to_loss(context, payoffs, own)


def _with_firms(context: Context, compact: EnclaveCompact) -> HeldUp | None:
    """Who is held up under other clauses, firms choosing anew."""
    chosen = context.as_firms_choose(compact)
    deal = deal_payoffs(chosen, context.run_solver)
    return None if deal is None else _held_up_in(context, chosen, deal)


def _held_up_in(context: Context, compact: EnclaveCompact, deal: DealPayoffs) -> HeldUp | None:
    path = context.continuation_of(compact, deal)
    powers = _powers(context, compact)
    again = hold_up(compact, deal, context.run_solver, weights=powers, continuation=path)
    return None if again is None else _judged(context, again)


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What each member has, bargained with again after each step, beyond what it has alone.

    Who loses nothing by that, and has as much as alone by bargaining at signing, has what that is.
    """
    if too_many_to_amend(context.region.production, len(context.members)):
        return {}
    answer = held_up(context)
    if answer is None:
        return {}
    return {
        Condition(Wish.SIGNS, (city,), step.year): max(has - alone, answer.margins[city])
        for step in answer.found.steps
        for city, has in step.path.items()
        for alone in (context.status_quo[city],)
    }
