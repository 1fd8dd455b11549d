"""Check 1, second half: does the platform pay, or would the members do better without it?

If the members pooled all else that they own and did their best, with the parks used as firms will
use them under the clauses as signed, they would make so much more, or less, than without any park.
To leave it out is proposed only if the deal without it, firms choosing anew, brings them no less.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from operator import itemgetter

from intercity.english import listed, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_row
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["check"]

NUMBER, NAME = 1, "the park"
ZERO, ONE = Fraction(0), Fraction(1)


def check(context: Context) -> Finding:
    """What the deal's platforms, or without a deal the best ones, add to what members make."""
    production, game, compact = context.region.production, context.game, context.compact
    if production is None or game is None or not production.platforms:
        return Finding(NUMBER, NAME, "not asked", "add [platforms]")
    if compact is None:
        worth: Fraction | None = game.worth(context.members)
    elif compact.enclaves:
        worth = _as_signed(context, compact)
    else:
        return Finding(NUMBER, NAME, "not asked", "add a platform to [compact]")
    if worth is None:
        return Finding(NUMBER, NAME, "undecided", "its members lack what it would occupy")
    adds = worth - context.without_platforms
    figures = {"added by platforms": adds}
    if adds > 0:
        says = f"it adds {shown(adds)} to what the members make without it"
        return Finding(NUMBER, NAME, "stands", says, margin=adds, figures=figures)
    says = "it costs as much as it brings: the members do as well without it"
    if adds < 0:
        says = f"it costs {shown(-adds)} more than it brings to the members"
    repair, mends = _repair(context, adds, figures)
    return Finding(NUMBER, NAME, "fails", says, repair, adds, figures, mends=mends)


def _repair(
    context: Context, adds: Fraction, figures: dict[str, Fraction]
) -> tuple[str, Fraction | None]:
    """Leave out the park, or bonuses without which as many return: what brings members more."""
    plan = context.plan
    if plan is None:
        return "leave it out", ONE
    signed = None if context.deal is None else sum(context.payoffs_by_date.values(), ZERO)
    without = _total(context, replace(plan, enclaves=()))
    if without is not None:
        figures["members' total without it"] = without
    if signed is not None:
        figures["members' total as signed"] = signed
    found = []
    if without is not None and (signed is None or without >= signed):
        found.append((without, "leave it out", ONE))
    lean = _without_needless_bonuses(context, plan)
    if lean is not None:
        total, worth = _total(context, lean), _as_signed(context, context.as_firms_choose(lean))
        if total is not None and worth is not None:
            now = worth - context.without_platforms
            mends = ONE if now > 0 else (now - adds) / -adds if adds else ZERO
            needless = listed(
                f"the bonus of {shown(b.amount)} a year by {b.payer}"
                for b in plan.bonuses
                if b not in lean.bonuses
            )
            words = f"leave out {needless}: as many projects return without"
            found.append((total, words, mends))
    if found:
        _, words, mends = max(found, key=itemgetter(0))
        return words, mends
    if without is None or signed is None:
        return "none: the deal cannot be carried out without it either", None
    less = shown(signed - without)
    return f"none: without it the deal would bring its members {less} less in all", None


def _total(context: Context, compact: EnclaveCompact) -> Fraction | None:
    """What members have in all under a deal, firms choosing anew."""
    payoffs = context.payoffs_of(compact)
    return None if payoffs is None else sum(payoffs.values(), ZERO)


def _without_needless_bonuses(context: Context, plan: EnclaveCompact) -> EnclaveCompact | None:
    """The plan without bonuses that move no firm; ``None`` if each bonus does."""
    compact, lean = context.compact, plan
    assert compact is not None  # noqa: S101 - there is a plan
    returns = [e.returning for e in compact.enclaves]
    for bonus in plan.bonuses:
        rest = replace(lean, bonuses=tuple(b for b in lean.bonuses if b is not bonus))
        if [e.returning for e in context.as_firms_choose(rest).enclaves] == returns:
            lean = rest
    return None if lean is plan else lean


def _as_signed(context: Context, compact: EnclaveCompact) -> Fraction | None:
    """The members' best with the deal's parks as they will be used, all else pooled among them.

    ``None`` if they lack what the parks take.
    """
    from solvers.production.coalition_program import coalition_program

    parks = replace(compact, transfers=(), refunds=(), credit={}, grant={}, kept={})
    program = coalition_program(context.between_members(platforms=False), compact.members)
    taken: dict[str, Fraction] = {}
    for city in compact.members:
        for name, change in parks.endowment_changes(city).items():
            row = own_row(compact, name, city)
            taken[row] = taken.get(row, ZERO) + change
    unused = [
        Row(row, {}, "<=", _owned(context, row)) for row in taken if row not in _names(program)
    ]
    rows = (
        replace(row, bound=row.bound + taken.get(row.name, ZERO))
        for row in (*program.rows, *unused)
    )
    best: Fraction | None = context.ask(solve, replace(program, rows=tuple(rows))).value
    if best is None:
        return None
    brought = (sum(parks.incidence(city).values(), ZERO) for city in compact.members)
    return best + sum(brought, ZERO)


def _names(program: LinearProgram) -> set[str]:
    return {row.name for row in program.rows}


def _owned(context: Context, row: str) -> Fraction:
    """What members own of a resource that none of them can use."""
    for resource in context.between_members(platforms=False).resources:
        if resource.name == row:
            return sum(resource.owned.values(), ZERO)
        for city, units in resource.owned.items():
            if row == f"{resource.name} at {city}":
                return units
    return ZERO
