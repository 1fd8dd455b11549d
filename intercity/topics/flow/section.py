"""What moves between cities to where it earns more, and what it earns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import (
    AmountByCity,
    ByCity,
    Horizon,
    Positive,
    Quantity,
    Share,
)
from intercity.scenario.section import Section

__all__ = ["Flow", "Iceberg", "Lag", "TemporarySubsidy"]


class Lag(Quantity):
    """A whole number of years, none included."""

    whole = True
    least = 0
    most = 500
    meaning = "a whole number of years, from 0 to 500"


class Iceberg(Quantity):
    """How many units leave for one to arrive."""

    least = 1
    meaning = "a number of at least 1"


class TemporarySubsidy(Section):
    """A subsidy for what stays in one city, paid for some years."""

    city: Annotated[str, Label("the city that pays what is there to stay")] = Field(
        description="the city that pays what is there to stay"
    )
    subsidy: Annotated[Positive, Label("the subsidy of the policy")] = Field(
        description="per unit and year"
    )
    target: Annotated[Positive | None, Label("the target of the policy")] = Field(
        default=None,
        description="how much should be there at the horizon; what is there now if left out",
    )


class Flow(Section):
    """A mass (talent, startups, capital) that moves between cities to where it earns more."""

    what: Annotated[str, Label("what moves")] = Field(
        default="talent", description="what moves, in a word"
    )
    productivity: Annotated[Mapping[str, Positive], Label("productivity in {0}")] = Field(
        description="A: of n units in a city each earns A n^(elasticity - 1), less congestion"
    )
    elasticity: Annotated[Mapping[str, Positive], Label("the elasticity of output in {0}")] = Field(
        description="of output in the mass: below 1 returns fall as more come, above 1 they rise"
    )
    congestion: Annotated[ByCity, Label("congestion in {0}")] = Field(
        default={},
        description="what each unit there takes from the return of each; negative: adds; 0 if "
        "left out",
    )
    spillover: Annotated[ByCity, Label("the spillover to {0}")] = Field(
        default={},
        description="what each unit elsewhere would add to the return in a city; 0 if left out",
    )
    transport: Annotated[Iceberg | None, Label("the transport cost of spillovers")] = Field(
        default=None, description="1/transport of a spillover arrives; all if left out"
    )
    delay: Annotated[Lag | None, Label("the delay of spillovers")] = Field(
        default=None, description="years that a spillover takes to arrive; 0 if left out"
    )
    speed: Annotated[Positive, Label("the speed of the flow")] = Field(
        description="k: a return higher by 1 makes a city's mass grow by k in logarithms a year"
    )
    start: Annotated[AmountByCity, Label("what is in {0} now")] = Field(
        description="where the mass is now"
    )
    horizon: Annotated[Horizon, Label("the horizon of the flow")] = Field(
        description="years by which cities should have drawn level"
    )
    tolerance: Annotated[Positive, Label("the gap that is borne")] = Field(
        description="returns that differ by less count as level"
    )
    stake: Annotated[Mapping[str, Share], Label("what output brings residents of {0}")] = Field(
        default={},
        description="what those who do not move have for each 1 of A n^elasticity, as tax, rent "
        "and wages; 0 if left out",
    )
    nuisance: Annotated[ByCity, Label("the nuisance to residents of {0}")] = Field(
        default={}, description="what each unit there costs those who do not move; 0 if left out"
    )
    policy: TemporarySubsidy | None = Field(
        default=None, description="a temporary subsidy: how long it would have to last"
    )
