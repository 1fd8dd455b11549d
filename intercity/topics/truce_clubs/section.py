"""Truces between some of the bidders."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from intercity.scenario.section import Section

__all__ = ["Clubs"]


class Clubs(Section):
    """Truces between some of the bidders, while the others go on bidding."""

    conjecture: Literal["alpha", "beta", "gamma", "delta"] = Field(
        default="gamma",
        description="what bidders outside a club do: bid each for itself (gamma), bid as one "
        "(delta), or their worst to the club, as all others do to who is outside (alpha; beta: it "
        "is seen first)",
    )
