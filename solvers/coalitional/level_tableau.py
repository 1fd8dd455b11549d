"""Levels of excesses by the simplex method in whole numbers, for games of few cities.

Every proper coalition has a slack, and where it counts, every city's floor:

    s_S = x(S) + t w(S) - v(S) >= 0,      f_i = x_i - v(i) >= 0,      x(N) = v(N).

At a vertex as many slacks are 0 as there are dimensions, and a table tells all others, and t, from
those. The least t is reached by dual steps from the vertex where all single cities are tight; the
slacks t then depends on are settled, at multipliers that balance. What depends on nothing else is
settled, too; the others go on down to the next level, t - tau, by primal steps. A table's entry is
a minor over the determinant of the basis, so that no step leaves the whole numbers.

>>> estate = CoalitionalGame.from_array(["c100", "c200", "c300"], [0, 0, 0, 0, 0, 0, 100, 200])
>>> payoffs, settled = tableau_levels(estate, floors=False)
>>> payoffs
[Fraction(50, 1), Fraction(75, 1), Fraction(75, 1)]
>>> [level.weights for level in settled]
[{1: 1, 6: 1}, {2: 2, 4: 2}]

Source: Potters, Reijnierse and Ansing (1996), Computing the nucleolus by solving a prolonged
simplex algorithm; Bareiss (1968) for whole numbers.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.excess import subset_sums
from solvers.coalitional.worth_table import WorthTable

__all__ = ["Settled", "few_cities", "lowest_level", "tableau_levels"]

_FEW, _FEW_LONG = 8, 6  # of more cities a linear program on few coalitions is solved sooner
_ROOM = 2**28  # sums of many products of smaller numbers fit into int64
_PATIENCE = 200  # steps by the steepest choice; then by Bland's rule, which ends

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """What settles a level: multipliers of coalitions, and of cities (by number) at their floor.

    They are those of a balanced combination, up to a common factor.
    """

    weights: Mapping[int, Fraction | int]
    floors: Mapping[int, Fraction | int]


def few_cities(game: CoalitionalGame, *, long_weights: bool = False) -> bool:
    """Whether this is the quicker way; ``long_weights``: with weights of many digits."""
    return len(game.players) <= (_FEW_LONG if long_weights else _FEW)


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
    table = _Tableau(own, floors=floors, weights=weights)
    table.first_level()
    levels = [table.settle()]
    while table.beside:
        table.next_level()
        levels.append(table.settle())
    return table.payoffs(), levels


def lowest_level(game: CoalitionalGame) -> tuple[list[Fraction], Settled]:
    """A vertex of the least core of a game of two cities or more, as gains, and what settles it."""
    table = _Tableau(game.as_gains(), floors=False, weights=None)
    table.first_level()
    return table.payoffs(), table.multipliers()


class _Tableau:
    """``det`` times each basic slack, and in the last row t, by those ``beside``, which are 0.

    Slacks go by bitmask, floors by ~i, tau by 0. ``rows`` holds the coefficients, in int64 as long
    as they are small, and ``right`` the values, in Python integers.
    """

    def __init__(self, game: CoalitionalGame, *, floors: bool, weights: Array | None) -> None:
        self.n = n = len(game.players)
        numbers, self.unit = game.integers()
        self.worths: list[int] = numbers.tolist()
        # At 0 stands what tau does to a floor: nothing.
        self.weights = [0] + [1] * (game.grand - 1) if weights is None else _whole(weights)
        kind: Any = np.int64 if max(self.weights) < _ROOM else object
        several, members = _several(n)
        members = members.astype(kind)
        light = np.array([self.weights[1 << i] for i in range(n)], dtype=kind)
        alone = np.array([self.worths[1 << i] for i in range(n)], dtype=object)
        excess = int(alone.sum()) - self.worths[-1]
        self.det = sum(light.tolist())
        self.beside = [1 << i for i in range(n)]
        self.basic = several.tolist()
        # At the start s_i = x_i + t w(i) - v(i) are 0, so that x(N) = v(N) tells t from them.
        tilt = np.array(self.weights, dtype=kind)[several] - members @ light
        lack = (subset_sums(alone) - np.array(self.worths, dtype=object))[several]
        rows = [self.det * members + tilt[:, None]]
        right = [self.det * lack + excess * tilt.astype(object)]
        if floors:
            self.basic += [~i for i in range(n)]
            rows.append(self.det * np.eye(n, dtype=kind) - light[:, None])
            right.append(-excess * light.astype(object))
        self.rows = np.concatenate([*rows, np.ones((1, n), dtype=kind)])
        self.right = np.concatenate([*right, np.array([excess], dtype=object)])
        self.paid: dict[int, Fraction] = {}

    # ------------------------------------------------------------------ steps

    def first_level(self) -> None:
        """Dual steps to the least t: multipliers stay positive, until no slack is negative."""
        steps = 0
        while self.basic:
            row = int(self.right[:-1].argmin())
            if self.right[row] >= 0:
                break
            if steps >= _PATIENCE:
                broken = np.flatnonzero(self.right[:-1] < 0).tolist()
                row = min(broken, key=self.basic.__getitem__)
            entries, multipliers = self.rows[row].tolist(), self.rows[-1].tolist()
            self._pivot(row, _nearest(multipliers, entries, self.beside))
            steps += 1

    def next_level(self) -> None:
        """Primal steps to the least t - tau: slacks stay positive, until no multiplier is negative.

        The open slacks of the new level are s_S - tau w(S).
        """
        self._make_room()
        heavy, beside = (
            np.array([self.weights[max(name, 0)] for name in names], dtype=self.rows.dtype)
            for names in (self.basic, self.beside)
        )
        tau = self.rows @ beside
        tau[:-1] -= self.det * heavy
        tau[-1] = -self.det
        self.rows[-1] = 0
        self.rows = np.column_stack((self.rows, tau))
        self.beside.append(0)
        steps = 0
        while min(multipliers := self.rows[-1].tolist()) < 0:
            column = multipliers.index(min(multipliers))
            if steps >= _PATIENCE:
                falling = (k for k, y in enumerate(multipliers) if y < 0)
                column = min(falling, key=self.beside.__getitem__)
            entries = (-self.rows[:-1, column]).tolist()
            row = _nearest(self.right.tolist(), entries, self.basic)
            self._pivot(row, column)
            if not self.basic[row]:  # tau: t tells it
                del self.basic[row]
                self.rows = np.delete(self.rows, row, axis=0)
                self.right = np.delete(self.right, row)
            steps += 1

    def _pivot(self, row: int, column: int) -> None:
        """The slack of a row becomes 0 in place of that of a column."""
        self._make_room()
        line, along, bound = self.rows[row].copy(), self.rows[:, column].copy(), self.right[row]
        pivot = int(line[column])
        sign = 1 if pivot > 0 else -1
        rows = (self.rows * pivot - along[:, None] * line) // (sign * self.det)
        right = (self.right * pivot - along.astype(object) * bound) // (sign * self.det)
        rows[:, column], rows[row], right[row] = sign * along, -sign * line, -sign * bound
        rows[row, column] = sign * self.det
        self.rows, self.right, self.det = rows, right, abs(pivot)
        self.basic[row], self.beside[column] = self.beside[column], self.basic[row]

    def _make_room(self) -> None:
        """Python integers for coefficients whose products might not fit into int64."""
        small = self.rows.dtype != object
        if small and max(self.det, int(self.rows.max()), -int(self.rows.min())) >= _ROOM:
            self.rows = self.rows.astype(object)

    # ------------------------------------------------------------------ levels

    def multipliers(self) -> Settled:
        """What t depends on."""
        used = {name: y for name, y in zip(self.beside, self.rows[-1].tolist(), strict=True) if y}
        return Settled(
            {name: used[name] for name in sorted(used) if name > 0},
            {~name: used[name] for name in sorted(used, reverse=True) if name < 0},
        )

    def settle(self) -> Settled:
        """What t depends on is settled, and what then depends on nothing else; they leave."""
        found = self.multipliers()
        columns = np.flatnonzero(self.rows[-1] == 0).tolist()
        rest = self.rows[:, columns]
        open_ = np.flatnonzero((rest[:-1] != 0).any(axis=1)).tolist()
        beside, basic = [self.beside[k] for k in columns], [self.basic[r] for r in open_]
        self.paid |= self._paid(leaving={*self.beside, *self.basic}.difference(beside, basic))
        self.rows, self.right = rest[[*open_, -1]], self.right[[*open_, -1]]
        self.beside, self.basic = beside, basic
        return found

    def _paid(self, leaving: Container[int]) -> dict[int, Fraction]:
        """What each city gets here whose slack is leaving the table."""
        slacks = dict.fromkeys(self.beside, 0) | dict(zip(self.basic, self.right, strict=False))
        t, unit = self.right[-1], self.unit / self.det
        return {
            i: (self.worths[1 << i] * self.det + slacks[1 << i] - self.weights[1 << i] * t) * unit
            for i in range(self.n)
            if 1 << i in leaving
        }

    def payoffs(self) -> list[Fraction]:
        """By city, those that are settled at what they get then."""
        paid = self.paid | self._paid(leaving={*self.beside, *self.basic})
        return [paid[i] for i in range(self.n)]


def _nearest(values: list[int], entries: list[int], names: list[int]) -> int:
    """Where an entry is positive and the value over it least; of several, the first by name."""
    found, value, entry = -1, 1, 0
    for k, (v, a) in enumerate(zip(values, entries, strict=False)):
        if a > 0:
            closer = v * entry - value * a
            if closer < 0 or (not closer and names[k] < names[found]):
                found, value, entry = k, v, a
    return found


@lru_cache(maxsize=16)
def _several(n: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The coalitions of more than one city, but not all, and whether each city is in them."""
    masks = np.array([mask for mask in range((1 << n) - 1) if mask & (mask - 1)], dtype=np.int64)
    return masks, masks[:, None] >> np.arange(n) & 1


def _whole(weights: Array) -> list[int]:
    """Weights of the proper coalitions as whole numbers, up to a common factor; before them a 0."""
    digits, exponents = WorthTable(weights).digits(np.arange(1, len(weights) - 1))
    lowest = int(exponents.min())
    found = [int(d) << e - lowest for d, e in zip(digits.tolist(), exponents.tolist(), strict=True)]
    return [0, *found]
