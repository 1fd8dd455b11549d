"""Hubs that could be opened, what they cost, and what they bring the cities in their reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, Share
from intercity.scenario.section import Section

__all__ = ["PointHub"]


class PointHub(Section):
    """Costly hubs; each city uses the open one in its reach that brings it most."""

    budget: Annotated[Amount, Label("the budget for hubs")] = Field(
        description="what may be spent on hubs, per year"
    )
    coverage: Annotated[Share, Label("the share of cities to be served")] = Field(
        description="the share of all cities that should be in reach of an open hub"
    )
    opening: Annotated[Mapping[str, Amount], Label("what the hub {0} costs")] = Field(
        min_length=1, description="cost per year, by hub"
    )
    worth: Annotated[Mapping[str, AmountByCity], Label("what the hub {1} brings {0}")] = Field(
        min_length=1, description="per year: city, then hub; out of reach if left out"
    )
    planned: Annotated[tuple[str, ...], Label("the research hubs that are planned")] = Field(
        default=(), description="hubs that are planned; any may be opened if left out"
    )
