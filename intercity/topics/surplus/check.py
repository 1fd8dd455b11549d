"""Check 1: is there anything to share, and which instrument makes it?

The gain of a group is what it can make in its best parts, v*, less what its cities have each alone.
The bottleneck is the resource of which one per cent more, given to its owner, adds most to the gain
of all; each is solved afresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.english import listed, percent, shown
from intercity.region.context import Context
from intercity.topics.clauses.unused import money_of_firms
from intercity.topics.finding import Finding

__all__ = ["bottleneck", "check", "gain_of_all"]

ZERO = Fraction(0)
MORE = Fraction(101, 100)
NUMBER, NAME = 1, "surplus"


def check(context: Context) -> Finding:
    """The gain over the status quo, for the deal's members and for all, split by instrument."""
    game = context.best
    if game is None:
        return Finding(NUMBER, NAME, "not asked", "add [resources] or [game]")
    if len(game.players) == 1:
        return Finding(NUMBER, NAME, "not asked", "add a city to share with")
    sign = 1 if game.sense == "gain" else -1
    alone = context.status_quo
    all_gain = gain_of_all(context)
    members = context.members
    gain = sign * (game.worth(members) - sum(alone[city] for city in members))
    figures = {"gain of the members": gain, "gain of all": all_gain}
    word = "saved" if sign < 0 else "to be gained"
    over = "over what each has alone"
    if set(members) == set(game.players):
        together = "both" if len(members) == 2 else f"all {len(members)}"
        says = f"{shown(all_gain)} {word} by {together} together {over}"
    else:
        says = (
            f"{shown(gain)} {word} by {listed(members)}, {shown(all_gain)} by all "
            f"{len(game.players)}, {over}"
        )
    production = context.region.production
    if gain > 0 and production is not None and production.platforms:
        says += _by_instrument(context, gain, members, figures)
    if all_gain > 0 and not context.brief:
        says += _bottleneck(context, figures)
    if clawed := money_of_firms(context):
        figures["borne by firms under the deal"] = clawed
        says += (
            f"; not counted in it: {shown(clawed)} a year that the deal's clawback takes of firms "
            f"or spares members in bonuses"
        )
    if gain < 0:
        says = f"{listed(members)} would lose {shown(-gain)} by acting together"
    if gain <= 0:
        return Finding(
            NUMBER, NAME, "fails", says, "none: there is nothing to share", gain, figures
        )
    return Finding(NUMBER, NAME, "stands", says, margin=gain, figures=figures)


def gain_of_all(context: Context) -> Fraction:
    """What all make in their best parts beyond what each has alone; for costs, what they save."""
    game = context.best
    if game is None:
        return ZERO
    gain = game.grand_worth - sum(context.status_quo.values(), ZERO)
    return gain if game.sense == "gain" else -gain


def _by_instrument(
    context: Context, gain: Fraction, members: tuple[str, ...], figures: dict[str, Fraction]
) -> str:
    """How much of the members' gain needs no platform, and how much the province pays."""
    alone = sum((context.status_quo[city] for city in members), ZERO)
    exchange = context.without_platforms - alone
    figures["gain without platforms"] = exchange
    whose = "it" if members == context.region.cities else f"what {listed(members)} gain"
    if gain == exchange:
        return f"; all of {whose} without a {_platform(context)}"
    if not exchange:
        return f"; all of {whose} needs a {_platform(context)}"
    if exchange < 0:  # alone each would open one
        lost, each = shown(-exchange), _platform(context)
        return f"; without any {each} they would have {lost} less than each has alone"
    return f"; {percent(exchange / gain)} of {whose} without a {_platform(context)}"


def _platform(context: Context) -> str:
    return "park" if context.scenario.project is not None else "platform"


