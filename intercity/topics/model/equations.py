"""The production program in the model text: variables, objective, limits; or a table of worths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from games.coalitional import CoalitionalGame
from games.players import coalition_name
from games.production import LinearProductionGame, Platform, Resource, Use
from intercity.notation import number, section, sum_of
from intercity.region.context import Context
from intercity.region.production.builder import annuity_of

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """How time counts, and what coalitions are worth."""
    yield from _time(context)
    if context.region.table is not None:
        yield from _table(context.region.table)
    if context.region.production is not None:
        yield from _program(context.region.production)


def _table(game: CoalitionalGame) -> Iterator[str]:
    yield from section("Worths" if game.sense == "gain" else "Costs")
    verb, letter = ("makes", "v") if game.sense == "gain" else ("must pay", "c")
    yield f"What each coalition S {verb}, given as a table (no program behind it):"
    yield ""
    for mask in sorted(range(1, game.grand + 1), key=lambda mask: (mask.bit_count(), mask)):
        yield f"    {letter}({coalition_name(game.members(mask))}) = {number(game.worth(mask))}"


def _program(game: LinearProductionGame) -> Iterator[str]:
    yield from section("Variables (all at least 0)")
    levels = {activity.name: f"x{i}" for i, activity in enumerate(game.activities, 1)}
    openings = {platform.name: f"z{i}" for i, platform in enumerate(game.platforms, 1)}
    for activity in game.activities:
        limit = "" if activity.limit is None else f", at most {number(activity.limit)}"
        sites = ", ".join(activity.sites)
        yield f"- {levels[activity.name]}: {activity.name} (needs {sites}){limit}"
    for platform in game.platforms:
        site = f" in {platform.site}" if platform.site else ""
        yield (
            f"- {openings[platform.name]}: openings of platform {platform.name}{site}, "
            f"a whole number, at most {platform.limit}"
        )
    markets = [resource for resource in game.resources if resource.exchange is not None]
    for resource in markets:
        yield f"- buy_{resource.name}, sell_{resource.name}: {resource.unit} traded outside"

    yield from section("Objective: what all cities make together")
    yield "v(N) = max"
    yield ""
    for activity in game.activities:
        parts = sum_of((value.amount, f"[{value.kind}, {value.city}]") for value in activity.values)
        yield f"    + {number(activity.worth)} {levels[activity.name]}    = {parts} per unit"
    for platform in game.platforms:
        yield f"    - {number(platform.cost)} {openings[platform.name]}    cost of {platform.name}"
    for resource in markets:
        assert resource.exchange is not None  # noqa: S101 - filtered above
        buy, sell = number(resource.exchange.buy), number(resource.exchange.sell)
        yield f"    - {buy} buy_{resource.name} + {sell} sell_{resource.name}"

    yield from section("Subject to")
    for resource in game.resources:
        yield from _limits(game, resource, levels, openings)
    for resource in markets:
        assert resource.exchange is not None  # noqa: S101 - filtered above
        cap = resource.exchange.cap_of(*game.cities)
        yield (
            f"- trade in {resource.name}: buy and sell at most {number(cap)} each in all, the caps "
            "of the cities"
        )
    yield ""
    yield (
        "For a coalition S: the same program with the activities all of whose sites are in S, the "
        "platforms whose site is in S, and what the members of S own; v(S) is its value, with the "
        "grant and the credits whose conditions S meets. v*(S) is the most that S makes in parts."
    )


def _limits(
    game: LinearProductionGame,
    resource: Resource,
    levels: Mapping[str, str],
    openings: Mapping[str, str],
) -> Iterator[str]:
    """Uses of a resource against what there is: once, or at each site where it is bound."""

    def amount(uses: Iterable[Use], site: str | None) -> Fraction:
        return sum(
            (u.amount for u in uses if u.resource == resource.name and u.site == site), Fraction(0)
        )

    def opened(platform: Platform, site: str | None) -> Fraction:
        return amount(platform.provides, site) - amount(platform.uses, site)

    for site in game.cities if resource.kind == "bound" else (None,):
        used = [(amount(a.uses, site), levels[a.name]) for a in game.activities]
        used += [(-opened(p, site), openings[p.name]) for p in game.platforms]
        if resource.exchange is not None:
            used += [(Fraction(1), f"sell_{resource.name}"), (Fraction(-1), f"buy_{resource.name}")]
        if not any(coefficient for coefficient, _ in used):
            continue
        owners = {c: q for c, q in resource.owned.items() if q and site in {None, c}}
        there = sum(owners.values(), Fraction(0)) + resource.amount
        whose = f"  ({sum_of((q, f'[{c}]') for c, q in owners.items())})" if len(owners) > 1 else ""
        place = f" in {site}" if site else ""
        yield f"- {resource.name}{place}, {resource.unit}: {sum_of(used)} <= {number(there)}{whose}"
    if resource.conjecture is not None:
        yield f"  ({resource.name} is a common pool; outsiders: {resource.conjecture})"


def _time(context: Context) -> Iterator[str]:
    """The annuity and the discount factors, where the scenario has either."""
    time, region = context.scenario.time, context.region
    once = time is not None and region.production is not None
    if not once and not region.discounts:
        return
    yield from section("Time")
    if time is not None and once:
        annuity = annuity_of(context.scenario)
        rate = "1 / T" if not annuity.interest else "r / (1 - (1 + r)^-T)"
        years = "year" if annuity.horizon == 1 else "years"
        horizon = f"Horizon T = {annuity.horizon} {years}, interest r = {number(annuity.interest)}"
        if annuity.forever:
            yield (
                f"{horizon}; the region goes on for ever. Money paid once counts as r = "
                f"{number(annuity.yearly)} of it a year, a park, which is built anew every T "
                f"years, as {rate} = {number(annuity.renewed)}, and 1 a year in years a..b as "
                "(1 + r)^(1 - a) - (1 + r)^-b. The flow of the year after the horizon stands for "
                "all later ones."
            )
        else:
            yield (
                f"{horizon}: money paid once counts as {rate} = {number(annuity.yearly)} of it a "
                "year. Nothing counts after the horizon."
            )
    if region.discounts:
        if once:
            yield ""
        yield "Discount factors per year, discount x (1 - 1 / tenure) where officials rotate:"
        if once:
            yield (
                "(money of different dates is compared at r; at its own factor a city is asked "
                "whether it keeps to a deal, and what the deal is worth if it cannot borrow or "
                "lend: then prices count in the year in which they are paid)"
            )
        yield ""
    for name, effective in region.discounts.items():
        tenure = context.scenario.cities[name].tenure
        rule = number(region.impatience[name])
        if tenure is not None:
            rule += f" (1 - 1 / {number(tenure.value)}) = {number(effective)}"
        yield f"    d_{name} = {rule}"
