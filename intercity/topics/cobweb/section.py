"""Markets of innovation factors, by city: who demands, who supplies, and who lags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from intercity.scenario.errors import Violation, missing
from intercity.scenario.label import Label
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import InnerShare, Positive, Quantity, toml_text
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.cobweb import Cobweb
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["FactorMarket", "FactorMarkets", "cobweb_violations", "factor_markets"]


class FactorMarket(Section):
    """One city's market of an innovation factor, such as engineers."""

    demand: Annotated[Positive, Label("the demand for factors in {0}")] = Field(
        description="quantity demanded at price 0; of constant elasticities at price 1"
    )
    demand_slope: Annotated[Positive, Label("how much demand in {0} reacts to the price")] = Field(
        description="how much less is demanded at a price higher by 1; or the elasticity"
    )
    supply: Annotated[Quantity, Label("the supply of factors in {0}")] = Field(
        description="quantity supplied at price 0, perhaps below 0; of constant elasticities at "
        "price 1"
    )
    supply_slope: Annotated[Positive, Label("how much supply in {0} reacts to the price")] = Field(
        description="how much more is supplied at a price higher by 1; or the elasticity"
    )
    start: Annotated[Positive, Label("the price at first in {0}")] = Field(
        description="the price that is expected at first"
    )


class FactorMarkets(Section):
    """Markets in which one side reacts to the price that it expects, a period late."""

    lag_side: Annotated[Literal["supply", "demand"], Label("the side that reacts late")] = Field(
        description="the side that reacts late"
    )
    expectations: Annotated[
        Literal["naive", "adaptive", "rational"], Label("what the side that is late expects")
    ] = Field(
        default="naive",
        description="what the side that lags expects: the last price, a mean of it and of what was "
        "expected, or the price of rest",
    )
    weight: Annotated[InnerShare | None, Label("the weight of the last price")] = Field(
        default=None, description="of adaptive expectations: the weight of the last price"
    )
    curves: Annotated[Literal["linear", "constant elasticity"], Label("the kind of curves")] = (
        Field(default="linear", description="the kind of the curves of demand and supply")
    )
    markets: Mapping[str, FactorMarket] = Field(
        min_length=1, description="the market of each city that has one"
    )


def cobweb_violations(s: Scenario) -> Iterator[Violation]:
    """A weight of adaptive expectations alone; each market with a price of rest."""
    given = s.section(FactorMarkets)
    if given is None:
        return
    yield from unknown_cities(s, ("cobweb", "markets"), given.markets)
    adaptive = given.expectations == "adaptive"
    if adaptive and given.weight is None:
        yield missing(("cobweb", "weight"), "given where expectations are adaptive")
    elif given.weight is not None and not adaptive:
        found = toml_text(given.weight.value)
        yield Violation(("cobweb", "weight"), found, 'left out, or expectations = "adaptive"')
    for city, market in given.markets.items():
        supply, demand = market.supply.value, market.demand.value
        if given.curves != "linear":
            if supply <= 0:
                yield Violation(
                    ("cobweb", "markets", city, "supply"),
                    toml_text(supply),
                    "above 0 where elasticities are constant",
                )
            continue
        slopes = market.demand_slope.value + market.supply_slope.value
        price = (demand - supply) / slopes
        if price <= 0 or supply + market.supply_slope.value * price <= 0:
            yield Violation(
                ("cobweb", "markets", city, "demand"),
                toml_text(demand),
                "so large that it meets supply at a price and a quantity above 0",
            )


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
