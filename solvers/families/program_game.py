"""A game given by one integer program, in which each city has a variable that says if it joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.approximately import approximately
from games.coalitional import Sense
from games.errors import MISSING, InvalidInput, Told, all_of_kind, of_kind
from games.facility_location import FacilityLocation
from games.flow import FlowGame
from games.players import members_named, validated_players
from games.production import Activity, LinearProductionGame, Use
from solvers.families.floating_program import searchable
from solvers.families.integer_program import SOMEBODY, IntegerProgram
from solvers.linear_program import LinearProgram, Row
from solvers.single_dispatch import single_dispatch

__all__ = ["ProgramGame", "place_of", "program_game"]

ZERO, ONE = Fraction(0), Fraction(1)
_TINY, _HUGE = Fraction(1, 128), Fraction(10**7)


@dataclass(frozen=True)
class ProgramGame:
    """``players``, the ``program`` whose variables of the same names say who joins, ``integers``.

    The program maximises gains or minimises costs; joining has no price of its own in it. Each
    ``integers`` variable, and each one that counts in the objective, needs finite bounds: proofs
    lean on them. The empty coalition must be worth 0. Errors: ``InvalidInput`` names the variable.

    See ``program_game`` for the concept and its source.

    >>> from solvers import LinearProgram, Row
    >>> one, none = Fraction(1), Fraction(0)
    >>> park = ProgramGame(["A", "B", "C"], LinearProgram(
    ...     "max", {"batches": Fraction(80), "park": Fraction(-100)},
    ...     (Row("room", {"batches": one, "park": Fraction(-2)}, "<=", none),
    ...      Row("owned", {"batches": one, "A": -one, "B": -one, "C": -one}, "<=", none)),
    ...     {"A": (none, one), "B": (none, one), "C": (none, one),
    ...      "batches": (none, Fraction(3)), "park": (none, Fraction(2))}), ["park"])
    >>> park
    ProgramGame(3 cities; gains by 5 variables, 2 rows)
    >>> grand = park.with_members(park.players)
    >>> grand.lp.bounds["A"], grand.integers
    ((Fraction(1, 1), Fraction(1, 1)), ('park',))
    """

    players: tuple[str, ...]
    program: LinearProgram
    integers: tuple[str, ...] = ()

    def __init__(
        self, players: Iterable[str], program: LinearProgram, integers: Iterable[str] = ()
    ) -> None:
        names = validated_players(players)
        of_kind(program, LinearProgram, place="the program of a game")
        whole = all_of_kind(integers, str, place="the list of whole variables")
        for name in names:
            bounds = program.bounds.get(name)
            if bounds != (ZERO, ONE):
                shown = MISSING if bounds is None else f"bounded by {_shown(bounds)}"
                raise InvalidInput(f"the variable of {name}", shown, "bounded by 0 and 1")
            if program.objective.get(name):
                raise InvalidInput(
                    f"the objective of {name}", program.objective[name], "0: joining is free"
                )
        for name in whole:
            if name not in program.bounds or name in names:
                raise InvalidInput("a whole variable", name, "one of the program, and no player")
        for name in {*whole, *(name for name, c in program.objective.items() if c)}:
            if None in program.bounds[name]:
                raise InvalidInput(f"a bound of {name}", MISSING, "a number: proofs lean on it")
        for field, value in (("players", names), ("program", program), ("integers", whole)):
            object.__setattr__(self, field, value)

    @property
    def sense(self) -> Sense:
        """Gains are maximised, costs minimised."""
        return "gain" if self.program.sense == "max" else "cost"

    @cached_property
    def gains(self) -> LinearProgram:
        """The program as a maximisation: costs are negative gains."""
        if self.program.sense == "max":
            return self.program
        return replace(
            self.program,
            sense="max",
            objective={name: -c for name, c in self.program.objective.items()},
        )

    def with_members(self, members: Iterable[str]) -> IntegerProgram:
        """The program of one coalition, in gains."""
        inside = members_named(members, self.players)
        lp = self.gains
        joined = {name: (ONE, ONE) if name in inside else (ZERO, ZERO) for name in self.players}
        return IntegerProgram(replace(lp, bounds={**lp.bounds, **joined}), self.integers)

    def separation(self, payoffs: Mapping[str, Fraction], *, grand: bool) -> IntegerProgram:
        """The program of the greatest excess, in gains; ``grand``: whether all together count.

        With sums of what members bring, which keep its proofs short.
        """
        return self.search(payoffs, grand=grand).with_sums()

    def search(self, payoffs: Mapping[str, Fraction], *, grand: bool) -> IntegerProgram:
        """The separation program without sums, of which HiGHS has no use."""
        lp = self.gains
        objective = {**lp.objective, **{name: -x for name, x in payoffs.items() if x}}
        everybody = dict.fromkeys(self.players, ONE)
        rows = (*lp.rows, Row(SOMEBODY, everybody, ">=", ONE))
        if not grand:
            most = Fraction(len(self.players) - 1)
            rows = (*rows, Row("somebody stays out", everybody, "<=", most))
        return IntegerProgram(
            replace(lp, objective=objective, rows=rows), (*self.players, *self.integers)
        )

    def unit(self, payoffs: Iterable[Fraction] = ()) -> Fraction:
        """A power of two in which the largest worth (or payoff) is near 100, if it is tiny or huge.

        Or else 1. HiGHS works to absolute tolerances: it takes what is worth 1e-8 for nothing, and
        of 1e12 it misses them. Quantities are not counted anew. Errors: ``InvalidInput`` where all
        are as tiny, or the largest worth is beyond 1e18.
        """
        bounds = self.program.bounds
        whole = {*self.players, *self.integers}
        reach = max(
            (
                abs(limit)
                for name, c in self.program.objective.items()
                for limit in bounds[name]
                if c and limit is not None and name not in whole
            ),
            default=ZERO,
        )
        least = Fraction(1, 10**6 if self.integers else 10**8)
        if 0 < reach < least:
            raise InvalidInput(
                "the largest quantity of the game",
                reach,
                f"{approximately(least)} or more, where floating point can search for coalitions "
                "(count in a smaller unit)",
            )
        sizes = [
            abs(c) * max(ONE, *(abs(limit) for limit in bounds[name] if limit is not None))
            for name, c in self.program.objective.items()
            if c
        ]
        size = max([*sizes, *map(abs, payoffs)], default=ZERO)
        searchable(size)
        if not size or _TINY <= size <= _HUGE:
            return ONE
        return Fraction(2) ** (size.numerator.bit_length() - size.denominator.bit_length() - 7)

    def counted_in(self, unit: Fraction) -> ProgramGame:
        """This game with its worths in another unit."""
        if unit == 1:
            return self
        objective = {name: c / unit for name, c in self.program.objective.items()}
        return ProgramGame(self.players, replace(self.program, objective=objective), self.integers)

    def __repr__(self) -> str:
        kind = "gains" if self.sense == "gain" else "costs"
        size = f"{len(self.program.bounds)} variables, {len(self.program.rows)} rows"
        return f"ProgramGame({len(self.players)} cities; {kind} by {size})"


def _shown(bounds: Iterable[Fraction | None]) -> str:
    return " and ".join("nothing" if limit is None else approximately(limit) for limit in bounds)


@single_dispatch
def program_game(game: Any) -> ProgramGame:
    """A game given by one integer program, in which each city has a variable that says if it joins.

        v(S) = max { c.z : rows over z and y,  y = 1_S,  some z whole }       (costs: min)

    One program stands for all 2^n coalitions: fix the membership variables y and it gives a worth;
    charge payoffs for them and leave them free, and it finds the coalition with the greatest
    excess,

        max over S of v(S) - x(S)  =  max { c.z - x.y : rows,  y in {0, 1}^n,  some z whole },

    which is all that the least core needs to know of a game too large to tabulate.

    The integer program of a facility, production or flow game, for all its coalitions.

    Errors: ``InvalidInput`` where a production game has a common pool of which outsiders take
    first: what they leave is no linear constraint.

    >>> from games import FacilityLocation
    >>> hubs = FacilityLocation(["A", "B"], ["north", "south"], opening=[3, 4],
    ...                         service=[[1, 2], [5, 1]])
    >>> program_game(hubs)
    ProgramGame(2 cities; costs by 8 variables, 6 rows)

    Source: Deng, Ibaraki and Nagamochi (1999), combinatorial optimisation games; Caprara and
    Letchford (2010), integer minimisation games.
    """
    if isinstance(game, ProgramGame):
        return game
    raise InvalidInput(
        "the game",
        Told(f"of type {type(game).__name__}"),
        "a FacilityLocation, a FlowGame, a LinearProductionGame or a ProgramGame",
    )


@program_game.register
def _facilities(game: FacilityLocation) -> ProgramGame:
    """Serve = 1 where a facility serves a city; it must be open, and who joins is served."""
    unit = (ZERO, ONE)
    objective: dict[str, Fraction] = {}
    bounds = dict.fromkeys(game.players, unit)
    rows = []
    for site, fixed in zip(game.facilities, game.opening, strict=True):
        objective[f"open {site}"], bounds[f"open {site}"] = fixed, unit
    for city, costs in zip(game.players, game.service, strict=True):
        served = {city: -ONE}
        for site, cost in zip(game.facilities, costs, strict=True):
            if cost is not None:
                serve = f"serve {city} from {site}"
                objective[serve], bounds[serve], served[serve] = cost, unit, ONE
                rows.append(Row(serve, {serve: ONE, f"open {site}": -ONE}, "<=", ZERO))
        rows.append(Row(f"serve {city}", served, "==", ZERO))
    whole = [name for name in bounds if name not in game.players]
    return ProgramGame(game.players, LinearProgram("min", objective, tuple(rows), bounds), whole)


@program_game.register
def _production(game: LinearProductionGame) -> ProgramGame:
    """Activities and openings need their sites to join, resources come from who joins."""
    return _ProductionProgram(game).build()


@program_game.register
def _flow(game: FlowGame) -> ProgramGame:
    """What reaches the sink; an arc carries nothing unless its owner joins."""
    bounds: dict[str, tuple[Fraction | None, Fraction | None]]
    bounds = dict.fromkeys(game.players, (ZERO, ONE))
    objective: dict[str, Fraction] = {}
    kept: dict[str, dict[str, Fraction]] = {}
    rows = []
    for k, arc in enumerate(game.arcs, start=1):
        name = f"arc {k} from {arc.tail} to {arc.head}"
        bounds[name] = (ZERO, arc.capacity)
        rows.append(Row(f"{name} joins", {name: ONE, arc.owner: -arc.capacity}, "<=", ZERO))
        for place, sign in ((arc.tail, -ONE), (arc.head, ONE)):
            line = objective if place == game.sink else kept.setdefault(place, {})
            line[name] = line.get(name, ZERO) + sign
    kept.pop(game.source, None)
    rows += [Row(f"through {place}", line, "==", ZERO) for place, line in kept.items()]
    return ProgramGame(game.players, LinearProgram("max", objective, tuple(rows), bounds), [])


class _ProductionProgram:
    def __init__(self, game: LinearProductionGame) -> None:
        self.game = game
        self.bounds: dict[str, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(
            game.cities, (ZERO, ONE)
        )
        self.objective: dict[str, Fraction] = {}
        self.rows: list[Row] = []
        self.uses: dict[str, dict[str, Fraction]] = {}
        self.right: dict[str, Fraction] = {}
        self.givers: dict[str, dict[str, Fraction]] = {}
        self.brought: dict[str, Fraction] = {}
        for resource in game.resources:
            if resource.conjecture == "residual":
                raise InvalidInput(
                    f"conjecture on {resource.name}", "residual", "another one for so many cities"
                )

    def build(self) -> ProgramGame:
        game, n = self.game, len(self.game.cities)
        for resource in game.resources:
            if resource.kind == "common":
                line = self.uses.setdefault(resource.name, {})
                if resource.conjecture == "race":
                    line.update(dict.fromkeys(game.cities, -resource.amount / n))
                else:
                    self.right[resource.name] = resource.amount
            for city, units in resource.owned.items():
                place = resource.name if resource.kind == "tradable" else None
                self.uses.setdefault(place or f"{resource.name} at {city}", {})[city] = -units
            if resource.exchange is not None:
                self._exchange(resource.name, resource.exchange)
        for platform in game.platforms:
            self._variable(platform.name, -platform.cost, Fraction(platform.limit), platform.site)
            if platform.site is None and platform.cost < 0:  # nobody is not paid for it
                opened = {
                    platform.name: ONE,
                    **dict.fromkeys(game.cities, -Fraction(platform.limit)),
                }
                self.rows.append(Row(f"{platform.name} needs a city", opened, "<=", ZERO))
            self._use(platform.name, platform.uses, ONE)
            self._use(platform.name, platform.provides, -ONE)
        self.givers = {
            place: {name: -a for name, a in line.items() if a < 0}
            for place, line in self.uses.items()
        }
        self.brought = {
            place: sum((a * (self.bounds[name][1] or ZERO) for name, a in givers.items()), ZERO)
            for place, givers in self.givers.items()
        }
        for activity in game.activities:
            self._use(activity.name, activity.uses, ONE)
            limit = activity.limit if activity.limit is not None else self._most(activity)
            self._variable(activity.name, activity.worth, limit, *activity.sites)
            self._needs_opening(activity, limit)
        rows = [
            Row(name, {k: a for k, a in line.items() if a}, "<=", self.right.get(name, ZERO))
            for name, line in self.uses.items()
        ]
        program = LinearProgram("max", self.objective, (*rows, *self.rows), self.bounds)
        return ProgramGame(game.cities, program, [platform.name for platform in game.platforms])

    def _variable(self, name: str, worth: Fraction, limit: Fraction, *sites: str | None) -> None:
        self.objective[name], self.bounds[name] = worth, (ZERO, limit)
        for site in sites:
            if site is not None:
                joined = {name: ONE, site: -limit}
                self.rows.append(Row(f"{name} needs {site}", joined, "<=", ZERO))

    def _needs_opening(self, activity: Activity, limit: Fraction) -> None:
        """Nothing runs where nothing is open, even a little: the relaxation would open a little.

        That is what the room given by platforms says, too, but for whole openings only.
        """
        platforms = {platform.name for platform in self.game.platforms}
        for place in dict.fromkeys(map(place_of, activity.uses)):
            line, givers = self.uses[place], self.givers.get(place, {})
            if not line[activity.name] or not platforms.issuperset(givers) or self.right.get(place):
                continue
            if any(limit * line[activity.name] < gives for gives in givers.values()):
                opened = {activity.name: ONE} | dict.fromkeys(givers, -limit)
                self.rows.append(Row(f"{activity.name} uses {place}", opened, "<=", ZERO))

    def _exchange(self, resource: str, exchange: Any) -> None:
        line = self.uses.setdefault(resource, {})
        for verb, price, sign in (("buy", -exchange.buy, -ONE), ("sell", exchange.sell, ONE)):
            name = f"{verb} {resource}"
            line[name] = sign
            self.objective[name] = price
            self.bounds[name] = (ZERO, exchange.cap_of(*self.game.cities))
            caps = {city: -exchange.cap_of(city) for city in self.game.cities}
            self.rows.append(Row(f"{name}: cap", {name: ONE, **caps}, "<=", ZERO))

    def _use(self, name: str, uses: tuple[Use, ...], sign: Fraction) -> None:
        for use in uses:
            line = self.uses.setdefault(place_of(use), {})
            line[name] = line.get(name, ZERO) + sign * use.amount

    def _most(self, activity: Activity) -> Fraction:
        """How much of an activity there can be, by the resource that it would first use up."""
        most = []
        for place in dict.fromkeys(map(place_of, activity.uses)):
            used = self.uses[place][activity.name]
            if used > 0:
                brought = self.brought.get(place, ZERO) + self.right.get(place, ZERO)
                most.append(brought / used)
        return min(most, default=ZERO)


def place_of(use: Use) -> str:
    """A resource, where it is pooled or at its site."""
    return use.resource if use.site is None else f"{use.resource} at {use.site}"
