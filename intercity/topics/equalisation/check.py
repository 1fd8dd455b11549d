"""Check 14: does the deal's gain survive fiscal equalisation?

A city that collects more tax of its own is paid less in grants. All checks count taxes after that;
this one asks what the same deal would bring if grants stayed as they are. A gain is lost if a
member would gain without equalisation, and loses with it, firms free to choose in each, at the
region's interest and at its own discount factor; at one of the two it is undecided.

A tax that is shared counts for the grants of the city that collects it, or of the one that gets it.
In the second case cities of different rates make or lose grants by sharing, which what groups could
make leaves out: checks that compare with it are not decided then.

By a formula of capacity against need, each part of the tax is taken at the rate of its step. Where
the tax of a city crosses a step, the payoffs of the deal as signed are exact, and checks that
compare it with other plans are not decided.

Sources: Buchanan (1950), Federalism and Fiscal Equity; Smart (1998), Taxation and Deadweight Loss
in a System of Intergovernmental Transfers, for the part of each unit of tax that is taken back. For
steps: Germany's Finanzausgleichsgesetz, sections 10 and 11 (as of 2020); Japan's Local Allocation
Tax Act, articles 10 and 14.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from games.errors import InvalidInput, Told
from intercity.region.context import Context
from intercity.topics.clauses.nearest_terms import nearest_repair
from intercity.topics.clauses.own_rate import hanging, verdict_on_gains
from intercity.topics.equalisation import Need
from intercity.topics.equalisation.section import Equalisation
from intercity.topics.outcome import (
    Clause,
    NoPayoffs,
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
    "PriceForTax",
    "check",
    "groups_make_grants",
]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceForTax(Clause):
    """Pay in the price of land what is shared of a tax: a price is no tax, and no grant is cut.

    ``price``: paid once, per unit, in place of ``signed`` and of the share of the tax; from
    ``lowest`` to ``highest`` (``None``: without end) nobody loses.
    """

    kind: ClassVar[str] = "price for tax"
    payer: str
    payee: str
    resource: str
    unit: str
    signed: Fraction
    price: Fraction
    lowest: Fraction | None = None
    highest: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualisationOutcome(Outcome):
    """By member, its gain a year ``before`` and ``after`` grants are adjusted.

    ``own_before``, ``own_after``: the same at its own discount factor, where it has one. ``kept``:
    what it keeps of 1 of additional own tax, on average; of one unit more than the deal brings it,
    ``keeps_of_next``. ``received``: by payer and payee of a share of a tax,
    what the payee has of 1 that the payer gives up; of a price, a rent or land it is 1.
    """

    before: Mapping[str, Fraction]
    after: Mapping[str, Fraction]
    own_before: Mapping[str, Fraction]
    own_after: Mapping[str, Fraction]
    kept: Mapping[str, Fraction]
    keeps_of_next: Mapping[str, Fraction]
    received: Mapping[tuple[str, str], Fraction]
    discounts: Mapping[str, Fraction]
    interest: Fraction

    @property
    def lost(self) -> dict[str, Fraction]:
        """How much less each member gains; negative where it gains more."""
        return {city: self.before[city] - self.after[city] for city in self.before}

    @property
    def gaining(self) -> dict[str, Fraction]:
        """Of who would not lose before, at the interest or its own factor: what it gains after."""
        return {
            city: gain
            for city, gain in self.after.items()
            if min(self.before[city], self.own_before.get(city, ZERO)) >= 0
        }

    @property
    def losers(self) -> tuple[str, ...]:
        """Who would not lose, and does at both once grants are adjusted."""
        own = self.own_after
        return tuple(c for c, x in self.gaining.items() if max(x, own.get(c, x)) < 0)

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """Who would not lose, and does at one of the two once grants are adjusted."""
        gaining = self.gaining
        return hanging(gaining, {c: x for c, x in self.own_after.items() if c in gaining})


def check(context: Context) -> Outcome:
    """Each member's gain with grants as they are, and with grants adjusted."""
    given, compact = context.scenario.section(Equalisation), context.compact
    if given is None or compact is None:
        return NotAsked(needs=(Need.EQUALISED_DEAL,))
    without = context.without(Equalisation)
    if context.deal is None or without.deal is None:
        return Undecided(reason=NoPayoffs.PROMISES_TOO_MUCH)
    found = EqualisationOutcome(
        verdict=Verdict.STANDS,
        before=without.gains,
        after=context.gains,
        own_before=without.own_gains,
        own_after=context.own_gains,
        kept={city: context.scenario.keeps_of_tax(city) for city in compact.members},
        keeps_of_next={city: context.scenario.keeps_of_next(city) for city in compact.members},
        received={
            (r.payer, r.payee): compact.counts_of(r, r.payee) / compact.counts_of(r, r.payer)
            for r in compact.refunds
            if r.base != "rent"
        },
        discounts={city: context.discounts[city] for city in context.own_gains},
        interest=compact.annuity.interest,
    )
    if not found.gaining:
        return found
    verdict, margin = verdict_on_gains(found.gaining, found.own_after)
    found = replace(found, verdict=verdict, margin=margin)
    if context.brief or verdict is Verdict.STANDS:
        return found
    return replace(found, repair=_repair(context))


