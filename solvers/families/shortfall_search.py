"""Search for a split among outsiders at which a deal's shortfall against outside offers is small.

A group of some members I of a deal, not all, and some outsiders J requires of the outsiders' split

    y(J)  >=  v(I with J) - u(I),

where members have u in the deal. It counts if it makes more than u(I) + v(J). The *shortfall* at y
is the least amount which, taken off each requirement that counts, lets y meet it. Where outsiders
have no stable split, y gives each what it makes alone or more.

Let w(J) be the most that v(I with J) - u(I) is, over members I. By cutting planes: the groups known
so far give a linear program, whose optimum is a lower bound of the shortfall. Of the splits at
which they lack no more than a level between that and the best split so far, the one nearest to this
is tried. Groups that lack more there are looked for, quickly at first: who is paid least of those
who can carry out a plan known (``plan_carriers``), and what is best with its openings; then by
cases. If there are none, the split is the best so far.

Floats find the split, and groups that bound the shortfall at any other. What groups lack at most at
this split is proven in fractions, by the cases of a branch and bound:

    w(J) - y(J)  <=  most,    over all J but the empty one.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "bound", {"Hub": 1})
>>> pair = [Activity(f"with {c}", ("Hub", c), (Use("lots", 1, "Hub"),), (Value(c, "cash", 9),))
...         for c in ("Home", "Rival")]
>>> region = LinearProductionGame(("Hub", "Home", "Rival"), (lots,), pair)
>>> signed, none = {"Hub": Fraction(6), "Home": Fraction(3)}, {"Rival": Fraction(0)}
>>> asked = Requirements(game=region, payoffs=signed, alone=none, start=none)
>>> found = shortfall_search(asked)
>>> found.split, found.groups, found.most
({'Rival': Fraction(0, 1)}, (TightGroup(members=('Hub',), outsiders=('Rival',)),), Fraction(3, 1))

Source: Kelley (1960); Lemaréchal, Nemirovskii and Nesterov (1995), New variants of bundle methods,
for the level; Ruszczyński (1986) for steps that stay near.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from games.errors import NotFound
from games.players import Coalition, members_of
from games.production import LinearProductionGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
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
_LEVEL = 0.3  # of the way from the lower bound to what is lacking at the best split
_HIGHEST = 0.9  # the same where lower levels were not decided
_MET = 1e-4  # of what is to be shared: from there on the level is the lower bound
_UNDECIDED = 3  # questions that cases do not decide, after which the search ends
_WITHIN = 0.25  # of the gap between them: how near a bound has to be where cases tell of nobody
_FIRST = 0.005  # of what is to be shared: how near the first bound has to be
_TOLD = 4  # groups that cases tell of, at most
_HELD = 1e-9  # a price that is none
_NEAR = 2e-9  # of the size of payoffs: what floats do not tell apart
_TIGHT = 1000  # times that: how near to what it may lack a group is looked at in fractions
_SHORT = 1 << 26  # the largest denominator of payoffs that need not be nearer

Floats = npt.NDArray[np.float64]


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
        """The game w among the outsiders: members join who are left most beyond their payoffs."""
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

    ``most``: so much groups with outsiders lack at the split at most, which may be less than 0.

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

    It ends sooner where limited work is done. Errors: ``NotFound`` where HiGHS gives no answer.

    >>> from games.production import LinearProductionGame
    >>> idle = LinearProductionGame(("Hub", "Home", "Rival"), (), ())
    >>> none = dict.fromkeys(("Hub", "Home"), Fraction(0)), {"Rival": Fraction(0)}
    >>> asked = Requirements(game=idle, payoffs=none[0], alone=none[1], start=none[1])
    >>> shortfall_search(asked).groups
    ()

    Source: Kelley (1960); Lemaréchal, Nemirovskii and Nesterov (1995).
    """
    return _Search(subject).until_proven().answer(subject)


