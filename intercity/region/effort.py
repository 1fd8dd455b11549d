"""What a table of many cities costs: each group of cities has a program of its own.

So one city more doubles time and memory. Beyond ``MOST`` no table is made, and groups are asked
for; what needs the table says so. The figures are rough: they were measured on regions of 14
and 16 cities, with and without platforms.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.errors import bytes_told
from games.production import LinearProductionGame

__all__ = [
    "ANNOUNCED",
    "MOST",
    "MOST_AMENDED",
    "Effort",
    "effort_of",
    "tabled",
    "too_many_to_amend",
]

MOST = 16
"""So many cities have a table at most."""
ANNOUNCED = 13
"""From so many on, what it takes is told before."""
SECONDS, BYTES = 1e-6, 60
"""For each group, by each activity, platform and resource (a bound one: at each site)."""
PLACES = 4
"""At about so many places each assumed number is looked at."""
MOST_AMENDED = 8
"""Among many cities amendments look, for each deal, at groups of so many members at most."""
UNITS = (("seconds", 60), ("minutes", 60), ("hours", 24), ("days", 365))


@dataclass(frozen=True, slots=True)
class Effort:
    """What the programs of all groups take: ``seconds``, and ``needed`` bytes."""

    cities: int
    seconds: float
    needed: int

    @property
    def groups(self) -> str:
        """The groups, in words."""
        each = "each with a program of its own"
        return f"{self.cities} cities together make {(1 << self.cities) - 1:,} groups, {each}"

    def announcement(self, numbers: int) -> str:
        """The announcement of a long check-up; ``numbers``: how many are moved in their ranges."""
        told = f"{self.groups}: about {_time(self.seconds)} and {bytes_told(self.needed)}"
        if not numbers:
            return f"{told}."
        more = _time(PLACES * numbers * self.seconds)
        return f"{told}; moving {numbers} assumed numbers may take {more} more (--no-ranges)."


def effort_of(production: LinearProductionGame) -> Effort:
    """The time and memory for the programs of all groups of cities."""
    cities = len(production.cities)
    sites = [len(r.owned) if r.kind == "bound" else 1 for r in production.resources]
    size = len(production.activities) + len(production.platforms) + sum(sites)
    groups = (1 << cities) - 1
    return Effort(cities, SECONDS * groups * size, BYTES * groups * size)


def tabled(production: LinearProductionGame | None) -> bool:
    """Whether what groups make fits into a table: there are no more cities than ``MOST``."""
    return production is None or len(production.cities) <= MOST


def too_many_to_amend(production: LinearProductionGame | None, members: int) -> bool:
    """Whether there are too many members to look at groups of them in each deal that is tried."""
    return not tabled(production) and members > MOST_AMENDED


def _time(seconds: float) -> str:
    """A time in words, in the largest unit of which there are two or more.

    >>> _time(45), _time(7300), _time(1e9), _time(0.1)
    ('45 seconds', '2 hours', '32 years', '1 second')
    """
    for unit, most in UNITS:
        if seconds < 2 * most:
            whole = round(max(seconds, 1))
            return f"{whole} {unit if whole != 1 else unit.removesuffix('s')}"
        seconds /= most
    return f"{seconds:,.0f} years"
