"""How the outsiders of a deal may split what they make by themselves."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.errors import of_kind
from games.exact import over_one_denominator
from games.players import Coalition, members_named, members_of
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.coalitional.superadditive_cover import max_plus
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import LinearProgramAnswer, solve

__all__ = [
    "Bounds",
    "OutsiderSplits",
    "Requirement",
    "group_masks",
    "groups_of",
    "sums",
]

ZERO, ONE = Fraction(0), Fraction(1)
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]
Table = npt.NDArray[Any]
AT_ONCE, JOIN = 64, 32
"""So many groups of outsiders stand in a program from the start; of more, so many join at a time
that a split does not content."""
NEAR = 1e-12
"""By the largest worth and all that is split; what is nearer is looked at in whole numbers."""


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


class _OutsiderTables:
    """What groups of outsiders make by themselves, by bitmask among them."""

    def __init__(self, game: CoalitionalGame, outsiders: Coalition) -> None:
        self.groups = groups_of(outsiders)
        self.masks = group_masks(game, outsiders)
        worths, self.unit = game.integers()
        self._worths = worths[self.masks]

    @cached_property
    def own(self) -> dict[Coalition, Fraction]:
        """What each group makes, the empty one included."""
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
    def many(self) -> bool:
        """Whether outsiders form more groups than stand in a program from the start."""
        return len(self.groups) > AT_ONCE

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
        """The constraints on their split found so far, beside what each makes alone.

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
        """The groups in programs from the start: all, or those that leave out one city."""
        places, large = self._tables.more_than_parts, len(self.outsiders) - 1
        return (
            places
            if len(places) <= AT_ONCE
            else [m for m in places if len(self.groups[m]) == large]
        )

    def _join(self, places: Iterable[int]) -> None:
        for m in places:
            group = self.groups[m]
            self._joined[m] = Row(
                ", ".join(group), dict.fromkeys(group, ONE), ">=", self.own[group]
            )
        self._joined = dict(sorted(self._joined.items()))

    def _joined_missed(self, split: Mapping[str, Fraction]) -> bool:
        """Add rows for groups that have too little in a split; whether there were any."""
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
        return self.run_solver(solve, program())

    def _solved(
        self, program: Callable[[], LinearProgram], name: Callable[[str], str]
    ) -> LinearProgramAnswer:
        while True:
            found = self.run_solver(solve, program())
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
        """The least that a group has together, over their splits."""
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
        """The most that an outsider has, over their splits."""
        others = tuple(one for one in self.outsiders if one != city)
        return self.own[self.outsiders] - self.least(others)

    def kept(self, group: Coalition) -> Fraction:
        """What a group has at least: over their splits, or by itself."""
        return max(self.own[group], self.least(group))

    def requirements(self, payoffs: Mapping[str, Fraction]) -> Iterator[Requirement]:
        """By group of outsiders, what it must have for no members to ask it in, if that counts."""
        worths, unit = self.game.integers()
        held, over = sums([payoffs[city] / unit for city in self.members])
        some = list(
            zip(groups_of(self.members), group_masks(self.game, self.members), held, strict=True)
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


def groups_of(cities: Coalition) -> list[Coalition]:
    """All groups of some cities by bitmask, none and all included."""
    return [members_of(mask, cities) for mask in range(1 << len(cities))]
