"""Levels of excesses in a table of all coalitions, for games of few cities.

Every proper coalition has a slack, and where it counts, every city's floor:

    s_S = x(S) + t w(S) - v(S) >= 0,      f_i = x_i - v(i) >= 0,      x(N) = v(N).

The least t is reached by dual steps from the vertex where all single cities are tight; the slacks
that t then depends on are settled, at multipliers that balance. What depends on nothing else is
settled, too; the others go on down to the next level, t - tau, by primal steps.

>>> estate = CoalitionalGame.from_array(["c100", "c200", "c300"], [0, 0, 0, 0, 0, 0, 100, 200])
>>> payoffs, settled = tableau_levels(estate, floors=False)
>>> payoffs
[Fraction(50, 1), Fraction(75, 1), Fraction(75, 1)]
>>> [level.weights for level in settled]
[{1: 1, 6: 1}, {2: 2, 4: 2}]

Source: Potters, Reijnierse and Ansing (1996), Computing the nucleolus by solving a prolonged
simplex algorithm.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.slack_table import ROOM, SlackTable, coalitions_of_several
from solvers.coalitional.subset_sums import subset_sums
from solvers.coalitional.worth_table import WorthTable

__all__ = ["Settled", "lowest_level", "tableau_levels"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """What settles a level: multipliers of coalitions, and of cities (by number) at their floor.

    They are those of a balanced combination, up to a common factor.
    """

    weights: Mapping[int, Fraction | int]
    floors: Mapping[int, Fraction | int]


def tableau_levels(
    game: CoalitionalGame, *, floors: bool, weights: Array | None = None
) -> tuple[list[Fraction], list[Settled]]:
    """Payoffs, as gains, with the lexicographically least excesses, and what settles each level.

    ``floors``: only splits with x_i >= v(i) count; there must be one. ``weights``: what the excess
    of each coalition is divided by; 1 if not given.
    """
    own = game.as_gains()
    if len(own.players) == 1:
        return [own.grand_worth], []
    levels = _Levels(own, floors=floors, weights=weights)
    settled = [levels.settle()]
    while levels.table.beside:
        levels.descend()
        settled.append(levels.settle())
    return levels.payoffs(), settled


def lowest_level(game: CoalitionalGame) -> tuple[list[Fraction], Settled]:
    """A vertex of the least core of a game of two cities or more, as gains, and what settles it."""
    levels = _Levels(game.as_gains(), floors=False, weights=None)
    return levels.payoffs(), levels.multipliers()


class _Levels:
    """The table at the least t of the first level; slacks go by bitmask, floors by ~i, tau by 0."""

    def __init__(self, game: CoalitionalGame, *, floors: bool, weights: Array | None) -> None:
        self.n = n = len(game.players)
        numbers, self.unit = game.integers()
        self.worths: list[int] = numbers.tolist()
        # At 0 stands what tau does to a floor: nothing.
        self.weights = [0] + [1] * (game.grand - 1) if weights is None else _whole_weights(weights)
        even = weights is None
        start = _even(n, floors=floors) if even else _start(self.weights, n, floors=floors)
        det, rows, tilt, basic = start
        alone = np.array([self.worths[1 << i] for i in range(n)], dtype=object)
        excess = int(alone.sum()) - self.worths[-1]
        lack = subset_sums(alone) - np.array(self.worths, dtype=object)
        right = excess * tilt
        several = coalitions_of_several(n)[0][:-1]  # but not all
        right[: len(several)] += det * lack[several]
        beside = [1 << i for i in range(n)]
        self.table = SlackTable(det, rows, right, [*basic], beside)
        self.table.dual_steps()
        self.paid: dict[int, Fraction] = {}

    def multipliers(self) -> Settled:
        """What t depends on."""
        used = self.table.multipliers()
        return Settled(
            {name: used[name] for name in sorted(used) if name > 0},
            {~name: used[name] for name in sorted(used, reverse=True) if name < 0},
        )

    def settle(self) -> Settled:
        """What t depends on is settled, and what then depends on nothing else; they leave."""
        table, found = self.table, self.multipliers()
        columns = np.flatnonzero(table.rows[-1] == 0).tolist()
        open_ = np.flatnonzero((table.rows[:-1, columns] != 0).any(axis=1)).tolist()
        staying = {*(table.beside[k] for k in columns), *(table.basic[r] for r in open_)}
        self.paid |= self._paid({*table.beside, *table.basic} - staying)
        table.keep(open_, columns)
        return found

    def descend(self) -> None:
        """To the least t - tau of the next level; its open slacks are s_S - tau w(S)."""
        table = self.table
        table.make_room()
        heavy, beside = (
            np.array([self.weights[max(name, 0)] for name in names], dtype=table.rows.dtype)
            for names in (table.basic, table.beside)
        )
        tau = table.rows @ beside
        tau[:-1] -= table.det * heavy
        tau[-1] = -table.det
        table.rows[-1] = 0
        table.rows = np.column_stack((table.rows, tau))
        table.beside.append(0)
        table.primal_steps()

    def payoffs(self) -> list[Fraction]:
        """The payoff of each city; of settled ones as they were settled."""
        paid = self.paid | self._paid(self.table.slacks())
        return [paid[i] for i in range(self.n)]

    def _paid(self, names: Container[int]) -> dict[int, Fraction]:
        """The payoff of each city whose own slack is among ``names``."""
        det, t, slacks = self.table.det, self.table.right[-1], self.table.slacks()
        up, down = self.unit.numerator, self.unit.denominator * det
        return {
            i: Fraction(
                (self.worths[1 << i] * det + slacks[1 << i] - self.weights[1 << i] * t) * up, down
            )
            for i in range(self.n)
            if 1 << i in names
        }


def _start(
    weights: Sequence[int], n: int, *, floors: bool
) -> tuple[int, Array, Array, tuple[int, ...]]:
    """The determinant, all coefficients, what the right sides hold of x(N) - v(N), the names.

    At the start s_i = x_i + t w(i) - v(i) are 0, so that x(N) = v(N) tells t from them.
    """
    kind: Any = np.int64 if max(weights) < ROOM else object
    several, members = (found[:-1] for found in coalitions_of_several(n))  # but not all
    members = members.astype(kind)
    light = np.array([weights[1 << i] for i in range(n)], dtype=kind)
    det = sum(light.tolist())
    tilt = np.array(weights, dtype=kind)[several] - members @ light
    rows, right = [det * members + tilt[:, None]], [tilt]
    if floors:
        rows.append(det * np.eye(n, dtype=kind) - light[:, None])
        right.append(-light)
    basic = (*several.tolist(), *((~i for i in range(n)) if floors else ()))
    table = np.concatenate([*rows, np.ones((1, n), dtype=kind)])
    tilts = np.concatenate([*right, np.ones(1, dtype=kind)]).astype(object)
    for shared in (table, tilts):
        shared.flags.writeable = False
    return det, table, tilts, basic


@lru_cache(maxsize=16)
def _even(n: int, *, floors: bool) -> tuple[int, Array, Array, tuple[int, ...]]:
    """The tableau that ``_start`` gives where all weigh 1, which is that of any game."""
    return _start([0] + [1] * ((1 << n) - 2), n, floors=floors)


def _whole_weights(weights: Array) -> list[int]:
    """Weights of the proper coalitions as whole numbers, up to a common factor; before them a 0."""
    digits, exponents = WorthTable(weights).digits(np.arange(1, len(weights) - 1))
    lowest = int(exponents.min())
    found = [int(d) << e - lowest for d, e in zip(digits.tolist(), exponents.tolist(), strict=True)]
    return [0, *found]
