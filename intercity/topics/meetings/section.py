"""Who has how many votes in joint meetings, and how often they are held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import Field, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.section import Section

__all__ = ["Meetings"]


class Meetings(Section):
    """Joint meetings: votes and dates are terms, so that their numbers are bare."""

    votes: Annotated[Mapping[str, Annotated[StrictInt, Field(ge=0)]], Label("the votes of {0}")] = (
        Field(min_length=1, description="votes, by city")
    )
    quota: Annotated[
        Annotated[StrictInt, Field(ge=1)] | None, Label("the votes that pass a proposal")
    ] = Field(default=None, description="votes that pass a proposal; more than half if left out")
    every: Annotated[StrictInt, Label("the years between meetings")] = Field(
        default=1,
        ge=1,
        le=10**6,
        description="years between meetings: a breach of a truce is noticed then",
    )

    def sees_a_breach_within(self, cities: Collection[str]) -> int | None:
        """At the next meeting, if all of these cities meet."""
        return self.every if set(cities) <= set(self.votes) else None
