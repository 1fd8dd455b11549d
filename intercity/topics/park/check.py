"""Check 1, second half: does the platform pay, or would the members do better without it?

If the members pooled all else that they own and did their best, with the parks used as firms will
use them under the clauses as signed, they would make so much more, or less, than without any park.
Of several parks each has to be worth its cost: members would make less without some of them, too,
with as many of the projects in the others as these have floor for. Of more than ``_FEW``, whose
sets are too many, one after the other is left out, the least missed first. To leave a park out is
proposed only if the deal without it, firms choosing anew, brings them no less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.scenario.quantity import amount_of
from intercity.topics.outcome import (
    Clause,
    NoRepair,
    NotAsked,
    Outcome,
    Repair,
    Undecided,
    Verdict,
)
from mechanisms.compact.clauses import Bonus, Enclave, divided_by_floor
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.own_program import own_row
from solvers.linear_program import Row
from solvers.optimum import solve

__all__ = [
    "BonusLeftOut",
    "Need",
    "ParkLeftOut",
    "ParkOutcome",
    "WhyNot",
    "WhyUndecided",
    "check",
]

ZERO, ONE = Fraction(0), Fraction(1)
_FEW = 4
"""Of so many parks at most each set is looked at; of more, sets that lose one park at a time."""


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    PARK_IN_THE_DEAL = "a platform to [compact]"


class WhyUndecided(StrEnum):
    """Why there is no answer."""

    TOO_LITTLE_TO_OCCUPY = "members lack what a park would occupy"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NO_DEAL_WITHOUT = "without the park the deal cannot be carried out"
    WORTH_LESS_WITHOUT = "without the park the deal brings its members less"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkLeftOut(Clause):
    """None of these parks of the deal, or without a deal no platform.

    ``fewer_projects``: how many of the projects the others have no floor for; 0 where there are no
    others.
    """

    kind: ClassVar[str] = "park left out"
    parks: tuple[str, ...]
    fewer_projects: Fraction = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusLeftOut(Clause):
    """No such bonus a year: as many projects return without it."""

    kind: ClassVar[str] = "bonus left out"
    payer: str
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkOutcome(Outcome):
    """How much more members make with the park, used as it will be, than without (``adds``).

    ``parks``: how many there are. ``best_without``: of several parks those without which members do
    best. Where it fails: what members have in all under the deal ``as_signed`` and under the deal
    ``without`` the park, or those, firms choosing anew; ``None`` where that cannot be carried out,
    or where there is no deal: ``without_deal``, all cities are looked at, and their best platforms.
    """

    adds: Fraction
    parks: int = 1
    best_without: tuple[str, ...] = ()
    without_deal: bool = False
    as_signed: Fraction | None = None
    without: Fraction | None = None


def check(context: Context) -> Outcome:
    """What the deal's platforms, or without a deal the best ones, add to what members make."""
    production, compact = context.region.production, context.compact
    if production is None or not production.platforms:
        return NotAsked(needs=("platforms",))
    if compact is None:
        worth: Fraction | None = context.best_of(context.members)
    elif compact.enclaves:
        worth = _best_with_parks(context, compact)
    else:
        return NotAsked(needs=(Need.PARK_IN_THE_DEAL,))
    if worth is None:
        return Undecided(reason=WhyUndecided.TOO_LITTLE_TO_OCCUPY)
    plan = context.plan
    rest, otherwise = _best_without_some(context, plan)
    adds = worth - otherwise
    verdict, alone = Verdict.STANDS if adds > 0 else Verdict.FAILS, compact is None
    some: tuple[str, ...] = ()
    if plan is not None and rest is not None and len(plan.enclaves) > 1:
        kept = {e.name for e in rest.enclaves}
        some = tuple(e.name for e in plan.enclaves if e.name not in kept)
    parks = len(production.platforms if plan is None else plan.enclaves)
    found = ParkOutcome(
        verdict=verdict,
        margin=adds,
        adds=adds,
        parks=parks,
        best_without=some,
        without_deal=alone,
    )
    if adds > 0:
        return found
    if context.brief:
        return found
    if plan is None or rest is None:
        each = tuple(platform.name for platform in production.platforms)
        return replace(found, repair=Repair(clauses=(ParkLeftOut(parks=each),)))
    signed = None if context.deal is None else sum(context.payoffs_by_date.values(), ZERO)
    without = _total(context, rest)
    found = replace(found, as_signed=signed, without=without)
    return replace(found, repair=_repair(context, plan, rest, found))


def _best_without_some(
    context: Context, plan: EnclaveCompact | None
) -> tuple[EnclaveCompact | None, Fraction]:
    """The plan without one or more of its parks with which members do best, and what they make."""
    best = context.without_platforms
    if plan is None:
        return None, best
    rest, remaining = replace(plan, enclaves=()), plan.enclaves
    many = len(plan.enclaves) > _FEW
    for size in reversed(range(1, len(plan.enclaves))):
        among = remaining if many else plan.enclaves
        most: Fraction | None = None
        for kept in combinations(among, size):
            fewer = _with_parks(context, plan, kept)
            worth = _best_with_parks(context, context.as_firms_choose(fewer))
            if worth is None:
                continue
            if many and (most is None or worth > most):
                most, remaining = worth, kept
            if worth > best if rest.enclaves else worth >= best:
                rest, best = fewer, worth
        if many and most is None:
            break
    return rest, best


