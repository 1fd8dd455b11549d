"""Check 13, companion: could cities outside the deal hand over what it promises too much, and at
what price?

Each of them asks at least what it would lose by handing over one lot more of what it owns, with its
best use, or sale on the exchange, of the rest; a last lot may be smaller. At a uniform price those
that lose least sell, and that of the last lot needed is the price.
"""

from __future__ import annotations

from fractions import Fraction

from intercity.english import amount, listed, shown
from intercity.region.consent import resources_held
from intercity.region.context import Context
from mechanisms.compact.own_program import own_program
from mechanisms.compact.shortfalls import Shortfall
from solvers.optimum import solve

__all__ = ["outside_supply"]

LOTS = 10


def outside_supply(context: Context, short: Shortfall) -> tuple[str, dict[str, Fraction]]:
    """What to say of it, and the figures; empty where nobody outside could hand any of it over."""
    lot = short.lacking / LOTS
    asks = [
        (ask, units, city)
        for city in context.region.cities
        if city not in context.members
        for ask, units in _asks(context, city, short.resource, lot)
    ]
    there = sum((units for _, units, _ in asks), Fraction(0))
    if not there:
        return "", {}
    if there < short.lacking:
        return f"cities outside the deal could hand over {amount(there)} of it at most", {}
    price, sold = _cleared(asks, short.lacking)
    sellers = listed(f"{city} {amount(units)}" for city, units in sold.items())
    cost = price * short.lacking
    figures = {f"uniform price of {short.resource} outside the deal": price}
    figures["yearly cost of the lacking amount at that price"] = cost
    province = context.scenario.province
    consent = province is not None and short.resource in resources_held(province.consent)
    terms = (
        f"at a uniform price of {shown(price)} a year for each unit of {short.resource}, "
        f"{shown(cost)} a year in all, {sellers} would be handed over"
        if price
        else f"{sellers} could be handed over, and nobody there would lose by it"
    )
    says = (
        f"have it from outside the deal: {terms} (in lots of up to {amount(lot)}"
        f"{', and the province has to consent' if consent else ''})"
    )
    return says, figures


Ask = tuple[Fraction, Fraction]
"""What a unit of a lot costs its owner, and how many units the lot has."""


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
