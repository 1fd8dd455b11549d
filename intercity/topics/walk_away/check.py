"""Check 5: on the compact's own time path, does a member ever do better by leaving?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.clauses.nearest_terms import enforced_promises
from intercity.topics.condition import Condition, Wish
from intercity.topics.hold_up.tranches import MemberDeposit, NoTranches, deposit_of, tranches
from intercity.topics.outcome import (
    NoPayoffs,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.self_enforcement import patience, present_value
from mechanisms.compact.self_enforcement import walk_away as verdict_at
from mechanisms.compact.walk_away import at_stake
from solvers.enclosure.box import none_negative

__all__ = [
    "EnforcedPromise",
    "MemberPath",
    "Need",
    "Unclear",
    "WalkAwayOutcome",
    "WhyNot",
    "check",
    "conditions",
    "member_paths",
    "never_leaves",
]

ZERO = Fraction(0)


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    DISCOUNT_FACTOR = "discount to [cities]"


class Unclear(StrEnum):
    """Why there is no answer."""

    CANNOT_DO_ITS_PART = "a member could not do its part"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NO_DEPOSIT = "no deposit holds who would leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPath:
    """When leaving pays to a member at its ``discount`` factor, and what holds it.

    ``least_value``: what staying is worth in the year in which that is least. ``leaves_in``: the
    first year in which leaving pays; ``pays_most_in``: the year in which it brings most, and
    ``gain_of_leaving``: how much then. ``stays_at``: the intervals of discount factors at which it
    stays, ``None`` where only the verdict was asked; ``stays_from``: from which factor on it does,
    if from any. ``deposit``: ``None`` where it stays, none holds it, or only the verdict was asked.
    ``only_costs_from``: the first year from which staying brings it nothing and costs it something;
    then no patience holds it. ``credit``: what the province credits it a year.
    """

    discount: Fraction
    credit: Fraction
    least_value: Fraction
    leaves_in: int | None
    pays_most_in: int | None
    gain_of_leaving: Fraction
    stays_at: tuple[tuple[Fraction, Fraction], ...] | None
    stays_from: Fraction | None
    deposit: MemberDeposit | None
    only_costs_from: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcedPromise(Repair):
    """A promise that a court enforces; ``losing``: who loses by the deal with it as without it."""

    losing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkAwayOutcome(Outcome):
    """The ``paths`` of members with a discount factor; whether the ``others`` leave is open.

    No others: members without a factor to whom staying costs nothing in any year.
    ``lag``: for how many years who leaves still gets what the others owe it. ``outsiders``: whether
    it is counted what free outsiders could offer it then; ``None``: they are too many to look at.
    """

    lag: int
    outsiders: bool | None
    paths: Mapping[str, MemberPath]
    others: tuple[str, ...]

    @property
    def leavers(self) -> dict[str, MemberPath]:
        """Who does better by leaving in some year."""
        return {city: path for city, path in self.paths.items() if path.leaves_in is not None}


def member_paths(context: Context) -> dict[str, MemberPath] | None:
    """By member with a discount factor.

    ``None`` where some member could not do its part, in the deal or having left.
    """
    compact, deal, factors = context.compact, context.deal, context.discounts
    assert compact is not None  # noqa: S101 - the caller looked
    assert deal is not None  # noqa: S101 - the caller looked
    found, forever = {}, compact.annuity.forever
    for city in compact.members:
        if city not in factors:
            continue
        stake = at_stake(compact, deal, city, context.run_solver, context.continuation)
        if stake is None:
            return None
        answer = verdict_at(stake, factors[city], forever=forever)
        leaves = answer.leaves_in is not None and not context.brief
        stays = None if context.brief else patience(stake, forever=forever)
        found[city] = MemberPath(
            discount=factors[city],
            credit=compact.credit.get(city, ZERO),
            least_value=min(answer.values[1:]),  # nobody leaves at signing
            leaves_in=answer.leaves_in,
            pays_most_in=answer.pays_most_in,
            gain_of_leaving=answer.gain,
            stays_at=None if stays is None else stays.intervals,
            stays_from=None if stays is None else stays.critical,
            deposit=deposit_of(context, compact, city, stake, context.own_gains.get(city))
            if leaves
            else None,
            only_costs_from=next(
                (t for t, x in enumerate(stake) if any(x) and all(c <= 0 for c in x)), None
            ),
        )
    return found


def never_leaves(context: Context, city: str) -> bool:
    """Whether staying costs a member nothing in any year, so that no impatience makes it leave."""
    compact, deal = context.compact, context.deal
    assert compact is not None  # noqa: S101 - the caller looked
    assert deal is not None  # noqa: S101 - the caller looked
    stake = at_stake(compact, deal, city, context.run_solver, context.continuation)
    return stake is not None and none_negative([flow for flows in stake for flow in flows])


def check(context: Context) -> Outcome:
    """Each member's value of staying at every date, at its own discount factor."""
    compact, deal = context.compact, context.deal
    if compact is None:
        return NotAsked(needs=context.missing_for_a_deal)
    if deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    paths = member_paths(context)
    if paths is None:
        return Undecided(reason=Unclear.CANNOT_DO_ITS_PART)
    if not paths:
        return NotAsked(needs=(Need.DISCOUNT_FACTOR,))
    found = WalkAwayOutcome(
        verdict=Verdict.STANDS,
        margin=min(path.least_value for path in paths.values()),
        lag=compact.lag,
        outsiders=context.outsiders_later,
        paths=paths,
        others=tuple(c for c in compact.members if c not in paths and not never_leaves(context, c)),
    )
    if found.leavers:
        repair = None if context.brief else _repair(context, found.leavers)
        return replace(found, verdict=Verdict.FAILS, repair=repair)
    return replace(found, verdict=Verdict.UNDECIDED, margin=None) if found.others else found


