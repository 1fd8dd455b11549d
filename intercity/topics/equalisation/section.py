"""What fiscal equalisation takes back of a city's additional own tax."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, Share
from intercity.scenario.section import Section

__all__ = ["Equalisation", "Formula"]

ONE = Fraction(1)


class Formula(Section):
    """A grant of ``share`` times what a city needs beyond its capacity, and none beyond its need.

    A city below its need loses the share of each further unit of tax; one above it loses nothing.
    """

    share: Annotated[Share, Label("the share in the grant formula of {0}")] = Field(
        description="the part of the gap between need and capacity that is paid"
    )
    capacity: Annotated[Amount, Label("the capacity of {0} in the grant formula")] = Field(
        description="what the formula counts as the city's own tax today"
    )
    need: Annotated[Amount, Label("the need of {0} in the grant formula")] = Field(
        description="what the formula says that the city needs"
    )

    @property
    def rate(self) -> Fraction:
        """The share of the next unit of tax that is taken back."""
        return self.share.value if self.capacity.value < self.need.value else Fraction(0)

    @property
    def room(self) -> Fraction:
        """Further tax until the grant has ended."""
        return max(Fraction(0), self.need.value - self.capacity.value)


class Equalisation(Section):
    """By city, what it loses in grants of 1 more of own tax: a rate, or a formula."""

    rate: Annotated[Mapping[str, Share], Label("the share of tax taken from {0}'s grants")] = Field(
        default={}, description="share of additional own tax that a city's grants are cut by"
    )
    formula: Mapping[str, Formula] = Field(
        default={}, description="in place of a rate: share, capacity and need of a city"
    )
    saved_by: str = Field(
        default="the province", description="who pays so much less in grants; only told"
    )

    @property
    def kept_tax(self) -> Mapping[str, Fraction]:
        """What each city keeps of 1 more of own tax."""
        rates = {city: rate.value for city, rate in self.rate.items()}
        rates |= {city: formula.rate for city, formula in self.formula.items()}
        return {city: ONE - rate for city, rate in rates.items()}
