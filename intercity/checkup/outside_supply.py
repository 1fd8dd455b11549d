"""Check 13, companion: could cities outside the deal hand over what it promises too much, and at
what price?

Each of them asks at least what it would lose by handing over one lot more of what it owns, with its
best use, or sale on the exchange, of the rest. At a uniform price those that lose least sell.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from games.exchange_market import ExchangeMarket
from intercity.checkup.context import Context
from intercity.checkup.finding import amount, listed, shown
from mechanisms.compact.enclave_compact import Shortfall, own_program
from mechanisms.exchange.uniform_price import uniform_price
from solvers.linear_program import solve

__all__ = ["outside_supply"]

LOTS = 10


def outside_supply(context: Context, short: Shortfall) -> tuple[str, dict[str, Fraction]]:
    """What to say of it, and the figures; empty where nobody outside could hand any of it over."""
    lot = short.lacking / LOTS
    asks = {}
    for city in context.region.cities:
        if city not in context.members:
            lots = _asks(context, city, short.resource, lot)
            if lots:
                asks[city] = lots
    there = sum(map(len, asks.values()))
    if not there:
        return "", {}
    if there < LOTS:
        most = amount(there * lot)
        return f"cities outside the deal could hand over {most} of it at most", {}
    beyond = max(ask for lots in asks.values() for ask in lots) + 1
    found = uniform_price(ExchangeMarket({"the deal": [beyond] * LOTS}, asks))
    assert found.buyer_price is not None  # noqa: S101 - every lot is wanted
    price = found.buyer_price / lot
    sold = {city: found.lots[city] * lot for city in asks if found.lots[city]}
    sellers = listed(f"{city} {amount(units)}" for city, units in sold.items())
    cost = -sum((found.payments[city] for city in sold), Fraction(0))
    figures = {f"uniform price of {short.resource} outside the deal": price}
    figures["yearly cost of the lacking amount at that price"] = cost
    consent = context.scenario.province is not None and "quota transfer" in (
        context.scenario.province.consent
    )
    says = (
        f"have it from outside the deal: at a uniform price of {shown(price)} a year each, "
        f"{shown(cost)} in all, {sellers} would be handed over (in lots of {amount(lot)}"
        f"{', and the province has to consent' if consent else ''})"
    )
    return says, figures


def _asks(context: Context, city: str, resource: str, lot: Fraction) -> list[Fraction]:
    """What each lot more costs a city outside the deal; empty where parks could use it."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - it promises too much
    region = compact.region
    found = next((one for one in region.resources if one.name == resource), None)
    if found is None or found.kind != "tradable":
        return []
    if any(platform.site in {None, city} for platform in region.platforms):
        return []
    lots = min(LOTS, int(found.owned.get(city, Fraction(0)) / lot))
    worths = [
        context.ask(solve, own_program(compact, city, {resource: -k * lot})).value
        for k in range(lots + 1)
    ]
    return [more - less for more, less in pairwise(worths)]
