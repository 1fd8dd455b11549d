"""Check 2: is there a split of what all can make that no group would leave?

What all can make is v*(N), in the best parts of all cities: there is a payment to each that adds up
to it, and of which no group gets less than it could make by itself. Groups across the parts count,
too. Where the law limits money between cities, this is a benchmark: if money could flow.

Source: Gillies (1959); Aumann and Drèze (1974) for a region that does better in parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from games.coalitional import CoalitionalGame
from games.players import Coalition
from intercity.region.context import Context
from intercity.region.deal.builder import public_money
from intercity.region.groups import AskedGame, Worths
from intercity.topics.all_together.cost_shares import (
    SharedCost,
    Way,
    WayToShare,
    breach,
    cost_shares,
)
from intercity.topics.all_together.platform_shares import platform_shares
from intercity.topics.outcome import Clause, NotAsked, Outcome, Repair, Undecided, Verdict
from intercity.topics.surplus.check import Need
from intercity.topics.surplus.parts import parts_of_all

if TYPE_CHECKING:
    from solvers.coalitional.core import Core

__all__ = [
    "AllTogetherOutcome",
    "BarredGroup",
    "BetterInParts",
    "FineForLeaving",
    "NoStableSplit",
    "OutsideMoney",
    "OwenPrice",
    "StableSplit",
    "Unclear",
    "check",
    "limits_money",
    "veto_player",
]

ZERO = Fraction(0)


class Unclear(StrEnum):
    """Why there is no answer."""

    SEARCH_ENDED = "the search among many cities ended before it was decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class FineForLeaving(Clause):
    """A fine on any group that leaves. ``between_parts``: parts that work apart pay each other."""

    kind: ClassVar[str] = "fine for leaving"
    fine: Fraction
    between_parts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideMoney(Clause):
    """Money from outside of the region, for all together."""

    kind: ClassVar[str] = "outside money"
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredGroup(Clause):
    """A group whose members may not deal apart from the others."""

    kind: ClassVar[str] = "barred group"
    group: Coalition


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterInParts:
    """Parts in which all do better than ``as_one``; ``unique``: whether no others do as well."""

    parts: tuple[Coalition, ...]
    as_one: Fraction
    unique: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OwenPrice:
    """What one more unit of something scarce adds to what all make: ``least``, and ``most``.

    ``site``: of what is bound, the city. ``most``: what one unit less would cost; ``None`` where
    there is no unit to lose.
    """

    resource: str
    site: str | None
    unit: str
    least: Fraction
    most: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllTogetherOutcome(Outcome):
    """What all make, or pay (``costs``), in their best parts, and whether a split of it holds.

    ``law_limits_money``: whether that is a benchmark only. ``better_in_parts``: where they do
    better so than as one. ``shared_cost``: who could pay how much of what is paid for together.
    ``yearly``: whether these are a year's, as those of a table need not be.
    """

    costs: bool
    yearly: bool
    worth: Fraction
    law_limits_money: bool
    better_in_parts: BetterInParts | None
    shared_cost: SharedCost | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StableSplit(AllTogetherOutcome):
    """That there is a split that no group would leave.

    ``lowest``, ``highest``: what each city has in such splits, each end of it in some.
    ``veto_player``: a city that every gain needs, so that there always is one. ``all_owned``:
    whether everything scarce has an owner and no platform is needed, so that there always is one.
    ``lawful``: whether lawful contracts of all are known to reach one; ``None`` where not asked.
    ``shapley``: the Shapley value of a gain, and who would leave it. ``owen``: a stable split of
    many cities, in which each sells what it owns at ``prices``; empty where a platform is needed.
    """

    lowest: Mapping[str, Fraction]
    highest: Mapping[str, Fraction]
    veto_player: str | None
    all_owned: bool
    lawful: bool | None
    shapley: WayToShare | None
    owen: Mapping[str, Fraction]
    prices: tuple[OwenPrice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoStableSplit(AllTogetherOutcome):
    """That there is none: ``groups``, each for its part of the time, make ``groups_worth``.

    ``fine``: the least for leaving, and ``outside_money`` the least amount, that would make one.
    """

    groups: Mapping[Coalition, Fraction]
    groups_worth: Fraction
    fine: Fraction
    outside_money: Fraction


def check(context: Context) -> Outcome:
    """Whether the core is empty; its ranges, or the three prices of stability."""
    game = context.best
    if game is None:
        return NotAsked(needs=("resources", "game"))
    if len(game.players) == 1:
        return NotAsked(needs=(Need.SECOND_CITY,))
    if context.verdict_alone and isinstance(game, CoalitionalGame):
        fine = context.least_core.epsilon  # there is a stable split iff none is needed
        return Outcome(verdict=Verdict.FAILS if fine > 0 else Verdict.STANDS, margin=-fine)
    found = context.core
    if found is None:
        return Undecided(reason=Unclear.SEARCH_ENDED)
    return _unstable(context, game, found) if found.empty else _stable(context, game, found)


def _stable(context: Context, game: Worths, found: Core) -> StableSplit:
    better_in_parts = _better_in_parts(context)
    limited = limits_money(context)
    asked = isinstance(game, AskedGame) and _owned(context) and not context.brief
    return StableSplit(
        verdict=Verdict.STANDS,
        margin=None if isinstance(game, AskedGame) else -context.least_core.epsilon,
        costs=game.sense == "cost",
        yearly=context.scenario.game is None,
        worth=game.grand_worth,
        law_limits_money=limited,
        better_in_parts=better_in_parts,
        lowest=dict(found.lowest or {}),
        highest=dict(found.highest or {}),
        veto_player=veto_player(game),
        all_owned=_owned(context),
        lawful=_lawful(context, game) if limited and not context.brief else None,
        shapley=_shapley(context, game),
        owen=_owen(context, game) if asked else {},
        prices=_prices(game) if asked else (),
        shared_cost=_shared_cost(context, game, stable=True),
    )


def _owen(context: Context, game: Worths) -> Mapping[str, Fraction]:
    """What each city has if it sells what it owns at Owen's prices."""
    from solvers.production.owen import owen_point

    assert isinstance(game, AskedGame)  # noqa: S101 - the caller looked
    return dict(context.run_solver(owen_point, game.production))


