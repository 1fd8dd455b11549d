"""The province in numbers: what every path is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from games.errors import InvalidInput, Told
from games.hub_congestion import HubCongestion
from intercity.scenario.quantity import amount_of
from intercity.scenario.table_of_worths import members
from intercity.topics.paths.section import Paths

if TYPE_CHECKING:
    from games.hedonic_game import HedonicGame
    from intercity.scenario.scenario import Scenario

__all__ = ["Line", "Province", "Site", "province"]


@dataclass(frozen=True)
class Line:
    """A corridor: its cities from the head on, what each link costs, what it passes on."""

    cities: tuple[str, ...]
    links: tuple[Fraction, ...]
    spillover: Fraction
    decay: Fraction


@dataclass(frozen=True)
class Site:
    """A facility: its cost by hub, what it is worth at full fit, how many cities it serves."""

    costs: Mapping[str, Fraction]
    worth: Fraction
    capacity: int


@dataclass(frozen=True)
class Province:
    """Cities, projects that choose among them, and what could be built; money is per year.

    ``fit``: by city that would have a park, then hub. ``open``: the share of a hub's projects that
    is in parks; ``returning``: the share of these that goes on to the park's city; ``returned``:
    what each of them brings it at full fit. ``fee``: what a city gives the hub of its park.
    """

    cities: tuple[str, ...]
    small: tuple[str, ...]
    centre: str
    room: Mapping[str, int]
    projects: Mapping[str, Fraction]
    earns: Mapping[str, Fraction]
    crowding: Mapping[str, Fraction]
    brings: Fraction
    returning: Fraction
    returned: Fraction
    fit: Mapping[str, Mapping[str, Fraction]]
    open: Fraction
    taste: Fraction
    park: Mapping[str, Fraction]
    fee: Mapping[str, Fraction]
    cap: Mapping[str, Fraction | None]
    line: Line | None
    zones: HedonicGame | None
    site: Site | None

    @cached_property
    def total(self) -> Fraction:
        """All projects."""
        return sum(self.projects.values(), Fraction(0))

    @cached_property
    def start(self) -> Mapping[str, Fraction]:
        """What each city has while all projects are where they began."""
        return {city: self.brings * self.projects[city] for city in self.cities}

    def crowd(self, subsidies: Mapping[str, Fraction] | None = None) -> HubCongestion:
        """All projects, free to choose any city, with so much paid to each in some of them."""
        paid = subsidies or {}
        return HubCongestion(
            self.cities,
            self.earns,
            self.crowding,
            self.total,
            tolls={city: -paid.get(city, Fraction(0)) for city in self.cities},
        )

    def value(self, city: str, hub: str) -> Fraction:
        """What a project in its park in a hub brings a city, on average."""
        return self.returning * self.returned * self.fits(city, hub)

    def fits(self, city: str, hub: str) -> Fraction:
        """How projects of a hub fit a city; a hub fits itself in full, and no other hub."""
        if city in self.room:
            return Fraction(city == hub)
        return self.fit.get(city, {}).get(hub, Fraction(0))


def province(scenario: Scenario) -> Province:
    """The province of a scenario with [paths]; ``InvalidInput`` without it."""
    given = scenario.section(Paths)
    if given is None:
        raise InvalidInput("[paths]", Told("missing"), "given, since paths are computed from it")
    line = site = zones = None
    if given.corridor is not None:
        cost = {frozenset(members(key)): one.value for key, one in given.corridor.link.items()}
        cities = given.corridor.line
        line = Line(
            cities,
            tuple(cost[frozenset(cities[k : k + 2])] for k in range(len(cities) - 1)),
            given.corridor.spillover.value,
            given.corridor.decay.value,
        )
    if given.zone is not None:
        from games.hedonic_game import HedonicGame

        zones = HedonicGame.from_levels(
            {city: one.value for city, one in given.zone.level.items()},
            complementarity=given.zone.complementarity.value,
            learning=given.zone.learning.value,
            cost=given.zone.cost.value,
            largest=given.zone.largest,
        )
    if given.point_hub is not None:
        site = Site(
            {hub: one.value for hub, one in given.point_hub.cost.items()},
            given.point_hub.worth.value,
            given.point_hub.capacity,
        )
    return Province(
        cities=scenario.players,
        small=given.small,
        centre=given.centre,
        room=dict(given.room),
        projects={city: given.projects[city].value for city in scenario.players},
        earns={city: given.earns[city].value for city in scenario.players},
        crowding={city: given.crowding[city].value for city in scenario.players},
        brings=given.brings.value,
        returning=given.returning.value,
        returned=given.returned.value,
        fit={city: {hub: one.value for hub, one in row.items()} for city, row in given.fit.items()},
        open=given.open.value,
        taste=given.taste.value,
        park={city: amount_of(given.park.get(city)) for city in given.fit},
        fee={city: amount_of(given.fee.get(city)) for city in given.fit},
        cap={city: given.cap[city].value if city in given.cap else None for city in given.fit},
        line=line,
        zones=zones,
        site=site,
    )
