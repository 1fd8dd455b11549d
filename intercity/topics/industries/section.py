"""What is said of industries, what they are worth, and how cities crowd each other in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import ByCity, Quantity
from intercity.scenario.section import Section

__all__ = ["Industries"]

ByIndustry = Mapping[str, Quantity]


class Industries(Section):
    """Each city courts one industry; what is given of an industry is per year and city."""

    signal: Annotated[ByIndustry, Label("what is said that {0} brings")] = Field(
        min_length=1, description="what all believe that an industry brings a city"
    )
    truth: Annotated[ByIndustry, Label("what {0} brings in truth")] = Field(
        default={}, description="what it proves to bring; as is said if left out"
    )
    crowding: Annotated[ByIndustry, Label("how cities crowd each other in {0}")] = Field(
        default={}, description="what each further city takes from each; 0 if left out"
    )
    fit: Annotated[Mapping[str, ByCity], Label("how {1} fits {0}")] = Field(
        default={}, description="what it brings more in a city: city, then industry; 0 if left out"
    )
