"""Outside offers: could some members of a deal do better with outsiders,
or with some members only?
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from games.by_city import numbers
from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact, over_one_denominator
from games.players import Coalition, members_named
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.coalitional.superadditive_cover import max_plus
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import LinearProgramAnswer, solve

__all__ = [
    "Bounds",
    "Floor",
    "OutsideOffers",
    "OutsiderSplits",
    "Requirement",
    "floors_are_feasible",
    "member_floors",
    "outside_offers",
    "sums",
]

ZERO, ONE = Fraction(0), Fraction(1)
SHORTFALL = "shortfall"
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]
Table = npt.NDArray[Any]
AT_ONCE, JOIN = 64, 32
"""So many groups of outsiders stand in a program from the start; of more, so many join at a time
that a split does not content."""
NEAR = 1e-12
"""By the largest worth and all that is split; what is nearer is looked at in whole numbers."""
FINER = 1 << 20
"""Into so many parts the unit of worths is divided, where numbers are rounded down."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """``outsiders`` must have ``least`` already, or ``group``, with them and ``members``, forms.

    ``worth``: what the group makes.

    See ``outside_offers`` for the concept, an example and its source.
    """

    group: Coalition
    members: Coalition
    outsiders: Coalition
    worth: Fraction
    least: Fraction


@dataclass(frozen=True, slots=True)
class OutsideOffers:
    """Whether the deal holds against groups of some members and some outsiders.

    ``requirements``: those that do not follow from others. ``shortfall``: the least amount which,
    taken off each of them, lets some split of the outsiders pass; 0 unless the deal fails.
    ``split``: such a split. ``blocking``: where the deal fails, requirements that no split meets
    together; where it is undecided, one that some splits do not meet. ``stable``: false where
    outsiders have no stable split; then each of them is only held to have what it makes alone.
    ``exact``: false where the deal fails and the shortfall is a lower bound, as of many cities.

    See ``outside_offers`` for the concept, an example and its source.
    """

    verdict: Literal["stands", "undecided", "fails"]
    requirements: tuple[Requirement, ...]
    shortfall: Fraction
    split: Mapping[str, Fraction]
    blocking: tuple[Requirement, ...]
    stable: bool
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Floor:
    """The ``amount`` that some members could have without the others, and ``outsiders`` they ask.

    ``paid``: what these outsiders have, and must be paid.

    See ``outside_offers`` for the concept and its source.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> member_floors(game, ["Hub", "Home"])[("Hub",)]
    Floor(amount=Fraction(10, 1), outsiders=('Rival',), paid=Fraction(0, 1))
    """

    amount: Fraction
    outsiders: Coalition
    paid: Fraction


class _OutsiderTables:
    """What groups of outsiders make by themselves, by bitmask among them."""

    def __init__(self, game: CoalitionalGame, outsiders: Coalition) -> None:
        self.groups = list(_groups(outsiders))
        self.masks = group_masks(game, outsiders)
        worths, self.unit = game.integers()
        self._worths = worths[self.masks]

    @cached_property
    def own(self) -> dict[Coalition, Fraction]:
        """By group, none of them included."""
        own = self._worths.tolist()
        return {group: worth * self.unit for group, worth in zip(self.groups, own, strict=True)}

    @cached_property
    def more_than_parts(self) -> list[int]:
        """Groups of several, not all, that make more than any two parts of theirs, by place."""
        own = self._worths.astype(object)
        own[0] = -1 - 4 * max(map(abs, own.tolist()))  # a part has someone
        more = np.flatnonzero(own > max_plus(own, own)).tolist()
        return [m for m in more if m & (m - 1) and m < len(own) - 1]

    @cached_property
    def what_those_make(self) -> Table:
        """The worths of ``more_than_parts``, in the ``unit`` of these tables."""
        return self._worths[self.more_than_parts].astype(object)

    @cached_property
    def _largest(self) -> int:
        worths: list[int] = self._worths.tolist()
        return max(1, *map(abs, worths))

    @cached_property
    def _floats(self) -> Table:
        """What those make, in parts of the largest worth."""
        return np.array([worth / self._largest for worth in self.what_those_make.tolist()])

    def missed(self, parts: Sequence[Fraction]) -> list[int]:
        """Of ``more_than_parts`` those that make more than their members have, by far first.

        ``parts``: what each has, in ``unit``. Floats tell which ones may; each has an error of less
        than a hundredth of ``NEAR`` for each of the cities.
        """
        places = np.array(self.more_than_parts)
        floats = np.array([float(x / self._largest) for x in parts])
        has = np.zeros(1)
        for x in floats:
            has = np.concatenate((has, has + x))
        near = np.flatnonzero(self._floats - has[places] > -NEAR * (1 + np.abs(floats).sum()))
        whole, over = over_one_denominator(parts)
        inside = places[near][:, None] >> np.arange(len(parts)) & 1
        lacking = self.what_those_make[near] * over - inside @ np.array(whole, dtype=object)
        order = sorted(np.flatnonzero(lacking > 0).tolist(), key=lambda k: -lacking[k])
        return [int(places[near[k]]) for k in order]


@lru_cache(maxsize=4)
def _tables(game: CoalitionalGame, outsiders: Coalition) -> _OutsiderTables:
    """The tables of these outsiders, made once, since a check-up asks several times.

    Equal games may count in other units: what is kept here counts in its own ``unit``.
    """
    return _OutsiderTables(game, outsiders)


class OutsiderSplits:
    """How outsiders may split what they make by themselves: stably, where they can.

    ``game``: what each group makes in its best parts, v*. Answers are obtained through
    ``run_solver``.

    See ``outside_offers`` for the concept and its source.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> outsiders = OutsiderSplits(game, ["Hub", "Home"])
    >>> outsiders.stable, outsiders.least(("Rival",))
    (True, Fraction(0, 1))
    """

    def __init__(
        self, game: CoalitionalGame, members: Iterable[str], run_solver: RunSolver = call
    ) -> None:
        check_run_solver(run_solver)
        of_kind(game, CoalitionalGame, place="what groups make")
        inside = members_named(members, game.players, "deal")
        self.game, self.run_solver = game, run_solver
        self.members = tuple(city for city in game.players if city in inside)
        self.outsiders = tuple(city for city in game.players if city not in inside)
        self._tables = _tables(game, self.outsiders)
        self.groups, self.masks = self._tables.groups, self._tables.masks
        self._answers: dict[Coalition, LinearProgramAnswer] = {}
        self._joined: dict[int, Row] = {}

    @property
    def own(self) -> dict[Coalition, Fraction]:
        """What each group of outsiders makes by itself, none of them included."""
        return self._tables.own

    @cached_property
    def stable(self) -> bool:
        """Whether they have a stable split."""
        if len(self.outsiders) < 3:
            return True  # what both make is no less than what each makes: v* is superadditive
        self._join(self._first)
        found = self._solved(lambda: LinearProgram("min", {}, self._rows, self._bounds()), str)
        return found.outcome == "optimal"

    @property
    def rows(self) -> tuple[Row, ...]:
        """What their split keeps to, beside what each makes alone, as far as it was looked at.

        ``solved`` adds what a split does not keep to.
        """
        return self._rows if self.stable else self._rows[:1]

    @property
    def _rows(self) -> tuple[Row, ...]:
        """All that they make, and each group that makes more than its parts and has joined."""
        whole = Row(
            "all outsiders", dict.fromkeys(self.outsiders, ONE), "==", self.own[self.outsiders]
        )
        return whole, *self._joined.values()

    @property
    def _first(self) -> list[int]:
        """Those that stand in programs from the start: all, or those that leave out one city."""
        places, large = self._tables.more_than_parts, len(self.outsiders) - 1
        return (
            places
            if len(places) <= AT_ONCE
            else [m for m in places if len(self.groups[m]) == large]
        )

    def _join(self, places: Iterable[int]) -> None:
        for m in places:
            group = self.groups[m]
            self._joined[m] = Row(_named(group), dict.fromkeys(group, ONE), ">=", self.own[group])
        self._joined = dict(sorted(self._joined.items()))

    def _joined_missed(self, split: Mapping[str, Fraction]) -> bool:
        """Let groups join that have too little in a split; whether there were any."""
        if len(self._joined) == len(self._tables.more_than_parts):
            return False
        missed = self._tables.missed([split[city] / self._tables.unit for city in self.outsiders])
        self._join(missed[:JOIN])
        return bool(missed)

    def solved(
        self, program: Callable[[], LinearProgram], name: Callable[[str], str] = str
    ) -> LinearProgramAnswer:
        """A program over their splits, in which the part of a city has a ``name``.

        It is asked for again while groups join its ``rows`` that have too little in its split.
        """
        if self.stable:
            return self._solved(program, name)
        found: LinearProgramAnswer = self.run_solver(solve, program())
        return found

    def _solved(
        self, program: Callable[[], LinearProgram], name: Callable[[str], str]
    ) -> LinearProgramAnswer:
        while True:
            found: LinearProgramAnswer = self.run_solver(solve, program())
            if found.outcome != "optimal" or not self._joined_missed(
                {city: found[name(city)] for city in self.outsiders}
            ):
                return found

    def _bounds(self) -> Bounds:
        return {city: (self.own[city,], None) for city in self.outsiders}

    def program(
        self, sense: Literal["max", "min"], objective: Mapping[str, Fraction]
    ) -> LinearProgram:
        """The linear program over their splits, with the ``rows`` so far."""
        return LinearProgram(sense, objective, self.rows, self._bounds())

    def least(self, group: Coalition) -> Fraction:
        """The least that some of them have together, over their splits."""
        if not group or group == self.outsiders:
            return self.own[group]
        return self._answer(group).optimum

    def _answer(self, group: Coalition) -> LinearProgramAnswer:
        if group not in self._answers:
            goal = dict.fromkeys(group, ONE)
            self._answers[group] = self.solved(lambda: self.program("min", goal))
        return self._answers[group]

    def shown(self, group: Coalition) -> tuple[Fraction, list[Fraction]]:
        """What the prices of its program show: p.y is at least the first in each of their splits y.

        Beside it p, by outsider.
        """
        prices = self._answer(group).prices
        least, weights = ZERO, dict.fromkeys(self.outsiders, ZERO)
        for row in self.rows:
            if price := prices.get(row.name):
                least += price * row.bound
                for city in row.coefficients:
                    weights[city] += price
        return least, list(weights.values())

    def most(self, city: str) -> Fraction:
        """The most that one of them has, over their splits."""
        return self.own[self.outsiders] - self.least(_without(self.outsiders, (city,)))

    def kept(self, group: Coalition) -> Fraction:
        """What some of them have at least: by their splits, or by themselves."""
        return max(self.own[group], self.least(group))

    def requirements(self, payoffs: Mapping[str, Fraction]) -> Iterator[Requirement]:
        """By group of outsiders, what it must have for no members to ask it in, if that counts."""
        worths, unit = self.game.integers()
        held, over = sums([payoffs[city] / unit for city in self.members])
        some = list(
            zip(_groups(self.members), group_masks(self.game, self.members), held, strict=True)
        )
        own = worths[self.masks].astype(object) * over
        most, by = own.copy(), np.zeros(len(own), dtype=int)
        for k, (_, mask, has) in enumerate(some[1:-1], start=1):
            least = worths[self.masks | mask].astype(object) * over - has
            better = least > most
            most[better], by[better] = least[better], k
        for place in np.flatnonzero(by).tolist():
            members, mask, _ = some[by[place]]
            whole = int(self.masks[place] | mask)
            yield Requirement(
                self.game.members(whole),
                members,
                self.groups[place],
                self.game.worth(whole),
                most[place] * unit / over,
            )


def sums(parts: Sequence[Fraction]) -> tuple[Table, int]:
    """By bitmask, what cities have together as whole numbers, over one denominator.

    >>> sums([Fraction(1, 2), Fraction(2)])
    (array([0, 1, 4, 5], dtype=object), 2)
    """
    over = math.lcm(*(x.denominator for x in parts))
    found = np.zeros(1, dtype=object)
    for x in parts:
        found = np.concatenate((found, found + x.numerator * (over // x.denominator)))
    return found, over


def group_masks(game: CoalitionalGame, cities: Coalition) -> Table:
    """Of all groups of some cities, by bitmask among these, the bitmasks in a game."""
    found = np.zeros(1, dtype=np.int64)
    for city in cities:
        found = np.concatenate((found, found | game.mask((city,))))
    return found


def outside_offers(
    game: CoalitionalGame,
    members: Iterable[str],
    payoffs: Mapping[str, Fraction],
    run_solver: RunSolver = call,
) -> OutsideOffers:
    """Outside offers: could some members of a deal do better with outsiders, or with some members
    only?

    Members M have payoffs u from the deal; outsiders O organise themselves and split what they
    make, y. A group T of some members I, not all, and outsiders J (perhaps none) is a threat only
    if it makes more than its members have and its outsiders make by themselves, v*(T) > u(I) +
    v*(J). It is held off if its outsiders already have enough,

        y(J)  >=  v*(T) - u(I).

    y splits v*(O) and lies in the core of the outsiders' own game; where that is empty, y_j >=
    v*({j}). The deal stands if every such y meets all requirements, fails if none does, and is
    undecided if some do. The *shortfall* is the least amount which, taken off every requirement,
    lets some y pass.

    The *floor* of members I is the most that they could have without the rest of the deal,

        floor(I)  =  max over J of  v*(I with J) - max(v*(J), min over y of y(J)),

    so that the deal stands exactly if u(I) >= floor(I) for every I.

    Whether a deal that brings its members these payoffs holds against all other groups.

    ``game``: what each group makes in its best parts (``superadditive_cover``).
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` where a member has no payoff, or is no city of the game.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> found = outside_offers(game, ["Hub", "Home"], {"Hub": Fraction(6), "Home": Fraction(4)})
    >>> found.verdict, found.shortfall, found.blocking[0].group
    ('fails', Fraction(4, 1), ('Hub', 'Rival'))
    >>> outside_offers(game, ["Hub", "Home"], {"Hub": Fraction(10), "Home": Fraction(0)}).verdict
    'stands'

    Source: Aumann and Maschler (1964) for objections that outsiders must be paid for; Gillies
    (1959) for the core; Binmore, Shaked and Sutton (1989) for the outside option as a floor.
    """
    splits = OutsiderSplits(game, members, run_solver)
    payoffs = _payoffs(payoffs, splits.members)
    needed = _essential(splits, list(splits.requirements(payoffs)))
    if not needed:
        return OutsideOffers("stands", (), ZERO, {}, (), splits.stable)
    short: dict[str, Fraction] = {SHORTFALL: ONE}
    rows = [
        Row(f"required: {_named(one.outsiders)}", dict.fromkeys(one.outsiders, ONE) | short, ">=",
            one.least)
        for one in needed
    ]  # fmt: skip

    def program() -> LinearProgram:
        own = splits.program("min", {}) if splits.outsiders else LinearProgram("min", {}, (), {})
        bounds = {**own.bounds, SHORTFALL: (ZERO, None)}
        return LinearProgram("min", short, (*own.rows, *rows), bounds)

    best = splits.solved(program)
    split = {city: best[city] for city in splits.outsiders}
    if best.optimum > 0:
        blocking = tuple(
            one for one, row in zip(needed, rows, strict=True) if best.prices[row.name]
        )
        return OutsideOffers("fails", needed, best.optimum, split, blocking, splits.stable)
    for one in needed:
        if splits.least(one.outsiders) < one.least:
            return OutsideOffers("undecided", needed, ZERO, split, (one,), splits.stable)
    return OutsideOffers("stands", needed, ZERO, split, (), splits.stable)


def _essential(splits: OutsiderSplits, found: list[Requirement]) -> tuple[Requirement, ...]:
    """Those that are not met whenever others are, the largest first."""
    surely, place = _surely(splits), {group: m for m, group in enumerate(splits.groups)}
    over = math.lcm(*(x.denominator for x in (*surely, *(one.least for one in found))))
    keeps = np.array([int(x * over) for x in surely], dtype=object)
    leasts = {place[one.outsiders]: int(one.least * over) for one in found}
    longest = max(map(abs, (*keeps.tolist(), *leasts.values())))
    keeps[0] = -1 - 4 * longest  # no group follows from itself, nor from what is not required
    least = np.full(len(keeps), keeps[0])
    least[[*leasts]] = [*leasts.values()]
    needed = least > max_plus(least, keeps)
    few = sorted(found, key=lambda r: len(r.outsiders))
    kept = [one for one in few if needed[place[one.outsiders]]]
    return tuple(sorted(kept, key=lambda r: splits.own[r.outsiders] - r.least))


def _surely(splits: OutsiderSplits) -> list[Fraction]:
    """By group of outsiders, what they have in every split."""
    if splits.stable:
        return list(splits.own.values())
    alone, over = sums([splits.own[city,] for city in splits.outsiders])
    return [Fraction(x, over) for x in alone.tolist()]


def member_floors(
    game: CoalitionalGame,
    members: Iterable[str],
    run_solver: RunSolver = call,
    *,
    split: Mapping[str, Fraction] | None = None,
) -> dict[Coalition, Floor]:
    """By group of some members, not all, the most that it could have without the others.

    ``split``: what each outsider has; by default, the outsiders of each group have as little as
    they may, so that the floors of two groups may rest on different splits.
    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` names a member that is no city of the game, and an outsider without a
    share.

    See ``outside_offers``.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> member_floors(game, ["Hub", "Home"])[("Hub",)]
    Floor(amount=Fraction(10, 1), outsiders=('Rival',), paid=Fraction(0, 1))

    Source: Binmore, Shaked and Sutton (1989).
    """
    splits = OutsiderSplits(game, members, run_solver)
    if split is not None:
        shares = numbers(split, splits.outsiders, "share")
        split = dict(zip(splits.outsiders, shares, strict=True))
    had = _LeastHad(splits, split)
    masks = zip(_groups(splits.members), group_masks(game, splits.members), strict=True)
    return {group: had.floor(mask) for group, mask in masks if 0 < len(group) < len(splits.members)}


class _LeastHad:
    """By group of outsiders, by bitmask, what they have at least, as far as programs have shown.

    In whole numbers of ``unit``, rounded down. ``split``: what each outsider has, if it is told.
    """

    def __init__(self, splits: OutsiderSplits, split: Mapping[str, Fraction] | None) -> None:
        self.splits, self.told = splits, split is not None
        self.learns = not self.told and len(splits.groups) > AT_ONCE and splits.stable
        alone = split or {city: splits.least((city,)) for city in splits.outsiders}
        worths, unit = splits.game.integers()
        finer = FINER if self.learns else 1
        has, over = sums([alone[city] / unit for city in splits.outsiders])
        self.worths, self.unit = worths.astype(object) * (over * finer), unit / (over * finer)
        self.surely = np.maximum(self.worths[splits.masks], has * finer)
        self.least = self.surely.copy()
        if self.learns:
            self.ranges = [(alone[city], splits.most(city)) for city in splits.outsiders]
            for i in range(len(splits.outsiders)):
                self._learn(1 << i)
                self._learn(len(splits.groups) - 1 - (1 << i))

    def floor(self, members: int) -> Floor:
        """The floor of some members, by bitmask in the game.

        The outsiders who could leave them most are asked for first, until these are some whose
        least is known. Of several as good nobody, else those who would leave most if outsiders had
        no more than they surely have, the fewest, the first.
        """
        worth = self.worths[self.splits.masks | members]
        hopes, groups = worth - self.surely, self.splits.groups
        paid = {0: ZERO}
        while True:
            left = worth - self.least
            for m, known in paid.items():
                left[m] = worth[m] - known / self.unit
            best = np.flatnonzero(left == left.max()).tolist()
            m = min(best, key=lambda m: (m > 0, -hopes[m], len(groups[m])))
            if self.told:
                paid[m] = self.surely[m] * self.unit
            if m in paid:
                return Floor(worth[m] * self.unit - paid[m], groups[m], paid[m])
            paid[m] = self.splits.kept(groups[m])
            if self.learns:
                self._learn(m)

    def _learn(self, m: int) -> None:
        """What the program of one group shows of all.

        Where p.y >= least in every split y, others J have y(J) >= least + min over y of y(J) - p.y,
        which is no less than the sum of the least for each city by itself. With others the group
        itself has no less than both have apart.
        """
        if m == len(self.splits.groups) - 1:
            return
        least, weights = self.splits.shown(self.splits.groups[m])
        both = list(zip(weights, self.ranges, strict=True))
        outside = [min(-p * y for y in ends) for p, ends in both]
        inside = [min((1 - p) * y for y in ends) for p, ends in both]
        start = math.floor((least + sum(outside)) / self.unit)
        more = [math.floor((x - y) / self.unit) for x, y in zip(inside, outside, strict=True)]
        self.least = np.maximum(self.least, start + sums([Fraction(x) for x in more])[0])
        known = math.floor(self.splits.kept(self.splits.groups[m]) / self.unit)
        larger = np.arange(len(self.least))
        larger = larger[larger & m == m]
        self.least[larger] = np.maximum(self.least[larger], known + self.least[larger ^ m])


def floors_are_feasible(
    game: CoalitionalGame,
    members: Iterable[str],
    floors: Mapping[Coalition, Floor],
    run_solver: RunSolver = call,
) -> bool:
    """Whether what members can make is enough for all of their floors at once.

    ``run_solver``: how solvers are called, ``run_solver(solver, subject)``; as they are by default.

    Errors: ``InvalidInput`` names a member that is no city of the game, or a floor of no members.

    See ``outside_offers``.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> floors_are_feasible(game, ["Hub", "Home"], member_floors(game, ["Hub", "Home"]))
    True

    Source: Gillies (1959).
    """
    check_run_solver(run_solver)
    of_kind(game, CoalitionalGame, place="what groups make")
    of_kind(floors, Mapping, place="floors", hint="as member_floors finds them")
    named = members_named(members, game.players, "deal")
    inside = tuple(city for city in game.players if city in named)
    for group, floor in floors.items():
        members_named(group, inside, "group")
        of_kind(floor, Floor, place=f"the floor of {_named(group)}")
    rows = tuple(
        Row(f"floor of {_named(group)}", dict.fromkeys(group, ONE), ">=", floor.amount)
        for group, floor in floors.items()
    )
    bounds: Bounds = {city: (game.worth((city,)), None) for city in inside}
    least = run_solver(solve, LinearProgram("min", dict.fromkeys(inside, ONE), rows, bounds))
    return bool(least.optimum <= game.worth(inside))


def _payoffs(given: Mapping[str, Fraction], members: Coalition) -> dict[str, Fraction]:
    of_kind(given, Mapping, place="payoffs of the deal", hint="a number for each member, by name")
    for city in members:
        if city not in given:
            raise InvalidInput(f"payoff of {city} under the deal", MISSING, "a number")
    return {city: exact(given[city], f"payoff of {city}") for city in members}


def _groups(cities: Coalition) -> Iterator[Coalition]:
    """All groups of them, none and all included."""
    for mask in range(1 << len(cities)):
        yield tuple(city for i, city in enumerate(cities) if mask >> i & 1)


def _without(group: Coalition, part: Iterable[str]) -> Coalition:
    gone = set(part)
    return tuple(city for city in group if city not in gone)


def _named(group: Coalition) -> str:
    return ", ".join(group) or "nobody"
