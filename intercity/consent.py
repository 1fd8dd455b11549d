"""What a group may do without the province's consent.

Where moving quota between cities needs consent, each city is left with its own quota, and with its
own right to buy and to sell on the exchange; where changing the pairing does, a park admits
projects for the mandated partner only. What remains is a production game again, so that the worth
of a group that is *free* to form is found and proven like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from fractions import Fraction

from games.production import Activity, LinearProductionGame, Resource, Use, Value
from intercity.expansion.production import QUOTA, incubation_activity

__all__ = ["without_consent"]

BUY, SELL = f"right to buy {QUOTA}", f"right to sell {QUOTA}"
ONE = Fraction(1)


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
    if "quota transfer" in consent:
        game = _each_its_own_quota(game)
    return game


def _each_its_own_quota(game: LinearProductionGame) -> LinearProductionGame:
    """Each unit of an activity takes its quota at one of its sites, owned there or bought there."""
    quota = next((r for r in game.resources if r.name == QUOTA), None)
    if quota is None or quota.kind != "tradable":
        return game
    resources = [r for r in game.resources if r.name != QUOTA]
    resources.append(Resource(QUOTA, "bound", quota.owned, unit=quota.unit))
    activities: list[Activity] = []
    for activity in game.activities:
        if not any(u.resource == QUOTA for u in activity.uses):
            activities.append(activity)
            continue
        if activity.limit is not None:  # shared by all its variants
            shared = Use(f"scale of {activity.name}", ONE, activity.sites[0])
            owned = {activity.sites[0]: activity.limit}
            resources.append(Resource(shared.resource, "bound", owned))
            activity = replace(activity, limit=None, uses=(*activity.uses, shared))
        activities += _variants(activity, quota)
    if quota.exchange is not None:
        rights = dict.fromkeys(game.cities, quota.exchange.cap)
        resources += [Resource(BUY, "bound", rights), Resource(SELL, "bound", rights)]
        activities += [
            Activity(
                f"sell {QUOTA} of {city}",
                (city,),
                (Use(QUOTA, ONE, city), Use(SELL, ONE, city)),
                (Value(city, "cash", quota.exchange.sell),),
            )
            for city in game.cities
        ]
    # A platform that takes or brings quota is left out: it would move quota between cities.
    platforms = tuple(
        p for p in game.platforms if all(u.resource != QUOTA for u in (*p.uses, *p.provides))
    )
    return replace(
        game, resources=tuple(resources), activities=tuple(activities), platforms=platforms
    )


def _variants(activity: Activity, quota: Resource) -> list[Activity]:
    used = sum((u.amount for u in activity.uses if u.resource == QUOTA), Fraction(0))
    others = tuple(u for u in activity.uses if u.resource != QUOTA)
    found = []
    for site in activity.sites:
        own = f"{activity.name}, on {QUOTA} of {site}"
        found.append(replace(activity, name=own, uses=(*others, Use(QUOTA, used, site))))
        if quota.exchange is not None:
            price = Value(site, "cost", -used * quota.exchange.buy)
            found.append(
                replace(
                    activity,
                    name=f"{activity.name}, on {QUOTA} that {site} buys",
                    uses=(*others, Use(BUY, used, site)),
                    values=(*activity.values, price),
                )
            )
    return found
