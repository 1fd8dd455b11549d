"""Reverse enclaves: parks of other cities in hubs, all in one centre or in several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.matching_market import MatchingMarket
from games.subsidy import SubsidyCompetition
from intercity.topics.paths.facts import PathFacts
from intercity.topics.paths.province import Province
from mechanisms.compact.run_solver import RunSolver
from mechanisms.pairing.deferred_acceptance import deferred_acceptance
from solvers.answer import EXACT, Proof
from solvers.competition.congestion_equilibrium import congestion_equilibrium
from solvers.competition.subsidy_equilibrium import SubsidyEquilibrium, subsidy_equilibrium

__all__ = ["Enclaves", "multi_centre", "single_centre"]

ZERO = Fraction(0)


def single_centre(
    province: Province, flow: PathFacts, run_solver: RunSolver, *, leaving: bool = True
) -> PathFacts:
    """All parks in the centre, whatever room it has: so it is now, says the paper."""
    parks = dict.fromkeys(province.fit, province.centre)
    enclaves = Enclaves(province, flow, run_solver)
    return enclaves.facts("single centre", parks, leaving=leaving)


def multi_centre(
    province: Province, flow: PathFacts, run_solver: RunSolver, *, leaving: bool = True
) -> PathFacts:
    """Each city has its park in the hub that fits it best, as far as there is room.

    Hubs take whom they fit best, by deferred acceptance; who finds no room has no park.
    """
    cities, hubs = list(province.fit), list(province.room)
    market = MatchingMarket(
        {
            city: [
                h
                for h in sorted(hubs, key=lambda h: -province.fits(city, h))
                if province.fits(city, h) > 0
            ]
            for city in cities
        },
        {
            hub: [
                c
                for c in sorted(cities, key=lambda c: -province.fits(c, hub))
                if province.fits(c, hub) > 0
            ]
            for hub in hubs
        },
        province.room,
    )
    found = run_solver(deferred_acceptance, market)
    enclaves = Enclaves(province, flow, run_solver)
    return enclaves.facts("multi-centre", found.pairs, leaving=leaving)


@dataclass
class Enclaves:
    """What parks in given hubs lead to; each race is solved once.

    In each hub the cities with parks there race for its projects. A project knows what is paid on
    average in a hub before it chooses one; ``open`` of those that come are in parks. So subsidies
    draw projects, which then crowd. Those that return leave the hub after that: it no longer has
    what they bring.
    """

    province: Province
    flow: PathFacts
    run_solver: RunSolver

    def __post_init__(self) -> None:
        self._races: dict[tuple[str, tuple[str, ...]], SubsidyEquilibrium] = {}

    def race(self, hub: str, cities: tuple[str, ...]) -> SubsidyEquilibrium:
        """The race of some cities for one project of a hub."""
        if (hub, cities) not in self._races:
            given = self.province
            game = SubsidyCompetition(
                cities,
                {city: given.value(city, hub) for city in cities},
                mu=given.taste,
                caps={city: given.cap[city] for city in cities},
            )
            self._races[hub, cities] = self.run_solver(subsidy_equilibrium, game)
        return self._races[hub, cities]

    def facts(self, name: str, parks: Mapping[str, str], *, leaving: bool) -> PathFacts:
        """Of parks in given hubs; with ``leaving``, also which city would do better otherwise.

        A city leaves if it would have more without its park, or with it in another hub that has
        room; a hub, if it would have more without any parks; all others staying where they are.
        """
        found = self._outcome(name, parks)
        if not leaving:
            return found
        leavers = tuple(
            city
            for city in self.province.cities
            if any(
                self._outcome(name, other).has[city] > found.has[city] + TIE
                for other in self._moves(parks, city)
            )
        )
        return replace(found, leavers=leavers, stable=not leavers)

    def _moves(self, parks: Mapping[str, str], city: str) -> list[dict[str, str]]:
        """Parks as they would be if a city moved its own, or a hub had none."""
        if city in self.province.room:
            others = {other: hub for other, hub in parks.items() if hub != city}
            return [others] if len(others) < len(parks) else []
        if city not in self.province.fit:
            return []
        rest = {other: hub for other, hub in parks.items() if other != city}
        taken = list(rest.values())
        free = [
            hub
            for hub, room in self.province.room.items()
            if hub != parks.get(city) and taken.count(hub) < room
        ]
        moved = [{**rest, city: hub} for hub in free]
        return [rest, *moved] if city in parks else moved

    def _outcome(self, name: str, parks: Mapping[str, str]) -> PathFacts:
        given = self.province
        inside = {
            hub: tuple(city for city in given.fit if parks.get(city) == hub) for hub in given.room
        }
        races = {hub: self.race(hub, cities) for hub, cities in inside.items() if cities}
        average = {
            hub: given.open * sum((one.shares[c] * s for c, s in one.subsidies.items()), ZERO)
            for hub, one in races.items()
        }
        crowd = self.run_solver(congestion_equilibrium, given.crowd(average))
        has = {city: given.brings * n for city, n in crowd.startups.items()}
        subsidies, in_parks = {}, ZERO
        for hub, race in races.items():
            there = given.open * crowd.startups[hub]
            in_parks += there
            has[hub] -= given.brings * given.returning * there
            for city, paid in race.subsidies.items():
                won = there * race.shares[city]
                subsidies[city] = won * paid
                has[city] += won * (given.value(city, hub) - paid)
                has[city] -= given.park[city] + given.fee[city]
                has[hub] += given.fee[city]
        radii = [race.proof.radius or ZERO for race in races.values()]
        outlay = sum(subsidies.values(), ZERO)
        return replace(
            self.flow,
            name=name,
            projects=crowd.startups,
            has=has,
            before=self.flow.has,
            earned=crowd.welfare,
            rent=crowd.welfare + outlay - self.flow.earned,
            subsidies=subsidies,
            in_parks=in_parks,
            parks=dict(parks),
            proof=Proof("enclosed", max(radii)) if any(radii) else EXACT,
        )


TIE = Fraction(1, 10**9)
"""By so much more a city has to have elsewhere: what races round is far below."""
