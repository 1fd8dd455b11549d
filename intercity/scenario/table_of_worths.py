"""A game given directly, as a table of worths or costs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from intercity.scenario.label import Label
from intercity.scenario.quantity import Exact
from intercity.scenario.section import Section

__all__ = ["GivenGame", "joined", "members"]

_JOINED = re.compile(r"\s*[-+＋&/|和与]\s*|\s+and\s+|\s+")
"""What people write between cities in place of commas."""


class GivenGame(Section):
    """A game given directly: what each group of cities makes, or pays, on its own."""

    sense: Annotated[Literal["gain", "cost"], Label("what figures are")] = Field(
        description="gain (more is better) or cost"
    )
    src: Annotated[str | None, Label("the source of the table of worths")] = Field(
        default=None, description="the source of the whole table"
    )
    assumed: Annotated[str | None, Label("why the table of worths is assumed")] = Field(
        default=None, description="why the table is assumed, if it is"
    )
    worths: Annotated[Mapping[str, Exact], Label("the worth of {0}")] = Field(
        description='worth of each group: keys are names with commas, "A" or "A, H"'
    )

    @cached_property
    def players(self) -> tuple[str, ...]:
        """The cities of all groups, worked out once: fourteen cities have 16,383 groups."""
        return tuple(dict.fromkeys(name for key in self.worths for name in members(key)))


def members(key: str) -> tuple[str, ...]:
    """The cities behind a key of [game.worths].

    >>> members("Hangzhou, Quzhou")
    ('Hangzhou', 'Quzhou')
    """
    return tuple(name.strip() for name in key.split(",")) if key.strip() else ()


def joined(name: str, cities: Collection[str]) -> tuple[str, ...]:
    """The cities that stand in one name without commas; empty if it is not made of their names.

    >>> joined("Port and Hill", {"Port", "Hill"}), joined("AB", {"A", "B"}), joined("Bath", {"A"})
    (('Port', 'Hill'), ('A', 'B'), ())
    """
    for parts in (tuple(_JOINED.split(name)), tuple(name)):
        if len(set(parts)) > 1 and all(part in cities for part in parts):
            return parts
    return ()
