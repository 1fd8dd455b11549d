"""Floors: what some members of a deal could have without the others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.by_city import numbers
from games.coalitional import CoalitionalGame
from games.errors import of_kind
from games.players import Coalition, members_named
from games.production import LinearProductionGame
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.outsider_splits import (
    Bounds,
    OutsiderSplits,
    group_masks,
    groups_of,
    sums,
)
from mechanisms.compact.own_program import fall_back_game
from mechanisms.compact.run_solver import RunSolver, call, check_run_solver
from solvers.coalitional.superadditive_cover import superadditive_cover
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve
from solvers.production.coalitional_form import coalitional_form

__all__ = ["Floor", "FreeOutsiders", "floors_are_feasible", "member_floors"]

ZERO, ONE = Fraction(0), Fraction(1)
FINER = 1 << 20
"""Into so many parts the unit of worths is divided, where numbers are rounded down."""


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
    masks = zip(groups_of(splits.members), group_masks(game, splits.members), strict=True)
    return {group: had.floor(mask) for group, mask in masks if 0 < len(group) < len(splits.members)}


@dataclass(frozen=True, slots=True)
class FreeOutsiders:
    """What outsiders add a year to what a member of a deal makes by itself, whatever it owns.

    The member pays those whom it asks in what they keep among themselves: it is its floor, less its
    own worth. ``region``: the game in which groups are free to form.

    See ``outside_offers`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> land = Resource("quota", "tradable", {"Uplands": 100})
    >>> def build(city, x):
    ...     uses, values = (Use("quota", 1),), (Value(city, "cash", x),)
    ...     return Activity(f"build in {city}", (city,), uses, values)
    >>> region = LinearProductionGame(("Harbour", "Uplands", "Rival"), (land,),
    ...                               (build("Uplands", 1), build("Rival", 3)))
    >>> deal = EnclaveCompact(region, Annuity(4, 0), ("Harbour", "Uplands"))
    >>> outside = FreeOutsiders(deal, region, ("Rival",))
    >>> str(outside("Uplands", {})), str(outside("Uplands", {"quota": -60}))
    ('200', '80')
    """

    compact: EnclaveCompact
    region: LinearProductionGame
    outsiders: Coalition
    run_solver: RunSolver = call

    def __call__(self, city: str, changes: Mapping[str, Fraction]) -> Fraction:
        game = self.game(city, changes)
        if game is None:
            return ZERO
        best = superadditive_cover(self.run_solver(coalitional_form, game).game)
        splits = OutsiderSplits(best, (city,), self.run_solver)
        return _LeastHad(splits, None).floor(best.mask((city,))).amount - best.worth((city,))

    def game(self, city: str, changes: Mapping[str, Fraction]) -> LinearProductionGame | None:
        """What it could do with them; ``None`` if it has nothing to do with any."""
        cities = tuple(c for c in self.region.cities if c == city or c in self.outsiders)
        left = fall_back_game(self.compact, city, changes, self.region.subgame(cities))
        links = () if left is None else left[0].links
        return left[0] if left and any(city in one and len(one) > 1 for one in links) else None


class _LeastHad:
    """By group of outsiders, by bitmask, what they have at least, as far as programs have shown.

    In whole numbers of ``unit``, rounded down. ``split``: what each outsider has, if it is told.
    """

    def __init__(self, splits: OutsiderSplits, split: Mapping[str, Fraction] | None) -> None:
        self.splits, self.told = splits, split is not None
        self.learns = not self.told and splits.many and splits.stable
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
        """Raise the known least of all groups by the prices of one group's program.

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
        of_kind(floor, Floor, place=f"the floor of {', '.join(group)}")
    rows = tuple(
        Row(f"floor of {', '.join(group)}", dict.fromkeys(group, ONE), ">=", floor.amount)
        for group, floor in floors.items()
    )
    bounds: Bounds = {city: (game.worth((city,)), None) for city in inside}
    least = run_solver(solve, LinearProgram("min", dict.fromkeys(inside, ONE), rows, bounds))
    return bool(least.optimum <= game.worth(inside))
