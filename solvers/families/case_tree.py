"""Cases of an integer program, cut in two until none is worth more than a target: in floats.

The newest case is cut, which is solved soonest after its parent; once there are many, or half of
the time is over, the one with the greatest bound. It is cut at one whole variable, the one whose
cut has lowered bounds most so far; what has not been cut yet is tried. An opening that others need
comes first: once all are whole, so is the rest. Before, all is left out that cannot pay: where the
root's prices leave a loss d on a variable,

    bound of the root - d  <=  target,

no point beyond the target moves it. Of a facility game with 60 cities one variable in ten is left.

>>> from solvers import LinearProgram, Row
>>> lp = LinearProgram("max", {"a": Fraction(2), "b": Fraction(3)},
...                    (Row("room", {"a": Fraction(2), "b": Fraction(3)}, "<=", Fraction(4)),),
...                    {"a": (Fraction(0), Fraction(1)), "b": (Fraction(0), Fraction(1))})
>>> tree = CaseTree(Relaxation(lp, ("a", "b")), 2.5)
>>> [point.tolist() for point in tree.grow()], tree.bound
([[0.0, 1.0]], 3.0)

Source: Land and Doig (1960); Achterberg, Koch and Martin (2005), Branching rules revisited;
Crowder, Johnson and Padberg (1983) for what is left out.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.families.floating_program import FloatingProgram
from solvers.highs import new_highs, run_highs
from solvers.linear_program import LinearProgram
from solvers.progress import tell
from solvers.simplex import BASIC, LOWER, UPPER

__all__ = ["CaseTree", "Node", "Relaxation"]

ZERO = Fraction(0)
_CLOSE = 1e-7  # what floats cannot tell apart, of numbers about 1
_WHOLE = 1e-6  # so near to a whole number is whole
_FAR = 1e9  # how far a bound falls where nothing is left, say
_TRIED = 8  # variables of which one is cut
_MANY = 200  # cases

Floats = npt.NDArray[np.float64]
Cut = tuple[int, float, float]  # a variable, and new limits


class Relaxation(FloatingProgram):
    """A program to be maximised, in arrays, and what cuts of its variables have brought so far."""

    def __init__(self, lp: LinearProgram, integers: Sequence[str]) -> None:
        super().__init__(lp)
        self.whole = np.array([self.place[name] for name in integers], dtype=np.int32)
        self.first = self._needed()
        self.relaxed = self.solver()
        self.relaxed.setOptionValue("presolve", "off")
        self.gained = np.zeros((2, len(self.names)))  # per unit, by cuts below and above
        self.cuts = np.zeros((2, len(self.names)))

    def _needed(self) -> Any:
        """Which variables others need: rows  x <= z  of whole ones."""
        whole = np.zeros(len(self.names), dtype=bool)
        whole[self.whole] = True
        height = len(self.row_low)
        count = np.bincount(self.row, weights=whole[self.column], minlength=height)
        total = np.bincount(self.row, weights=self.entry, minlength=height)
        pair = (count == 2) & (np.bincount(self.row, minlength=height) == 2)
        pair &= (self.row_high == 0) & (total == 0)
        needed = np.zeros(len(self.names), dtype=bool)
        needed[self.column[pair[self.row] & (self.entry == -1)]] = True
        return needed


class _Part:
    """Some variables of a relaxation, the others fixed, and the rows that then bind."""

    def __init__(self, relaxation: Relaxation, cost: Floats, fixed: Floats | None = None) -> None:
        self.all = relaxation
        if fixed is None:
            fixed = np.full(len(cost), np.nan)
        self.fixed = fixed
        self.kept = np.flatnonzero(np.isnan(fixed))
        self.idle = np.flatnonzero(~np.isnan(fixed))
        self.rows = np.arange(len(relaxation.row_low))
        self.solver = relaxation.relaxed
        if len(self.idle):
            self.solver = new_highs()
            self.solver.passModel(self._model(cost))

    def _model(self, cost: Floats) -> Any:
        import highspy

        whole, kept = self.all, self.kept
        low, high = whole.low[kept], whole.high[kept]
        size, height = len(kept), len(whole.row_low)
        here = np.full(len(cost), -1)
        here[kept] = np.arange(size)
        gone = here[whole.column] < 0
        taken = np.where(gone, whole.entry * self.fixed[whole.column], 0)
        shift = np.bincount(whole.row, weights=taken, minlength=height)
        least, most = whole.row_low - shift, whole.row_high - shift
        row, column = whole.row[~gone], here[whole.column[~gone]]
        entry = whole.entry[~gone]
        ends = np.sort([entry * low[column], entry * high[column]], axis=0)
        reach = [np.bincount(row, weights=end, minlength=height) for end in ends]
        self.rows = np.flatnonzero((reach[0] < least - _CLOSE) | (reach[1] > most + _CLOSE))
        there = np.full(height, -1)
        there[self.rows] = np.arange(len(self.rows))
        binds = np.flatnonzero(there[row] >= 0)
        binds = binds[np.argsort(there[row[binds]], kind="stable")]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(self.rows)
        model.col_cost_, model.offset_ = (
            -cost[kept],
            -float(cost[self.idle] @ self.fixed[self.idle]),
        )
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_, model.row_upper_ = least[self.rows], most[self.rows]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = size, len(self.rows)
        starts = np.searchsorted(there[row[binds]], np.arange(len(self.rows) + 1))
        matrix.start_ = starts.astype(np.int32)
        matrix.index_, matrix.value_ = column[binds].astype(np.int32), entry[binds]
        return model

    def solve(self, path: tuple[Cut, ...], low: Floats, high: Floats) -> Node:
        """The case's optimum; ``low`` and ``high`` are limits of all variables."""
        import highspy

        size = len(self.kept)
        at = np.arange(size, dtype=np.int32)
        self.solver.changeColsBounds(size, at, low[self.kept], high[self.kept])
        status = run_highs(self.solver)
        none = np.zeros(len(self.rows))
        if status == highspy.HighsModelStatus.kOptimal:
            found = self.solver.getSolution()
            value = -float(self.solver.getInfo().objective_function_value)
            return Node(path, value, self, np.array(found.col_value), [-np.array(found.row_dual)])
        if status == highspy.HighsModelStatus.kInfeasible:
            _, known, ray = self.solver.getDualRay()
            # A contradiction, however often it is added up.
            often = 1e6 * (1 + np.abs(self.all.cost).sum())
            rays = [sign * often / (np.abs(ray).max() or 1) * ray for sign in (1, -1) if known]
            return Node(path, -math.inf, self, None, [none, *rays])
        return Node(path, math.inf, self, None, [none])

    def statuses(self) -> tuple[list[int], list[int]] | None:
        """The basis last found, for all variables and rows: what is left out of it is at rest."""
        basis = self.solver.getBasis()
        if not basis.valid:
            return None
        resting = np.where(self.fixed > self.all.low, UPPER, LOWER)
        resting[self.kept] = [int(status) for status in basis.col_status]
        rows = np.full(len(self.all.row_low), BASIC)
        rows[self.rows] = [int(status) for status in basis.row_status]
        return resting.tolist(), rows.tolist()


