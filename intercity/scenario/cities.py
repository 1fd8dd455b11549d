"""Who there is, and for how long the deal is looked at."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, Discount, Horizon, Tenure
from intercity.scenario.section import Section

__all__ = ["City", "Time"]


class Time(Section):
    """How long the deal is looked at, and what a year's delay costs."""

    base_year: Annotated[StrictInt | None, Label("the base year")] = Field(
        default=None, description="the year that is year 0, and whose prices are used"
    )
    horizon: Annotated[Horizon, Label("the horizon")] = Field(
        description="years that the deal is looked at"
    )
    interest: Annotated[Amount, Label("the rate of interest")] = Field(
        description="real interest rate per year, at which one-off amounts become yearly ones"
    )
    beyond: Annotated[Literal["nothing", "perpetuity"], Label("what counts after the end")] = Field(
        default="nothing",
        description="what counts after the horizon: nothing, or perpetuity: yearly flows go on for "
        "ever, land handed over for good keeps its value, and parks are built anew every horizon",
    )


class City(Section):
    """A city: a player."""

    role: Annotated[str, Label("the role of {0}")] = Field(
        default="", description="what the city is in the deal; text only"
    )
    discount: Annotated[Discount | None, Label("the discount factor of {0}")] = Field(
        default=None, description="the city's discount factor: what 1 next year is worth today"
    )
    tenure: Annotated[Tenure | None, Label("the years that {0}'s officials stay")] = Field(
        default=None,
        description="years an official stays; the effective discount factor is "
        "discount * (1 - 1 / tenure)",
    )
