"""What fiscal equalisation takes back of a city's additional own tax."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Share
from intercity.scenario.section import Section

__all__ = ["Equalisation"]


class Equalisation(Section):
    """By city, what it loses in grants of 1 more of own tax."""

    rate: Annotated[Mapping[str, Share], Label("the share of tax taken from {0}'s grants")] = Field(
        description="share of additional own tax that a city's grants are cut by; 0 if left out"
    )
    shared_tax: Literal["payer", "payee"] = Field(
        default="payer",
        description="for whose grants a tax counts that is shared: of the city that collects it, "
        "or of the one that gets it",
    )

    @property
    def kept_tax(self) -> Mapping[str, Fraction]:
        """What each city keeps of 1 more of own tax."""
        return {city: 1 - rate.value for city, rate in self.rate.items()}

    @property
    def payee_is_cut(self) -> bool:
        """Whether a shared tax counts for the grants of who gets it."""
        return self.shared_tax == "payee"