def _prices(game: Worths) -> tuple[OwenPrice, ...]:
    """Of all that is scarce, pooled resources first."""
    assert isinstance(game, AskedGame)  # noqa: S101 - the caller looked
    found = game.prices.intervals
    scarce = []
    for resource in sorted(game.production.resources, key=lambda one: one.kind == "bound"):
        for site in resource.owned if resource.kind == "bound" else (None,):
            name = resource.name if site is None else f"{resource.name} at {site}"
            least, most = found.get(name, (ZERO, ZERO))  # nothing may use it
            if least or most:
                scarce.append(
                    OwenPrice(
                        resource=resource.name,
                        site=site,
                        unit=resource.unit,
                        least=least,
                        most=most,
                    )
                )
    return tuple(scarce)


def _unstable(context: Context, game: Worths, found: Core) -> NoStableSplit:
    fine = context.least_core.epsilon
    money = context.cost_of_stability.value
    better_in_parts = _better_in_parts(context)
    groups, groups_worth = balanced_groups(context, found)
    clauses = (
        FineForLeaving(fine=fine, between_parts=game != context.game),
        OutsideMoney(amount=money),
        *(BarredGroup(group=group) for group in groups if _enough_to_bar(context, group)),
    )
    return NoStableSplit(
        verdict=Verdict.FAILS,
        margin=-fine,
        proof=max(
            context.least_core.proof,
            context.cost_of_stability.proof,
            key=lambda proof: proof.radius or ZERO,
        ),
        repair=Repair(clauses=clauses, alternatives=True),
        costs=game.sense == "cost",
        yearly=context.scenario.game is None,
        worth=game.grand_worth,
        law_limits_money=limits_money(context),
        better_in_parts=better_in_parts,
        groups=groups,
        groups_worth=groups_worth,
        fine=fine,
        outside_money=money,
        shared_cost=_shared_cost(context, game, stable=False),
    )


def _shared_cost(context: Context, game: Worths, *, stable: bool) -> SharedCost | None:
    """Ways to share a table of costs, or what platforms cost where they are paid for together."""
    if context.brief or context.compact is not None or isinstance(game, AskedGame):
        return None
    return (
        cost_shares(context, game)
        if game.sense == "cost"
        else platform_shares(context, stable=stable)
    )


def _owned(context: Context) -> bool:
    """Whether Owen's theorem applies: no platform, no common pool, no public money."""
    production, province = context.region.production, context.scenario.province
    money = province is not None and (province.grant or province.credit)
    return (
        production is not None
        and not (production.platforms or production.common_pools)
        and not money
    )


def limits_money(context: Context) -> bool:
    """Whether the law limits what cities may pay each other."""
    compact = context.scenario.compact
    return compact is not None and compact.limits.side_payment is not None


def _lawful(context: Context, best: Worths) -> bool:
    """Whether lawful contracts of all cities are known to reach a stable split."""
    if isinstance(best, AskedGame):
        return False
    from mechanisms.compact.lawful_contract import lawful_stable_split

    compact, form, production = context.compact, context.form, context.region.production
    assert compact is not None  # noqa: S101 - the law limits what it may pay
    assert form is not None  # noqa: S101 - worths are in a table
    assert production is not None  # noqa: S101 - there is a deal
    found = lawful_stable_split(
        production,
        best,
        side_payment=compact.side_payment_limit,
        tax_shares=compact.refund_limits,
        openings=form.plan(production.cities).openings,
        beside=_public_money(context),
        run_solver=context.run_solver,
    )
    return found is not None


