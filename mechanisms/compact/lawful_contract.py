"""Lawful contracts: what a group can give each of its members where the law limits money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import prod

from games.by_city import one_of
from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import Number, exact
from games.players import Coalition, members_of
from games.production import LinearProductionGame, Resource
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.production.coalition_program import coalition_program
from solvers.production.production_program import coalition_members, open_to

__all__ = [
    "MOST_OPENINGS",
    "ContractDraft",
    "LawfulContract",
    "contract_drafts",
    "lawful_contract",
    "lawful_gain",
    "lawful_stable_split",
]

ZERO, ONE = Fraction(0), Fraction(1)
MOST_OPENINGS = 16
GAIN = "smallest gain"
Line = dict[str, Fraction]
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]


@dataclass(frozen=True, slots=True)
class LawfulContract:
    """The best lawful contract of a ``group``: its smallest ``gain``, and each member's payoff.

    ``openings``: how often each platform is open. ``complete``: whether all ways to open platforms
    were tried; if not, there may be a better contract.

    See ``lawful_contract`` for the concept, an example and its source.
    """

    group: Coalition
    gain: Fraction
    payoffs: Mapping[str, Fraction]
    openings: Mapping[str, int]
    complete: bool


def lawful_contract(
    game: LinearProductionGame,
    group: Iterable[str],
    payoffs: Mapping[str, Number],
    *,
    side_payment: Number | None = None,
    tax_shares: tuple[Number, Number] = (0, 1),
    openings: Mapping[str, int] | None = None,
    beside: Mapping[str, Number] | None = None,
    run_solver: RunSolver = call,
) -> LawfulContract:
    """Lawful contracts: what a group can give each of its members where the law limits money.

    A group T runs the activities that are open to it, on what its members own, and opens platforms.
    City i draws from this what falls to *it*; beyond that only lawful clauses move money,

        payoff_i =  values_i(x) + its trade + received_i - paid_i - its part of what platforms cost,

    - cash from i to j, up to the limit on side payments;
    - a price from i to j, without limit, where j owns some of a tradable resource: what is handed
      over may be paid for;
    - shares of the cash that i draws from an activity with several sites, to its other sites,
      inside the limits on tax shares.

    Trade on an exchange is the cash of the city whose cap is used. T blocks given payoffs lawfully
    if it can give each of its members more: the largest of the smallest gains is above 0. With
    platforms given that is a linear program; up to ``MOST_OPENINGS`` ways to open them are tried.

    The lawful contract of a group that maximises the smallest gain over given payoffs.

    ``side_payment``: the most that one city may pay another a year; ``None`` is no limit.
    ``tax_shares``: the least and largest share of cash that one city may give another.
    ``openings``: what to open where there are too many ways to try all; closed by default.
    ``beside``: what each member of the group gets besides, such as a credit of the province.
    Where something common is in use, what outsiders leave is as the pool's conjecture has it.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` names a member without a payoff.

    >>> from games.production import *
    >>> lots = Resource("lots", "bound", {"Harbour": 1})
    >>> fair = Activity("fair", ("Harbour", "Uplands"), (Use("lots", 1, "Harbour"),),
    ...                 (Value("Harbour", "spillover", 10),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (lots,), (fair,))
    >>> alone = {"Harbour": Fraction(2), "Uplands": Fraction(2)}
    >>> [str(lawful_contract(region, region.cities, alone, side_payment=limit).gain)
    ...  for limit in (0, 3)]
    ['-2', '1']
    >>> lawful_contract(region, region.cities, alone, side_payment=3).payoffs
    {'Harbour': Fraction(3, 1), 'Uplands': Fraction(3, 1)}

    Source: Scarf (1967), The core of an n person game, Econometrica 35, 50-69, for blocking where
    money does not flow freely; Owen (1975) for the programs.
    """
    check_run_solver(run_solver)
    of_kind(game, LinearProductionGame, place="subject of lawful_contract")
    members = coalition_members(game, group)
    floor = _payoffs_of(members, payoffs)
    ways, complete = _opening_vectors(game, members, _openings(game, openings))
    best: LawfulContract | None = None
    more = _besides(game, beside)
    for opened in ways:
        for draft in contract_drafts(game, members, opened, side_payment, tax_shares, more):
            found = run_solver(solve, draft.smallest_gain(floor))
            if found.value is not None and (best is None or found.value > best.gain):
                given = {city: draft.payoff_at(city, found.point) for city in members}
                best = LawfulContract(members, found.value, given, opened, complete)
    if best is None:
        raise InvalidInput("the openings", openings, "such that the group has room for them")
    return best


def lawful_gain(
    game: LinearProductionGame,
    group: Iterable[str],
    payoffs: Mapping[str, Number],
    *,
    floors: Mapping[Coalition, Number] | None = None,
    side_payment: Number | None = None,
    tax_shares: tuple[Number, Number] = (0, 1),
    openings: Mapping[str, int] | None = None,
    beside: Mapping[str, Number] | None = None,
    run_solver: RunSolver = call,
) -> LawfulContract | None:
    """The lawful contract of a group that brings it most, of those that leave no member less.

    Its ``gain`` is that of all members together over ``payoffs``; ``None`` where no contract that
    was tried leaves each of them as much. ``floors``: what groups among them must have as well.
    Everything else is as of ``lawful_contract``.

    Errors: ``InvalidInput`` names a member without a payoff.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Uplands": 1})
    >>> build = Activity("build", ("Harbour",), (Use("land", 1),), (Value("Harbour", "cash", 2),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> idle = {"Harbour": Fraction(0), "Uplands": Fraction(0)}
    >>> lawful_gain(region, region.cities, idle, side_payment=0).gain
    Fraction(2, 1)

    Source: Pareto (1906), Manuale di economia politica; Scarf (1967).
    """
    check_run_solver(run_solver)
    of_kind(game, LinearProductionGame, place="subject of lawful_gain")
    members = coalition_members(game, group)
    now = _payoffs_of(members, payoffs)
    wanted = {(city,): x for city, x in now.items()} | dict(floors or {})
    ways, complete = _opening_vectors(game, members, _openings(game, openings))
    best: LawfulContract | None = None
    for opened in ways:
        for draft in contract_drafts(
            game, members, opened, side_payment, tax_shares, _besides(game, beside)
        ):
            found = run_solver(solve, draft.most_together(wanted))
            if found.value is None:
                continue
            given = {city: draft.payoff_at(city, found.point) for city in members}
            gain = sum((given[city] - now[city] for city in members), ZERO)
            if best is None or gain > best.gain:
                best = LawfulContract(members, gain, given, opened, complete)
    return best


def lawful_stable_split(
    game: LinearProductionGame,
    best: CoalitionalGame,
    *,
    side_payment: Number | None = None,
    tax_shares: tuple[Number, Number] = (0, 1),
    openings: Mapping[str, int] | None = None,
    beside: Mapping[str, Number] | None = None,
    run_solver: RunSolver = call,
) -> Mapping[str, Fraction] | None:
    """Payoffs by a lawful contract of all that no group could better, ``None`` if none was found.

    ``best``: what each group makes in its best parts. ``openings``: the platforms to open. That
    none was found proves nothing: lawful contracts of parts, or with other platforms, might do.
    ``side_payment``, ``tax_shares``, ``beside``: as of ``lawful_contract``.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` for what is not a ``LinearProductionGame``.

    See ``lawful_contract``.

    >>> from games.production import *
    >>> land = Resource("land", "tradable", {"Uplands": 1})
    >>> build = Activity("build", ("Harbour",), (Use("land", 1),), (Value("Harbour", "cash", 2),))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), (build,))
    >>> table = CoalitionalGame.from_function(region.cities, lambda s: 2 if len(s) > 1 else 0)
    >>> lawful_stable_split(region, table, side_payment=0)
    {'Harbour': Fraction(2, 1), 'Uplands': Fraction(0, 1)}

    Source: Scarf (1967).
    """
    check_run_solver(run_solver)
    of_kind(game, LinearProductionGame, place="subject of lawful_stable_split")
    of_kind(best, CoalitionalGame, place="what groups make")
    more, opened = _besides(game, beside), _openings(game, openings)
    for shares in _shares(tax_shares):
        draft = ContractDraft(game, game.cities, opened, side_payment, shares, more)
        wanted = dict(_more_than_parts(best))
        found = run_solver(solve, draft.most_together(wanted))
        if found.outcome == "optimal":
            return {city: draft.payoff_at(city, found.point) for city in game.cities}
    return None


def _payoffs_of(members: Coalition, payoffs: Mapping[str, Number]) -> dict[str, Fraction]:
    of_kind(payoffs, Mapping, place="payoffs", hint="a number for each member, by name")
    for city in members:
        if city not in payoffs:
            raise InvalidInput(f"payoff of {city}", MISSING, "a number")
    return {city: exact(payoffs[city], f"payoff of {city}") for city in members}


def _more_than_parts(best: CoalitionalGame) -> Iterator[tuple[Coalition, Fraction]]:
    """The groups that make more than any two parts of theirs: the others need no row."""
    worths = [int(worth) for worth in best.integers()[0]]
    for mask, worth in enumerate(worths):
        part, parts = (mask - 1) & mask, False
        while 2 * part >= mask and part and not parts:
            parts = worths[part] + worths[mask ^ part] >= worth
            part = (part - 1) & mask
        group = members_of(mask, best.players)
        if mask and (not parts or mask + 1 == len(worths)):
            yield group, best.worth(group)


def _besides(
    game: LinearProductionGame, beside: Mapping[str, Number] | None
) -> Mapping[str, Number]:
    given = {} if beside is None else beside
    of_kind(given, Mapping, place="what cities get besides", hint="a number by name")
    for city in given:
        one_of(city, game.cities, "a city that gets something besides")
    return given


def _openings(game: LinearProductionGame, openings: Mapping[str, int] | None) -> Mapping[str, int]:
    given = {} if openings is None else openings
    of_kind(given, Mapping, place="the openings", hint="how often, by platform")
    for name in given:
        one_of(name, [p.name for p in game.platforms], "a platform to open")
    return given


def _opening_vectors(
    game: LinearProductionGame, members: Coalition, openings: Mapping[str, int]
) -> tuple[list[dict[str, int]], bool]:
    """Ways to open the platforms of a group, and whether these are all."""
    platforms = open_to(game, members)
    if prod(p.limit + 1 for p in platforms) <= MOST_OPENINGS:
        counts = product(*(range(p.limit + 1) for p in platforms))
        return [dict(zip((p.name for p in platforms), k, strict=True)) for k in counts], True
    names = {p.name for p in platforms}
    return [{name: n for name, n in openings.items() if name in names}], False


def _shares(limits: tuple[Number, Number]) -> Iterator[tuple[Fraction, Fraction]]:
    """The limits on tax shares to be tried: a contract may also have no such clause."""
    if not isinstance(limits, Sequence) or isinstance(limits, str) or len(limits) != 2:
        raise InvalidInput("the limits on tax shares", limits, "the least and the largest share")
    low, high = (exact(share, "a limit on tax shares") for share in limits)
    if low > 0:
        yield ZERO, ZERO
    yield low, high


def contract_drafts(  # noqa: PLR0917 - all that the law and the group say
    game: LinearProductionGame,
    members: Coalition,
    openings: Mapping[str, int],
    side_payment: Number | None,
    tax_shares: tuple[Number, Number],
    beside: Mapping[str, Number],
) -> Iterator[ContractDraft]:
    """A group's lawful contracts with platforms given, for each of the limits on tax shares."""
    for shares in _shares(tax_shares):
        yield ContractDraft(game, members, openings, side_payment, shares, beside)


class ContractDraft:
    """Variables, rows and payoffs of a group's lawful contracts, with platforms given."""

    def __init__(  # noqa: PLR0917 - all that the law and the group say
        self,
        game: LinearProductionGame,
        members: Coalition,
        openings: Mapping[str, int],
        side_payment: Number | None,
        shares: tuple[Fraction, Fraction],
        beside: Mapping[str, Number],
    ) -> None:
        self.game, self.members = game, members
        base = coalition_program(game, members, openings)
        self.bounds: Bounds = dict(base.bounds)
        self.rows: list[Row] = list(base.rows)
        self.payoff: dict[str, Line] = {city: {} for city in members}
        self.fixed = {
            city: exact(beside.get(city, 0), f"what {city} gets besides") for city in members
        }
        self._trade()
        self._values(shares)
        self._costs(openings)
        self._payments(side_payment)

    def payoff_at(self, city: str, point: Mapping[str, Fraction]) -> Fraction:
        """A city's payoff at a point of the program."""
        return self.fixed[city] + sum((a * point[n] for n, a in self.payoff[city].items()), ZERO)

    def program(self, objective: Line, rows: Iterable[Row], more: Bounds) -> LinearProgram:
        return LinearProgram("max", objective, (*self.rows, *rows), {**self.bounds, **more})

    def smallest_gain(self, floor: Mapping[str, Fraction]) -> LinearProgram:
        """The program of the largest smallest gain over what members have now."""
        rows = [
            Row(f"gain of {city}", {**self.payoff[city], GAIN: -ONE}, ">=",
                floor[city] - self.fixed[city])
            for city in self.members
        ]  # fmt: skip
        return self.program({GAIN: ONE}, rows, {GAIN: (None, None)})

    def most_together(self, wanted: Mapping[Coalition, Number]) -> LinearProgram:
        """The program of the most that all have together, if groups have what they must."""
        payoff = {city: f"payoff of {city}" for city in self.members}
        rows = [
            Row(f"what {city} has", {**self.payoff[city], payoff[city]: -ONE}, "==",
                -self.fixed[city])
            for city in self.members
        ]  # fmt: skip
        rows += [
            Row(f"group {', '.join(group)}", {payoff[city]: ONE for city in group}, ">=", exact(x))
            for group, x in wanted.items()
        ]
        everybody = dict.fromkeys(payoff.values(), ONE)
        return self.program(everybody, rows, dict.fromkeys(payoff.values(), (None, None)))

    def _add(self, city: str, name: str, amount: Fraction) -> None:
        self.payoff[city][name] = self.payoff[city].get(name, ZERO) + amount

    def _trade(self) -> None:
        for resource in self.game.resources:
            exchange = resource.exchange
            if exchange is None:
                continue
            for verb, cash in (("buy", -exchange.buy), ("sell", exchange.sell)):
                split = {f"{verb} {resource.name} by {city}": city for city in self.members}
                for name, city in split.items():
                    self.bounds[name] = (ZERO, exchange.cap_of(city))
                    self._add(city, name, cash)
                whole = f"{verb} {resource.name}"
                parts = dict.fromkeys(split, ONE)
                self.rows.append(Row(f"{whole} by each", {**parts, whole: -ONE}, "==", ZERO))

    def _values(self, shares: tuple[Fraction, Fraction]) -> None:
        """What activities bring each city, and the shares of its cash that it may give away."""
        drawn: dict[tuple[Coalition, str], Line] = {}
        for activity in self.game.activities:
            if not set(self.members).issuperset(activity.sites):
                continue
            sites = tuple(city for city in self.members if city in activity.sites)
            for value in activity.values:
                self._add(value.city, activity.name, value.amount)
                if value.kind == "cash" and value.amount > 0 and len(sites) > 1:
                    line = drawn.setdefault((sites, value.city), {})
                    line[activity.name] = line.get(activity.name, ZERO) + value.amount
        low, high = shares
        for (sites, payer), cash in drawn.items() if high else ():
            name = f"share of {payer} in what {' and '.join(sites)} do together"
            parts = {f"{name}, to {city}": city for city in sites if city != payer}
            for part, payee in parts.items():
                self.bounds[part] = (ZERO, None)
                self._add(payer, part, -ONE)
                self._add(payee, part, ONE)
            given = dict.fromkeys(parts, ONE)
            self.rows.append(
                Row(f"most {name}", given | {a: -high * c for a, c in cash.items()}, "<=", ZERO)
            )
            if low:
                least = given | {a: -low * c for a, c in cash.items()}
                self.rows.append(Row(f"least {name}", least, ">=", ZERO))

    def _costs(self, openings: Mapping[str, int]) -> None:
        """Let any members bear the cost of platforms, together all of it."""
        for platform in open_to(self.game, self.members):
            cost = platform.cost * openings.get(platform.name, 0)
            if not cost:
                continue
            parts = {f"cost of {platform.name} to {city}": city for city in self.members}
            for name, city in parts.items():
                self.bounds[name] = (min(cost, ZERO), max(cost, ZERO))
                self._add(city, name, -ONE)
            whole = dict.fromkeys(parts, ONE)
            self.rows.append(Row(f"cost of {platform.name}", whole, "==", cost))

    def _sells(self, owner: str, user: str) -> bool:
        """Whether one owns something that can move and that the other has a use for."""
        return any(
            resource.kind == "tradable" and resource.owned.get(owner) and self._uses(resource, user)
            for resource in self.game.resources
        )

    def _uses(self, resource: Resource, city: str) -> bool:
        if resource.exchange is not None and resource.exchange.cap_of(city):
            return True
        return any(
            use.resource == resource.name and use.amount
            for activity in self.game.activities
            if city in activity.sites
            for use in activity.uses
        )

    def _payments(self, side_payment: Number | None) -> None:
        most = None if side_payment is None else exact(side_payment, "the most that one may pay")
        if most is not None and most < 0:
            raise InvalidInput("the most that one may pay", side_payment, "0 or more")
        for payer, payee in permutations(self.members, 2):
            limit = None if self._sells(payee, payer) else most
            if limit is None or limit > 0:
                name = f"payment, {payer} to {payee}"
                self.bounds[name] = (ZERO, limit)
                self._add(payer, name, -ONE)
                self._add(payee, name, ONE)
