"""The point hub: one large facility, in the hub where all together gain most by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from games.coalitional import CoalitionalGame
from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.province import Province
from mechanisms.compact.run_solver import RunSolver
from solvers.coalitional.core import core, core_violation

__all__ = ["point_hub", "point_hub_game", "served"]

ZERO = Fraction(0)


def point_hub(
    province: Province, flow: PathFacts, run_solver: RunSolver, *, leaving: bool = True
) -> PathFacts:
    """Projects stay where free flow has them; the facility serves whom it is worth most to.

    It is built if it is worth more than it costs; who is served pays in proportion to what it is
    worth to him. This is stable if no group gains by a facility of its own; if one does, the core
    says whether nobody would under some other split.
    """
    site = province.site
    assert site is not None  # noqa: S101 - the caller looked
    hub, cities = served(province, province.cities)
    worth = {city: site.worth * province.fits(city, hub) for city in cities} if hub else {}
    has, split = dict(flow.has), dict.fromkeys(province.cities, ZERO)
    for city, x in worth.items():
        split[city] = x - site.costs[hub] * x / sum(worth.values())
        has[city] += split[city]
    built = replace(
        flow,
        name="point hub",
        has=has,
        before=flow.has,
        groups=(cities,) if worth else (),
    )
    if not leaving:
        return built
    game = point_hub_game(province)
    found = run_solver(core, game)
    left = core_violation(game, split)
    return replace(
        built,
        leavers=() if left is None else tuple(left.coalition),
        stable=left is None,
        other_split=left is not None and found.point is not None,
    )


def served(province: Province, group: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Where a group would build the facility, and whom it would serve; "" where it would not."""
    site = province.site
    assert site is not None  # noqa: S101 - the caller looked
    named, best = tuple(group), ZERO
    chosen: tuple[str, tuple[str, ...]] = ("", ())
    for hub, cost in site.costs.items():
        fitting = [city for city in named if province.fits(city, hub) > 0]
        first = sorted(fitting, key=lambda city: -province.fits(city, hub))[: site.capacity]
        gain = sum((site.worth * province.fits(city, hub) for city in first), ZERO) - cost
        if gain > best:
            best, chosen = gain, (hub, tuple(city for city in named if city in first))
    return chosen


def point_hub_game(province: Province) -> CoalitionalGame:
    """What groups of cities gain by the facility that is best for them."""
    site = province.site
    assert site is not None  # noqa: S101 - the caller looked

    def worth(group: Iterable[str]) -> Fraction:
        hub, cities = served(province, group)
        fits = sum((province.fits(city, hub) for city in cities), ZERO)
        return site.worth * fits - site.costs[hub] if hub else ZERO

    return CoalitionalGame.from_function(province.cities, worth)
