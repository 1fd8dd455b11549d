"""The most that a group can add to any others of a production game, by one integer program.

In the best plan x of a group and others some activities and platforms are lost without the group.
The others can keep open what else is open. Then what the group adds is at most what it brings, and
what is lost earns beyond what it uses, at the others' shadow prices p:

    v(J with I) - v(J)  <=  sum_r p_r b_r  +  sum over lost a of (c_a - sum_r p_r A_ra) x_a,

where b_r is what group I brings of resource r, and activity a earns c_a and uses A_ra of it; a
platform costs -c_a and gives -A_ra. For others J make sum_r p_r (what they have of r) by
themselves, and what is not lost earns no more than what it uses is worth.

These prices are not known, but they have limits (``price_limits``). Between limits the bound is
convex in each price, so that only their ends count, of which whole variables choose one.

*Scarcity.* A price above what a unit brings without platforms, s, lasts only while the others use
all that they have of the resource in ways that bring more, with the platforms that are open. So the
group is paid the highest price for what there is room for in these ways beyond what the others own,
and s for the rest of what it brings: give the others this room first, each unit at the highest
price at most; from there on not all of it can be used in these ways, so that its price is at most
s. The other prices are those of the others with this room, and keep to their limits as well.

The bound holds whichever platforms the others close. So it has to hold if they close none, one or
all of those that share in what is lost, or all that there are.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> from solvers.families.worth_of_all import worth_of_all
>>> lots = Resource("lots", "tradable", {"A": 2, "B": 4, "C": 1})
>>> stall = Activity("stall at A", ("A",), (Use("lots", 1),), (Value("A", "cash", 5),), limit=3)
>>> market = LinearProductionGame(("A", "B", "C"), (lots,), (stall,))
>>> worth_of_all(marginal_program(market, ["A"])).worth  # to B
Fraction(15, 1)

Source: Owen (1975) for shadow prices of groups; McCormick (1976) for bounds of products by the
ends of a factor.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from games.approximately import last_place
from games.production import LinearProductionGame
from solvers.families.floating_program import FARTHEST
from solvers.families.others_prices import OthersPrices
from solvers.families.price_limits import PriceLimits
from solvers.families.program_game import ProgramGame, place_of, program_game
from solvers.linear_program import Row

__all__ = ["marginal_program"]

ZERO, ONE = Fraction(0), Fraction(1)
_DIGITS = 9
"""Of costs of platforms, in money: more hinder proofs. Rounded so that the bound rises."""
_MOST_PRICES = 300
"""With more sets of prices to choose from the program is not made: it would take too long."""


def marginal_program(
    game: LinearProductionGame,
    group: Collection[str],
    openings: Sequence[Collection[str] | None] = (),
    *,
    implied: bool = True,
) -> ProgramGame | None:
    """A game of the group alone that is worth no less than what the group adds to any others.

    In its plan those others that join have 1. ``None`` where the game has a resource with an
    exchange, a platform that uses resources or that pays whoever opens it, wherever that is (to
    nobody a group adds this pay, too), or too many prices or too large a bound for floats.
    ``openings``: platforms that others may open instead, at prices of their own (``OthersPrices``),
    which bounds it more closely; ``None`` for those that are open. Not where one of the game may
    be opened twice, or never.
    ``implied``: with rows that whole variables keep to anyway, which help the proof.

    See the module for the formula, an example and its source.
    """
    exchanged = any(resource.exchange for resource in game.resources)
    if exchanged or any(x.uses or (x.site is None and x.cost < 0) for x in game.platforms):
        return None
    if any(platform.limit != 1 for platform in game.platforms):
        openings = ()
    return _Pricing(game, tuple(group), openings, implied=implied).program()


@dataclass(frozen=True, slots=True)
class _Price:
    """The ``price`` of a ``place`` where variables ``when`` are 1 and variables ``unless`` are 0.

    ``least``: what it costs at least then.
    """

    place: str
    price: Fraction
    least: Fraction
    unless: tuple[str, ...] = ()
    when: tuple[str, ...] = ()


class _Pricing:
    def __init__(
        self,
        game: LinearProductionGame,
        group: tuple[str, ...],
        openings: Sequence[Collection[str] | None],
        *,
        implied: bool,
    ) -> None:
        self.game, self.group, self.openings = game, group, openings
        self.implied = implied
        self.model = program_game(game)
        self.unit = self.model.unit()
        self.lp = self.model.counted_in(self.unit).gains
        self.others = [city for city in game.cities if city not in group]
        self.own = [one.name for one in game.platforms if one.site in group]
        whole = PriceLimits(game)
        rows = {row.name: row for row in self.lp.rows}
        self.uses, self.places = whole.uses, {place: rows[place] for place in whole.places}
        self.lost = self._lost(())
        self.limits = PriceLimits(self._in_unit(self.lost))
        # What is made.
        self.rows, self.bounds = [*self.lp.rows], dict(self.lp.bounds)
        self.named, self.whole = {row.name for row in self.rows}, list[str]()
        self.least: dict[str, list[_Price]] = {}
        self.rooms: dict[str, str] = {}
        self.copies: dict[str, dict[str, Fraction]] = {}

    def program(self) -> ProgramGame | None:
        """The integer program; ``None`` with too many prices, or too large a bound for floats."""
        most = self._reach()
        if most * self.unit > FARTHEST:
            return None
        added = self._variable("what the group adds", most)
        for closed in self._closings():
            lost = self._lost(closed)
            for scarce in self._scarce():
                prices = self._prices(lost, scarce)
                if math.prod(map(len, prices)) > _MOST_PRICES:
                    return None
                self._bound(added, most, lost, prices, scarce)
        for number, opened in enumerate(self.openings, 1):
            self._at_own_prices(added, opened, number)
        self._row("only the group adds", {added: ONE, self.group[0]: -most}, ZERO)
        objective = {added: ONE, **{name: self._earned(name) for name in self.own}}
        lp = replace(
            self.lp,
            objective={name: x * self.unit for name, x in objective.items()},
            rows=tuple(self.rows),
            bounds=self.bounds,
        )
        return ProgramGame(self.group, lp, (*self.others, *self.model.integers, *self.whole))

    # What is lost.

    def _lost(self, closed: Iterable[str]) -> frozenset[str]:
        """The platforms and activities that end without the group and platforms that are closed."""
        away = {*self.group, *self.own, *closed}
        activities = {
            one.name
            for one in self.game.activities
            if not away.isdisjoint(one.sites) or any(map(self._only(away), self.uses[one.name]))
        }
        return frozenset({*self.own, *closed, *activities})

    def _lost_by_cause(self, opened: Collection[str] | None) -> list[frozenset[str]]:
        """Activities that are lost without the group, and where others open these platforms."""
        others = [one.name for one in self.game.platforms if one.name not in self.own]
        closed = [] if opened is None else [name for name in others if name not in opened]
        causes, lost = list[frozenset[str]](), frozenset[str]()
        for away in ((), *((name,) for name in closed), closed):
            causes.append((self._lost(away) & self.uses.keys()) - lost)
            lost |= causes[-1]
        return causes

    def _only(self, givers: Collection[str]) -> Callable[[str], bool]:
        """Whether there is none of a resource but by some."""

        def only(place: str) -> bool:
            row = self.places[place]
            left = {name for name, a in row.coefficients.items() if a < 0}
            return not row.bound and left <= {*givers}

        return only

    def _in_unit(self, lost: Collection[str]) -> LinearProductionGame:
        """The game in the unit, with those activities alone that are not lost."""
        kept = []
        for one in self.game.activities:
            if one.name not in lost:
                values = (replace(value, amount=value.amount / self.unit) for value in one.values)
                kept.append(replace(one, values=tuple(values)))
        return replace(self.game, activities=tuple(kept))

    def _closings(self) -> list[frozenset[str]]:
        """Sets of platforms that the others may close: of those that share in what is lost."""
        used = {place for name in self.lost for place in self.uses.get(name, ())}
        others = [one for one in self.game.platforms if one.name not in self.lost]
        shared = [one.name for one in others if used & {place_of(use) for use in one.provides}]
        every = [one.name for one in others]
        return [*dict.fromkeys(map(frozenset, ((), *((x,) for x in shared), shared, every)))]

    def _earned(self, name: str) -> Fraction:
        return self.lp.objective.get(name, ZERO)

    def _told(self, name: str) -> Fraction:
        """What a lost activity earns, or a platform that is closed costs, beside the objective."""
        earned = self._earned(name)
        if name in self.own:
            return ZERO
        if name in self.uses or not earned:
            return earned
        money = earned * self.unit
        finest = last_place(money, _DIGITS)
        return math.ceil(money / finest) * finest / self.unit

    def _most(self, name: str) -> Fraction:
        """The upper bound of a variable."""
        return self.bounds[name][1] or ZERO

    def _brought(self, place: str) -> Fraction:
        """What the group brings of a resource."""
        row = self.places[place].coefficients
        return -sum((row.get(city, ZERO) for city in self.group), ZERO)

    # What prices there can be.

    def _scarce(self) -> Sequence[str | None]:
        """Resources that the group brings and that platforms may make dearer; ``None``: not one.

        A group with platforms may use them so itself.
        """
        found = [
            place
            for place in self.limits.places
            if self._brought(place)
            and place not in self.limits.given
            and self.limits.highest(place) > self.limits.without_platforms(place)
        ]
        return [None] if self.own or not found else found

    def _prices(self, lost: frozenset[str], scarce: str | None) -> list[list[_Price]]:
        """The ends of prices, for each resource that has to have one, or that may lower the bound.

        A resource that is ``scarce`` costs no more than it brings without platforms.
        """
        found = []
        for place in self.limits.places:
            if not any(place in line and name not in lost for name, line in self.uses.items()):
                continue
            row = self.places[place].coefficients
            given = self._brought(place) or any(row.get(name, ZERO) < 0 for name in lost)
            if not given and not any(row.get(name) for name in lost):
                continue
            prices = self._lowest(place)
            if given:
                top = self.limits.highest(place)
                dear = self._variable(f"{place} is dear", ONE, whole=True)
                if place == scarce:
                    top = self.limits.without_platforms(place)
                    self._make_room(place, dear)
                prices = [replace(one, unless=(*one.unless, dear)) for one in prices]
                prices.append(_Price(place, top, ZERO, when=(dear,)))
            elif len(prices) == 1:
                continue
            found.append(prices)
        return found

    def _lowest(self, place: str) -> list[_Price]:
        """The least that a resource may cost, by who has joined."""
        if place not in self.least:
            certain = self.limits.certain[place]
            prices = sorted({*certain.values()})
            levels = [self._variable(f"{place} costs more", ONE, whole=True) for _ in prices]
            for lower, higher in itertools.pairwise(levels):
                self._row("more than less", {higher: ONE, lower: -ONE}, ZERO)
            for name, price in certain.items():
                sites = dict.fromkeys(self.limits.sites[name], ONE)
                line = {**sites, levels[prices.index(price)]: -ONE}
                self._row(f"{name} at least", line, Fraction(len(sites) - 1))
            self.least[place] = [
                _Price(place, price, price, tuple(above), tuple(at))
                for price, at, above in zip(
                    [ZERO, *prices],
                    [[], *([level] for level in levels)],
                    [*([level] for level in levels), []],
                    strict=True,
                )
            ]
        return self.least[place]

    def _reach(self) -> Fraction:
        """What the group adds at most, and its platforms cost, whatever the prices are."""
        found = sum((max(self._earned(x), ZERO) * self._most(x) for x in self.lost), ZERO)
        for place in self.limits.places:
            row, price = self.places[place].coefficients, self.limits.highest(place)
            for name in {*self.group, *self.lost}:
                found += price * max(-row.get(name, ZERO), ZERO) * self._most(name)
        return Fraction(math.ceil(found))

    # The rows.

    def _bound(
        self,
        added: str,
        most: Fraction,
        lost: frozenset[str],
        prices: list[list[_Price]],
        scarce: str | None,
    ) -> None:
        """What is added is no more than at the prices that are chosen, whichever these are."""
        for chosen in itertools.product(*prices):
            least = {one.place: one.least for one in chosen}
            highest = {place: self.limits.highest(place, lost, least) for place in least}
            price = {
                one.place: max(min(one.price, highest[one.place]), one.least) for one in chosen
            }
            gains = {name: self._told(name) for name in sorted(lost)}
            for place, x in price.items():
                for name, a in self.places[place].coefficients.items():
                    if name in gains:
                        gains[name] -= x * a
            if scarce in price:
                gains[self.rooms[scarce]] = max(highest[scarce] - price[scarce], ZERO)
            brought = sum((x * self._brought(place) for place, x in price.items()), ZERO)
            fewest = sum((min(x, ZERO) * self._most(name) for name, x in gains.items()), brought)
            says_nothing = Fraction(math.ceil(most - fewest))
            line = {added: ONE, **{name: -x for name, x in gains.items()}}
            for one in chosen:
                line |= dict.fromkeys(one.unless, -says_nothing)
                line |= dict.fromkeys(one.when, says_nothing)
            when = sum(len(one.when) for one in chosen)
            self._row("at these prices", line, brought + when * says_nothing)

    def _at_own_prices(self, added: str, opened: Collection[str] | None, number: int) -> None:
        """What is added is no more than beyond what the others make with these openings."""
        named: dict[str, str] = {}
        lost = self._lost_by_cause(opened) if self.own else []  # else little is lost
        bound = OthersPrices(self._in_unit(()), self.lp, self.group, opened, lost, number)
        rows = [*bound.rows(added), *(bound.implied_rows() if self.implied else ())]
        for name, line, most, new in rows:
            for variable, high in new.items():
                named[variable] = self._variable(variable, high)
            self._row(name, {named.get(x, x): a for x, a in line.items()}, most)

    def _make_room(self, place: str, dear: str) -> None:
        """A variable for the room for a resource in ways that bring more than without platforms.

        Beyond what the others own; so none where they own too much for that. Then it is ``dear``.
        """
        brought, whole = self._brought(place), self._variable("scarce", ONE, whole=True)
        self.rooms[place] = room = self._variable(f"room for {place}", brought)
        self._row("scarce is dear", {whole: ONE, dear: -ONE}, ZERO)
        self._row("no room", {room: ONE, whole: -brought}, ZERO)
        row = self.places[place]
        own = {city: -row.coefficients.get(city, ZERO) for city in self.others}
        used = {name: -x for name, x in self._dear_uses(place).items()}
        total = sum(own.values(), ZERO)
        line = {room: ONE, **own, **used, whole: total}
        self._row("room beyond what is owned", line, total)

    def _dear_uses(self, place: str) -> dict[str, Fraction]:
        """What such ways take of a resource, by variable.

        As much as the others could do with the platforms that are open, if they had enough of it.
        """
        if place not in self.copies:
            dear = self.limits.dear(place)
            copies = {name: self._variable(f"{name} if dear", self._most(name)) for name in dear}
            brings = {*self.others, *(one.name for one in self.game.platforms)}
            for row in self.lp.rows:
                if row.name != place and not row.coefficients.keys().isdisjoint(dear):
                    line = {
                        copies.get(name, name): a
                        for name, a in row.coefficients.items()
                        if name in copies or name in brings
                    }
                    self._row(f"{row.name} if dear", line, row.bound)
            self.copies[place] = {copies[name]: self.uses[name][place] for name in dear}
        return self.copies[place]

    def _variable(self, name: str, most: Fraction, *, whole: bool = False) -> str:
        """A new variable; its name has a number where there is such a one."""
        name = _new(name, self.bounds)
        self.bounds[name] = (ZERO, most)
        if whole:
            self.whole.append(name)
        return name

    def _row(self, name: str, line: Mapping[str, Fraction], most: Fraction) -> None:
        name = _new(name, self.named)
        self.named.add(name)
        self.rows.append(Row(name, {x: a for x, a in line.items() if a}, "<=", most))


def _new(name: str, taken: Collection[str]) -> str:
    names = (f"{name} {k}" for k in itertools.count(2))
    return next(one for one in itertools.chain([name], names) if one not in taken)
