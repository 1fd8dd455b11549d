"""Check 13, companion: could cities outside the deal hand over what it promises too much, and at
what price?

Each of them asks at least what it would lose by handing over one lot more of what it owns, with its
best use, or sale on the exchange, of the rest; a last lot may be smaller. At a uniform price those
that lose least sell, and that of the last lot needed is the price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from intercity.region.consent import resources_held
from intercity.region.context import Context
from mechanisms.compact.own_program import own_program
from mechanisms.compact.shortfalls import Shortfall
from solvers.optimum import solve

__all__ = ["OutsideSupply", "Purchase", "outside_supply"]

LOTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is lacking, bought at a uniform ``price``; ``cost``, a year; ``sold``, by city."""

    price: Fraction
    cost: Fraction
    sold: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSupply:
    """How much of what is ``lacking`` cities outside the deal have, in lots of up to ``lot``.

    ``purchase``: ``None`` where it is not enough. ``needs_consent``: of the province.
    """

    resource: str
    lacking: Fraction
    available: Fraction
    lot: Fraction
    purchase: Purchase | None
    needs_consent: bool


Ask = tuple[Fraction, Fraction]
"""What a unit of a lot costs its owner, and how many units the lot has."""


def outside_supply(context: Context, short: Shortfall) -> OutsideSupply | None:
    """Who outside the deal could hand it over, and at what price; ``None`` where nobody could."""
    lot = short.lacking / LOTS
    asks = [
        (ask, units, city)
        for city in context.region.cities
        if city not in context.members
        for ask, units in _asks(context, city, short.resource, lot)
    ]
    available = sum((units for _, units, _ in asks), Fraction(0))
    if not available:
        return None
    purchase = None
    if available >= short.lacking:
        price, sold = _cleared(asks, short.lacking)
        purchase = Purchase(price=price, cost=price * short.lacking, sold=sold)
    province = context.scenario.province
    return OutsideSupply(
        resource=short.resource,
        lacking=short.lacking,
        available=available,
        lot=lot,
        purchase=purchase,
        needs_consent=province is not None and short.resource in resources_held(province.consent),
    )


def _cleared(
    asks: list[tuple[Fraction, Fraction, str]], lacking: Fraction
) -> tuple[Fraction, dict[str, Fraction]]:
    """The price of the last lot that is needed, and by city what is sold up to it."""
    price, sold = Fraction(0), dict[str, Fraction]()
    for ask, units, city in sorted(asks, key=lambda one: one[0]):
        if not lacking:
            break
        taken = min(units, lacking)
        lacking -= taken
        price, sold[city] = ask, sold.get(city, Fraction(0)) + taken
    return price, sold


def _asks(context: Context, city: str, resource: str, lot: Fraction) -> list[Ask]:
    """The lots of a city outside the deal from the cheapest on; none where parks could use it."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - it promises too much
    region = compact.region
    found = next((one for one in region.resources if one.name == resource), None)
    if found is None or found.kind != "tradable":
        return []
    if any(platform.site in {None, city} for platform in region.platforms):
        return []
    most = min(found.owned.get(city, Fraction(0)), LOTS * lot)
    given, lots = Fraction(0), list[Ask]()
    worth = context.ask(solve, own_program(compact, city, {})).value
    while given < most:
        units = min(lot, most - given)
        given += units
        less = context.ask(solve, own_program(compact, city, {resource: -given})).value
        lots.append(((worth - less) / units, units))
        worth = less
    return lots
