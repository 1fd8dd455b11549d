"""The figures by which cities are judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictBool

from intercity.scenario.label import Label
from intercity.scenario.quantity import AmountByCity, Exact
from intercity.scenario.section import Section

__all__ = ["Statistics"]


class Statistics(Section):
    """What the deal does to the figures by which cities are judged; not cash."""

    indicator_value: Annotated[AmountByCity, Label("what a counted project is worth to {0}")] = (
        Field(description="what a city would pay per credited project and year")
    )
    attribution: Annotated[
        Mapping[str, Exact], Label("the share of a project that is counted in {0}")
    ] = Field(description="share of each project that is counted in each city")
    double_counting: Annotated[StrictBool, Label("whether a project may count more than once")] = (
        Field(default=False, description="true if the shares may sum to more than 1")
    )
    rival: Annotated[StrictBool, Label("whether what is counted twice is lost to others")] = Field(
        default=False, description="true if it is a rank: what is counted twice, others lose"
    )
