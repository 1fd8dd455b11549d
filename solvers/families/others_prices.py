"""What others make without a group, at prices of their own: a bound of what the group adds.

Others J make with platforms O open what the prices p of their resources say, by duality:

    v(J)  >=  min over p of  p . b(J, O)  -  what O costs,

over p at which no activity that they can run pays. So the plan z of J with group I earns no more
beyond that than the group adds where p is chosen to make this largest,

    v(J with I) - v(J)  <=  value of z  -  p . b(J, O)  +  what O costs.

O is what z opens without the group's own platforms, or given: as far as its hosts are in J. In an
integer program, in which y_j says whether j is in J, the price of what j brings is a variable w
with w >= p - P (1 - y_j), where p is P at most: ``PriceLimits`` says that some optimal prices are.
What one giver alone brings, without whom nobody uses it, needs no such variable.

Source: Owen (1975) for prices of groups; McCormick (1976) for products; Fortuny-Amat and McCarl
(1981) for programs whose limits are optima of others.

>>> from games.production import Resource, Use, Value
>>> from solvers.families.program_game import program_game
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 4})
>>> stall = Activity("stall at B", ("B",), (Use("lots", 1),), (Value("B", "cash", 5),))
>>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
>>> bound = OthersPrices(market, program_game(market).gains, ("A",), None, 1)
>>> [name for name, *_ in bound.rows("added")]
['price of lots, 1 at most', 'stall at B pays none, 1', 'what others make, 1']
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.production import Activity, LinearProductionGame
from solvers.families.price_limits import PriceLimits
from solvers.families.program_game import place_of
from solvers.linear_program import LinearProgram

__all__ = ["Line", "OthersPrices"]

ZERO, ONE = Fraction(0), Fraction(1)
Line = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class OthersPrices:
    """Variables and rows of a bound of what a ``group`` adds to others of a ``game``.

    ``lp``: the program of the game, in the same unit of money; ``opened``: the platforms that the
    others open, ``None`` for those that are open; ``number``: what names have that are of this
    bound. A platform may be opened once.
    """

    game: LinearProductionGame
    lp: LinearProgram
    group: Collection[str]
    opened: Collection[str] | None
    number: int

    def rows(self, added: str) -> Iterator[tuple[str, Line, Fraction, Line]]:
        """Rows, at most so much each, with the upper bounds of variables that are new in them."""
        alive = [one for one in self.game.activities if one.worth > 0 and self._can_run(one)]
        limits = PriceLimits(replace(self.game, activities=tuple(alive)))
        paid: dict[str, Fraction] = {}
        for place in limits.places:
            price, top = self._named(f"price of {place}"), limits.highest(place)
            given, givers = self._given(place)
            if not given and len(givers) == 1:
                (given,), givers = givers.values(), {}
            paid[price] = given
            yield f"{price} at most", {price: ONE}, top, {price: top}
            for giver, amount in givers.items():
                part = f"{price} to {giver}"
                paid[part] = amount
                yield f"{part} at least", {price: ONE, part: -ONE, giver: top}, top, {part: top}
        for one in alive:
            uses, new = limits.uses[one.name], dict[str, Fraction]()
            used = {self._named(f"price of {place}"): -x for place, x in uses.items()}
            if one.limit is not None:
                rent = self._named(f"rent of {one.name}")
                new[rent], used[rent], paid[rent] = one.worth, -ONE, one.limit
            needed = self._needed(one, uses)
            used |= dict.fromkeys(needed, one.worth)
            yield self._named(f"{one.name} pays none"), used, one.worth * (len(needed) - 1), new
        line, right = self._beyond(paid)
        yield self._named("what others make"), {added: ONE, **line}, right, {}

    def _named(self, name: str) -> str:
        return f"{name}, {self.number}"

    def _given(self, place: str) -> tuple[Fraction, dict[str, Fraction]]:
        """What there is of a resource whoever joins, and what variables bring of it, by name."""
        row = next(row for row in self.lp.rows if row.name == place)
        given, givers = row.bound, dict[str, Fraction]()
        platforms = {one.name: one for one in self.game.platforms}
        for name, a in row.coefficients.items():
            one = platforms.get(name)
            site = name if one is None else one.site
            if a > 0 or site in self.group or (one and self._stays_closed(name)):
                continue
            giver = name if one is None or self.opened is None else site
            if giver is None:
                given -= a
            else:
                givers[giver] = givers.get(giver, ZERO) - a
        return given, givers

    def _stays_closed(self, platform: str) -> bool:
        return self.opened is not None and platform not in self.opened

    def _can_run(self, activity: Activity) -> bool:
        """Whether others can run it, if all of them have joined."""
        places = {place_of(use) for use in activity.uses if use.amount}
        return not {*self.group} & {*activity.sites} and all(
            any(self._given(place)) for place in places
        )

    def _needed(self, activity: Activity, uses: Line) -> list[str]:
        """Variables that are 1 where it can be run: some resources have one giver alone."""
        needed = dict.fromkeys(activity.sites)
        for place in uses:
            given, givers = self._given(place)
            if not given and len(givers) == 1:
                needed |= dict.fromkeys(givers)
        hosts = {one.site for one in self.game.platforms if one.name in needed}
        return [name for name in needed if name not in hosts]

    def _beyond(self, paid: Line) -> tuple[Line, Fraction]:
        """What is paid, less what the plan earns, and costs of platforms that others open."""
        line, right = dict(paid), ZERO
        platforms = {one.name: one.site for one in self.game.platforms}
        for name, earned in self.lp.objective.items():
            site = platforms.get(name)
            if name in platforms and (self.opened is None or site in self.group):
                continue
            line[name] = line.get(name, ZERO) - earned
            if name in platforms and not self._stays_closed(name):
                if site is None:
                    right -= earned
                else:
                    line[site] = line.get(site, ZERO) + earned
        return line, right
