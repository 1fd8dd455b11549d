"""The facts of a path: the same for each, so that paths can stand side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.exact import number_to_json
from intercity.topics.paths.province import Province
from solvers.answer import EXACT, Proof

__all__ = ["PathFacts"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class PathFacts:
    """What a path does to a province.

    ``projects``: where they are, before any return; ``in_parks``: how many of them are in parks.
    ``has``: what each city has a year. ``before``: what it has without the path: of free flow, at
    the start; of all others, with free flow. ``earned``: what projects earn, subsidies not counted.
    ``subsidies``: by city that pays them. ``rent``: what projects earn more than with free flow,
    subsidies counted. ``parks``: the hub of each city's. ``groups``: the cities that the corridor,
    each zone or the facility is for. ``leavers``: who would have more by leaving, as the path's
    solver says. ``stable``: nobody would. ``other_split``: if not, whether nobody would if a
    facility's cost were shared otherwise. ``proof``: how closely a city's subsidy per project is
    enclosed; all else is computed from it exactly.
    """

    name: str
    province: Province = field(repr=False)
    projects: Mapping[str, Fraction]
    has: Mapping[str, Fraction]
    before: Mapping[str, Fraction]
    earned: Fraction
    rent: Fraction = ZERO
    subsidies: Mapping[str, Fraction] = field(default_factory=dict)
    in_parks: Fraction = ZERO
    parks: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[tuple[str, ...], ...] = ()
    leavers: tuple[str, ...] = ()
    stable: bool = True
    other_split: bool = False
    proof: Proof = EXACT

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each city has more than at the start."""
        return {city: x - self.province.start[city] for city, x in self.has.items()}

    @property
    def outlay(self) -> Fraction:
        """All subsidies."""
        return sum(self.subsidies.values(), ZERO)

    @property
    def bid(self) -> Fraction:
        """Subsidy per project in parks, on average; 0 if there is none."""
        return self.outlay / self.in_parks if self.in_parks else ZERO

    @property
    def welfare(self) -> Fraction:
        """What all cities have, and what projects earn and are paid."""
        return sum(self.has.values(), ZERO) + self.earned + self.outlay

    @property
    def spread(self) -> Fraction:
        """The largest less the smallest gain of a city over the start."""
        return max(self.gains.values()) - min(self.gains.values())

    @property
    def agglomeration(self) -> Fraction:
        """The share of all projects that stays in hubs."""
        there = sum((self.projects[hub] for hub in self.province.room), ZERO)
        return (there - self.province.returning * self.in_parks) / self.province.total

    @property
    def brought(self) -> dict[str, Fraction]:
        """What each small city has more than without the path."""
        return {city: self.has[city] - self.before[city] for city in self.province.small}

    @property
    def reached(self) -> tuple[str, ...]:
        """Small cities that have more than without the path."""
        return tuple(city for city, x in self.brought.items() if x > 0)

    @property
    def reach(self) -> Fraction:
        """The share of small cities that have more than without the path."""
        return Fraction(len(self.reached), len(self.province.small))

    @property
    def diffused(self) -> Fraction:
        """What small cities together have more than without the path, losses taken off."""
        return sum(self.brought.values(), ZERO)

    def to_json(self) -> dict[str, Any]:
        """All facts, numbers exact."""

        def by_city(figures: Mapping[str, Fraction]) -> dict[str, Any]:
            return {city: number_to_json(x) for city, x in figures.items()}

        return {
            "path": self.name,
            "welfare": number_to_json(self.welfare),
            "spread": number_to_json(self.spread),
            "agglomeration": number_to_json(self.agglomeration),
            "reach": number_to_json(self.reach),
            "reached": list(self.reached),
            "diffused": number_to_json(self.diffused),
            "subsidies": number_to_json(self.outlay),
            "bid": number_to_json(self.bid),
            "rent": number_to_json(self.rent),
            "stable": self.stable,
            "leavers": list(self.leavers),
            "other_split": self.other_split,
            "parks": dict(self.parks),
            "groups": [list(group) for group in self.groups],
            "projects": by_city(self.projects),
            "gains": by_city(self.gains),
            "brought": by_city(self.brought),
            "subsidies_by_city": by_city(self.subsidies),
            "proof": str(self.proof),
        }