def _public_money(context: Context) -> dict[str, Fraction]:
    """What each city gets of the province if all work together."""
    compact, money = context.compact, public_money(context.scenario, context.region.cities)
    assert compact is not None  # noqa: S101 - the caller looked
    found = dict(money.credit)
    for city in compact.members:
        found[city] = found.get(city, ZERO) + money.grant / len(compact.members)
    return found


def _better_in_parts(context: Context) -> BetterInParts | None:
    """The best partition, where it makes more than the grand coalition."""
    game, best = context.game, context.best
    if not isinstance(game, CoalitionalGame) or context.brief:
        return None
    assert best is not None  # noqa: S101 - there is a game
    if best.grand_worth == game.grand_worth:
        return None
    found = context.once(parts_of_all)
    assert found is not None  # noqa: S101 - the worth of each group is known
    together = {city for group in found.groups for city in group}
    alone = tuple((city,) for city in game.players if city not in together)
    parts = tuple(sorted((*found.groups, *alone), key=lambda part: game.players.index(part[0])))
    return BetterInParts(parts=parts, as_one=game.grand_worth, unique=found.unique)


def _shapley(context: Context, game: Worths) -> WayToShare | None:
    """The average marginal contribution, which many would call fair, of gains without a deal."""
    from solvers.coalitional.shapley import shapley_value

    if context.compact is not None or isinstance(game, AskedGame) or game.sense == "cost":
        return None
    split = context.run_solver(shapley_value, context.to_split)
    return WayToShare(way=Way.SHAPLEY, shares=dict(split), breach=breach(game, split))


def balanced_groups(context: Context, found: Core) -> tuple[dict[Coalition, Fraction], Fraction]:
    """Groups that make more than all do, each for its part of the time, and how much."""
    from solvers.coalitional.balanced_collection import collection_worth
    from solvers.coalitional.core import EmptyCoreCertificate
    from solvers.families.large_cost_of_stability import LargeCostOfStabilityCertificate

    game, proof = context.best, found.certificate
    assert game is not None  # noqa: S101 - its core is empty
    if isinstance(game, AskedGame):
        proof = context.cost_of_stability.certificate
        assert isinstance(proof, LargeCostOfStabilityCertificate)  # noqa: S101
        shares = {one.coalition: one.weight for one in proof.collection}
        return shares, game.grand_worth + proof.lowest
    assert isinstance(proof, EmptyCoreCertificate)  # noqa: S101
    assert isinstance(game, CoalitionalGame)  # noqa: S101
    shares = {one.coalition: one.weight for one in proof.collection}
    return shares, collection_worth(game, proof.collection)


def _enough_to_bar(context: Context, barred: Coalition) -> bool:
    """Whether a stable split exists once this group can do no better than its members alone.

    Larger groups may still act as one with all its members in them.
    """
    from solvers.coalitional.core import core
    from solvers.coalitional.superadditive_cover import superadditive_cover

    game = context.game
    if not isinstance(game, CoalitionalGame):
        return False  # not asked among so many
    worths, unit = game.integers()
    worths = worths.copy()
    worths[game.mask(barred)] = sum(worths[game.mask(city)] for city in barred)
    held = CoalitionalGame.from_integers(game.players, worths, unit, game.sense)
    if context.best != game:
        held = superadditive_cover(held)
    return not context.run_solver(core, held).empty


def veto_player(game: Worths) -> str | None:
    """A city without which no group makes more than its members do alone, if there is one.

    Where all together gain most, it can be given the whole gain, and nobody can leave with more.
    """
    if len(game.players) < 2:
        return None
    if isinstance(game, AskedGame):
        return _veto_player_asked(game)
    surplus = game.as_gains().integers()[0].copy()
    groups = np.arange(len(surplus))
    inside = [groups >> i & 1 > 0 for i in range(len(game.players))]
    for i, of_city in enumerate(inside):
        surplus[of_city] -= surplus[1 << i]
    most = surplus[-1]
    if most <= 0 or (surplus > most).any():
        return None
    without = (i for i, of_city in enumerate(inside) if (surplus[~of_city] <= 0).all())
    city = next(without, None)
    return None if city is None else game.players[city]


def _veto_player_asked(game: AskedGame) -> str | None:
    """The same, of groups that are asked for: all but a veto player gain nothing, so halves do not.

    Who is in a group that gains is left to ask of; without each of them the others are asked for.
    """
    alone = {city: game.worth((city,)) for city in game.players}

    def gains(group: Coalition) -> bool:
        return game.worth(group) > sum((alone[city] for city in group), ZERO)

    if not gains(game.players):
        return None
    left = list(game.players)
    while len(left) > 1:  # a veto player is in any group that gains
        half = tuple(left[: len(left) // 2])
        rest = tuple(city for city in game.players if city not in half)
        apart = gains(half), gains(rest)
        if all(apart):
            return None
        if not any(apart):
            break
        left = [city for city in left if (city in half) == apart[0]]
    for city in left:
        if not gains(tuple(other for other in game.players if other != city)):
            return city
    return None
