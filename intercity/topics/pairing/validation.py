"""Hubs and their cities, and the pairs that the province has mandated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities, unknown_names, unlike_members
from intercity.scenario.quantity import toml_text
from intercity.topics.pairing.section import Pairing

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["mandated_hubs", "pairing_violations"]


def pairing_violations(s: Scenario) -> Iterator[Violation]:
    """Hubs and their cities exist, and no hub has more than it can take."""
    pairing = s.section(Pairing)
    if pairing is None:
        return
    yield from unlike_members(("pairing", "hubs"), pairing.hubs, s.players, "city")
    hubs = list(dict.fromkeys(pairing.hubs))
    cities = [city for city in s.players if city not in hubs]
    if not cities:
        yield Violation(
            ("pairing", "hubs"), "all cities", "some of them: the others look for a hub"
        )
    for field in ("to_hub", "to_city"):
        for hub, row in getattr(pairing, field).items():
            yield from unknown_names(("pairing", field), [hub], hubs, "hub of pairing.hubs")
            for city in row:
                if city in hubs:
                    found = f"{toml_text(city)}, a hub"
                    yield Violation(("pairing", field, hub, city), found, "a city that is no hub")
                else:
                    yield from unknown_cities(s, ("pairing", field, hub), [city])
    for field in ("capacity", "crowding"):
        named = getattr(pairing, field)
        yield from unknown_names(("pairing", field), named, hubs, "hub of pairing.hubs")
    if pairing.centre is not None:
        keys: Keys = ("pairing", "centre")
        yield from unknown_names(keys, [pairing.centre], hubs, "hub of pairing.hubs", as_value=True)
    if pairing.from_region:
        yield from _pairs_of_region(s, pairing)
    mandated = mandated_hubs(s)
    known = "city with a mandated pair in [province] pairs"
    yield from unknown_names(("pairing", "paid"), pairing.paid, mandated, known)
    for hub in hubs:
        there = [city for city, other in mandated.items() if other == hub]
        places = pairing.capacity.get(hub, 1)
        if len(there) > places:
            yield Violation(
                ("province", "pairs"),
                f"{len(there)} {'city' if len(there) == 1 else 'cities'} for {hub}",
                f"at most {places}, or pairing.capacity.{hub} higher",
            )


def _pairs_of_region(s: Scenario, pairing: Pairing) -> Iterator[Violation]:
    """What pairs gain in the region is one sum, of one city with one hub."""
    if not s.resources and s.game is None:
        yield missing(
            ("pairing", "to_hub"),
            "given, with to_city, or else [resources] or [game], from which it follows",
        )
    for hub, places in pairing.capacity.items():
        if places > 1:
            yield Violation(
                ("pairing", "capacity", hub),
                toml_text(places),
                "at most 1 where what pairs gain follows from the region",
            )
    if not pairing.payments:
        yield Violation(
            ("pairing", "payments"),
            "false",
            "true, or to_hub and to_city given: the region says what two gain together",
        )
    if s.game is not None and s.game.sense == "cost":
        yield Violation(
            ("pairing", "hubs"), "given beside costs", "left out where [game] is of costs"
        )


def mandated_hubs(s: Scenario) -> dict[str, str]:
    """By city the hub of [pairing] that [province] pairs gives it."""
    given = s.section(Pairing)
    if given is None or s.province is None:
        return {}
    hubs = given.hubs
    found = {}
    for one, other in s.province.pairs:
        if (one in hubs) != (other in hubs):
            hub, city = (one, other) if one in hubs else (other, one)
            found[city] = hub
    return found
