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

__all__ = ["OutsideSupply", "outside_supply"]

LOTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSupply:
    """What cities outside the deal could hand over: ``available`` in all, in lots of up to ``lot``.

    ``price``: the uniform price a year of each unit; ``cost``: of all that is lacking;
    ``sellers``: what each hands over at it. ``None`` and empty where there is too little.
    ``consent``: whether the province has to consent.
    """

    available: Fraction
    lot: Fraction
    price: Fraction | None = None
    cost: Fraction | None = None
    sellers: Mapping[str, Fraction]
    consent: bool


def outside_supply(context: Context, short: Shortfall) -> OutsideSupply | None:
    """What is there of what is lacking; ``None`` where nobody outside could hand any of it over."""
    lot, province = short.lacking / LOTS, context.scenario.province
    asks = [
        (asked, units, city)
        for city in context.region.cities
        if city not in context.members
        for asked, units in _lots_by_price(context, city, short.resource, lot)
    ]
    available = sum((units for _, units, _ in asks), Fraction(0))
    if not available:
        return None
    price, sellers = None, dict[str, Fraction]()
    if available >= short.lacking:
        price, sellers = _cleared(asks, short.lacking)
    return OutsideSupply(
        available=available,
        lot=lot,
        price=price,
        cost=None if price is None else price * short.lacking,
        sellers=sellers,
        consent=province is not None and short.resource in resources_held(province.consent),
    )


Lot = tuple[Fraction, Fraction]
"""What the owner asks for a unit of a lot, and how many units the lot has."""


def _cleared(
    asks: list[tuple[Fraction, Fraction, str]], lacking: Fraction
) -> tuple[Fraction, dict[str, Fraction]]:
    """The price of the last lot that is needed, and by city what is sold up to it."""
    price, sold = Fraction(0), dict[str, Fraction]()
    for asked, units, city in sorted(asks, key=lambda one: one[0]):
        if not lacking:
            break
        taken = min(units, lacking)
        lacking -= taken
        price, sold[city] = asked, sold.get(city, Fraction(0)) + taken
    return price, sold


def _lots_by_price(context: Context, city: str, resource: str, lot: Fraction) -> list[Lot]:
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
    given, lots = Fraction(0), list[Lot]()
    worth = context.run_solver(solve, own_program(compact, city, {})).optimum
    while given < most:
        units = min(lot, most - given)
        given += units
        less = context.run_solver(solve, own_program(compact, city, {resource: -given})).optimum
        lots.append(((worth - less) / units, units))
        worth = less
    return lots