def _with_parks(
    context: Context, plan: EnclaveCompact, kept: tuple[Enclave, ...]
) -> EnclaveCompact:
    """The plan with some of its parks, and as many of its projects as they have floor for."""
    projects = sum((e.projects for e in plan.enclaves), ZERO)
    divided = divided_by_floor(projects, {e.name: e.floor for e in kept})
    parks = []
    for e in kept:
        there = divided[e.name]
        if e.incubation.floor:
            there = min(there, e.floor / e.incubation.floor)
        share = None if e.returns is None else e.returns / e.suited if e.suited else ZERO
        brings = min(there, amount_of(context.scenario.platforms[e.name].brings))
        park = replace(e, projects=there, brings=brings, returns=None)
        parks.append(park if share is None else replace(park, returns=share * park.suited))
    return replace(plan, enclaves=tuple(parks))


def _repair(
    context: Context, plan: EnclaveCompact, rest: EnclaveCompact, found: ParkOutcome
) -> Repair | NoRepair:
    """Leave out the park, or bonuses that move no firm: what brings members more.

    ``rest``: the plan without the parks without which members do best.
    """
    adds, signed, without = found.adds, found.as_signed, found.without
    less = signed is not None and without is not None and without < signed
    left_out = None if less else without
    lean, needless = _needless(context, plan)
    if needless:
        total = _total(context, lean)
        worth = _best_with_parks(context, context.as_firms_choose(lean))
        _, otherwise = _best_without_some(context, lean)
        now = adds if worth is None else worth - otherwise
        if total is not None and now > adds and (left_out is None or total > left_out):
            clauses = tuple(BonusLeftOut(payer=b.payer, amount=b.amount) for b in needless)
            return Repair(clauses=clauses, mends=1 - min(now, ZERO) / adds if adds else ONE)
    if left_out is not None:
        parks = found.best_without or tuple(e.name for e in plan.enclaves)
        admitted, left = (sum((e.projects for e in one.enclaves), ZERO) for one in (plan, rest))
        fewer = admitted - left if rest.enclaves else ZERO
        return Repair(clauses=(ParkLeftOut(parks=parks, fewer_projects=fewer),))
    return NoRepair(reason=WhyNot.NO_DEAL_WITHOUT if without is None else WhyNot.WORTH_LESS_WITHOUT)


def _total(context: Context, compact: EnclaveCompact) -> Fraction | None:
    """What members have in all under a deal, firms choosing anew."""
    payoffs = context.payoffs_of(compact)
    return None if payoffs is None else sum(payoffs.values(), ZERO)


def _needless(context: Context, plan: EnclaveCompact) -> tuple[EnclaveCompact, tuple[Bonus, ...]]:
    """The plan without bonuses that move no firm, and these bonuses."""
    compact, lean, needless = context.compact, plan, list[Bonus]()
    assert compact is not None  # noqa: S101 - there is a plan
    returns = [e.returning for e in compact.enclaves]
    for bonus in plan.bonuses:
        rest = replace(lean, bonuses=tuple(b for b in lean.bonuses if b is not bonus))
        if [e.returning for e in context.as_firms_choose(rest).enclaves] == returns:
            lean = rest
            needless.append(bonus)
    return lean, tuple(needless)


def _best_with_parks(context: Context, compact: EnclaveCompact) -> Fraction | None:
    """The members' best with the deal's parks as they will be used, all else pooled among them.

    ``None`` if they lack what the parks take.
    """
    from solvers.production.coalition_program import coalition_program

    parks = replace(compact, transfers=(), refunds=(), payments=(), credit={}, grant={}, kept={})
    game = compact.region.subgame(compact.members)
    program = coalition_program(game, compact.members)
    used = {row.name for row in program.rows}
    taken: dict[str, Fraction] = {}
    unused: dict[str, Fraction] = {}
    for city in compact.members:
        changes = parks.endowment_changes(city)
        for resource in game.resources:
            row = own_row(compact, resource.name, city)
            taken[row] = taken.get(row, ZERO) + changes.get(resource.name, ZERO)
            if row not in used:  # no member can use it, but a park can take it, as projects
                unused[row] = unused.get(row, ZERO) + resource.owned.get(city, ZERO)
    rows = (
        replace(row, bound=row.bound + taken.get(row.name, ZERO))
        for row in (*program.rows, *(Row(row, {}, "<=", owned) for row, owned in unused.items()))
    )
    best = context.run_solver(solve, replace(program, rows=tuple(rows))).value
    if best is None:
        return None
    brought = (sum(parks.incidence(city).values(), ZERO) for city in compact.members)
    return best + sum(brought, ZERO) + public_money(context.scenario, compact.members).total
