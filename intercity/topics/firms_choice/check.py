"""Check 4: will firms do what the plan says? Firms decide where they produce, not mayors.

Firms choose for themselves under the clauses as signed. Too few and too many returns are departures
from the plan. One fails if members together have less by it, or if it takes one of them below what
it has without the deal; any other is told, and stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from mechanisms.compact.clauses import Bonus, ReturnClawback
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.firms_response import willing_to_return
from mechanisms.compact.return_bonus import FirmsChoice, break_even_returns

__all__ = [
    "FirmsChoiceOutcome",
    "Need",
    "PlannedReturns",
    "ReturnBonus",
    "WhyNot",
    "check",
    "does_harm",
]

ZERO = Fraction(0)


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    RETURNING_PROJECTS = "[compact] with a park whose projects return"


class WhyNot(StrEnum):
    """Why no clause makes as many return as planned."""

    NO_ROOM = "firms would return, but there is no room for them"
    NOT_ALIKE = "a plan is for the same share of each park, and firms do not return alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBonus(Clause):
    """A yearly bonus for each project that returns; its cost a year for those that qualify."""

    kind: ClassVar[str] = "return bonus"
    payer: str
    amount: Fraction
    qualifying: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReturns(Clause):
    """A plan for as many returns as there will be: so many ``more``, or fewer where negative."""

    kind: ClassVar[str] = "planned returns"
    returns: Fraction
    more: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmsChoiceOutcome(Outcome):
    """What a plant earns a year at home and in the hub, and how many projects return.

    ``bonuses`` and ``clawbacks``: those of the deal; the profits are without them.
    ``willing``: how many would return if there were land and quota for all of them.
    ``returns_with_bonus``: how many return once the bonus of the repair is paid.
    ``break_even``: from how many returns on a home gains, that bonus paid; ``None``: from none.
    ``against_plan``: what each member gains because firms do not do as planned, empty where they
    do (``as_planned``) or where either cannot be carried out.
    """

    as_planned: bool

    homes: tuple[str, ...]
    hosts: tuple[str, ...]
    profit_at_home: Fraction
    profit_in_hub: Fraction
    bonuses: tuple[Bonus, ...]
    clawbacks: tuple[ReturnClawback, ...]
    returns_planned: Fraction
    returns_as_signed: Fraction
    willing: Fraction
    returns_with_bonus: Fraction | None
    break_even: Mapping[str, Fraction | None]
    against_plan: Mapping[str, Fraction]


def check(context: Context) -> Outcome:
    """A mature project's profit at its planned site against staying; the smallest bonus."""
    firms, plan, compact = context.region.firms, context.plan, context.compact
    if firms is None:
        return NotAsked(needs=("firm",))
    if plan is None or compact is None or not any(e.suited for e in plan.enclaves):
        return NotAsked(needs=(Need.RETURNING_PROJECTS,))
    as_planned = context.as_planned
    stands = as_planned or not does_harm(context)
    repair, with_bonus, returns = None, plan if as_planned else None, None
    if not context.brief and not stands:
        repair, with_bonus, returns = _repair(context, plan, compact)
    least, most = _margins(plan, firms)
    margin = least if compact.returning <= plan.returning else -most
    return FirmsChoiceOutcome(
        verdict=Verdict.STANDS if stands else Verdict.FAILS,
        margin=margin if as_planned or not stands else None,
        as_planned=as_planned,
        repair=repair,
        homes=tuple(dict.fromkeys(e.home for e in plan.enclaves)),
        hosts=tuple(dict.fromkeys(e.host for e in plan.enclaves)),
        profit_at_home=firms.profit_return,
        profit_in_hub=firms.profit_stay,
        bonuses=plan.bonuses,
        clawbacks=plan.clawbacks,
        returns_planned=plan.returning,
        returns_as_signed=compact.returning,
        willing=sum(willing_to_return(plan, firms).values(), ZERO),
        returns_with_bonus=returns,
        break_even={} if with_bonus is None or context.brief else _break_even(context, with_bonus),
        against_plan={} if as_planned else _against_plan(context),
    )


def _margins(plan: EnclaveCompact, firms: FirmsChoice) -> tuple[Fraction, Fraction]:
    """How much better returning is than staying, clauses included: the least and most by park."""
    margins = []
    for e in plan.enclaves:
        paid = sum((b.amount for b in plan.bonuses if b.payer == e.home), ZERO)
        margins.append(firms.margin + plan.clawed_back(e) + paid)
    return min(margins), max(margins)


def _against_plan(context: Context) -> Mapping[str, Fraction]:
    """What the departure from the plan does to each member."""
    planned = context.planned_by_date
    if planned is None or context.deal is None:
        return {}
    return {city: context.payoffs_by_date[city] - planned[city] for city in context.members}


def does_harm(context: Context) -> bool:
    """Whether firms' departure leaves members less together, or takes one below no deal.

    Also where the deal cannot be carried out as planned, or not as firms choose.
    """
    against, before = _against_plan(context), context.status_quo
    if not against or sum(against.values(), ZERO) < 0:
        return True
    has = context.payoffs_by_date
    return any(has[city] < before[city] <= has[city] - more for city, more in against.items())


def _break_even(context: Context, deal: EnclaveCompact) -> dict[str, Fraction | None]:
    """By home of a park, the fewest returns at which it gains under these clauses."""
    if deal.clawbacks or any(bonus.first is not None for bonus in deal.bonuses):
        return {}  # what a return costs depends on how many return
    bare, found = replace(deal, bonuses=(), clawbacks=()), dict[str, Fraction | None]()
    for home in dict.fromkeys(e.home for e in deal.enclaves):
        bonus = sum((b.amount for b in deal.bonuses if b.payer == home), ZERO)
        found[home] = break_even_returns(bare, home, context.status_quo, bonus, context.run_solver)
    return found


def _repair(
    context: Context, plan: EnclaveCompact, compact: EnclaveCompact
) -> tuple[Repair | NoRepair, EnclaveCompact | None, Fraction | None]:
    """The repair; if it is a bonus, the smallest, the deal with it, and how many then return."""
    more = compact.returning - plan.returning
    deal = context.bonus_deal
    after = None if deal is None else context.as_firms_choose(deal)
    if deal is None or after is None or after.returning <= compact.returning:
        # No bonus brings more returns: plan for those that there will be.
        shares = {e.returning / e.suited for e in compact.enclaves if e.suited}
        if len(shares) > 1:  # a plan has one share for all parks
            why = WhyNot.NOT_ALIKE if more >= 0 else WhyNot.NO_ROOM
            return NoRepair(reason=why), None, None
        clause = PlannedReturns(returns=compact.returning, more=more)
        return Repair(clauses=(clause,)), None, None
    clauses = []
    for bonus in deal.bonuses[len(plan.bonuses) :]:
        paid = after.paid_a_bonus(bonus)
        clauses.append(
            ReturnBonus(
                payer=bonus.payer, amount=bonus.amount, qualifying=paid, cost=bonus.amount * paid
            )
        )
    mends = (min(after.returning, plan.returning) - compact.returning) / -more
    return Repair(clauses=tuple(clauses), mends=mends), deal, after.returning
