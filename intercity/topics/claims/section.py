"""What cities claim of something scarce, and by what it is shared."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity
from intercity.scenario.section import Section

__all__ = ["Claims"]


class Claims(Section):
    """Cities claim more than there is; what there is goes out in proportion to weights."""

    estate: Annotated[Amount, Label("what there is to share")] = Field(
        description="how much there is, less than all claims together"
    )
    unit: Annotated[str, Label("the unit of claims")] = Field(
        default="", description="what is counted, if not money: mu, sites"
    )
    claim: Annotated[AmountByCity, Label("the claim of {0}")] = Field(
        min_length=1, description="what a city claims, in the same unit"
    )
    weight: Annotated[AmountByCity, Label("the weight of {0} in the sharing")] = Field(
        default={},
        description="awards go by it: 0 if left out, the claims if all are",
    )