@dataclass(frozen=True, slots=True)
class ShortfallSearchCertificate(
    Certificate, kind="shortfall search", of="shortfall_search", searches=True
):
    """A split of the total, cases that bound what groups lack at it, and some groups.

    That these bound the shortfall from below is for whoever knows what each makes to prove.
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
    """Cutting planes, in the unit of the oracle; outsiders by their places, groups as bitmasks."""

    def __init__(self, subject: Requirements) -> None:
        self.outsiders, self.members = tuple(subject.alone), tuple(subject.payoffs)
        total = sum(subject.start.values(), ZERO)
        self.oracle = ProgramOracle(subject.joint(), grand=True, payoffs=[total])
        self.carriers = PlanCarriers(self.oracle.relaxation, self.oracle.members)
        unit, self.size = self.oracle.unit, len(self.outsiders)
        self.total = total / unit
        self.alone = [x / unit for x in subject.alone.values()]
        self.low = np.array([float(x) for x in self.alone])
        self.share = float(self.total - sum(self.alone))
        self.near = _NEAR * (1 + abs(float(self.total)))
        self.best = self._start([float(x / unit) for x in subject.start.values()])
        self.most, self.least = math.inf, 0.0
        self.worths: dict[int, float] = {}
        self.order: list[int] = []  # of rows, below that of the total
        self._write()
        everybody = self.oracle.everybody
        for mask in (everybody, *(everybody ^ 1 << i for i in range(self.size))):
            if mask:
                self.oracle.evaluate(mask)
                self._add(self._taken(mask))
        self._lowest()

    def _start(self, given: Sequence[float]) -> Floats:
        """What joining is worth in the relaxed program, or else the split that is given."""
        beyond = np.array([float(x) for x in self.oracle.start()]) - self.low
        beyond = np.maximum(beyond, 0.0)
        if beyond.sum() <= 0:
            beyond = np.maximum(np.array(given) - self.low, 0.0)
        most = beyond.sum()
        return self.low + (beyond * self.share / most if most > 0 else self.share / self.size)

    def _write(self) -> None:
        """Both programs: of the least shortfall, and of the nearest split at which it is low."""
        n, total = self.size, float(self.total)
        cost, low = np.append(np.zeros(n), 1.0), np.append(self.low, 0.0)
        self.master = MasterProgram(cost, low, np.full(n + 1, math.inf))
        everybody = np.arange(n, dtype=np.int32)
        self.master.add(everybody, total, total)
        self.nearby = NearestSplit(np.append(self.best, 0.0), everybody, total)
        for i in range(n):
            self.nearby.add([i], self.low[i])

    def _taken(self, mask: int) -> dict[int, float]:
        """The worth of a group that was found, whose plan others may carry out."""
        worth, point = self.oracle.found[mask]
        self.carriers.remember(point)
        return {mask: worth}

    def _add(self, found: Mapping[int, float]) -> bool:
        """What groups require; whether any is new, or known to be worth more."""
        new = False
        for mask, worth in found.items():
            if mask in self.worths and worth <= self.worths[mask] + self.near / 10:
                continue
            who = [*(i for i in range(self.size) if mask >> i & 1), self.size]
            self.master.add(who, worth)
            self.nearby.add(who, worth)
            self.worths[mask] = worth
            self.order.append(mask)
            new = True
        return new

    def _lowest(self) -> None:
        """The least shortfall of the groups known."""
        self._solve()
        self.least = max(self.least, self.master.value)

    def _solve(self) -> None:
        if not self.master.solve():
            raise NotFound("least shortfall in floats", "HiGHS")

    def until_proven(self) -> ShortfallSearchCertificate:
        """Search, prove, and search on from what the proof finds, until both agree."""
        left = work_left()
        self._bound(self.best, _FIRST * self.share)
        while True:
            self._close_in(left.until, left.rounds)
            lowest, split, held = self._in_fractions()
            claim = lowest
            if self._open() and math.isfinite(self.most):  # it is not where time ended before
                claim = max(lowest, Fraction(self.most))
            cases, most, better = self.oracle.prove(split, claim, left.until)
            if better is None or self._open() or time.monotonic() > left.until:
                break
            if not self._add({better: float(self.oracle.exact(better))}):
                break
            self.most = math.inf
            self._lowest()
        unit = self.oracle.unit
        return ShortfallSearchCertificate(
            dict(zip(self.outsiders, (x * unit for x in split), strict=True)),
            tuple(map(self._group, held)),
            most * unit,
            tuple(case.times(unit) for case in cases),
        )

    def _open(self) -> bool:
        return self.most - self.least > self.near

    def _close_in(self, until: float, questions: int) -> None:
        """Rounds until what is lacking at the best split is the lower bound."""
        asked, undecided, part = 0, 0, _LEVEL
        for _ in range(_ROUNDS):
            gap = self.most - self.least
            if gap <= self.near or asked > questions or time.monotonic() > until:
                return
            near_by = part == _LEVEL and (gap <= _MET * self.share or math.isinf(gap))
            level = self.least + (0.0 if near_by else part * gap)
            at = self._nearest(level + self.near / 4)
            beyond = level + self.near / 2
            new = self._add(self._quickly(at, beyond))
            if not new:
                asked += 1
                found, settled = self.oracle.by_cases(at, beyond, until, _TOLD)
                new = self._add(self._remembered(found))
                if settled:
                    self._better(at, level)
                    part = _LEVEL
                elif not new:
                    undecided += 1
                    if not self._bound(at, _WITHIN * min(gap, self.share)):
                        part = (1 + part) / 2
                    if part > _HIGHEST or undecided > _UNDECIDED or math.isinf(gap):
                        return
            if new:
                self._lowest()

    def _quickly(self, at: Floats, beyond: float) -> dict[int, float]:
        """Groups that lack more than this at a split, by plans found before."""
        found = dict(map(self.oracle.take, self.carriers.above(at, beyond)))
        return found or self._remembered(self.oracle.quick(at, beyond))

    def _remembered(self, found: Iterable[int]) -> dict[int, float]:
        taken: dict[int, float] = {}
        for mask in found:
            taken |= self._taken(mask)
        return taken

    def _bound(self, at: Floats, within: float) -> bool:
        """Ask for the group that lacks most at a split; whether that closes the gap in part."""
        found, bound = self.oracle.separate(at, math.inf, work_left().until, within=within)
        new = self._add(self._remembered(found))
        if new:
            self._lowest()
        better = bound < self.most - self.near
        if better:
            self._better(at, bound)
        return better or new

    def _better(self, at: Floats, most: float) -> None:
        self.most, self.best = max(most, self.least), at

    def _nearest(self, level: float) -> Floats:
        """The split nearest to the best one at which groups known lack no more than a level."""
        self.nearby.move(np.append(self.best, level))
        costs = np.append(np.zeros(self.size), 1.0)
        nearest: Floats = np.maximum(self.nearby.cheapest(costs, level)[:-1], self.low)
        return nearest

    def _in_fractions(self) -> tuple[Fraction, list[Fraction], list[int]]:
        """The lower bound, a split near the best one, of this value if that is; groups held."""
        self._solve()
        prices = self.master.prices()[1:]
        held = {self.order[k] for k in np.flatnonzero(np.abs(prices) > _HELD)}
        lowest = solve(self._program(held)).optimum
        short = [Fraction(float(x)).limit_denominator(_SHORT) for x in self.best]
        if not self._open():
            slack = _TIGHT * self.near
            tight = {m for m in self.order if self.worths[m] - self._paid(m) >= self.least - slack}
            centre = {str(i): x for i, x in enumerate(short)}
            program = self._program(held | tight)
            found = nearest_in_fractions(program, lowest, centre)
            if found is None:  # floats do not lead there: any that is near
                reach = Fraction(slack)
                around = {
                    name: (max(own, x - reach), max(own, x) + reach)
                    for (name, x), own in zip(centre.items(), self.alone, strict=True)
                }
                answer = solve(replace(program, bounds={**program.bounds, **around}))
                if answer.outcome == "optimal" and answer.optimum == lowest:
                    found = dict(answer.point)
            if found is not None:
                return lowest, [found[str(i)] for i in range(self.size)], sorted(held)
        beyond = [max(x - own, ZERO) for x, own in zip(short, self.alone, strict=True)]
        all_beyond, share = sum(beyond, ZERO), self.total - sum(self.alone, ZERO)
        split = [
            own + (x * share / all_beyond if all_beyond else share / self.size)
            for own, x in zip(self.alone, beyond, strict=True)
        ]
        return lowest, split, sorted(held)

    def _paid(self, mask: int) -> float:
        return float(sum(x for i, x in enumerate(self.best) if mask >> i & 1))

    def _program(self, masks: Iterable[int]) -> LinearProgram:
        """The least shortfall where some groups are all that there are."""
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
