"""From [cobweb] to the markets of all cities that have one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.topics.cobweb.section import FactorMarkets

if TYPE_CHECKING:
    from games.cobweb import Cobweb
    from intercity.region.context import Context

__all__ = ["factor_markets"]


def factor_markets(context: Context) -> Cobweb | None:
    """The markets; ``None`` without the section."""
    given = context.scenario.section(FactorMarkets)
    if given is None:
        return None
    from games.cobweb import Cobweb

    markets = given.markets

    def figure(name: str) -> dict[str, Fraction]:
        return {city: getattr(market, name).value for city, market in markets.items()}

    return Cobweb(
        [city for city in context.scenario.players if city in markets],
        demand=figure("demand"),
        demand_slope=figure("demand_slope"),
        supply=figure("supply"),
        supply_slope=figure("supply_slope"),
        start=figure("start"),
        lag_side=given.lag_side,
        expectations=given.expectations,
        weight=None if given.weight is None else given.weight.value,
        curves=given.curves,
    )
