"""What fiscal equalisation takes back of a city's additional own tax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.kept_tax import KeptTax
from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, Positive, Share
from intercity.scenario.section import Section

__all__ = ["Equalisation", "GrantFormula", "Step"]


class Step(Section):
    """A step of a grant formula: where it ends, and what is taken of tax that falls into it."""

    up_to: Annotated[
        Positive | None, Label("the capacity up to which {0}'s grants are cut at a rate", True)
    ] = Field(default=None, description="capacity at which it ends, in needs; the last has no end")
    rate: Annotated[Share, Label("the share of tax taken from {0}'s grants", True)] = Field(
        description="share of own tax in this step that grants are cut by"
    )


class GrantFormula(Section):
    """What grants lack in capacity to meet a need: of more capacity, each step takes its rate."""

    capacity: Annotated[Amount, Label("the fiscal capacity of {0}")] = Field(
        description="own tax a year as the formula counts it, without that of any [project]"
    )
    need: Annotated[Positive, Label("the fiscal need of {0}")] = Field(
        description="what the formula says that the city needs a year"
    )
    steps: tuple[Step, ...] = Field(min_length=1, description="from the lowest capacity on")

    @property
    def kept(self) -> KeptTax:
        """What is kept of tax beyond the capacity."""
        return KeptTax(tuple(self._beyond_capacity()))

    def _beyond_capacity(self) -> Iterator[tuple[Fraction | None, Fraction]]:
        for step in self.steps:
            kept = 1 - step.rate.value
            if step.up_to is None:
                yield None, kept
                return
            ends = step.up_to.value * self.need.value - self.capacity.value
            if ends > 0:
                yield ends, kept


class Equalisation(Section):
    """By city, what it loses in grants of more own tax: a share, or by a formula."""

    rate: Annotated[Mapping[str, Share], Label("the share of tax taken from {0}'s grants")] = Field(
        default={},
        description="share of additional own tax that a city's grants are cut by; 0 if left out",
    )
    formula: Mapping[str, GrantFormula] = Field(
        default={}, description="in place of a rate: by a city's capacity and need, in steps"
    )
    shared_tax: Annotated[
        Literal["payer", "payee"], Label("for whose grants a shared tax counts")
    ] = Field(
        default="payer",
        description="for whose grants a tax counts that is shared: of the city that collects it, "
        "or of the one that gets it",
    )

    @property
    def kept_tax(self) -> Mapping[str, KeptTax]:
        """What each city keeps of more own tax."""
        rates = {city: KeptTax(((None, 1 - rate.value),)) for city, rate in self.rate.items()}
        return rates | {city: one.kept for city, one in self.formula.items()}

    @property
    def payee_is_cut(self) -> bool:
        """Whether a shared tax counts for the grants of who gets it."""
        return self.shared_tax == "payee"
