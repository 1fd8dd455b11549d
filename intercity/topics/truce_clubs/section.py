"""Truces between some of the bidders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.section import Section

__all__ = ["Clubs"]


class Clubs(Section):
    """Truces between some of the bidders, while the others go on bidding."""

    conjecture: Annotated[
        Literal["alpha", "beta", "gamma", "delta"], Label("what those outside a club do")
    ] = Field(
        default="gamma",
        description="what bidders outside a club do: bid each for itself (gamma), bid as one "
        "(delta), or their worst to the club, as all others do to who is outside (alpha; beta: it "
        "is seen first)",
    )