@dataclass(slots=True)
class Node:
    """A case and the optimum of what is left, without wholeness, in one part of the program.

    ``value`` is infinite where HiGHS found none, and its negative where there is none. ``exact``:
    whether the solution was found in fractions, so that what is whole is so to the last digit.
    """

    path: tuple[Cut, ...]
    value: float
    part: _Part
    solution: Floats | None
    duals: list[Floats]
    exact: bool = False

    @property
    def point(self) -> Any:
        """The optimum, of all variables."""
        if self.solution is None:
            return None
        point = self.part.fixed.copy()
        point[self.part.kept] = self.solution
        return point

    def prices(self) -> Iterable[Floats]:
        """Prices of all rows; one of them bounds the case best."""
        for duals in self.duals:
            prices = np.zeros(len(self.part.all.row_low))
            prices[self.part.rows] = duals
            yield prices


class CaseTree:
    """The cases of a relaxation, down to a target; ``cost``: another objective than its own.

    ``rises``: whether the target rises to the best point found. ``leaves``: cases that cover all
    points, to go on from; they were settled at an objective that is the same but for a hair.
    """

    def __init__(
        self,
        relaxation: Relaxation,
        target: float,
        cost: Floats | None = None,
        *,
        rises: bool = False,
        leaves: Sequence[Node] = (),
    ) -> None:
        self.all, self.target, self.rises = relaxation, target, rises
        self.cost = relaxation.cost if cost is None else cost
        size = len(self.cost)
        relaxation.relaxed.changeColsCost(size, np.arange(size, dtype=np.int32), -self.cost)
        self.whole = self.part = _Part(relaxation, self.cost)
        root = self.solve(())
        self.left: list[Node] = []
        self.limit, self.many = 1000, _MANY  # cases, at most, and of which the newest is cut
        self.held: list[Node] = []  # the one that is being looked at
        self.open_ = [*leaves] or [root]
        if root.solution is not None and math.isfinite(target):
            slopes = -np.array(relaxation.relaxed.getSolution().col_dual)
            self.part = _Part(relaxation, self.cost, self._idle(root, slopes))

    def _idle(self, root: Node, slopes: Floats) -> Floats:
        """Where a variable rests that no point beyond the target moves; not a number elsewhere."""
        gap = max(root.value - self.target, 0) + self._near()
        point, low, high = root.point, self.all.low, self.all.high
        resting = np.full(len(point), np.nan)
        for limit, loss in ((low, -slopes), (high, slopes)):
            rests = (np.abs(point - limit) < _CLOSE) & (loss > gap)
            rests[np.setdiff1d(np.arange(len(point)), self.all.whole)] = False
            resting[rests] = limit[rests]
        return resting

    def _near(self) -> float:
        return _CLOSE * max(1.0, abs(self.target)) if math.isfinite(self.target) else 0.0

    def solve(self, path: tuple[Cut, ...], *, whole: bool = False) -> Node:
        """The case with these cuts, with all variables where one that rests is to move."""
        low, high = self.all.low.copy(), self.all.high.copy()
        for j, least, most in path:
            low[j], high[j] = max(low[j], least), min(high[j], most)
        if (low > high).any():
            return Node(path, -math.inf, self.part, None, [np.zeros(len(self.part.rows))])
        resting = self.part.fixed[self.part.idle]
        moved = (resting < low[self.part.idle]) | (resting > high[self.part.idle])
        return (self.whole if whole or moved.any() else self.part).solve(path, low, high)

    def basis(self, node: Node) -> tuple[list[int], list[int]] | None:
        """The statuses of variables and rows at the optimum of a node."""
        again = self.solve(node.path, whole=node.part is self.whole)
        return None if again.solution is None else again.part.statuses()

    @property
    def cases(self) -> list[Node]:
        """Nodes that cover all points."""
        return [*self.left, *self.held, *self.open_]

    @property
    def bound(self) -> float:
        """What no point beyond the target is worth more than."""
        return max(node.value for node in self.cases)

    def grow(
        self,
        until: float = math.inf,
        *,
        nearby: Callable[[Floats], Iterable[Floats]] | None = None,
        settled: Callable[[Node], Node | None] | None = None,
        pace: float = 0.0,
    ) -> Iterator[Floats]:
        """Cut on, and yield the points beyond the target that are met, and those ``nearby``.

        ``settled`` may hand back a node that is not done with, solved anew. ``pace``: the seconds
        that each case will take afterwards, to be left of the time ``until`` which is cut.
        """
        began = math.inf
        while self.open_ and len(self.open_) + len(self.left) < self.limit:
            tell("cases", len(self.open_) + len(self.left), self.limit)
            now = time.monotonic()
            began, done = min(began, now), now + pace * len(self.open_)
            if done > until:
                return
            node = self._next(newest=done - began < until - done)
            self.held = [node]
            cut = self.fractional(node)
            if cut is None and node.value > self.target + self._near() and node.point is not None:
                yield from self._met(node.point)
            if node.value <= self.target + self._near() or cut is None:
                again = settled(node) if settled else None
                if again is None or self.fractional(again) is None:
                    if again is not None and again.point is not None:
                        yield from self._met(again.point)
                    self.left.append(again or node)
                    self.held = []
                    continue
                node = again
                self.held = [node]
            for point in nearby(node.point) if nearby else ():
                yield from self._met(point)
            self.open_ += self._cut(node)
            self.held = []

    def _next(self, *, newest: bool) -> Node:
        if newest and len(self.open_) + len(self.left) < self.many:
            return self.open_.pop()
        return self.open_.pop(max(range(len(self.open_)), key=lambda k: self.open_[k].value))

    def _met(self, point: Floats) -> Iterator[Floats]:
        value = float(self.cost @ point)
        if value > self.target + self._near():
            if self.rises:
                self.target = value
            yield point

    def fractional(self, node: Node) -> Any:
        """The variables that should be whole and are not; None where all are."""
        if (point := node.point) is None:
            return None
        values = point[self.all.whole]
        near = 0 if node.exact else _WHOLE
        broken = self.all.whole[np.abs(values - np.round(values)) > near]
        return broken if len(broken) else None

    def _cut(self, node: Node) -> list[Node]:
        """The two halves of a case, cut where both bounds fall most."""
        point, memory = node.point, self.all
        broken = self.fractional(node)
        first = broken[memory.first[broken]]
        broken = first if len(first) else broken
        parts = np.array([point[broken] - np.floor(point[broken])])
        parts = np.concatenate([parts, 1 - parts])
        room = node.value - self.target

        def score(falls: Any) -> Any:
            falls = np.clip(falls, 0, min(room, _FAR))
            return falls[0] * falls[1] + _CLOSE * falls.min(axis=0)

        cuts = memory.cuts[:, broken]
        known = np.abs(self.cost[broken])
        guess = np.where(cuts > 0, memory.gained[:, broken] / np.maximum(cuts, 1), known)
        promise = score(guess * parts)
        best: tuple[float, int, list[Node]] = (-1.0, -1, [])
        for k in np.argsort(-promise)[:_TRIED]:
            if cuts[:, k].min() > 0:
                if promise[k] > best[0]:
                    best = float(promise[k]), int(k), []
                continue
            halves = self._halves(node, int(broken[k]), parts[:, k])
            falls = np.array([[node.value - half.value] for half in halves])
            best = max(best, (float(score(falls)[0]), int(k), halves), key=lambda tried: tried[0])
            if falls.min() >= room:
                break
        _, k, halves = best
        return halves or self._halves(node, int(broken[k]), parts[:, k])

    def _halves(self, node: Node, j: int, parts: Floats) -> list[Node]:
        """Both cases of a cut, which is remembered."""
        below = math.floor(node.point[j])
        halves = [
            self.solve((*node.path, (j, *limits)))
            for limits in ((-math.inf, below), (below + 1, math.inf))
        ]
        for side, half in enumerate(halves):
            fall = node.value - max(half.value, self.target)
            self.all.gained[side, j] += min(max(fall, 0), _FAR) / parts[side]
            self.all.cuts[side, j] += 1
        return halves
