"""Search for a split among outsiders at which a deal's shortfall against outside offers is small.

A group of some members I of a deal, not all, and some outsiders J requires of the outsiders' split

    y(J)  >=  v(I with J) - u(I),

where u are the members' payoffs in the deal. The requirement counts if v(I with J) > u(I) + v(J).
The *shortfall* at y is the least amount that, taken off each requirement that counts, lets y meet
it. Where outsiders have no stable split, y gives each what it makes alone or more.

Let w(J) be the most that v(I with J) - u(I) is, over members I. The search is a cutting-plane
method with levels. Each round has three steps:

1. The groups known so far give a linear program, the master program. Its optimum is a lower bound
   of the shortfall.
2. A level is set between this bound and the shortfall at the best split so far. Of all splits at
   which known groups lack no more than the level, the one nearest to the best split is tried.
3. Groups that lack more than the level there are looked for: by heuristics (the cheapest coalition
   that can carry out a known plan, ``plan_carriers``; the best one with known openings,
   ``opening_plans``), then by branch and bound. If there is none, this split is the best so far.

Where branch and bound leaves open whether there is one, splits half way between the best one and
the optimum of the master program are tried until the gap is small, as in ``gap_halving``.

Floats find the split, and groups that bound the shortfall at any split from below. What groups lack
at the split is proven in fractions, by the cases of a branch and bound:

    w(J) - y(J)  <=  most,    for every J but the empty one.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "bound", {"Hub": 1})
>>> pair = [Activity(f"with {c}", ("Hub", c), (Use("lots", 1, "Hub"),), (Value(c, "cash", 9),))
...         for c in ("Home", "Rival")]
>>> region = LinearProductionGame(("Hub", "Home", "Rival"), (lots,), pair)
>>> signed, none = {"Hub": Fraction(6), "Home": Fraction(3)}, {"Rival": Fraction(0)}
>>> requirements = Requirements(game=region, payoffs=signed, alone=none, start=none)
>>> search = shortfall_search(requirements)
>>> search.split, search.groups, search.most
({'Rival': Fraction(0, 1)}, (TightGroup(members=('Hub',), outsiders=('Rival',)),), Fraction(3, 1))

Source: Kelley (1960); Lemaréchal, Nemirovskii and Nesterov (1995), New variants of bundle methods,
for the level; Ruszczyński (1986) for steps that stay near; Ben-Ameur and Neto (2007) for half way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from games.errors import NotFound
from games.players import Coalition, members_of
from games.production import LinearProductionGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.floating_program import Floats
from solvers.families.gap_halving import HIGHEST_WEIGHT, MOST_GROUPS, next_weight
from solvers.families.integer_program import Case, proven_bound
from solvers.families.master_program import MasterProgram
from solvers.families.nearest_split import NearestSplit, nearest_in_fractions
from solvers.families.plan_carriers import PlanCarriers
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.limited_work import work_left
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "Requirements",
    "ShortfallSearch",
    "ShortfallSearchCertificate",
    "TightGroup",
    "shortfall_search",
]

ZERO, ONE = Fraction(0), Fraction(1)
_ROUNDS = 300
_LEVEL = 0.3  # where the level lies between the lower bound (0) and the best shortfall (1)
_SMALL_GAP = 1e-4  # of the surplus to share: in a smaller gap the level is the lower bound
_CASES, _PATIENT = 1000, 2000  # of a tree; the second half way, and in a small gap
_ROOM = 0.1  # of the gap: how much more than the shortfall is proven where it is left open
_FIRST = 0.005  # of the surplus to share: how far the first bound may be from the optimum
_HELD = 1e-9  # a smaller price counts as 0
_NEAR = 2e-9  # of the size of payoffs: the tolerance of floats
_TIGHT = 1000  # tolerances: groups with less slack join the program in fractions
_SHORT = 1 << 26  # the largest denominator of a rounded payoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """The requirements on outsiders' splits, in a ``game``.

    ``payoffs``: what members have in the deal, two or more; ``alone``: what each outsider makes by
    itself, one or more; ``start``: a split to begin with, of what all outsiders make, that gives
    each that or more.
    """

    game: LinearProductionGame
    payoffs: Mapping[str, Fraction]
    alone: Mapping[str, Fraction]
    start: Mapping[str, Fraction]

    def joint(self) -> ProgramGame:
        """The game w among the outsiders: who joins of the members takes its payoff out of it."""
        model = program_game(self.game)
        lp, some = model.gains, dict.fromkeys(self.payoffs, ONE)
        taken = {city: -x for city, x in self.payoffs.items() if x}
        rows = (
            *lp.rows,
            Row("some members", some, ">=", ONE),
            Row("not all members", some, "<=", Fraction(len(some) - 1)),
        )
        return ProgramGame(
            tuple(self.alone),
            replace(lp, objective={**lp.objective, **taken}, rows=rows),
            (*self.payoffs, *model.integers),
        )


@dataclass(frozen=True, slots=True)
class TightGroup:
    """A group of some ``members`` of a deal and some ``outsiders``."""

    members: Coalition
    outsiders: Coalition


@dataclass(frozen=True, slots=True, repr=False)
class ShortfallSearch(Answer):
    """A ``split`` with a small shortfall, and the ``groups`` that bound it from below at any other.

    ``most``: what any group with outsiders lacks at the split at most; it may be negative.

    See ``shortfall_search`` for the concept, an example and its source.
    """

    split: Mapping[str, Fraction]
    groups: tuple[TightGroup, ...]
    most: Fraction
    certificate: ShortfallSearchCertificate
    status: str = "A split with a small shortfall; another may have a smaller one."
    method: str = "cutting planes"
    proof: Proof = EXACT


def shortfall_search(subject: Requirements) -> ShortfallSearch:
    """A split of what ``start`` has in all with a small shortfall, and groups that bound it.

    Within ``limited_work`` it may end early. Errors: ``NotFound`` where HiGHS finds no optimum.

    >>> from games.production import LinearProductionGame
    >>> idle = LinearProductionGame(("Hub", "Home", "Rival"), (), ())
    >>> none = dict.fromkeys(("Hub", "Home"), Fraction(0)), {"Rival": Fraction(0)}
    >>> requirements = Requirements(game=idle, payoffs=none[0], alone=none[1], start=none[1])
    >>> shortfall_search(requirements).groups
    ()

    Source: Kelley (1960); Lemaréchal, Nemirovskii and Nesterov (1995).
    """
    return _Search(subject).until_proven().answer(subject)


@dataclass(frozen=True, slots=True)
class ShortfallSearchCertificate(
    Certificate, kind="shortfall search", of="shortfall_search", searches=True
):
    """A split of the total, cases that bound what groups lack at it, and some groups.

    It does not prove that these groups bound the shortfall from below: that takes their worths.
    """

    split: Mapping[str, Fraction]
    groups: tuple[TightGroup, ...]
    most: Fraction
    cases: tuple[Case, ...]

    def violations(self, subject: Requirements) -> Iterator[str]:
        alone, members = subject.alone, tuple(subject.payoffs)
        if tuple(self.split) != tuple(alone):
            yield "It is no split among the outsiders."
        elif any(self.split[city] < least for city, least in alone.items()):
            yield "An outsider has less than it makes alone."
        elif sum(self.split.values()) != sum(subject.start.values()):
            yield "The split does not add up to what there is."
        for one in self.groups:
            inside = tuple(city for city in members if city in one.members)
            if not 0 < len(inside) < len(members) or one.members != inside:
                yield "A group is not of some members, and not all, in their order."
            outside = tuple(city for city in alone if city in one.outsiders)
            if not outside or one.outsiders != outside:
                yield "A group has no outsiders, or others than these, in their order."

        if not self.split.keys() ^ alone.keys():
            bound = proven_bound(subject.joint().separation(self.split, grand=True), self.cases)
            if bound != self.most:
                yield f"The cases prove that groups lack {bound} at most, not {self.most}."

    def answer(self, subject: Requirements) -> ShortfallSearch:
        return ShortfallSearch(self.split, self.groups, self.most, self)


class _Search:
    """The cutting-plane method, in the oracle's unit; outsiders by place, groups as bitmasks.

    ``best``: the best split so far; ``shortfall``: an upper bound of what groups lack there;
    ``lower_bound``: what groups lack at least at any split.
    """

    def __init__(self, subject: Requirements) -> None:
        self.outsiders, self.members = tuple(subject.alone), tuple(subject.payoffs)
        total = sum(subject.start.values(), ZERO)
        self.oracle = ProgramOracle(subject.joint(), grand=True, payoffs=[total])
        self.carriers = PlanCarriers(self.oracle.relaxation, self.oracle.members)
        unit, self.size = self.oracle.unit, len(self.outsiders)
        self.total = total / unit
        self.alone = [x / unit for x in subject.alone.values()]
        self.low = np.array([float(x) for x in self.alone])
        self.surplus = float(self.total - sum(self.alone))
        self.near = _NEAR * (1 + abs(float(self.total)))
        self.best = self._start([float(x / unit) for x in subject.start.values()])
        self.shortfall, self.lower_bound = math.inf, 0.0
        self.worths: dict[int, float] = {}
        self.order: list[int] = []  # the group of each row of the master program but the first
        self._start_programs()
        everybody = self.oracle.everybody
        for mask in (everybody, *(everybody ^ 1 << i for i in range(self.size))):
            if mask:
                self.oracle.evaluate(mask)
                self._add(self._remembered([mask]))
        self._raise_lower_bound()

    def _start(self, split: Sequence[float]) -> Floats:
        """The split that the prices of joining propose in the relaxed program, or else this one."""
        beyond = np.array([float(x) for x in self.oracle.start()]) - self.low
        beyond = np.maximum(beyond, 0.0)
        if beyond.sum() <= 0:
            beyond = np.maximum(np.array(split) - self.low, 0.0)
        all_beyond = float(beyond.sum())
        if all_beyond <= 0:
            return self.low + self.surplus / self.size
        start: Floats = self.low + beyond * self.surplus / all_beyond
        return start

    def _start_programs(self) -> None:
        """The master program, and the program of the split nearest to the best one."""
        n, total = self.size, float(self.total)
        cost, low = np.append(np.zeros(n), 1.0), np.append(self.low, 0.0)
        self.master = MasterProgram(cost, low, np.full(n + 1, math.inf))
        everybody = np.arange(n, dtype=np.int32)
        self.master.add(everybody, total, total)
        self.nearby = NearestSplit(np.append(self.best, 0.0), everybody, total)
        for i in range(n):
            self.nearby.add([i], self.low[i])

    def _add(self, groups: Mapping[int, float]) -> bool:
        """Add groups with their worths as rows; whether any is new, or known to be worth more."""
        new = False
        for mask, worth in groups.items():
            if mask in self.worths and worth <= self.worths[mask] + self.near / 10:
                continue
            columns = [*(i for i in range(self.size) if mask >> i & 1), self.size]
            self.master.add(columns, worth)
            self.nearby.add(columns, worth)
            self.worths[mask] = worth
            self.order.append(mask)
            new = True
        return new

    def _raise_lower_bound(self) -> None:
        """Solve the master program with the groups known now."""
        self._solve()
        self.lower_bound = max(self.lower_bound, self.master.value)

    def _solve(self) -> None:
        if not self.master.solve():
            raise NotFound("least shortfall in floats", "HiGHS")

    def until_proven(self) -> ShortfallSearchCertificate:
        """Search, and prove; search on where the proof finds a group that lacks more."""
        left = work_left()
        self._bound(self.best, _FIRST * self.surplus)
        while True:
            self._close_in(left.until, left.rounds)
            lower_bound, split, held = self._in_fractions()
            claim = lower_bound
            if self._open() and math.isfinite(self.shortfall):  # infinite where time ended early
                room = _ROOM * (self.shortfall - self.lower_bound)  # for what floats are off
                claim = max(lower_bound, Fraction(self.shortfall + room))
            cases, most, better = self.oracle.prove(split, claim, left.until)
            if better is None or self._open() or time.monotonic() > left.until:
                break
            if not self._add({better: float(self.oracle.exact(better))}):
                break
            self.shortfall = math.inf
            self._raise_lower_bound()
        unit = self.oracle.unit
        return ShortfallSearchCertificate(
            dict(zip(self.outsiders, (x * unit for x in split), strict=True)),
            tuple(map(self._group, held)),
            most * unit,
            tuple(case.times(unit) for case in cases),
        )

    def _open(self) -> bool:
        return self.shortfall - self.lower_bound > self.near

    def _small(self) -> bool:
        return self.shortfall - self.lower_bound <= _SMALL_GAP * self.surplus

    def _close_in(self, until: float, most_searches: int) -> None:
        """Rounds until the best split's shortfall is the lower bound, or the work is done.

        A level that cases leave open is tried again half way in.
        """
        searches, inward = 0, 0.0
        for _ in range(_ROUNDS):
            gap = self.shortfall - self.lower_bound
            worked = searches > most_searches or self.oracle.cases > work_left().most
            if gap <= self.near or inward > HIGHEST_WEIGHT or worked or time.monotonic() > until:
                return
            small = self._small()
            if inward:
                split, level = self._half_way(inward)
            else:
                tie = small or math.isinf(gap)
                level = self.lower_bound + (0.0 if tie else _LEVEL * gap)
                split = self._nearest(level + self.near / 4)
            beyond = level + self.near / 2
            new, settled = self._add(self._by_heuristics(split, beyond)), False
            if not new:
                searches += 1
                cases = _PATIENT if inward or small else _CASES
                groups, settled = self.oracle.by_cases(split, beyond, until, MOST_GROUPS, cases)
                new = self._add(self._remembered(groups))
                if settled:
                    self._improve(split, level)
                elif not new and math.isinf(gap):
                    return
            if inward or not (new or settled):
                inward = next_weight(inward, new=new, settled=settled)
            if settled and self._small():
                inward = 0.0
            if new:
                self._raise_lower_bound()

    def _half_way(self, weight: float) -> tuple[Floats, float]:
        """A split between the best one, of this weight, and that of the master program.

        Beside it a level: known groups lack no more there.
        """
        self._solve()
        split = weight * self.best + (1 - weight) * self.master.point()[:-1]
        return split, weight * self.shortfall + (1 - weight) * self.master.value

    def _by_heuristics(self, split: Floats, beyond: float) -> dict[int, float]:
        """Groups that lack more than this at a split, found from plans known before."""
        groups = dict(map(self.oracle.take, self.carriers.above(split, beyond)))
        return groups or self._remembered(self.oracle.quick(split, beyond))

    def _remembered(self, groups: Iterable[int]) -> dict[int, float]:
        """The worths of groups that the oracle found; their plans are kept for ``carriers``."""
        worths: dict[int, float] = {}
        for mask in groups:
            worths[mask], point = self.oracle.found[mask]
            self.carriers.remember(point)
        return worths

    def _bound(self, split: Floats, within: float) -> None:
        """Look for the group that lacks most at a split."""
        groups, bound = self.oracle.separate(split, math.inf, work_left().until, within=within)
        if self._add(self._remembered(groups)):
            self._raise_lower_bound()
        if bound < self.shortfall - self.near:
            self._improve(split, bound)

    def _improve(self, split: Floats, shortfall: float) -> None:
        self.shortfall, self.best = max(shortfall, self.lower_bound), split

    def _nearest(self, level: float) -> Floats:
        """The split nearest to the best one at which known groups lack no more than a level."""
        self.nearby.move(np.append(self.best, level))
        costs = np.append(np.zeros(self.size), 1.0)
        nearest: Floats = np.maximum(self.nearby.cheapest(costs, level)[:-1], self.low)
        return nearest

    def _in_fractions(self) -> tuple[Fraction, list[Fraction], list[int]]:
        """The lower bound in fractions; a split near the best one; the groups that prove the bound.

        The split attains the bound, as far as these groups tell, if the best one does in floats.
        """
        self._solve()
        prices = self.master.prices()[1:]
        held = {self.order[k] for k in np.flatnonzero(np.abs(prices) > _HELD)}
        lower_bound = solve(self._program(held)).optimum
        short = [Fraction(float(x)).limit_denominator(_SHORT) for x in self.best]
        if not self._open():
            slack = _TIGHT * self.near
            least = self.lower_bound - slack
            tight = {mask for mask in self.order if self.worths[mask] - self._paid(mask) >= least}
            centre = {str(i): x for i, x in enumerate(short)}
            program = self._program(held | tight)
            point = nearest_in_fractions(program, lower_bound, centre)
            if point is None:  # floats do not lead there: take any optimum near by
                reach = Fraction(slack)
                around = {
                    name: (max(own, x - reach), max(own, x) + reach)
                    for (name, x), own in zip(centre.items(), self.alone, strict=True)
                }
                answer = solve(replace(program, bounds={**program.bounds, **around}))
                if answer.outcome == "optimal" and answer.optimum == lower_bound:
                    point = dict(answer.point)
            if point is not None:
                return lower_bound, [point[str(i)] for i in range(self.size)], sorted(held)
        beyond = [max(x - own, ZERO) for x, own in zip(short, self.alone, strict=True)]
        all_beyond, surplus = sum(beyond, ZERO), self.total - sum(self.alone, ZERO)
        split = [
            own + (x * surplus / all_beyond if all_beyond else surplus / self.size)
            for own, x in zip(self.alone, beyond, strict=True)
        ]
        return lower_bound, split, sorted(held)

    def _paid(self, mask: int) -> float:
        return float(sum(x for i, x in enumerate(self.best) if mask >> i & 1))

    def _program(self, masks: Iterable[int]) -> LinearProgram:
        """The master program in fractions, with these groups only."""
        names = [str(i) for i in range(self.size)]
        rows = [
            Row(
                f"S{mask}",
                {name: ONE for i, name in enumerate(names) if mask >> i & 1} | {"t": ONE},
                ">=",
                self.oracle.exact(mask),
            )
            for mask in sorted(masks)
        ]
        whole = Row("N", dict.fromkeys(names, ONE), "==", self.total)
        bounds = {name: (own, None) for name, own in zip(names, self.alone, strict=True)}
        return LinearProgram("min", {"t": ONE}, (whole, *rows), {**bounds, "t": (ZERO, None)})

    def _group(self, mask: int) -> TightGroup:
        """A group with the members that its plan has."""
        plan = self.oracle.plan(mask)[1]
        members = tuple(city for city in self.members if plan.get(city))
        return TightGroup(members, members_of(mask, self.outsiders))
