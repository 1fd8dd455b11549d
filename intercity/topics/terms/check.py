"""Check 3, first half: would every member sign these terms, and which others would do?

The verdict is of all payoffs of each member between u, at the region's interest, and w, at its own
discount factor: the deal stands if nobody is below what it has alone in any of them, it fails if
somebody is in all, and is else undecided, as it hangs on who can borrow at the interest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.clauses.clause import (
    NoLawfulClause,
    WhichTransfer,
    which_transfer,
)
from intercity.topics.clauses.nearest_terms import at_signing, nearest_repair
from intercity.topics.clauses.own_rate import (
    amounts_at_own_rate,
    first_decides,
    hanging,
    verdict_on_gains,
)
from intercity.topics.condition import Condition, Wish
from intercity.topics.outcome import NoPayoffs, NotAsked, Outcome, Repair, Undecided, Verdict
from intercity.topics.outside_offers.check import OutsideRange, beyond_stable
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import amount_of, main_transfer, with_clauses_merged
from mechanisms.compact.terms import terms_of_trade

__all__ = ["OpenAmount", "TermsOutcome", "check", "conditions"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAmount:
    """The amounts of the largest transfer at which nobody loses, at its own factor neither.

    All else as signed, all of it handed over at signing. From ``lowest`` to ``highest``, both
    ``None`` where no amount makes all gain. ``floor_space``: of the deal's parks, in 1,000 m2.
    ``searched_range``: the only amounts looked at, where beyond them a floor or cap of a refund
    begins or ceases to bind.
    """

    transfer: WhichTransfer
    signed: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    floor_space: Fraction
    searched_range: tuple[Fraction, Fraction] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOutcome(Outcome):
    """What each member gains a year over its status quo, and at which terms all would gain.

    ``gains``: at the region's ``interest``, by dates where something comes later; ``at_signing``:
    were all of it handed over at signing, ``None`` where nothing comes later. ``own_gains``: at a
    member's own factor in ``discounts``; at a factor of 0 what comes first. ``returning``: projects
    that return, as signed. ``open_amount``: ``None`` where nothing is handed over, or where at a
    discount factor of 0 what comes first decides for the cities in ``first_decides``.
    ``beyond_stable``: of two members, with no outsiders, whose payoffs are outside their ranges in
    the stable splits.
    """

    gains: Mapping[str, Fraction]
    at_signing: Mapping[str, Fraction] | None
    own_gains: Mapping[str, Fraction]
    discounts: Mapping[str, Fraction]
    interest: Fraction
    returning: Fraction
    as_planned: bool
    open_amount: OpenAmount | None
    first_decides: tuple[str, ...]
    beyond_stable: tuple[OutsideRange, ...]

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Who loses at one of the interest and its own factor, and does not at the other."""
        return hanging(self.gains, self.own_gains)


def check(context: Context) -> Outcome:
    """Each member's gain at the signed terms, and the interval in which all gain."""
    compact = context.compact
    if compact is None:
        return NotAsked(needs=context.missing_for_a_deal)
    if context.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    gains = context.gains
    open_amount = None if context.verdict_alone else _open_amount(context, compact)
    own = context.own_gains
    two = len(context.members) == 2 and not context.outsiders  # else outside offers tells it
    known = two and not context.brief and not context.several_rates
    beyond = tuple(beyond_stable(context)) if known else ()
    verdict, margin = verdict_on_gains(gains, own)
    lacking = verdict is not Verdict.STANDS and not context.brief
    return TermsOutcome(
        verdict=verdict,
        margin=margin,
        repair=_repair(context) if lacking else None,
        gains=gains,
        at_signing=None if context.dated is None else _at_signing(context),
        own_gains=own,
        discounts={city: context.discounts[city] for city in own},
        interest=compact.annuity.interest,
        returning=compact.returning,
        as_planned=context.as_planned,
        open_amount=open_amount,
        first_decides=first_decides(context) if compact.transfers else (),
        beyond_stable=beyond,
    )


def _open_amount(context: Context, compact: EnclaveCompact) -> OpenAmount | None:
    merged = with_clauses_merged(compact)
    whole = merged.at_signing
    if not whole.transfers or context.several_rates or first_decides(context):
        return None
    one = amount_of(whole, main_transfer(whole))
    beside = amounts_at_own_rate(context, whole, one)
    terms = terms_of_trade(whole, context.status_quo, one, context.run_solver, beside)
    assert terms is not None  # noqa: S101 - there is a transfer
    low, high = one.lowest, one.highest
    assert low is not None and high is not None  # noqa: S101, PT018 - an amount has both
    return OpenAmount(
        searched_range=(low, high) if one.kinks else None,
        transfer=which_transfer(merged, one.place),
        signed=one.signed,
        lowest=terms.lowest,
        highest=terms.highest,
        floor_space=sum((e.floor for e in compact.enclaves), ZERO),
    )


def _at_signing(context: Context) -> dict[str, Fraction]:
    """What each member would gain if all were handed over, and paid for, at signing."""
    assert context.deal is not None  # noqa: S101 - the deal can be carried out
    payoffs = context.deal.payoffs
    return {city: payoffs[city] - context.status_quo[city] for city in context.members}


def _repair(context: Context) -> Repair | NoLawfulClause:
    """What comes later handed over at signing, or the nearest terms at which nobody loses."""
    at_once = None if context.dated is None else at_signing(context)
    if at_once is not None:
        own = context.own_gains_of(at_once.deals[0])
        if min(_at_signing(context).values()) >= 0 and min(own.values(), default=ZERO) >= 0:
            return at_once.repair
    return nearest_repair(context, {(city,): context.status_quo[city] for city in context.members})


def conditions(context: Context) -> dict[Condition, Fraction]:
    """What each member gains, at the region's interest and at its own factor."""
    found = {Condition(Wish.GAIN, (city,)): gain for city, gain in context.gains.items()}
    own = {Condition(Wish.OWN_GAIN, (city,)): gain for city, gain in context.own_gains.items()}
    return found | own
