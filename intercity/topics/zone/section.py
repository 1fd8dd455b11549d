"""How advanced cities are, and what partners in a zone are worth to each other."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity
from intercity.scenario.section import Section

__all__ = ["Zone"]


class Zone(Section):
    """Each city joins one zone; what a partner is worth depends on how advanced the two are."""

    level: Annotated[AmountByCity, Label("how advanced {0} is")] = Field(
        min_length=1, description="how advanced a city is, in units of its own"
    )
    complementarity: Annotated[Amount | None, Label("how levels complement each other")] = Field(
        default=None, description="a of a partner's worth a l_i l_j; 0 if left out"
    )
    learning: Annotated[Amount | None, Label("what is learned of the more advanced")] = Field(
        default=None, description="b of b (l_j - l_i), of partners who are ahead; 0 if left out"
    )
    cost: Annotated[Amount | None, Label("what each partner costs")] = Field(
        default=None, description="what each partner costs a member; 0 if left out"
    )
    largest: Annotated[
        Annotated[StrictInt, Field(ge=1)] | None, Label("the most members of a zone")
    ] = Field(default=None, description="the most members of a zone; no limit if left out")
    zones: Annotated[tuple[tuple[str, ...], ...], Label("the zones that are planned")] = Field(
        default=(), description="zones that are planned; who is in none is alone"
    )