def _repair(context: Context, leavers: Mapping[str, MemberPath]) -> Repair | NoRepair:
    """Deposits of who leaves, or tranches; first what mends more; else promises enforced."""
    found = _held_back(context, leavers)
    if isinstance(found, Repair) and found.mends == 1:
        return found
    enforced = _enforced(context, leavers)
    if enforced is None or not isinstance(found, Repair):
        return enforced or found
    return replace(enforced, instead=found)


def _enforced(context: Context, leavers: Mapping[str, MemberPath]) -> EnforcedPromise | None:
    """A promise with which nobody leaves if a court enforces it; ``None`` if none does it alone.

    Who would leave is to gain by the deal when held to it: else it would not sign.
    """
    for one in enforced_promises(context):
        (deal,) = one.deals
        there = context.with_deal(deal)
        paths = None if there.deal is None else member_paths(there)
        if not paths or any(path.leaves_in is not None for path in paths.values()):
            continue
        gains, own = there.gains, there.own_gains
        losing = tuple(c for c in context.members if min(gains[c], own.get(c, ZERO)) < 0)
        if not set(losing) & set(leavers):
            return EnforcedPromise(clauses=one.repair.clauses, losing=losing)
    return None


def _held_back(context: Context, leavers: Mapping[str, MemberPath]) -> Repair | NoRepair:
    """Deposits of who leaves, or tranches; first what mends more."""
    loss = sum((path.gain_of_leaving for path in leavers.values()), ZERO)
    deposits = {c: path.deposit for c, path in leavers.items() if path.deposit is not None}
    held = (leavers[city].gain_of_leaving for city, one in deposits.items() if one.worthwhile)
    by_deposits = Repair(clauses=tuple(deposits.values()), mends=sum(held, ZERO) / loss)
    found = context.once(tranches)
    if isinstance(found, NoTranches) or found.schedule.transfer.taker not in leavers:
        return by_deposits if deposits else NoRepair(reason=WhyNot.NO_DEPOSIT)
    by_tranches = Repair(clauses=found.clauses)
    if not deposits:
        return by_tranches
    if by_tranches.mends > by_deposits.mends:
        return replace(by_tranches, instead=by_deposits)
    return replace(by_deposits, instead=by_tranches)


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What staying is worth to each member in each year, at its own factor."""
    compact, deal, factors = context.compact, context.deal, context.discounts
    assert compact is not None  # noqa: S101 - the caller looked
    assert deal is not None  # noqa: S101 - the caller looked
    found = {}
    for city in compact.members:
        if city not in factors:
            continue
        stake = at_stake(compact, deal, city, context.run_solver, context.continuation)
        for year, flows in enumerate(stake or ()):
            if flows:
                worth = present_value(flows, factors[city], forever=compact.annuity.forever)
                found[Condition(Wish.STAYS, (city,), year)] = worth
    return found
