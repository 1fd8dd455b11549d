"""What others make without a group, at prices of their own: a bound of what the group adds.

Others J make with platforms O open what the prices p of their resources say, by duality:

    v(J)  >=  min over p of  p . b(J, O)  -  what O costs,

over p at which no activity that they can run pays. So the plan z of J with group I earns no more
beyond that than the group adds where p is chosen to make this largest,

    v(J with I) - v(J)  <=  value of z  -  p . b(J, O)  +  what O costs.              (all of it)

What is not lost without the group and with O alone open earns no more than what it uses is worth.
So only what is lost counts, less the worth of what J have left beside what is kept of z,

    v(J with I) - v(J)  <=  value of what is lost  -  p . left  +  what O costs.      (what is lost)

O is what z opens without the group's own platforms, or given: as far as its hosts are in J.

An integer program has products of a price and an amount, of which it knows the ends: P is the
highest price (``PriceLimits`` says that some optimal prices keep to it), U the largest amount. Then
p x is P x at most and U p at most, and no less than P x + U p - P U. y_j says whether j is in J;
where p y_j is bounded, so is the price of what j brings. That an activity which needs j pays none
holds times y_j as well, which says more where y_j is not whole. What J have left is what is kept
taken from what they bring, and no less than what lost activities used beyond what the group brings.

Source: Owen (1975) for prices of groups; McCormick (1976) for products; Fortuny-Amat and McCarl
(1981) for programs whose limits are optima of others; Sherali and Adams (1990) for rows times whole
variables.

>>> from games.production import Resource, Use, Value
>>> from solvers.families.program_game import program_game
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 4})
>>> stall = Activity("stall at B", ("B",), (Use("lots", 1),), (Value("B", "cash", 5),))
>>> market = LinearProductionGame(("A", "B"), (lots,), (stall,))
>>> bound = OthersPrices(market, program_game(market).gains, ("A",), None, (), 1)
>>> [name for name, *_ in bound.rows("added")]
['price of lots, 1 at most', 'stall at B pays none, 1', 'what others make, 1']
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from games.production import Activity, LinearProductionGame
from solvers.families.price_limits import PriceLimits
from solvers.families.program_game import place_of
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["Line", "OthersPrices"]

ZERO, ONE = Fraction(0), Fraction(1)
Line = Mapping[str, Fraction]
BoundRow = tuple[str, Line, Fraction, Line]
"""Its name, its line, what that is at most, and new variables with their upper bounds."""


@dataclass(frozen=True)
class OthersPrices:
    """Variables and rows of a bound of what a ``group`` adds to others of a ``game``.

    ``lp``: the program of the game, in the same unit of money; ``opened``: the platforms that the
    others open, ``None`` for those that are open; ``lost``: activities that are lost then, those
    with one cause together; none where the second bound is not asked for; ``number``: what names
    have that are of this bound. Each platform may be opened once.
    """

    game: LinearProductionGame
    lp: LinearProgram
    group: Collection[str]
    opened: Collection[str] | None
    lost: Sequence[Collection[str]]
    number: int

    def rows(self, added: str) -> Iterator[BoundRow]:
        """Rows, at most so much each, with the upper bounds of variables that are new in them."""
        limits, paid = self._limits, dict[str, Fraction]()
        for place in limits.places:
            yield from self._priced(place, paid)
        for activity in limits.game.activities:
            name, worth = activity.name, activity.worth
            uses, new = limits.uses[name], dict[str, Fraction]()
            used = {self._price(place): -x for place, x in uses.items()}
            if activity.limit is not None:
                rent = self._rent(activity)
                new[rent], used[rent], paid[rent] = worth, -ONE, activity.limit
            needed = self._needed(activity, uses)
            least = sum((self._lowest(place) * x for place, x in uses.items()), ZERO)
            beyond = max(worth - least, ZERO)
            used |= dict.fromkeys(needed, beyond)
            yield self._named(f"{name} pays none"), used, beyond * len(needed) - worth, new
        every = {activity.name for activity in self.game.activities}
        sums, right = self._beyond(every, paid)
        yield self._named("what others make"), {added: ONE, **sums}, right, {}
        if self.lost:
            yield from self._rows_of_lost(added)

    def implied_rows(self) -> Iterator[BoundRow]:
        """Rows that hold where y is whole: that an activity pays none, times y_j, if it needs j.

        What it uses costs no less than its products with y_j, where these are bounded. HiGHS does
        better without these rows, a plain branch and bound with them.
        """
        for activity in self._limits.game.activities:
            uses = self._limits.uses[activity.name]
            needed = self._needed(activity, uses)
            for joining in needed:
                products = self._products(uses, joining)
                if products.keys() <= {*map(self._price, uses)}:
                    continue  # no more than that it pays none
                rent = {} if activity.limit is None else {self._rent(activity): -ONE}
                line = {**products, **rent, **dict.fromkeys(needed, activity.worth)}
                most = activity.worth * (len(needed) - 1)
                yield self._named(f"{activity.name} pays {joining} none"), line, most, {}

    def _products(self, uses: Line, joining: str) -> dict[str, Fraction]:
        """What is used, at prices times whether one joins; at prices where there is no product."""
        line = dict[str, Fraction]()
        for place, x in uses.items():
            price = self._price(place)
            several = joining in self._supply(place)[1] and not self._has_one_giver(place)
            line[f"{price} to {joining}" if several else price] = -x
        return line

    def _rows_of_lost(self, added: str) -> Iterator[BoundRow]:
        """The bound by what is lost; what is left of a resource is in it by its worth."""
        left = dict[str, Fraction]()
        for place in self._limits.places:
            left[self._left(place)] = ONE
            if self._has_one_giver(place):
                yield self._left_to_one(place)
            else:
                left[self._price(place)] = -self._brought(place)
                yield from self._left_of_several(place)
        for activity in self._limits.game.activities:
            name, earned = activity.name, activity.worth
            if activity.limit is not None:
                rent, worth = self._rent(activity), self._left(name)
                left[worth] = ONE
                line = {rent: activity.limit, worth: -ONE, name: -earned}
                yield f"{worth} at least", line, ZERO, {worth: earned * activity.limit}
        sums, right = self._beyond(self._gone, left)
        yield self._named("what is lost"), {added: ONE, **sums}, right, {}

    def _named(self, name: str) -> str:
        return f"{name}, {self.number}"

    def _price(self, place: str) -> str:
        return self._named(f"price of {place}")

    def _rent(self, activity: Activity) -> str:
        return self._named(f"rent of {activity.name}")

    def _left(self, place: str) -> str:
        return self._named(f"what is left of {place}")

    @cached_property
    def _limits(self) -> PriceLimits:
        """Those of prices at which no activity pays that earns and that the others can run."""
        activities = (each for each in self.game.activities if each.worth > 0)
        return PriceLimits(replace(self.game, activities=tuple(filter(self._can_run, activities))))

    @cached_property
    def _sites(self) -> dict[str, str | None]:
        """Where platforms are."""
        return {platform.name: platform.site for platform in self.game.platforms}

    @cached_property
    def _gone(self) -> frozenset[str]:
        return frozenset().union(*self.lost)

    @cached_property
    def _uses(self) -> dict[str, dict[str, Fraction]]:
        """By place what each activity uses of it."""
        uses: dict[str, dict[str, Fraction]] = {}
        for activity in self.game.activities:
            for use in activity.uses:
                line = uses.setdefault(place_of(use), {})
                line[activity.name] = line.get(activity.name, ZERO) + use.amount
        return uses

    def _priced(self, place: str, paid: dict[str, Fraction]) -> Iterator[BoundRow]:
        """The price of a resource, and what is paid at it."""
        price, top = self._price(place), self._limits.highest(place)
        givers = self._supply(place)[1]
        paid |= self._paid(place)
        yield f"{price} at most", {price: ONE}, top, {price: top}
        if low := self._lowest(place):
            yield f"{price} at least", {price: -ONE}, -low, {}
        for giver in () if self._has_one_giver(place) else givers:
            part = f"{price} to {giver}"
            yield f"{part} at least", {price: ONE, part: -ONE, giver: top}, top, {part: top}

    def _paid(self, place: str) -> dict[str, Fraction]:
        """What is paid for all the others have of a resource."""
        price, (unowned, givers) = self._price(place), self._supply(place)
        if self._has_one_giver(place):
            return {price: sum(givers.values(), ZERO)}
        return {price: unowned, **{f"{price} to {giver}": a for giver, a in givers.items()}}

    def _left_to_one(self, place: str) -> BoundRow:
        """The worth of what is left beside what is kept, where all of it has one giver."""
        price, worth, top = self._price(place), self._left(place), self._limits.highest(place)
        (amount,) = self._supply(place)[1].values()
        kept = {name: -top * a for name, a in self._kept(place).items()}
        line = {price: amount, worth: -ONE, **kept}
        return f"{worth} at least", line, ZERO, {worth: top * amount}

    def _left_of_several(self, place: str) -> Iterator[BoundRow]:
        """The worth of what is left and of what is brought that others lose.

        No less than that of what they have beside what is kept, nor than that of what is lost.
        """
        price, worth = self._price(place), self._left(place)
        low, top = self._lowest(place), self._limits.highest(place)
        line, brought = self._paid(place), self._brought(place)
        most = top * (sum(line.values(), ZERO) + brought)
        line[price] += brought
        for name, a in self._kept(place).items():
            part, amount = f"{price} by {name}", a * (self.lp.bounds[name][1] or ZERO)
            line[part] = -ONE
            yield f"{part} at most", {part: ONE, name: -top * a}, ZERO, {part: top * amount}
            at_price = {part: ONE, name: -low * a, price: -amount}
            yield f"{part} at this price", at_price, -low * amount, {}
        yield f"{worth} beside what is kept", {**line, worth: -ONE}, ZERO, {worth: most}
        parts = {worth: -ONE}
        for k, cause in enumerate(self.lost):
            lost = {name: a for name, a in self._uses[place].items() if name in cause}
            part, amount = f"{worth}, {k}", self._most_used(lost)
            if amount:
                parts[part] = ONE
                for end, p, x in (("at least", low, ZERO), ("if much is lost", top, amount)):
                    row = {part: -ONE, price: x, **{name: p * a for name, a in lost.items()}}
                    yield f"{part} {end}", row, p * x, {part: top * amount}
        yield f"{worth} at least", parts, ZERO, {}

    def _kept(self, place: str) -> dict[str, Fraction]:
        """What activities that are not lost use of a resource."""
        return {name: a for name, a in self._uses[place].items() if a and name not in self._gone}

    def _most_used(self, used: Line) -> Fraction:
        """How much activities can use of a resource, where parts of platforms may be open."""
        if not used:
            return ZERO
        most: Fraction = solve(LinearProgram("max", used, self.lp.rows, self.lp.bounds)).optimum
        return most

    def _lowest(self, place: str) -> Fraction:
        """What a unit brings each of several givers alone, the least of all: it costs no less."""
        unowned, givers = self._supply(place)
        if unowned or not self.lost or self._has_one_giver(place):
            return ZERO
        alone = dict[tuple[str, ...], Fraction]()
        for name, price in self._limits.certain[place].items():
            sites = self._limits.sites[name]
            alone[sites] = max(price, alone.get(sites, ZERO))
        return min((alone.get((giver,), ZERO) for giver in givers), default=ZERO)

    def _has_one_giver(self, place: str) -> bool:
        """Whether nobody uses it without one of the others: then it may cost nothing.

        Where what is kept counts, some may use what the group brings.
        """
        unowned, givers = self._supply(place)
        return not unowned and len(givers) == 1 and not (self.lost and self._brought(place))

    def _row_of(self, place: str) -> Row:
        return next(row for row in self.lp.rows if row.name == place)

    def _supply(self, place: str) -> tuple[Fraction, dict[str, Fraction]]:
        """What there is of a resource whoever joins, and what variables bring of it, by name."""
        row = self._row_of(place)
        unowned, givers = row.bound, dict[str, Fraction]()
        for name, a in row.coefficients.items():
            if a > 0 or self._goes(name):
                continue
            giver = name if self.opened is None else self._sites.get(name, name)
            if giver is None:
                unowned -= a
            else:
                givers[giver] = givers.get(giver, ZERO) - a
        return unowned, givers

    def _brought(self, place: str) -> Fraction:
        """What the group brings of a resource at most, and platforms that others do not open."""
        row = self._row_of(place)
        gone = (a for name, a in row.coefficients.items() if a < 0 and self._goes(name))
        return -sum(gone, ZERO)

    def _goes(self, name: str) -> bool:
        """Whether a city, or a platform, is of the group, or is not opened."""
        stays_closed = name in self._sites and self._stays_closed(name)
        return self._sites.get(name, name) in self.group or stays_closed

    def _stays_closed(self, platform: str) -> bool:
        return self.opened is not None and platform not in self.opened

    def _can_run(self, activity: Activity) -> bool:
        """Whether others can run it, if all of them have joined."""
        places = {place_of(use) for use in activity.uses if use.amount}
        return not {*self.group} & {*activity.sites} and all(
            any(self._supply(place)) for place in places
        )

    def _needed(self, activity: Activity, uses: Line) -> list[str]:
        """Variables that are 1 where it can be run: some resources have one giver alone."""
        needed = dict.fromkeys(activity.sites)
        for place in uses:
            if self._has_one_giver(place):
                needed |= dict.fromkeys(self._supply(place)[1])
        hosts = {platform.site for platform in self.game.platforms if platform.name in needed}
        return [name for name in needed if name not in hosts]

    def _beyond(self, counted: Collection[str], less: Line) -> tuple[Line, Fraction]:
        """What is paid or left, less what activities earn, and costs of platforms others open."""
        line, right = dict(less), ZERO
        for name, earned in self.lp.objective.items():
            site = self._sites.get(name)
            if name in self._sites and (self.opened is None or site in self.group):
                continue
            if name not in self._sites and name not in counted:
                continue
            line[name] = line.get(name, ZERO) - earned
            if name in self._sites and not self._stays_closed(name):
                if site is None:
                    right -= earned
                else:
                    line[site] = line.get(site, ZERO) + earned
        return line, right
