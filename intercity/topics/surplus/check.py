"""Check 1: is there anything to share, and which instrument makes it?

The gain of a group is what it can make in its best parts, v*, less what its cities have each alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.clauses.unused import money_of_firms
from intercity.topics.outcome import NoRepair, NotAsked, Outcome, Verdict
from intercity.topics.surplus.bottleneck import Bottleneck, bottleneck
from intercity.topics.surplus.parts import BestParts, best_parts, parts_of_all

__all__ = ["Need", "SurplusOutcome", "WhyNot", "WithoutPlatforms", "check", "gain_of_all"]

ZERO = Fraction(0)


class Need(StrEnum):
    """What the check needs that is no section of its own."""

    SECOND_CITY = "a city to share with"


class WhyNot(StrEnum):
    """Why no clause repairs it."""

    NOTHING_TO_SHARE = "there is nothing to share"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutPlatforms:
    """What members gain without any platform. ``parks``: whether these are for projects."""

    gain: Fraction
    parks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusOutcome(Outcome):
    """What the members of the deal, and all ``cities``, gain over what each has alone.

    ``costs``: whether worths are costs, so that a gain is what is saved. ``yearly``: whether it is
    a year's, as that of a table need not be. ``without_platforms``:
    ``None`` where there are no platforms, or nothing is gained. ``bottleneck``: ``None`` where
    nothing adds to the gain. ``borne_by_firms``: what the deal's clawback takes of firms or spares
    members in bonuses; it is not counted in the gain. ``parts``, ``parts_of_all``: in which groups
    members, and all, gain that; ``None`` where it was not looked for.
    """

    costs: bool
    yearly: bool
    members: tuple[str, ...]
    cities: tuple[str, ...]
    gain_of_members: Fraction
    gain_of_all: Fraction
    without_platforms: WithoutPlatforms | None
    bottleneck: Bottleneck | None
    borne_by_firms: Fraction
    parts: BestParts | None = None
    parts_of_all: BestParts | None = None


def check(context: Context) -> Outcome:
    """The gain over the status quo, for the deal's members and for all, split by instrument."""
    game = context.best
    if game is None:
        return NotAsked(needs=("resources", "game"))
    if len(game.players) == 1:
        return NotAsked(needs=(Need.SECOND_CITY,))
    all_gain = gain_of_all(context)
    members = context.members
    alone = sum((context.status_quo[city] for city in members), ZERO)
    gain = game.worth(members) - alone
    gain = gain if game.sense == "gain" else -gain
    without = None
    production = context.region.production
    if gain > 0 and production is not None and production.platforms:
        without = WithoutPlatforms(
            gain=context.without_platforms - alone, parks=context.scenario.project is not None
        )
    parts = of_all = None
    if not context.brief:
        of_all = context.once(parts_of_all)
        parts = of_all if len(members) == len(game.players) else best_parts(context, members)
    return SurplusOutcome(
        verdict=Verdict.STANDS if gain > 0 else Verdict.FAILS,
        margin=gain,
        repair=None if gain > 0 else NoRepair(reason=WhyNot.NOTHING_TO_SHARE),
        costs=game.sense != "gain",
        yearly=context.scenario.game is None,
        members=members,
        cities=game.players,
        gain_of_members=gain,
        gain_of_all=all_gain,
        without_platforms=without,
        bottleneck=bottleneck(context) if all_gain > 0 and not context.brief else None,
        borne_by_firms=money_of_firms(context),
        parts=parts,
        parts_of_all=of_all,
    )


def gain_of_all(context: Context) -> Fraction:
    """What all make in their best parts beyond what each has alone; for costs, what they save."""
    game = context.best
    if game is None:
        return ZERO
    gain = game.grand_worth - sum(context.status_quo.values(), ZERO)
    return gain if game.sense == "gain" else -gain
