"""Land, the scenarios of what it brings, and what it costs to wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, ByCity, Positive
from intercity.scenario.section import Section

__all__ = ["LandPlan", "LandScenario"]


class LandScenario(Section):
    """One course that demand for land may take."""

    chance: Annotated[Positive, Label("how likely {0} is")] = Field(
        description="how likely it is, relative to the other scenarios"
    )
    returns: Annotated[Mapping[str, ByCity], Label("what land for {2} in {1} brings in {0}")] = (
        Field(description="what a unit of land brings per year: city, then use; 0 if left out")
    )
    demand: Annotated[Mapping[str, AmountByCity], Label("the demand for {2} in {1} in {0}")] = (
        Field(default={}, description="the most land that a use asks for: city, then use; no limit")
    )


class LandPlan(Section):
    """Land that each city commits to uses before it knows the scenario, or leaves white."""

    land: Annotated[AmountByCity, Label("the land of {0}")] = Field(
        min_length=1, description="land to be planned, by city"
    )
    holding: Annotated[AmountByCity, Label("what it costs {0} to hold white land")] = Field(
        default={}, description="cost per year of a unit left white; 0 if left out"
    )
    late: Annotated[Mapping[str, Amount], Label("what a late use in {0} brings less")] = Field(
        default={}, description="what a unit brings less that is built on later; 0 if left out"
    )
    scenarios: Mapping[str, LandScenario] = Field(
        min_length=1, description="the courses that demand may take"
    )
