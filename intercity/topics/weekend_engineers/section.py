"""An engineer with a job at home, and cities that want his spare hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, ByCity, Positive
from intercity.scenario.section import Section

__all__ = ["WeekendEngineers"]


class WeekendEngineers(Section):
    """What an hour brings each city and costs the engineer, and what his employer allows."""

    value: Annotated[AmountByCity, Label("what an hour in {0} brings it")] = Field(
        min_length=1, description="what an hour of the engineer in a city brings that city"
    )
    spillover: Annotated[
        Mapping[str, AmountByCity], Label("what an hour in {1} brings {0} as well")
    ] = Field(
        default={},
        description="what an hour elsewhere brings a city: it, then where; or 0",
    )
    burden: Annotated[Mapping[str, Positive], Label("how fast hours in {0} become a burden")] = (
        Field(description="c of his cost c h^2 / 2 of h hours in a city")
    )
    travel: Annotated[AmountByCity, Label("what the way to {0} costs an hour")] = Field(
        default={}, description="cost of the way to a city, per hour there; 0 if left out"
    )
    tiredness: Annotated[Amount | None, Label("how fast all hours tire")] = Field(
        default=None, description="s of his cost s H^2 / 2 of H hours in all; 0 if left out"
    )
    time: Annotated[Positive, Label("the engineer's spare hours")] = Field(
        description="spare hours that there are"
    )
    allowed: Annotated[Amount | None, Label("the hours that the employer allows")] = Field(
        default=None, description="hours that the employer at home allows; all if left out"
    )
    home_loss: Annotated[Amount | None, Label("what an hour costs the employer")] = Field(
        default=None, description="what each hour costs the employer at home; 0 if left out"
    )
    grant: Annotated[ByCity, Label("what others pay {0} for each hour there")] = Field(
        default={},
        description="what others pay a city for each hour there; below 0: it pays; 0 if left out",
    )
