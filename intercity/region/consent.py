"""What a group may do without the province's consent.

Where moving a resource between cities needs consent, each city is left with its own, and with its
own right to buy and to sell on the exchange; where changing the pairing does, a park admits
projects for the mandated partner only. What remains is a production game again, so that the worth
of a group that is *free* to form is found and proven like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.region.production.builder import incubation_activity

__all__ = ["resources_held", "without_consent"]

TRANSFER = " transfer"
ONE = Fraction(1)


def resources_held(consent: Collection[str]) -> list[str]:
    """The resources whose transfer between cities needs consent.

    >>> resources_held(["quota transfer", "change of pairing"])
    ['quota']
    """
    return [act.removesuffix(TRANSFER) for act in consent if act.endswith(TRANSFER)]


def without_consent(
    game: LinearProductionGame,
    consent: Collection[str],
    pairs: Iterable[tuple[str, str]],
) -> LinearProductionGame:
    """The game in which no group does what the province must consent to."""
    if "change of pairing" in consent:
        mandated = {frozenset(pair) for pair in pairs}
        barred = {
            incubation_activity(host, home)
            for host in game.cities
            for home in game.cities
            if frozenset((host, home)) not in mandated
        }
        kept = tuple(a for a in game.activities if a.name not in barred)
        game = replace(game, activities=kept)
    for name in resources_held(consent):
        game = _each_its_own(game, name)
    return game


def _each_its_own(game: LinearProductionGame, name: str) -> LinearProductionGame:
    """Each unit of an activity takes the resource at one of its sites, owned or bought there."""
    quota = next((r for r in game.resources if r.name == name), None)
    if quota is None or quota.kind != "tradable":
        return game
    resources = [r for r in game.resources if r.name != name]
    resources.append(Resource(name, "bound", quota.owned, unit=quota.unit))
    activities: list[Activity] = []
    for activity in game.activities:
        if not any(u.resource == name for u in activity.uses):
            activities.append(activity)
            continue
        if activity.limit is not None:  # shared by all its variants
            shared = Use(f"scale of {activity.name}", ONE, activity.sites[0])
            owned = {activity.sites[0]: activity.limit}
            resources.append(Resource(shared.resource, "bound", owned))
            activity = replace(activity, limit=None, uses=(*activity.uses, shared))
        activities += _variants(activity, quota)
    if quota.exchange is not None:
        rights = {city: quota.exchange.cap_of(city) for city in game.cities}
        buy, sell = _rights(name)
        resources += [Resource(buy, "bound", rights), Resource(sell, "bound", rights)]
        activities += [
            Activity(
                f"sell {name} of {city}",
                (city,),
                (Use(name, ONE, city), Use(sell, ONE, city)),
                (Value(city, "cash", quota.exchange.sell),),
            )
            for city in game.cities
        ]
    # Platforms supply and use the resource at their own sites.
    platforms = tuple(
        replace(
            p,
            uses=tuple(_at_site(u, name, p.site) for u in p.uses),
            provides=tuple(_at_site(u, name, p.site) for u in p.provides),
        )
        for p in game.platforms
        if p.site is not None or all(u.resource != name for u in (*p.uses, *p.provides))
    )
    return replace(
        game, resources=tuple(resources), activities=tuple(activities), platforms=platforms
    )


def _at_site(use: Use, name: str, site: str | None) -> Use:
    return replace(use, site=site) if use.resource == name else use


def _rights(name: str) -> tuple[str, str]:
    return f"right to buy {name}", f"right to sell {name}"


def _variants(activity: Activity, quota: Resource) -> list[Activity]:
    name = quota.name
    used = sum((u.amount for u in activity.uses if u.resource == name), Fraction(0))
    others = tuple(u for u in activity.uses if u.resource != name)
    found = []
    for site in activity.sites:
        own = f"{activity.name}, on {name} of {site}"
        found.append(replace(activity, name=own, uses=(*others, Use(name, used, site))))
        if quota.exchange is not None:
            price = Value(site, "cost", -used * quota.exchange.buy)
            found.append(
                replace(
                    activity,
                    name=f"{activity.name}, on {name} that {site} buys",
                    uses=(*others, Use(_rights(name)[0], used, site)),
                    values=(*activity.values, price),
                )
            )
    return found
