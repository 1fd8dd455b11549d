"""Check 23: does a point hub pay, serve enough cities, and stay in the budget?

The planned hubs fail if they cost more than they bring to all cities, leave too many cities out of
reach, or cost more than the budget. Where none are planned it is asked of the best that there are;
it fails if none in the budget brings what it costs.

Sources: Church and ReVelle (1974), The maximal covering location problem; Cornuejols, Fisher and
Nemhauser (1977), Location of bank accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.region.context import Context
from intercity.topics.outcome import Clause, NoRepair, NotAsked, Outcome, Repair, Verdict
from intercity.topics.point_hub.builder import hubs
from solvers.families.hub_plans import HubPlan

__all__ = ["HubOutcome", "OpenHubs", "WhyNot", "check"]


class WhyNot(StrEnum):
    """Why no other hubs are proposed."""

    NONE = "no hubs within the budget pay and serve enough cities"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHubs(Clause):
    """Open these hubs."""

    kind: ClassVar[str] = "hubs"
    hubs: tuple[str, ...]
    net: Fraction
    served: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubOutcome(Outcome):
    """What hubs bring and cost, and whom they serve.

    ``opened``: the planned hubs, or else, where none are ``planned``, those that do most for what
    is asked. ``net``: what they bring to all cities, less ``cost``. ``cities``: how many there are;
    ``needed``: the share of them to be served. ``lacks_worth``, ``lacks_reach``, ``lacks_money``:
    by which of the three it fails.
    """

    planned: bool
    opened: tuple[str, ...]
    net: Fraction
    cost: Fraction
    budget: Fraction
    served: tuple[str, ...]
    cities: int
    needed: Fraction
    lacks_worth: bool
    lacks_reach: bool
    lacks_money: bool


def check(context: Context) -> Outcome:
    """The planned hubs, or the best; others where they fail."""
    game = context.once(hubs)
    if game is None:
        return NotAsked(needs=("point_hub",))
    shown, other = HubPlan(game, game.planned), None
    if not game.planned or (shown.fails and not context.brief):
        from solvers.families.hub_plans import hub_plans

        other = context.run_solver(hub_plans, game).enough
        if not other.opened:  # hubs together bring no more than each alone
            each = (HubPlan(game, (hub,)) for hub in game.hubs)
            other = next((plan for plan in each if not plan.fails), other)
        shown = shown if game.planned else other
    none, margin = not shown.opened, None
    if shown.serves_enough and not none:
        margin = min(shown.net, game.budget - shown.cost)
    fails = shown.fails or none
    repair: Repair | NoRepair | None = None
    if fails and other is not None:
        repair = NoRepair(reason=WhyNot.NONE)
        if other.opened and not other.fails:
            clause = OpenHubs(hubs=other.opened, net=other.net, served=other.served)
            repair = Repair(clauses=(clause,), unique=False)
    return HubOutcome(
        verdict=Verdict.FAILS if fails else Verdict.STANDS,
        margin=margin,
        repair=repair,
        planned=bool(game.planned),
        opened=shown.opened,
        net=shown.net,
        cost=shown.cost,
        budget=game.budget,
        served=shown.served,
        cities=len(game.cities),
        needed=game.coverage,
        lacks_worth=none or not shown.pays,
        lacks_reach=not shown.serves_enough,
        lacks_money=not shown.affordable,
    )
