"""Brokers between cities: what pairs make if they are linked, and what each link costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import AmountByCity
from intercity.scenario.section import Section

__all__ = ["Broker"]


class Broker(Section):
    """Pairs of cities work together if links join them, directly or through a broker."""

    brokers: tuple[str, ...] = Field(min_length=1, description="their names, and no city's")
    deals: Annotated[
        Mapping[str, AmountByCity], Label("what {0} and {1} make if links join them")
    ] = Field(min_length=1, description="per year: city, then city")
    links: Annotated[Mapping[str, AmountByCity], Label("what a link of {0} and {1} costs")] = Field(
        min_length=1, description="per year: city or broker, then another; impossible if left out"
    )