def groups_make_grants(context: Context) -> Undecided | None:
    """That what groups could make leaves out the grants that they make or lose by sharing taxes."""
    given = context.scenario.section(Equalisation)
    if given is None or not given.payee_is_cut:
        return None
    if len({context.scenario.keeps_of_tax(city) for city in context.scenario.players}) < 2:
        return None
    differ = Told("payee, and rates differ: what groups could make depends on how they share taxes")
    return Undecided(error=InvalidInput("[equalisation] shared_tax", differ, "payer"))


def _repair(context: Context) -> Repair | NoRepair:
    """Shares of taxes paid in the price of what the payee hands over, else the nearest clauses.

    Each only if then nobody loses.
    """
    amended, clauses = _price_for_tax(context)
    gains = _gains(context, amended) if clauses else None
    if gains is not None and min(gains) >= 0:
        return Repair(clauses=_with_room(context, amended, clauses, gains))
    return nearest_repair(context, {(city,): context.status_quo[city] for city in context.members})


def _gains(context: Context, amended: EnclaveCompact) -> list[Fraction] | None:
    """What each member gains, at the region's interest and at its own discount factor."""
    payoffs = context.payoffs_of(amended)
    if payoffs is None:
        return None
    gains = [payoffs[city] - context.status_quo[city] for city in context.members]
    return [*gains, *context.own_gains_of(amended).values()]


def _with_room(
    context: Context,
    amended: EnclaveCompact,
    clauses: Mapping[int, PriceForTax],
    gains: Sequence[Fraction],
) -> tuple[PriceForTax, ...]:
    """The clauses with the prices at which still nobody loses; each may take an equal part."""
    found = []
    for place, clause in clauses.items():
        dearer = list(amended.transfers)
        dearer[place] = replace(dearer[place], price=dearer[place].price + amended.annuity.yearly)
        there = _gains(context, replace(amended, transfers=tuple(dearer)))
        if there is None:
            found.append(clause)
            continue
        change = [(new - old) * len(clauses) for old, new in zip(gains, there, strict=True)]
        down = [x / by for x, by in zip(gains, change, strict=True) if by > 0]
        up = [x / -by for x, by in zip(gains, change, strict=True) if by < 0]
        lowest = clause.price - min(down) if down else None
        found.append(replace(clause, lowest=lowest, highest=clause.price + min(up) if up else None))
    return tuple(found)


def _price_for_tax(context: Context) -> tuple[EnclaveCompact, dict[int, PriceForTax]]:
    """The deal in which each shared tax is paid as a price that costs the payer as much.

    And the prices, by the place of the transfer.
    """
    plan = context.plan
    assert plan is not None  # noqa: S101 - there is a deal
    transfers, refunds, clauses = list(plan.transfers), [], dict[int, PriceForTax]()
    for refund in plan.refunds:
        place = next(
            (
                k
                for k, t in enumerate(transfers)
                if (t.giver, t.taker) == (refund.payee, refund.payer) and t.amount and not t.when
            ),
            None,
        )
        costs, brings = (plan.counts_of(refund, city) for city in (refund.payer, refund.payee))
        if brings >= costs or place is None:  # a rent is no tax: all of it is received
            refunds.append(refund)
            continue
        sold = transfers[place]
        more = costs * plan.even(refund) / sold.amount
        transfers[place] = replace(sold, price=sold.price + more)
        clauses[place] = PriceForTax(
            payer=refund.payer,
            payee=refund.payee,
            resource=sold.resource,
            unit=plan.region.resource(sold.resource).unit,
            signed=plan.transfers[place].price / plan.annuity.yearly,
            price=(sold.price + more) / plan.annuity.yearly,
        )
    return replace(plan, transfers=tuple(transfers), refunds=tuple(refunds)), clauses
