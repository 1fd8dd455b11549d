"""The least core and the cost of stability by row generation, with an oracle that finds the rows.

    minimise t  over  x(N) = v(N),   x(S) + t >= v(S)  for the coalitions S found so far,

gives the lowest point of the coalitions known; its t is a lower bound of epsilon. The oracle finds
the most unhappy coalition there, which becomes a row. The greatest excess at any point is an upper
bound. The oracle solves integer programs (``program_oracle``), or asks the game's own functions
(``oracle_search``).

The lowest point moves far from round to round, and coalitions that are unhappy there seldom matter
later. So where the oracle's heuristics are good, the lowest point is looked for in a box
(``moving_box``). Where it solves for the most unhappy coalition (``inward``), it is asked between
the best point so far and the lowest one, once heuristics find no more at the lowest.

All is in gains, and in floats: fractions and proofs come last (``exact_bound``, ``prove``).

>>> from games import FacilityLocation
>>> from solvers.families.program_game import program_game
>>> from solvers.families.program_oracle import ProgramOracle
>>> hub = program_game(FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]]))
>>> oracle = ProgramOracle(hub, grand=False)
>>> search = CoalitionSearch(oracle, oracle.exact(0b11), SearchLimits(math.inf, None))
>>> search.until_proven().lowest
Fraction(-4, 1)

Source: Hallefjord, Helming and Jørnsten (1995); Kelley (1960); Drechsel and Kimms (2010); Ben-Ameur
and Neto (2007), Acceleration of cutting-plane and column generation algorithms, for the way in.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

from solvers.families.collection_program import CollectionProgram
from solvers.families.floating_program import Floats
from solvers.families.integer_program import Case
from solvers.families.moving_box import MovingBox
from solvers.limited_work import ENDLESS, work_left
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve, solve_by_floats
from solvers.progress import tell
from solvers.search_limits import Progress, SearchLimits

__all__ = ["CoalitionSearch", "Ended", "Oracle", "mask_of", "paid"]

ZERO, ONE = Fraction(0), Fraction(1)
_CLOSE_BY = 0.01  # times the size: the first radius of a box
_HELD = 1e-9  # a smaller weight counts as 0
_NEAR = 1e-7  # of the size of the worths: the tolerance of floats
_SHORT = 1 << 26  # the largest denominator of a rounded payoff
_QUICKLY = 3  # rounds of heuristics at the lowest point, for each integer program
_AWAY, _NEARER = 0.7, 0.3  # weight of the best point between it and the lowest: at first, at last
_WITHIN = 0.1  # of the gap: how far such a bound may be from the greatest excess
_DEARER = 1.5  # times the weights: what a point pays in outside money for an excess of 1
_STEP, _CLOSED = 0.1, 0.1  # by so much that weight falls where this part of the gap was closed


class Oracle(Protocol):
    """What a search asks of a game; coalitions are bitmasks, worths are gains."""

    size: int
    thorough: bool  # whether its heuristics find so many that points half way are not needed
    inward: bool  # whether it solves for the most unhappy, between the best and the lowest point
    cases: int  # of integer programs, so far

    def start(self) -> list[Fraction]: ...
    def parts(self) -> dict[int, float]: ...
    def quick(self, payoffs: Floats, target: float) -> dict[int, float]:
        """Coalitions with an excess beyond the target, by heuristics, with their worths."""

    def separate(
        self, payoffs: Floats, target: float, until: float = math.inf, *, within: float = 0.0
    ) -> tuple[dict[int, float], float]:
        """Coalitions whose excess is beyond the target, their worths, and a bound of all excesses.

        ``within``: how far the bound may be from the greatest excess.
        """

    def exact(self, mask: int) -> Fraction: ...
    def prove(
        self, payoffs: list[Fraction], claim: Fraction, until: float = math.inf
    ) -> tuple[tuple[Case, ...], Fraction, int | None]:
        """Cases, the bound of all excesses that they prove, and a coalition beyond the claim.

        The bound is the claim or less if that could be proven; else the coalition, if one was
        found, has more.
        """


@dataclass(frozen=True, slots=True)
class Ended:
    """The result of a search: a lower bound with the weights that prove it, and payoffs.

    ``highest``: the bound of all excesses at these payoffs that the ``cases`` prove.
    """

    lowest: Fraction
    highest: Fraction
    payoffs: list[Fraction]
    weights: Mapping[int, Fraction]
    cases: tuple[Case, ...]

    def stable(self) -> Ended:
        """The result where each city gets the greatest excess, too, if any coalition has one."""
        if self.highest <= 0:
            return self
        payoffs = [x + self.highest for x in self.payoffs]
        cases = tuple(case.paid(self.highest) for case in self.cases)
        return replace(self, payoffs=payoffs, cases=cases, highest=ZERO)

    def times(self, unit: Fraction) -> Ended:
        """The result in money, of a search that counted in this unit."""
        payoffs = [x * unit for x in self.payoffs]
        cases = tuple(case.times(unit) for case in self.cases)
        return Ended(self.lowest * unit, self.highest * unit, payoffs, self.weights, cases)


class CoalitionSearch:
    """Row generation for one game.

    ``total``: the sum of the payoffs, while the level t is minimised; ``None``: there is no level,
    and the sum of the payoffs is minimised (the cost of stability). ``enough``: the search ends
    once the lower bound is above this.
    """

    def __init__(
        self,
        oracle: Oracle,
        total: Fraction | None,
        limits: SearchLimits,
        enough: Fraction | None = None,
    ) -> None:
        self.oracle, self.total, self.limits = oracle, total, limits
        self.enough = math.inf if enough is None else float(enough)
        n = oracle.size
        self.level = total is not None
        self.worths: dict[int, float] = {}
        self.rows: list[tuple[int, float]] = []
        self.held: set[int] = set()  # found by proofs; in floats they may look satisfied
        start = oracle.start()
        if total is not None:
            start = [x + (total - sum(start)) / n for x in start]
        self.start = start
        self.done = self.asked = self.quickly = 0  # rounds; integer programs; rounds of heuristics
        self.away = _AWAY
        self.best: list[Fraction] | None = start
        self.floats = self.best_floats = np.array([float(x) for x in start])
        self.inner = self.floats, math.inf  # the point to start inward from, and its excess
        self.size = 1 + np.abs(self.floats).max()
        self.near = _NEAR * self.size
        self.lowest, self.highest = -math.inf, math.inf
        self.known = CollectionProgram(n, None if total is None else float(total))
        reach = 8 * n * self.size
        boxed = self.level and oracle.thorough and not oracle.inward
        radius = _CLOSE_BY * self.size if boxed else math.inf
        self.box = MovingBox(self.known.limit, self.floats, reach, radius)
        self.known.limit(self.box.low, self.box.high)

    def until_proven(self) -> Ended:
        """Search, and prove; search on where the proof finds an unhappier coalition.

        Three quarters of the time are for the search, the rest for the proof.
        """
        began = time.monotonic()
        until = began + self.limits.seconds
        while True:
            settled = self.run(began + self.limits.seconds * 3 / 4)
            met = self.highest - self.lowest <= self.near
            if settled and not met:  # in floats the lowest point is optimal
                self.best, met = None, True
            bound, point, weights = self.exact_bound()
            if met and not self.level and self.best is not None and sum(self.best) > bound:
                self.best = None  # it costs a hair more than the lowest point
                bound, point, weights = self.exact_bound()
            payoffs = self.best or (point if met else self._rounded())
            claim = bound if self.level else ZERO  # without a level: that the payoffs are stable
            if not met and self.level and self.best is None and math.isfinite(self.highest):
                claim = max(bound, Fraction(self.highest))
            cases, highest, better = self.oracle.prove(payoffs, claim, until)
            while better is not None and not met and not self.late(until):
                more = self.oracle.exact(better) - paid(better, payoffs)
                if more <= claim:
                    break
                claim = more + (highest - more) / 4  # a bound soon, not the least
                cases, highest, better = self.oracle.prove(payoffs, claim, until)
            if better is None or not met or self.late(until):
                break
            if better in self.held:
                break
            self.held.add(better)
            self.add({better: float(self.oracle.exact(better))})
            self.best, self.highest = None, math.inf
        ended = Ended(bound, highest, payoffs, weights, cases)
        return ended if self.level else ended.stable()

    def begin(self, known: Mapping[int, float], split: Floats, excess: float) -> None:
        """Begin from known coalitions, and from a split with its greatest excess."""
        self.add(self.oracle.parts())
        self.add(known)
        self.inner = split, excess
        self.lowest_point()
        self.box.put()

    def late(self, until: float) -> bool:
        """Whether time is up, the work allowed is done, or the lower bound is enough."""
        left, done = work_left(), self.asked if self.oracle.inward else self.done
        worked = done > left.rounds or self.oracle.cases > left.most
        known = self.lowest > self.enough + self.near
        return worked or known or time.monotonic() > until

    def tell(self) -> None:
        """Tell whoever asked for it or listens how many rounds are done; and the bounds."""
        left, done = work_left(), self.asked if self.oracle.inward else self.done
        tell("rounds", done, 0 if left.rounds == ENDLESS else left.rounds)
        if self.limits.progress is not None:
            unit = float(self.limits.unit)
            self.limits.progress(Progress(self.done, self.lowest * unit, self.highest * unit))

    def _rounded(self) -> list[Fraction]:
        """The best point so far in short fractions; with a level they add up to the total.

        Without one, every city gets a little more: the point need not be stable yet.
        """
        short = [Fraction(float(x)).limit_denominator(1 << 10) for x in self.best_floats]
        paid = self.total
        if paid is None:
            paid = Fraction(self.highest + self.size / 1000).limit_denominator(1 << 10)
        return [x + (paid - sum(short)) / len(short) for x in short]

    def add(self, found: Mapping[int, float]) -> bool:
        """Add rows for coalitions; whether any was new."""
        worths = self.worths
        fresh = {
            mask: worth
            for mask, worth in found.items()
            if mask not in worths or worth > worths[mask] + self.near  # by a better plan
        }
        if fresh:
            self.known.join([*fresh], [*fresh.values()])
            self.rows += fresh.items()
            centre = self.box.centre
            excesses = [worth - paid(mask, centre) for mask, worth in fresh.items()]
            self.box.worst = max([self.box.worst, *excesses])
        self.worths.update(fresh)
        return bool(fresh)

    def run(self, until: float) -> bool:
        """Rounds until the bounds meet or no coalition is new; False: it became late before."""
        if not self.rows:
            self.add(self.oracle.parts())
            least = -math.inf if self.oracle.inward else self.box.worst + self.near
            self._ask(self.floats, least, until)
            self.lowest_point()
            self.box.put()
        while True:
            self.done += 1
            point, level = self.lowest_point()
            self.tell()
            late, met = self.late(until), self.highest - self.lowest <= self.near
            if self.box.holds(point, self.near):
                if late or met:
                    self.box.open()
                else:
                    self._move(point, level)
                continue
            if met:
                return True
            if late:
                thorough = self.oracle.thorough
                if self.oracle.inward and math.isfinite(self.highest):
                    return False
                if thorough or math.isinf(self.highest):
                    self._ask(self.floats, level + self.near, until)
                self._ask(self.box.centre if thorough else point, level + self.near, until)
                return False
            if self.oracle.inward:
                more = self._go_inward(point, level, until)
            elif self.oracle.thorough:
                more = self._move(point, level)
            else:
                more = self._halve(point, level, until)
            if not more and not self._ask(point, level + self.near, until):
                if self.late(until):
                    return False
                if self.known.held() < _HELD:
                    return True
                self.box.widen()  # the widest box so far kept the point from the optimum

    def _move(self, point: Floats, level: float) -> bool:
        """Add what heuristics find at the lowest point in the box; move the box. False: nothing."""
        found = self.oracle.quick(point, level + self.near)
        worst = max([level, *(worth - paid(mask, point) for mask, worth in found.items())])
        new = self.add(found)
        self.box.move(point, level, worst, new=new)
        return new

    def _go_inward(self, point: Floats, level: float, until: float) -> bool:
        """Add what heuristics find at the lowest point, or the most unhappy on the way there.

        False: no coalition is new, not even at the lowest point.
        """
        if self.quickly < _QUICKLY:
            self.quickly += 1
            if self.add(self.oracle.quick(point, level + self.near)):
                return True
        self.quickly = 0
        before, away = self._missed(*self.inner), self.away
        asked = away * self.inner[0] + (1 - away) * point
        self.add(self.oracle.quick(asked, level + self.near))
        new = self._ask(asked, -math.inf, until, within=_WITHIN * before)
        closed = before - self._missed(*self.inner)
        if closed > _CLOSED * before:
            self.away = max(_NEARER, away - _STEP)
        elif not new and (closed <= self.near or math.isnan(closed)):
            self.away = 0.0  # at the lowest point itself; nan: no lower bound is known yet
            return away > 0
        else:
            self.away = max(away, _NEARER)
        return True

    def _missed(self, point: Floats, excess: float) -> float:
        """How far a point is above the lower bound, its greatest excess counted at a price."""
        if self.level:
            return excess - self.lowest
        price = _DEARER * float(self.known.weights().sum())
        return float(point.sum()) + price * max(excess, 0) - self.lowest

    def _halve(self, point: Floats, level: float, until: float) -> bool:
        """Ask half way between the best and the lowest point for excesses above half the gap.

        A coalition with such an excess is new, as excesses are linear in the payoffs; if there is
        none, the gap is halved. False: neither, or there is no best point yet.
        """
        before = self.highest
        if math.isinf(before) or math.isinf(self.lowest):
            return False
        half = (point + self.best_floats) / 2
        return self._ask(half, (level + before) / 2, until) or self.highest < before - self.near

    def _ask(self, point: Floats, target: float, until: float, *, within: float = 0.0) -> bool:
        """Add coalitions that are unhappy at a point; keep the bound. False: none is new."""
        self.asked += 1
        found, bound = self.oracle.separate(point, target, until, within=within)
        if point is self.box.centre:
            bound = max(bound, self.box.worst)  # known, and maybe not beyond the target
        highest = bound if self.level else float(point.sum()) + max(bound, 0) * self.oracle.size
        if self._missed(point, bound) < self._missed(*self.inner):
            self.inner = point, bound
        if highest < self.highest:
            self.highest, self.best_floats = highest, point
            self.best = self.start if point is self.floats else None
        return self.add(found) or self.highest - self.lowest <= self.near

    def lowest_point(self) -> tuple[Floats, float]:
        """The lowest point of the coalitions known, and its level; it raises the lower bound."""
        self.known.solve()
        if self.known.held() < _HELD:
            self.lowest = self.known.value
        return self.known.point()

    def exact_bound(self) -> tuple[Fraction, list[Fraction], dict[int, Fraction]]:
        """The lower bound in fractions, its point, and the weights that prove it."""
        slacks = self.known.slacks()
        if self.oracle.inward:
            excess = self.lowest if self.level else 0.0
            at = self.inner[0]
            slacks = np.array([paid(mask, at) + excess - worth for mask, worth in self.rows])
        held = zip(self.rows, self.known.weights(), slacks, strict=True)
        tight = {
            mask: None
            for (mask, _), weight, slack in held
            if weight > 1e-9 or (self.best is None and slack <= self.near)
        } | dict.fromkeys(self.held)
        program = self._cheapest(tight)
        answer = solve(program)
        if answer.outcome != "optimal":  # time ended before these coalitions bounded the program
            tight |= {1 << i: None for i in range(self.oracle.size)}
            program = self._cheapest(tight)
            answer = solve(program)
        weights = {mask: answer.prices[f"S{mask}"] for mask in tight}
        point, inward = answer.point, self.oracle.inward
        names = [str(i) for i in range(self.oracle.size)]
        if self.best is None and (inward or self._blocked(point)):  # take one near that of floats
            found = self.inner[0] if inward else self.known.point()[0]
            reach = Fraction(self.near).limit_denominator(_SHORT)
            short = [Fraction(float(x)).limit_denominator(_SHORT) for x in found]
            around = {name: (x - reach, x + reach) for name, x in zip(names, short, strict=True)}
            near = solve_by_floats(replace(program, bounds={**program.bounds, **around}))
            if near is not None and near.optimum == answer.optimum:
                point = near.point
        return (
            answer.optimum,
            [point[name] for name in names],
            {mask: weight for mask, weight in sorted(weights.items()) if weight},
        )

    def _cheapest(self, masks: Iterable[int]) -> LinearProgram:
        """The least level, or sum of payoffs, with these coalitions only, in fractions."""
        names = [str(i) for i in range(self.oracle.size)]
        level = {"t": ONE} if self.level else {}
        rows = [
            Row(
                f"S{mask}",
                {name: ONE for i, name in enumerate(names) if mask >> i & 1} | level,
                ">=",
                self.oracle.exact(mask),
            )
            for mask in masks
        ]
        if self.total is not None:
            rows.append(Row("N", dict.fromkeys(names, ONE), "==", self.total))
        objective = level or dict.fromkeys(names, ONE)
        return LinearProgram(
            "min", objective, tuple(rows), dict.fromkeys([*names, *level], (None, None))
        )

    def _blocked(self, point: Mapping[str, Fraction]) -> bool:
        """Whether a known coalition is unhappy at a point, in floats."""
        payoffs = [float(point[str(i)]) for i in range(self.oracle.size)]
        level = float(point["t"]) if self.level else 0.0
        return any(
            worth - paid(mask, payoffs) - level > self.near for mask, worth in self.worths.items()
        )


def mask_of(players: Sequence[str], coalition: Iterable[str]) -> int:
    """The bitmask of a coalition."""
    inside = set(coalition)
    return sum(1 << i for i, name in enumerate(players) if name in inside)


def paid(mask: int, payoffs: Iterable[Any]) -> Any:
    """What the members of a coalition get together."""
    return sum(x for i, x in enumerate(payoffs) if mask >> i & 1)
