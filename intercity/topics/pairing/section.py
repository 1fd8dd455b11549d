"""Who could pair with whom, and what every pair brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import AmountByCity, ByCity
from intercity.scenario.section import Section

__all__ = ["Pairing"]


class Pairing(Section):
    """Hubs and cities of which each has one hub: what every pair brings, and what is mandated."""

    @property
    def from_region(self) -> bool:
        """Whether what pairs make follows from what they can do in the region."""
        return not self.to_hub and not self.to_city

    hubs: Annotated[tuple[str, ...], Label("the hubs")] = Field(
        min_length=1, description="the cities that take partners; the others look for a hub"
    )
    to_hub: Annotated[Mapping[str, ByCity], Label("what {1} brings {0}")] = Field(
        default={},
        description="what a hub keeps of a pair per year: hub, then city; 0 if left out; without "
        "to_hub and to_city: half of what the two gain together by [resources] or [game]",
    )
    to_city: Annotated[Mapping[str, ByCity], Label("what {0} brings {1}")] = Field(
        default={},
        description="what a city keeps of a pair per year: hub, then city; 0 if left out",
    )
    capacity: Annotated[
        Mapping[str, Annotated[StrictInt, Field(ge=0)]], Label("how many cities {0} can take")
    ] = Field(default={}, description="how many cities a hub can take; 1 if left out")
    crowding: Annotated[AmountByCity, Label("crowding in {0}")] = Field(
        default={}, description="how much more each further city costs a hub than the one before"
    )
    paid: Annotated[ByCity, Label("what {0} pays its hub")] = Field(
        default={}, description="what a city pays the hub of its mandated pair, per year"
    )
    payments: Annotated[StrictBool, Label("whether pairs may pay each other anything new")] = Field(
        default=True, description="false if pairs may not pay each other anything new"
    )
    centre: Annotated[str | None, Label("the hub that is looked at alone")] = Field(
        default=None, description="the hub to look at as if it were the only one"
    )
