"""Markets of innovation factors, by city: who demands, who supplies, and who lags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import InnerShare, Positive, Quantity
from intercity.scenario.section import Section

__all__ = ["FactorMarket", "FactorMarkets"]


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

    lag_side: Literal["supply", "demand"] = Field(description="the side that reacts late")
    expectations: Literal["naive", "adaptive", "rational"] = Field(
        default="naive",
        description="what the side that lags expects: the last price, a mean of it and of what was "
        "expected, or the price of rest",
    )
    weight: Annotated[InnerShare | None, Label("the weight of the last price")] = Field(
        default=None, description="of adaptive expectations: the weight of the last price"
    )
    curves: Literal["linear", "constant elasticity"] = Field(
        default="linear", description="the kind of the curves of demand and supply"
    )
    markets: Mapping[str, FactorMarket] = Field(
        min_length=1, description="the market of each city that has one"
    )
