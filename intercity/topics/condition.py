"""Conditions: what must not be negative for a check of the deal to stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Condition", "Wish"]


class Wish(StrEnum):
    """What cities wish of a deal."""

    GAIN = "gains at the region's interest"
    OWN_GAIN = "gains at its own discount factor"
    NO_BETTER_OFFER = "is offered no more elsewhere"
    STAYS = "does not leave"
    SIGNS = "is not talked down below what it has alone"
    GAIN_IN_STATISTICS = "gains as projects are counted"
    OWN_GAIN_IN_STATISTICS = "gains at its own discount factor as projects are counted"


@dataclass(frozen=True, slots=True)
class Condition:
    """A wish of one or several cities; of a year, where there is one for each."""

    wish: Wish
    cities: tuple[str, ...]
    year: int | None = None

    def __str__(self) -> str:
        """A unique name."""
        told = f"{', '.join(self.cities)}: {self.wish}"
        return told if self.year is None else f"{told}, year {self.year}"
