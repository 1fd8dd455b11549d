"""Kinds of firms that a city cannot tell apart, what their investment is worth, and its offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, Positive, Quantity
from intercity.scenario.section import Section

__all__ = ["FirmOffers", "Level", "Offer"]


class Level(Section):
    """A level of investment, and what it is worth to the city."""

    invested: Annotated[Positive, Label("an investment of a firm", numbered=True)] = Field(
        description="by one firm"
    )
    worth: Annotated[Quantity, Label("what an investment is worth", numbered=True)] = Field(
        description="to the city, before the subsidy; straight between levels, 0 at 0"
    )


class Offer(Section):
    """What is offered by name to firms of one kind."""

    invest: Annotated[Amount, Label("the investment that {0} is asked for")] = Field(
        description="how much it is asked to invest, no more than the highest level"
    )
    subsidy: Annotated[Amount, Label("the subsidy that {0} is offered")] = Field(
        description="what it is paid for that"
    )


class FirmOffers(Section):
    """Subsidies by name; any firm may take any of them, or none."""

    value: tuple[Level, ...] = Field(
        min_length=1, description="levels of investment; each adds less a unit than the one before"
    )
    costs: Annotated[Mapping[str, Amount], Label("what a unit of investment costs {0}")] = Field(
        min_length=1, description="cost of a unit of investment, by kind of firm"
    )
    numbers: Annotated[Mapping[str, Amount], Label("how many {0} firms there are")] = Field(
        default={}, description="firms of each kind; 1 if left out"
    )
    offers: Mapping[str, Offer] = Field(min_length=1, description="what is offered, by kind")
