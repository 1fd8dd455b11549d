"""Check 2, where a platform is paid for together: who pays how much of it, and who would leave?

With B_i what city i has of a best plan of all, and K what the platforms of that plan cost, shares
x_i of K leave it B_i - x_i. Of all best plans it is one in which cities move as little as they can
of what they own, and of these, one that brings the most to who has least, then to who has least of
the rest, and so on: room which does not do for all is for everybody, and cities that are alike have
as much of it. No group S would leave if and only if

    sum of x_i in S  <=  B(S) - v(S),    what S has of the plan less what it could make on its own,

so that the shares are in the core of these costs where what is left is in the core of the gains.
Beside the nucleolus and the Shapley value of the gains: shares by what each uses of the platform
(in proportion; serial), by what each has of it, and equal ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.cost_sharing import CostSharingProblem
from games.production import LinearProductionGame
from intercity.region.context import Context
from intercity.topics.all_together.cost_shares import (
    SharedCost,
    Way,
    WayToShare,
    asked_freely,
    breach,
)
from solvers.linear_program import LinearProgram, Row
from solvers.production.coalitional_form import CoalitionalForm, Plan
from solvers.production.production_program import production_program

__all__ = ["platform_shares"]

ZERO, ONE = Fraction(0), Fraction(1)
POOREST = "what the poorest has"
Shares = dict[str, Fraction]


def platform_shares(context: Context, *, stable: bool) -> SharedCost | None:
    """Each city's share of what platforms cost, by each way; ``stable``: some split is.

    ``None`` where the plan of all opens no platform, trades on an exchange, or one city alone has
    all of it; and where some do better in parts, as there is no one plan then.
    """
    game, form = context.game, context.form
    if not isinstance(game, CoalitionalGame) or not isinstance(form, CoalitionalForm):
        return None
    if context.best != game:
        return None
    plan = form.plan(game.players)
    if plan.outlay <= 0 or any(plan.bought.values()) or any(plan.sold.values()):
        return None
    if form.production.common_pools:
        return None
    levels = _levels(context, form.production, plan)
    benefits = dict.fromkeys(game.players, ZERO)
    for activity in form.production.activities:
        for value in activity.values:
            benefits[value.city] += levels[activity.name] * value.amount
    if sum(benefit != 0 for benefit in benefits.values()) < 2:
        return None
    works = _works(form.production, plan, levels)
    return SharedCost(
        platforms=tuple(name for name, times in plan.openings.items() if times),
        cost=plan.outlay,
        ways=tuple(
            WayToShare(
                way=way,
                shares=shares,
                breach=breach(game, {city: benefits[city] - x for city, x in shares.items()}),
            )
            for way, shares in _defined_shares(context, game, plan, benefits, works, stable=stable)
        ),
        honest_if_asked=works is not None and asked_freely(works.game()),
    )


def _defined_shares(
    context: Context,
    game: CoalitionalGame,
    plan: Plan,
    benefits: Mapping[str, Fraction],
    works: CostSharingProblem | None,
    *,
    stable: bool,
) -> Iterator[tuple[Way, Shares]]:
    """The ways to share the cost that are defined for this game."""
    from mechanisms.cost_sharing.average_cost import average_cost_sharing
    from mechanisms.cost_sharing.serial import serial_cost_sharing
    from solvers.coalitional.nucleolus import nucleolus
    from solvers.coalitional.shapley import shapley_value

    def left(split: Mapping[str, Fraction]) -> Shares:
        return {city: benefit - split[city] for city, benefit in benefits.items()}

    if stable:
        yield Way.NUCLEOLUS, left(context.run_solver(nucleolus, game))
    yield Way.SHAPLEY, left(context.run_solver(shapley_value, game))
    if works is not None:
        yield Way.SERIAL, dict(serial_cost_sharing(works))
        yield Way.BY_USE, dict(average_cost_sharing(works))
    whole = sum(benefits.values(), ZERO)
    if min(benefits.values()) >= 0:
        by_benefit = {city: plan.outlay * b / whole for city, b in benefits.items()}
        yield Way.BY_BENEFIT, by_benefit
    yield Way.EQUAL, dict.fromkeys(benefits, plan.outlay / len(benefits))


def _levels(
    context: Context, production: LinearProductionGame, plan: Plan
) -> Mapping[str, Fraction]:
    """What is done in the plan of all that moves least, and of these brings most to the poorest.

    Then to the poorest of those whom that leaves open, and so on: who has a price in the program is
    as poor in every plan of its optimum.
    """
    from solvers.optimum import solve

    openings = tuple(plan.openings[p.name] for p in production.platforms)
    program = production_program(production, production.cities, {}, openings)
    bounds = dict(program.bounds)
    bounds |= dict.fromkeys((n for n in bounds if n not in plan.levels), (ZERO, ZERO))  # no trade
    best = Row("as much as all can", program.objective, "==", plan.worth + plan.outlay)
    rows, moved = [*program.rows, best], {}
    for city in production.cities:
        own = [activity for activity in production.activities if activity.sites == (city,)]
        for resource in production.resources:
            owners = resource.kind == "tradable" and any(resource.owned.values())
            uses = {
                a.name: sum((u.amount for u in a.uses if u.resource == resource.name), ZERO)
                for a in own
            }
            if owners and any(uses.values()):
                name = f"{resource.name} that {city} has of others"
                moved[name], bounds[name] = ONE, (ZERO, None)
                has = resource.owned.get(city, ZERO)
                rows.append(Row(f"{city}, {resource.name}", {**uses, name: -ONE}, "<=", has))
    least = context.run_solver(solve, LinearProgram("min", moved, tuple(rows), bounds)).optimum
    rows.append(Row("moved", moved, "<=", least))
    waiting = {}
    for city in production.cities:
        gets = {
            a.name: sum((v.amount for v in a.values if v.city == city), ZERO)
            for a in production.activities
        }
        if any(gets.values()):
            waiting[f"to {city}"] = gets
    bounds[POOREST] = (None, None)
    levels: Mapping[str, Fraction] = {}
    while waiting:
        least_gets = [Row(to, {**gets, POOREST: -ONE}, ">=", ZERO) for to, gets in waiting.items()]
        fair = LinearProgram("max", {POOREST: ONE}, (*rows, *least_gets), bounds)
        found = context.run_solver(solve, fair)
        levels = found.point
        priced = [to for to in waiting if found.prices[to]]
        rows += [Row(to, waiting.pop(to), "==", found.optimum) for to in priced]
    return levels


def _works(
    production: LinearProductionGame, plan: Plan, levels: Mapping[str, Fraction]
) -> CostSharingProblem | None:
    """Each city's use of the platform, and what it costs to serve any use.

    ``None`` where that is no matter of one quantity: several platforms or capacities, or use that
    two cities have in common.
    """
    opened = [p for p in production.platforms if plan.openings[p.name]]
    if len(opened) != 1 or len(opened[0].provides) != 1 or opened[0].uses:
        return None
    (platform,), (room,) = opened, opened[0].provides
    used = dict.fromkeys(production.cities, ZERO)
    for activity in production.activities:
        units = sum((use.amount for use in activity.uses if use.resource == room.resource), ZERO)
        if units and levels[activity.name]:
            if len(activity.sites) > 1:
                return None
            used[activity.sites[0]] += units * levels[activity.name]
    owned = next(r for r in production.resources if r.name == room.resource).owned
    if any(owned.values()) or not room.amount:
        return None

    def cost(quantity: Fraction) -> Fraction:
        return platform.cost * math.ceil(quantity / room.amount)

    works = CostSharingProblem(used, cost)
    return works if works.cost(works.total) == plan.outlay else None