def _bottleneck(context: Context, figures: dict[str, Fraction]) -> str:
    found = bottleneck(context)
    if found is None:
        return ""
    name, city, units, adds = found
    figures[f"added by 1% more of {name} of {city}"] = adds
    resource = context.region.production.resource(name)  # type: ignore[union-attr]
    unit = "" if resource.unit in ("", "units", name) else f"{resource.unit} of "
    return (
        f"; the bottleneck is {name} of {city}: 1% more of it ({shown(units)} {unit}{name}) would "
        f"add {shown(adds)} to the gain of all"
    )


def bottleneck(context: Context) -> tuple[str, str, Fraction, Fraction] | None:
    """The resource and its owner, 1% of it, and what that adds to the gain of all, if anything.

    The first in the order of the file where several add as much.
    """
    production = context.region.production
    if production is None or production.common_pools:
        return None
    worth_alone = {city: _alone(context, production, city) for city in production.cities}
    before = _all(context, production) - sum(worth_alone.values(), ZERO)
    most: tuple[str, str, Fraction, Fraction] | None = None
    for name, city, units, game in _more(production):
        alone = worth_alone | {city: _alone(context, game, city)}
        adds = _all(context, game) - sum(alone.values(), ZERO) - before
        if adds > 0 and (most is None or adds > most[3]):
            most = (name, city, units, adds)
    return most


def _more(
    game: LinearProductionGame,
) -> Iterator[tuple[str, str, Fraction, LinearProductionGame]]:
    """Each resource of each owner, one per cent of it, and the game with as much more."""
    for k, resource in enumerate(game.resources):
        for city, units in resource.owned.items():
            if units:
                owned = {**resource.owned, city: units * MORE}
                resources = list(game.resources)
                resources[k] = replace(resource, owned=owned)
                yield (
                    resource.name,
                    city,
                    units * (MORE - 1),
                    replace(game, resources=tuple(resources)),
                )


def _alone(context: Context, game: LinearProductionGame, city: str) -> Fraction:
    from solvers.production.coalitional_form import coalitional_form

    worth: Fraction = context.ask(coalitional_form, game.subgame((city,))).game.grand_worth
    return worth


def _all(context: Context, game: LinearProductionGame) -> Fraction:
    """v*(N): by every group where parts could do better, else as if one city owned everything."""
    from solvers.coalitional.superadditive_cover import superadditive_cover
    from solvers.production.coalitional_form import coalitional_form

    if any(platform.site is None for platform in game.platforms):
        whole = context.ask(coalitional_form, game).game
        return superadditive_cover(whole).grand_worth
    worth: Fraction = context.ask(coalitional_form, _one_owner(game)).game.grand_worth
    return worth


def _one_owner(game: LinearProductionGame) -> LinearProductionGame:
    """The same region if one city owned everything: what is bound to a site still is."""
    one = "all"

    def uses(given: tuple[Use, ...]) -> tuple[Use, ...]:
        return tuple(
            Use(_at(use.resource, use.site), use.amount, use.site and one) for use in given
        )

    resources = []
    for resource in game.resources:
        if resource.kind == "bound":
            for city in game.cities:
                owned = {one: resource.owned.get(city, ZERO)}
                resources.append(Resource(_at(resource.name, city), "bound", owned))
        else:
            exchange = resource.exchange
            if exchange is not None:
                exchange = replace(exchange, cap=exchange.cap_of(*game.cities))
            owned = {one: sum(resource.owned.values(), ZERO)}
            resources.append(replace(resource, owned=owned, exchange=exchange))
    return LinearProductionGame(
        (one,),
        tuple(resources),
        tuple(
            Activity(
                activity.name,
                (one,),
                uses(activity.uses),
                tuple(Value(one, value.kind, value.amount) for value in activity.values),
                activity.limit,
            )
            for activity in game.activities
        ),
        tuple(
            replace(platform, site=one, provides=uses(platform.provides), uses=uses(platform.uses))
            for platform in game.platforms
        ),
    )


def _at(resource: str, site: str | None) -> str:
    return resource if site is None else f"{resource} at {site}"
