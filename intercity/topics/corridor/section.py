"""Cities in a row, what they give each other, and what the links between them cost and keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import AmountByCity, Share
from intercity.scenario.section import Section

__all__ = ["Corridor"]


class Corridor(Section):
    """A corridor: what one city gives another loses by each stretch that it passes."""

    cities: tuple[str, ...] = Field(min_length=2, description="the cities, from end to end")
    gives: Annotated[AmountByCity, Label("what {0} gives whom it reaches")] = Field(
        min_length=1, description="per year, to each city that it reaches; 0 if left out"
    )
    takes: Annotated[AmountByCity, Label("how well {0} takes up what it is given")] = Field(
        default={}, description="how much of what arrives is of use there; 1 if left out"
    )
    link: Annotated[AmountByCity, Label("what the link to {0} costs")] = Field(
        description="cost per year of the link from the city before it; not of the first"
    )
    kept: Annotated[Mapping[str, Share], Label("what the stretch to {0} keeps")] = Field(
        description="of what passes on the way from the city before it; not of the first"
    )
