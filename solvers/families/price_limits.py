"""Limits of the shadow prices of a production game's resources, whichever cities join.

Platforms that are open stay open. Then a group's plans are a linear program, and some prices of
its resources are optimal in it that keep to three limits. Let c be what an activity earns, and A_r
what it uses of resource r.

*Highest.* No price exceeds what one unit brings beyond the best use of what goes with it:
(c - c') / A_r, at most, over activities, where c' is earned by one that needs no more of anything
else, no other site, and none of r. Nor does it exceed (c - what else is used costs) / A_r.

*Certain.* Where all sites of an activity that uses nothing but r have joined, the price of r is
c / A_r at least: else more of it would pay.

*Without platforms.* While the price of r is higher than any unit of it brings without a platform,
all there is of r is used in ways that bring more.

They are optimal prices of which none can fall: then each that is not 0 has an activity that uses
its resource and earns no more than all it uses costs. What goes with it costs c' at least, as the
other one must not pay either; so follows the first limit. An activity of which a unit of r brings
less than r costs is not run, and what costs something is used up; so follows the third.

Resources are known by their places: pooled or at one site, as rows of the program are.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 4})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 1),), (Value("A", "cash", 5),))
>>> shop = Activity("shop at B", ("B",), (Use("lots", 2),), (Value("B", "cash", 6),), limit=1)
>>> limits = PriceLimits(LinearProductionGame(("A", "B"), (lots,), (stall, shop)))
>>> limits.highest("lots"), limits.certain["lots"]
(Fraction(5, 1), {'stall at A': Fraction(5, 1)})

Source: Dantzig (1963), Linear programming and extensions, for prices and what they are worth;
Owen (1975) for those of groups.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from games.production import LinearProductionGame
from solvers.families.program_game import place_of

__all__ = ["PriceLimits"]

ZERO = Fraction(0)
_NONE: Mapping[str, Fraction] = MappingProxyType({})


class PriceLimits:
    """What the resources of a ``game`` can cost; ``uses``: by activity what it uses, by place."""

    def __init__(self, game: LinearProductionGame) -> None:
        self.game = game
        self.earned = {one.name: one.worth for one in game.activities}
        self.sites = {one.name: one.sites for one in game.activities}
        self.uses: dict[str, dict[str, Fraction]] = {}
        for one in game.activities:
            line = self.uses[one.name] = dict[str, Fraction]()
            for use in one.uses:
                if use.amount:
                    line[place_of(use)] = line.get(place_of(use), ZERO) + use.amount
        self.places = [*dict.fromkeys(place for line in self.uses.values() for place in line)]
        self.given = {place_of(use) for one in game.platforms for use in one.provides}

    def highest(
        self,
        place: str,
        without: Collection[str] = (),
        least: Mapping[str, Fraction] = _NONE,
    ) -> Fraction:
        """The highest price, ``without`` some activities; others cost so much at ``least``."""
        found = ZERO
        for name, rate in self.rates[place].items():
            if name not in without:
                line = self.uses[name]
                rest = sum((x * line.get(at, ZERO) for at, x in least.items() if at != place), ZERO)
                found = max(found, min(rate, (self.earned[name] - rest) / line[place]))
        return found

    def without_platforms(self, place: str) -> Fraction:
        """The most that a unit brings in activities that need no platform."""
        free = (
            x for name, x in self.rates[place].items() if self.given.isdisjoint(self.uses[name])
        )
        return max(free, default=ZERO)

    def dear(self, place: str) -> list[str]:
        """Activities in which a unit brings more than without platforms."""
        least = self.without_platforms(place)
        return [name for name, rate in self.rates[place].items() if rate > least]

    @cached_property
    def rates(self) -> dict[str, dict[str, Fraction]]:
        """By place and activity what a unit brings beyond the best use of what goes with it."""
        found: dict[str, dict[str, Fraction]] = {place: {} for place in self.places}
        for name, line in self.uses.items():
            for place, amount in line.items():
                instead = (self.earned[x] for x in self._unlimited if self._frees(name, x, place))
                beyond = self.earned[name] - max(instead, default=ZERO)
                found[place][name] = max(beyond, ZERO) / amount
        return found

    @cached_property
    def certain(self) -> dict[str, dict[str, Fraction]]:
        """By place what a unit brings, by activities that earn and use nothing else."""
        found: dict[str, dict[str, Fraction]] = {place: {} for place in self.places}
        for name in self._unlimited:
            if len(self.uses[name]) == 1:
                ((place, amount),) = self.uses[name].items()
                found[place][name] = self.earned[name] / amount
        return found

    @cached_property
    def _unlimited(self) -> list[str]:
        """Activities that earn, and that nothing but resources and sites keeps low.

        Each uses something: an activity that earns, uses nothing and has no limit is refused.
        """
        return [one.name for one in self.game.activities if one.limit is None and one.worth > 0]

    def _frees(self, name: str, other: str, place: str) -> bool:
        """Whether one activity can stand for another and leaves a resource unused."""
        line, instead = self.uses[name], self.uses[other]
        return (
            place not in instead
            and {*self.sites[other]} <= {*self.sites[name]}
            and all(x <= line.get(at, ZERO) for at, x in instead.items())
        )
