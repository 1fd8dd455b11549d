"""Check 14: does the deal's gain survive fiscal equalisation?

A city that collects more tax of its own is paid less in grants. All checks count taxes after that;
this one asks what the same deal would bring if grants stayed as they are. What a member loses to
the grant system is the difference of its two gains over its status quo, with firms free to choose
in each. The gain is lost if a member would gain without equalisation and loses with it.

Sources: Buchanan (1950), Federalism and Fiscal Equity; Smart (1998), Taxation and Deadweight Loss
in a System of Intergovernmental Transfers, for the part of each unit of tax that is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from games.approximately import approximately
from games.errors import InvalidInput, Told
from intercity.region.context import Context
from intercity.topics.equalisation.section import Equalisation
from intercity.topics.outcome import (
    Clause,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = [
    "EqualisationOutcome",
    "GrantEnds",
    "PriceForTax",
    "WhyNot",
    "WhyUndecided",
    "check",
    "one_rate_holds",
]

ZERO = Fraction(0)


class WhyUndecided(StrEnum):
    """Why there is no answer."""

    TOO_MUCH_PROMISED = "the deal promises more than its members have"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NO_TAX_IS_SHARED = "no tax is shared that could be paid in another form"
    NOTHING_IS_SOLD = "nothing is handed over of which a price could be paid"
    STILL_LOSES = "a member loses in any form of payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceForTax(Clause):
    """Pay in the price of land what is shared of a tax: a price is no tax, and no grant is cut.

    ``price``: paid once, per unit, in place of ``signed`` and of the share of the tax.
    """

    kind: ClassVar[str] = "price for tax"
    payer: str
    payee: str
    resource: str
    unit: str
    signed: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEnds(Undecided):
    """That a city's further tax would end its grant, so that no single rate holds.

    ``rate``: what is taken back on average.
    """

    city: str
    tax: Fraction
    room: Fraction
    rate: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualisationOutcome(Outcome):
    """By member, its gain a year ``before`` and ``after`` grants are adjusted.

    ``kept``: what it keeps of 1 of additional own tax. ``received``: by payer and payee of a share
    of a tax, what the payee has of 1 that the payer gives up; of a price, a rent or land it is 1.
    ``mended_gains``: gains with the repair.
    """

    before: Mapping[str, Fraction]
    after: Mapping[str, Fraction]
    kept: Mapping[str, Fraction]
    received: Mapping[tuple[str, str], Fraction]
    saved_by: str
    mended_gains: Mapping[str, Fraction]

    @property
    def lost(self) -> dict[str, Fraction]:
        """What each member loses to the grant system; negative where it gains by it."""
        return {city: self.before[city] - self.after[city] for city in self.before}

    @property
    def losers(self) -> tuple[str, ...]:
        """Who would gain, and loses once grants are adjusted."""
        return tuple(c for c in self.before if self.before[c] >= 0 > self.after[c])


def check(context: Context) -> Outcome:
    """Each member's gain with grants as they are, and with grants adjusted."""
    given, compact = context.scenario.section(Equalisation), context.compact
    if given is None or compact is None:
        return NotAsked(needs=("[equalisation] to a deal",))
    if context.deal is None:
        return Undecided(reason=WhyUndecided.TOO_MUCH_PROMISED)
    without = context.without(Equalisation)
    if without.deal is None:
        return Undecided(reason=WhyUndecided.TOO_MUCH_PROMISED)
    outcome = EqualisationOutcome(
        verdict=Verdict.STANDS,
        before=without.gains,
        after=context.gains,
        kept={city: context.scenario.keeps_of_tax(city) for city in compact.members},
        received={(r.payer, r.payee): r.received for r in compact.refunds if r.base != "rent"},
        saved_by=given.saved_by,
        mended_gains={},
    )
    ended = _grant_ends(given, outcome)
    if ended is not None:
        return ended
    gaining = [outcome.after[city] for city, gain in outcome.before.items() if gain >= 0]
    margin = min(gaining, default=None)
    if margin is None or margin >= 0:
        return replace(outcome, margin=margin)
    found = replace(outcome, verdict=Verdict.FAILS, margin=margin)
    return found if context.brief else _repaired(context, found)


def one_rate_holds(context: Context) -> Undecided | None:
    """That no check can be decided where the deal ends a grant: no one rate holds for its taxes."""
    given = context.scenario.section(Equalisation)
    if given is None or not given.formula:
        return None
    found = check(context)
    if not isinstance(found, GrantEnds):
        return None
    place = f"[equalisation.formula] {found.city}"
    room, tax = (approximately(amount, ".3g") for amount in (found.room, found.tax))
    ends = Told(f"a grant that ends after {room} of {tax} more tax")
    rate = f"the rate that is then taken back on average, {approximately(found.rate, '.3g')}"
    return Undecided(error=InvalidInput(place, ends, rate))


def _grant_ends(given: Equalisation, found: EqualisationOutcome) -> GrantEnds | None:
    """The first city whose further tax leaves the range in which its formula has one rate."""
    for city, formula in given.formula.items():
        rate = formula.rate
        tax = found.lost[city] / rate if rate and city in found.lost else ZERO
        if tax > formula.room:
            average = rate * formula.room / tax
            return GrantEnds(city=city, tax=tax, room=formula.room, rate=average)
    return None


def _repaired(context: Context, found: EqualisationOutcome) -> EqualisationOutcome:
    """Shares of taxes paid in the price of what the payee hands over, if that mends anything."""
    amended, clauses = _price_for_tax(context)
    if not clauses:
        shared = bool(found.received)
        why = WhyNot.NOTHING_IS_SOLD if shared else WhyNot.NO_TAX_IS_SHARED
        return replace(found, repair=NoRepair(reason=why))
    payoffs = context.payoffs_of(amended)
    gains = {} if payoffs is None else {c: payoffs[c] - context.status_quo[c] for c in found.after}
    loss = sum((-found.after[city] for city in found.losers), ZERO)
    still = sum((max(ZERO, -gains[c]) for c in gains if found.before[c] >= 0), ZERO)
    if not gains or still >= loss:
        return replace(found, repair=NoRepair(reason=WhyNot.STILL_LOSES))
    repair = Repair(clauses=clauses, mends=1 - still / loss)
    return replace(found, repair=repair, mended_gains=gains)


def _price_for_tax(context: Context) -> tuple[EnclaveCompact, tuple[PriceForTax, ...]]:
    """The deal in which each shared tax is paid as a price that costs the payer as much."""
    plan = context.plan
    assert plan is not None  # noqa: S101 - there is a deal
    transfers, refunds, clauses = list(plan.transfers), [], list[PriceForTax]()
    for refund in plan.refunds:
        place = next(
            (
                k
                for k, t in enumerate(transfers)
                if (t.giver, t.taker) == (refund.payee, refund.payer) and t.amount and not t.when
            ),
            None,
        )
        if refund.base == "rent" or refund.received >= 1 or place is None:
            refunds.append(refund)
            continue
        sold = transfers[place]
        years = plan.annuity.share_of_years(refund.first, refund.last)
        more = plan.refund_a_year(refund) * years / sold.amount
        transfers[place] = replace(sold, price=sold.price + more)
        clauses.append(
            PriceForTax(
                payer=refund.payer,
                payee=refund.payee,
                resource=sold.resource,
                unit=plan.region.resource(sold.resource).unit,
                signed=sold.price / plan.annuity.yearly,
                price=(sold.price + more) / plan.annuity.yearly,
            )
        )
    return replace(plan, transfers=tuple(transfers), refunds=tuple(refunds)), tuple(clauses)
