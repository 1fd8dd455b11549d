"""The first table of a report: who gets what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.coalitional import CoalitionalGame
from games.errors import IntercityError
from games.exact import exact, number_to_json
from intercity.findings.checks import objection
from intercity.region.context import Context, own_gains
from intercity.region.groups import AskedGame
from intercity.topics.arms_race.builder import subsidy_race
from intercity.topics.surplus.check import gain_of_all
from mechanisms.compact.run_solver import answered, call

if TYPE_CHECKING:
    from intercity.topics.arms_race.accord import SignedRace
    from solvers.coalitional.core import Core

__all__ = ["Payoffs", "payoffs", "race_in_force"]


@dataclass(frozen=True, slots=True)
class Payoffs:
    """The first table: by city, what it has alone, in the deal, in stable splits, or in a race.

    ``signed``: under the deal as firms will carry it out, what comes later counted from then on.
    ``at_own_factor``: w, what it is worth a year to a member at its own discount factor, where that
    differs by more than a tenth, or a gain is a loss. ``planned``: if all went as planned, where
    that differs. ``at_signing``: as signed, were all handed over at signing, where that differs.
    ``lowest``, ``highest``: the range of each city's payoff in stable splits; each end can be had,
    but not all together. ``shapley_sampled``: of so many cities that there is no table of worths,
    from random orders; ``shapley_lowest``, ``shapley_highest``: between which the Shapley value of
    each city lies, with 95 per cent confidence for all cities at once. ``bids``, ``race``: what
    each pays and keeps, under the accord of the bidders where that is in force.
    """

    alone: Mapping[str, Fraction]
    planned: Mapping[str, Fraction]
    signed: Mapping[str, Fraction]
    at_own_factor: Mapping[str, Fraction]
    at_signing: Mapping[str, Fraction]
    with_bonus: Mapping[str, Fraction]
    lowest: Mapping[str, Fraction]
    highest: Mapping[str, Fraction]
    nucleolus: Mapping[str, Fraction]
    shapley: Mapping[str, Fraction]
    shapley_sampled: Mapping[str, Fraction]
    shapley_lowest: Mapping[str, Fraction]
    shapley_highest: Mapping[str, Fraction]
    bids: Mapping[str, Fraction]
    race: Mapping[str, Fraction]

    def to_json(self) -> dict[str, Any]:
        return {
            column: {city: number_to_json(x) for city, x in getattr(self, column).items()}
            for column in self.__slots__
        }


def race_in_force(context: Context) -> SignedRace | None:
    """The race under the accord that was found to be in force; ``None`` without one."""
    if not context.scenario.has("subsidies"):
        return None
    from intercity.topics.arms_race.accord import signed_race

    found = context.known(signed_race)
    return found if found is not None and found.signed.in_force.holds else None


def payoffs(context: Context) -> Payoffs:
    """The table of a scenario: those columns that its sections ask for."""
    empty: dict[str, Fraction] = {}
    deal = context.deal
    # No columns on splits where nothing can be said of groups.
    splits = () if objection(context) else context.parts
    # If the check found no answer to the race, do not ask again.
    race = context.known(subsidy_race) if context.game is None else None
    under = None if race is None else race_in_force(context)
    return Payoffs(
        _of_parts(context.parts, lambda part: part.status_quo),
        empty if context.as_planned else context.planned_by_date or empty,
        context.payoffs_by_date if deal is not None else empty,
        _at_own_factor(context),
        deal.payoffs if deal is not None and context.dated is not None else empty,
        context.with_bonus or empty,
        _of_parts(splits, lambda part: None if (core := _core(part)) is None else core.lowest),
        _of_parts(splits, lambda part: None if (core := _core(part)) is None else core.highest),
        _of_parts(splits, _nucleolus),
        _of_parts(splits, _shapley),
        _of_parts(splits, lambda part: part.once(_sampled)[0]),
        _of_parts(splits, lambda part: part.once(_sampled)[1]),
        _of_parts(splits, lambda part: part.once(_sampled)[2]),
        empty if race is None else race.equilibrium.subsidies if under is None else under.bids,
        empty if race is None else race.equilibrium.payoffs if under is None else under.keeps,
    )


def _at_own_factor(context: Context) -> dict[str, Fraction]:
    """W of those whose w is told beside u; known only if a check asked for it."""
    own = context.known(own_gains) or {}
    told = context.told_at_own_factor if own else ()
    return {city: context.status_quo[city] + own[city] for city in told if context.discounts[city]}


def _of_parts(
    parts: Iterable[Context], column: Callable[[Context], Mapping[str, Fraction] | None]
) -> dict[str, Fraction]:
    return {city: x for part in parts for city, x in (column(part) or {}).items()}


def _core(context: Context) -> Core | None:
    """The stable splits, where there is somebody to share with."""
    return context.core if len(context.region.cities) > 1 else None


def _nucleolus(context: Context) -> Mapping[str, Fraction] | None:
    """The split itself is the answer where there is no deal to look at, and somebody gains.

    It is a split at which nobody gets less than alone; there may be none.
    """
    game = None if context.compact is not None else context.to_split
    if not isinstance(game, CoalitionalGame):
        return None
    if gain_of_all(context) < 0:
        return None
    if len(game.players) == 1:
        return None
    from solvers.coalitional.nucleolus import nucleolus

    return dict(context.run_solver(nucleolus, game))


def _shapley(context: Context) -> Mapping[str, Fraction] | None:
    game = None if context.compact is not None else context.to_split
    if game is None or len(game.players) == 1:
        return None
    if isinstance(game, CoalitionalGame):
        from solvers.coalitional.shapley import shapley_value

        return dict(context.run_solver(shapley_value, game))
    # If all cities gain nothing together, no group does: each city gets its worth alone.
    return dict(context.status_quo) if _gain_if_known(context) == 0 else None


def _sampled(context: Context) -> tuple[Mapping[str, Fraction], ...]:
    """The Shapley value of many cities from random orders, its least, and its most."""
    game = None if context.compact is not None else context.to_split
    if not isinstance(game, AskedGame) or not _gain_if_known(context):
        return {}, {}, {}
    from solvers.coalitional.shapley_estimate import shapley_estimate

    found = answered(context.run_solver, shapley_estimate, game.production)
    if isinstance(found, IntercityError):
        return {}, {}, {}
    ends = (
        {city: exact(x, "end of an interval") for city, x in end.items()}
        for end in (found.lowest, found.highest)
    )
    return dict(found.value), *ends


def _gain_if_known(context: Context) -> Fraction | None:
    """What all of many cities gain; ``None`` where limited work does not prove it."""
    found = answered(call, gain_of_all, context)
    return None if isinstance(found, IntercityError) else found
