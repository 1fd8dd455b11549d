"""The bottleneck: the resource of which one per cent more adds most to the gain of all.

It is given to its owner, and what all and what each alone can make is solved afresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.region.context import Context
from intercity.region.groups import AskedGame

__all__ = ["Bottleneck", "bottleneck"]

ZERO = Fraction(0)
ONE_CITY = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottleneck:
    """A resource and its owner, one per cent ``more`` of it, and what that ``adds`` to the gain.

    ``equal_bottlenecks``: the other resources, each with its owner, of which one per cent more adds
    as much.
    """

    resource: str
    unit: str
    owner: str
    more: Fraction
    adds: Fraction
    equal_bottlenecks: tuple[tuple[str, str], ...] = ()


def bottleneck(context: Context) -> Bottleneck | None:
    """The resource of which one per cent more adds most; ``None`` if none adds anything.

    The first in the order of the file where several add as much.
    """
    production = context.region.production
    if production is None or production.common_pools:
        return None
    if isinstance(context.best, AskedGame):
        return _bottleneck_of_many(context, context.best)
    alone = {city: production.subgame((city,)) for city in production.cities}
    worth_alone = {city: _worth(context, game) for city, game in alone.items()}
    parts_could_do_better = any(platform.site is None for platform in production.platforms)
    whole = None if parts_could_do_better else _one_owner(production)
    before = _worth_in_parts(context, production) if whole is None else _worth(context, whole)
    most: Bottleneck | None = None
    for resource, owner, more in _one_per_cent(production):
        alone_with_more = _worth(context, _with_more(alone[owner], resource.name, owner, more))
        if whole is None:
            grown = _with_more(production, resource.name, owner, more)
            in_all = _worth_in_parts(context, grown)
        else:
            grown = _with_more(whole, _row(resource, owner), ONE_CITY, more)
            in_all = _worth(context, grown)
        adds = in_all - before - (alone_with_more - worth_alone[owner])
        if adds > (ZERO if most is None else most.adds):
            most = Bottleneck(
                resource=resource.name, unit=resource.unit, owner=owner, more=more, adds=adds
            )
        elif most is not None and adds == most.adds:
            most = replace(
                most, equal_bottlenecks=(*most.equal_bottlenecks, (resource.name, owner))
            )
    return most


def _bottleneck_of_many(context: Context, whole: AskedGame) -> Bottleneck | None:
    """The bottleneck of many cities: solved afresh is what the proof of their worth leaves open.

    With its prices, each of its cases bounds what all make with one per cent more of a resource. So
    do Owen's prices where no platform has to be opened, in no time.
    """
    proven, before = whole.of(whole.players), whole.grand_worth
    grown = list(_one_per_cent(whole.production))
    if whole.production.platforms:
        from solvers.families.worth_with_more import WorthWithMore

        bounds = WorthWithMore(whole.production, proven)
        reach = [
            bounds.at_most(_row(resource, owner), more) - before for resource, owner, more in grown
        ]
    else:
        prices = whole.prices.prices
        reach = [more * prices.get(_row(resource, owner), ZERO) for resource, owner, more in grown]
    most, first = ZERO, list[int]()
    for k in sorted(range(len(grown)), key=lambda k: (-reach[k], k)):
        if reach[k] < most or reach[k] <= 0:
            break
        resource, owner, units = grown[k]
        game = _with_more(whole.production, resource.name, owner, units)
        more, alone = AskedGame(game, context.run_solver), whole.worth((owner,))
        adds = more.grand_worth - before
        if adds > 0:
            adds -= more.worth((owner,)) - alone
        if adds > most:
            most, first = adds, [k]
        elif adds == most > 0:
            first.append(k)
    if not first:
        return None
    (resource, owner, units), *others = (grown[k] for k in sorted(first))
    return Bottleneck(
        resource=resource.name,
        unit=resource.unit,
        owner=owner,
        more=units,
        adds=most,
        equal_bottlenecks=tuple((other.name, its_owner) for other, its_owner, _ in others),
    )


def _row(resource: Resource, owner: str) -> str:
    """What a price, and what one owner of all has, is named by."""
    return _local_name(resource.name, owner if resource.kind == "bound" else None)


def _one_per_cent(game: LinearProductionGame) -> Iterator[tuple[Resource, str, Fraction]]:
    """Each resource with each of its owners, and one per cent of what that has."""
    for resource in game.resources:
        for city, units in resource.owned.items():
            if units:
                yield resource, city, units / 100


def _with_more(
    game: LinearProductionGame, name: str, owner: str, more: Fraction
) -> LinearProductionGame:
    """The game in which a city owns so much more of a resource."""
    return replace(
        game,
        resources=tuple(
            replace(one, owned={**one.owned, owner: one.owned[owner] + more})
            if one.name == name
            else one
            for one in game.resources
        ),
    )


def _worth(context: Context, game: LinearProductionGame) -> Fraction:
    """v(N): what all make as one."""
    from solvers.production.coalitional_form import coalitional_form

    return context.run_solver(coalitional_form, game).game.grand_worth


def _worth_in_parts(context: Context, game: LinearProductionGame) -> Fraction:
    """v*(N): what all make in their best parts, by every group."""
    from solvers.coalitional.superadditive_cover import superadditive_cover
    from solvers.production.coalitional_form import coalitional_form

    return superadditive_cover(context.run_solver(coalitional_form, game).game).grand_worth


def _one_owner(game: LinearProductionGame) -> LinearProductionGame:
    """The same region if one city owned everything: what is bound to a site still is."""

    def uses(given: tuple[Use, ...]) -> tuple[Use, ...]:
        return tuple(
            Use(_local_name(use.resource, use.site), use.amount, use.site and ONE_CITY)
            for use in given
        )

    return LinearProductionGame(
        (ONE_CITY,),
        _owned_by_one(game),
        tuple(
            Activity(
                activity.name,
                (ONE_CITY,),
                uses(activity.uses),
                tuple(Value(ONE_CITY, value.kind, value.amount) for value in activity.values),
                activity.limit,
            )
            for activity in game.activities
        ),
        tuple(
            replace(
                platform, site=ONE_CITY, provides=uses(platform.provides), uses=uses(platform.uses)
            )
            for platform in game.platforms
        ),
    )


def _owned_by_one(game: LinearProductionGame) -> tuple[Resource, ...]:
    resources = []
    for resource in game.resources:
        if resource.kind == "bound":
            for city in game.cities:
                owned = {ONE_CITY: resource.owned.get(city, ZERO)}
                resources.append(Resource(_local_name(resource.name, city), "bound", owned))
        else:
            exchange = resource.exchange
            if exchange is not None:
                exchange = replace(exchange, cap=exchange.cap_of(*game.cities))
            owned = {ONE_CITY: sum(resource.owned.values(), ZERO)}
            resources.append(replace(resource, owned=owned, exchange=exchange))
    return tuple(resources)


def _local_name(resource: str, site: str | None) -> str:
    return resource if site is None else f"{resource} at {site}"
