"""Outside offers: could some members of a deal do better with outsiders,
or with some members only?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from games.coalitional import CoalitionalGame
from games.errors import MISSING, InvalidInput, of_kind
from games.exact import exact
from games.players import Coalition, members_named
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "Floor",
    "OutsideOffers",
    "OutsiderSplits",
    "Requirement",
    "floors_hold_together",
    "member_floors",
    "outside_offers",
]

ZERO, ONE = Fraction(0), Fraction(1)
SHORTFALL = "shortfall"
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]


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

    See ``outside_offers`` for the concept, an example and its source.
    """

    verdict: Literal["stands", "undecided", "fails"]
    requirements: tuple[Requirement, ...]
    shortfall: Fraction
    split: Mapping[str, Fraction]
    blocking: tuple[Requirement, ...]
    stable: bool


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
        self._least: dict[Coalition, Fraction] = {}

    @cached_property
    def own(self) -> dict[Coalition, Fraction]:
        """What each group of outsiders makes by itself, none of them included."""
        found = {group: self.game.worth(group) for group in _groups(self.outsiders) if group}
        return {(): ZERO, **found}

    @cached_property
    def stable(self) -> bool:
        """Whether they have a stable split."""
        if len(self.outsiders) < 3:
            return True  # what both make is no less than what each makes: v* is superadditive
        program = LinearProgram("min", {}, self._stable_rows(), self._bounds())
        return bool(self.run_solver(solve, program).outcome == "optimal")

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What their split keeps to, beside what each makes alone."""
        return self._stable_rows() if self.stable else self._stable_rows()[:1]

    def _bounds(self) -> Bounds:
        return {city: (self.own[city,], None) for city in self.outsiders}

    def _stable_rows(self) -> tuple[Row, ...]:
        """All that they make, and each group that makes more than its parts."""
        whole = Row(
            "all outsiders", dict.fromkeys(self.outsiders, ONE), "==", self.own[self.outsiders]
        )
        return whole, *(
            Row(_named(group), dict.fromkeys(group, ONE), ">=", self.own[group])
            for group in _groups(self.outsiders)
            if 1 < len(group) < len(self.outsiders) and self._more_than_parts(group)
        )

    def _more_than_parts(self, group: Coalition) -> bool:
        first, *others = group
        return all(
            self.own[first, *part] + self.own[_without(group, (first, *part))] < self.own[group]
            for part in _groups(tuple(others))
            if len(part) < len(others)
        )

    def program(
        self, sense: Literal["max", "min"], objective: Mapping[str, Fraction]
    ) -> LinearProgram:
        """The linear program over their splits."""
        return LinearProgram(sense, objective, self.rows, self._bounds())

    def least(self, group: Coalition) -> Fraction:
        """The least that some of them have together, over their splits."""
        if group not in self._least:
            if not group or group == self.outsiders:
                self._least[group] = self.own[group]
            else:
                program = self.program("min", dict.fromkeys(group, ONE))
                self._least[group] = self.run_solver(solve, program).optimum
        return self._least[group]

    def most(self, city: str) -> Fraction:
        """The most that one of them has, over their splits."""
        return self.own[self.outsiders] - self.least(_without(self.outsiders, (city,)))

    def kept(self, group: Coalition) -> Fraction:
        """What some of them have at least: by their splits, or by themselves."""
        return max(self.own[group], self.least(group))

    def requirements(self, payoffs: Mapping[str, Fraction]) -> Iterator[Requirement]:
        """By group of outsiders, what it must have for no members to ask it in, if that counts."""
        some = [g for g in _groups(self.members) if 0 < len(g) < len(self.members)]
        held = {group: sum((payoffs[c] for c in group), ZERO) for group in some}
        for outsiders in _groups(self.outsiders):
            found = None
            for members in some:
                group = tuple(c for c in self.game.players if c in {*members, *outsiders})
                worth = self.game.worth(group)
                least = worth - held[members]
                if least > self.own[outsiders] and (found is None or least > found.least):
                    found = Requirement(group, members, outsiders, worth, least)
            if found is not None:
                yield found


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
    program = splits.program("min", {}) if splits.outsiders else LinearProgram("min", {}, (), {})
    program = LinearProgram(
        "min", short, (*program.rows, *rows), {**program.bounds, SHORTFALL: (ZERO, None)}
    )
    best = run_solver(solve, program)
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
    needed: dict[Coalition, Requirement] = {}
    for one in sorted(found, key=lambda r: len(r.outsiders)):
        met = any(
            set(inner) < set(one.outsiders)
            and other.least + _surely(splits, _without(one.outsiders, inner)) >= one.least
            for inner, other in needed.items()
        )
        if not met:
            needed[one.outsiders] = one
    return tuple(sorted(needed.values(), key=lambda r: splits.own[r.outsiders] - r.least))


def _surely(splits: OutsiderSplits, group: Coalition) -> Fraction:
    """What some outsiders have in every split."""
    return splits.own[group] if splits.stable else sum((splits.own[c,] for c in group), ZERO)


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

    Errors: ``InvalidInput`` names a member that is no city of the game.

    See ``outside_offers``.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> member_floors(game, ["Hub", "Home"])[("Hub",)]
    Floor(amount=Fraction(10, 1), outsiders=('Rival',), paid=Fraction(0, 1))

    Source: Binmore, Shaked and Sutton (1989).
    """
    splits = OutsiderSplits(game, members, run_solver)
    all_outsiders = list(_groups(splits.outsiders))
    alone = split
    if alone is None:
        alone = {city: splits.least((city,)) for city in splits.outsiders}
    surely = {
        group: max(splits.own[group], sum((alone[c] for c in group), ZERO))
        for group in all_outsiders
    }
    found = {}
    for group in _groups(splits.members):
        if not 0 < len(group) < len(splits.members):
            continue
        worth = {
            outsiders: game.worth(tuple(c for c in game.players if c in {*group, *outsiders}))
            for outsiders in all_outsiders
        }
        best = Floor(worth[()], (), ZERO)
        for outsiders in sorted(all_outsiders, key=lambda o: (surely[o] - worth[o], len(o))):
            if worth[outsiders] - surely[outsiders] <= best.amount:
                break
            paid = splits.kept(outsiders) if split is None else surely[outsiders]
            if worth[outsiders] - paid > best.amount:
                best = Floor(worth[outsiders] - paid, outsiders, paid)
        found[group] = best
    return found


def floors_hold_together(
    game: CoalitionalGame,
    members: Iterable[str],
    floors: Mapping[Coalition, Floor],
    run_solver: RunSolver = call,
) -> bool:
    """Whether what members can make is enough for all of their floors at once.

    Errors: ``InvalidInput`` names a member that is no city of the game.

    See ``outside_offers``.

    >>> game = CoalitionalGame.from_function(
    ...     ["Hub", "Home", "Rival"], lambda s: [0, 0, 10, 10][len(s)] if "Hub" in s else 0)
    >>> floors_hold_together(game, ["Hub", "Home"], member_floors(game, ["Hub", "Home"]))
    True

    Source: Gillies (1959).
    """
    check_run_solver(run_solver)
    of_kind(game, CoalitionalGame, place="what groups make")
    of_kind(floors, Mapping, place="floors", hint="as member_floors finds them")
    named = members_named(members, game.players, "deal")
    inside = tuple(city for city in game.players if city in named)
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
