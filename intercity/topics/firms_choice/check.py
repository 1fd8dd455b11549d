"""Check 4: will firms do what the plan says? Firms decide where they produce, not mayors.

The claim is two-sided: if firms choose for themselves under the clauses as signed, as many projects
return as planned, neither fewer nor more.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from games.approximately import approximately
from intercity.english import amount, gains_told, listed, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.firms_response import willing_to_return
from mechanisms.compact.return_bonus import FirmsChoice, break_even_returns

__all__ = ["check"]

NUMBER, NAME = 4, "firms' choice"
ZERO, ONE = Fraction(0), Fraction(1)


def check(context: Context) -> Finding:
    """A mature project's profit at its planned site against staying; the smallest bonus."""
    firms, plan, compact = context.region.firms, context.plan, context.compact
    if firms is None:
        return Finding(NUMBER, NAME, "not asked", "add [firm]")
    if plan is None or compact is None or not any(e.suited for e in plan.enclaves):
        return Finding(NUMBER, NAME, "not asked", "add [compact] with a park whose projects return")
    homes, hosts = (
        listed(dict.fromkeys(getattr(e, role) for e in plan.enclaves)) for role in ("home", "host")
    )
    least, most = _margins(plan, firms)
    figures = {
        f"profit in {homes}": firms.profit_return,
        f"profit in {hosts}": firms.profit_stay,
        "returns planned": plan.returning,
        "returns as signed": compact.returning,
    }
    says = (
        f"a plant earns {_two_digits(firms.profit_return)} in {homes}, "
        f"{_two_digits(firms.profit_stay)} in {hosts}{_clauses(plan)}"
    )
    margin = least if compact.returning <= plan.returning else -most
    if context.as_planned:
        fewest = _break_even(context, plan, figures)
        for home, returns in fewest.items():
            if returns is not None:
                says += f"; {home} gains from {math.ceil(returns)} returns on"
        says += f"; {_will(compact.returning)} return, as planned"
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    says += f": as signed {_will(compact.returning)} return, {amount(plan.returning)} are planned"
    says += _room(context, plan, firms)
    says += _effect(context)
    repair, mends = _repair(context, plan, compact, figures)
    return Finding(NUMBER, NAME, "fails", says, repair, margin, figures, mends=mends)


def _two_digits(number: Fraction) -> str:
    return approximately(number, ".2f")


def _will(returns: Fraction) -> str:
    return amount(returns) if returns else "none"


def _margins(plan: EnclaveCompact, firms: FirmsChoice) -> tuple[Fraction, Fraction]:
    """How much better returning is than staying, clauses included: the least and most by park."""
    margins = []
    for e in plan.enclaves:
        paid = sum((b.amount for b in plan.bonuses if b.payer == e.home), ZERO)
        margins.append(firms.margin + plan.clawed_back(e) + paid)
    return min(margins), max(margins)


def _clauses(plan: EnclaveCompact) -> str:
    told = [f"a bonus of {shown(b.amount)} by {b.payer}" for b in plan.bonuses]
    told += [f"a clawback of {shown(c.amount)} for {c.payee}" for c in plan.clawbacks]
    return f", before {listed(told)}" if told else ""


def _room(context: Context, plan: EnclaveCompact, firms: FirmsChoice) -> str:
    """Whether more would return than there is room for."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - there is a deal
    willing = sum(willing_to_return(plan, firms).values(), ZERO)
    if willing <= compact.returning:
        return ""
    return f" ({amount(willing)} would, but there is land and quota for no more)"


def _effect(context: Context) -> str:
    """What the departure from the plan does to each member."""
    if context.planned_by_date is None or context.deal is None:
        return ""
    change = {
        city: context.payoffs_by_date[city] - context.planned_by_date[city]
        for city in context.members
    }
    return f"; against the plan: {gains_told(change)}"


def _break_even(
    context: Context, deal: EnclaveCompact, figures: dict[str, Fraction]
) -> dict[str, Fraction | None]:
    """By home of a park, the fewest returns at which it gains under these clauses."""
    found: dict[str, Fraction | None] = {}
    if deal.clawbacks or any(bonus.first is not None for bonus in deal.bonuses):
        return found  # what a return costs depends on how many return
    for home in dict.fromkeys(e.home for e in deal.enclaves):
        bonus = sum((b.amount for b in deal.bonuses if b.payer == home), ZERO)
        bare = replace(deal, bonuses=(), clawbacks=())
        found[home] = break_even_returns(bare, home, context.status_quo, bonus, context.ask)
        fewest = found[home]
        if fewest is not None:
            figures[f"break-even returns of {home}"] = fewest
    return found


def _repair(
    context: Context, plan: EnclaveCompact, compact: EnclaveCompact, figures: dict[str, Fraction]
) -> tuple[str, Fraction | None]:
    """The smallest bonus; what it costs, whom it leaves better off, and how much it mends."""
    if compact.returning > plan.returning:
        over = amount(compact.returning - plan.returning)
        return f"plan for {amount(compact.returning)} returns; there is land for {over} more", ONE
    deal = context.bonus_deal
    if deal is None or deal == plan:
        return "none: firms would return, but there is no room for them", None
    after = context.as_firms_choose(deal)
    added = [b for b in deal.bonuses if b not in plan.bonuses]
    told = []
    for bonus in added:
        cost = bonus.amount * after.paid_a_bonus(bonus)
        figures[f"bonus of {bonus.payer}"], figures[f"all bonuses of {bonus.payer}"] = (
            bonus.amount,
            cost,
        )
        told.append(
            f"a bonus of {shown(bonus.amount)} a year for each return to {bonus.payer}, "
            f"{shown(cost)} in all for the {amount(after.paid_a_bonus(bonus))} that qualify"
        )
    repair = f"{listed(told)}, or a clawback of as much from those who stay"
    missing = plan.returning - compact.returning
    mends = (min(after.returning, plan.returning) - compact.returning) / missing
    for home, fewest in _break_even(context, deal, figures).items():
        if not any(bonus.payer == home for bonus in added):
            continue
        repair += f"; if {home} pays the bonus it "
        if fewest is None:
            repair += "does not gain"
        else:
            repair += f"gains from {math.ceil(fewest)} returns on"
    if mends < 1:
        repair += f"; there is room for {amount(after.returning)} returns only"
    return repair, mends
