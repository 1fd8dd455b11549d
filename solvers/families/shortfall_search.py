"""Search for a split among outsiders at which a deal's shortfall against outside offers is small.

A group of some members I of a deal, not all, and some outsiders J requires of the outsiders' split

    y(J)  >=  v(I with J) - u(I),

where members have u in the deal. It counts if it makes more than u(I) + v(J). The *shortfall* at y
is the least amount which, taken off each requirement that counts, lets y meet it. Where outsiders
have no stable split, y gives each what it makes alone or more.

By cutting planes: the groups known so far give a linear program, whose optimum is a lower bound of
the shortfall; at a point half way from the best split so far to that of the program, an integer
program finds the group that falls short most, and a bound of it. That need not be near while the
two bounds are far apart.

All is in floats, and nothing is proven here: the shortfall at the split that is found, and what its
``groups`` require, are proven by ``worth_of_all``.

>>> from games.production import Activity, LinearProductionGame, Resource, Use, Value
>>> lots = Resource("lots", "bound", {"Hub": 1})
>>> pair = [Activity(f"with {c}", ("Hub", c), (Use("lots", 1, "Hub"),), (Value(c, "cash", 9),))
...         for c in ("Home", "Rival")]
>>> region = LinearProductionGame(("Hub", "Home", "Rival"), (lots,), pair)
>>> signed, none = {"Hub": Fraction(6), "Home": Fraction(3)}, {"Rival": Fraction(0)}
>>> asked = Requirements(game=region, payoffs=signed, alone=none, start=none)
>>> found = shortfall_search(asked)
>>> found.split, found.groups
({'Rival': Fraction(0, 1)}, (TightGroup(members=('Hub',), outsiders=('Rival',)),))

Source: Kelley (1960); Ben-Ameur and Neto (2007), Acceleration of cutting-plane and column
generation algorithms.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import NotFound
from games.players import Coalition
from games.production import LinearProductionGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.floating_program import FloatingProgram
from solvers.families.floating_worths import FloatingWorths
from solvers.families.program_game import program_game
from solvers.highs import new_highs, run_highs
from solvers.limited_work import work_left
from solvers.linear_program import Row

__all__ = [
    "Requirements",
    "ShortfallSearch",
    "ShortfallSearchCertificate",
    "TightGroup",
    "shortfall_search",
]

ZERO, ONE = Fraction(0), Fraction(1)
_CLOSE = 0.01  # of what outsiders gain together: how near the two bounds have to be
_ROUNDS = 200
_WITHIN = 0.25  # of the gap between them: how near the bound of one group has to be
_PARTS = 1 << 30  # in so many parts what outsiders gain together is divided
_HALF = 0.5  # of a city that joins or not
_HELD = 1e-9  # a price that is none
_NEAR = 1e-9  # of the outsiders' worth: what floats do not tell apart

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """The requirements on outsiders' splits, in a ``game``.

    ``payoffs``: what members have in the deal; ``alone``: what each outsider makes by itself;
    ``start``: a split to begin with, of what all outsiders make, that gives each that or more.
    """

    game: LinearProductionGame
    payoffs: Mapping[str, Fraction]
    alone: Mapping[str, Fraction]
    start: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class TightGroup:
    """A group of some ``members`` of a deal and some ``outsiders``."""

    members: Coalition
    outsiders: Coalition


@dataclass(frozen=True, slots=True, repr=False)
class ShortfallSearch(Answer):
    """A ``split`` with a small shortfall, and the ``groups`` that bound it from below at any other.

    See ``shortfall_search`` for the concept, an example and its source.
    """

    split: Mapping[str, Fraction]
    groups: tuple[TightGroup, ...]
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

    Source: Kelley (1960); Ben-Ameur and Neto (2007).
    """
    search = _Search(subject)
    search.close_in(work_left().until)
    return ShortfallSearchCertificate(search.split(), search.tight()).answer(subject)


@dataclass(frozen=True, slots=True)
class ShortfallSearchCertificate(Certificate, kind="shortfall search", of="shortfall_search"):
    """A split of the total, and groups of members and outsiders: no more is claimed of them."""

    split: Mapping[str, Fraction]
    groups: tuple[TightGroup, ...]

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
            if one.outsiders != tuple(city for city in alone if city in one.outsiders):
                yield "A group has others than outsiders, in their order."

    def answer(self, subject: Requirements) -> ShortfallSearch:
        return ShortfallSearch(self.split, self.groups, self)


class _Search:
    def __init__(self, subject: Requirements) -> None:
        game, payoffs, alone, start = subject.game, subject.payoffs, subject.alone, subject.start
        self.worths = FloatingWorths(game)
        self.place = {city: at for at, city in enumerate(game.cities)}
        self.members, self.outsiders = tuple(payoffs), tuple(alone)
        self.alone, self.to_share = alone, sum(start.values(), ZERO) - sum(alone.values(), ZERO)
        self.unit = Fraction(self.worths.unit)
        self.has = {city: float(payoffs[city] / self.unit) for city in self.members}
        self.low = np.array([float(alone[city] / self.unit) for city in self.outsiders])
        self.best = np.array([float(start[city] / self.unit) for city in self.outsiders])
        self.total = float(self.best.sum())
        self.most, self.least = math.inf, 0.0
        self.rows: dict[TightGroup, int] = {}
        self._write(game)
        for size in range(1, len(self.members)):
            for group in combinations(self.members, size):
                self._require(group, ())
                self._require(group, self.outsiders)
        self.lowest = self._solve()

    def _write(self, game: LinearProductionGame) -> None:
        """Both programs: of the group that falls short most, and of the least shortfall."""
        model = program_game(game)
        lp = model.counted_in(self.unit).gains
        objective = {**lp.objective, **{c: -Fraction(x) for c, x in self.has.items()}}
        some = dict.fromkeys(self.members, ONE)
        rows = (
            *lp.rows,
            Row("some members", some, ">=", ONE),
            Row("not all members", some, "<=", Fraction(len(self.members) - 1)),
        )
        asked = FloatingProgram(replace(lp, objective=objective, rows=rows))
        self.asked = asked.solver((*model.players, *model.integers))
        self.asked.setOptionValue("mip_max_nodes", work_left().nodes)
        self.joins = {c: asked.place[c] for c in (*self.members, *self.outsiders)}
        n = len(self.outsiders)
        self.own = np.array([self.joins[c] for c in self.outsiders], dtype=np.int32)
        self.program = new_highs()
        none, endless = np.zeros(0, dtype=np.int32), np.full(n + 1, math.inf)
        cost, low = np.append(np.zeros(n), 1.0), np.append(self.low, 0.0)
        self.program.addCols(n + 1, cost, low, endless, 0, none, none, np.zeros(0))
        everybody = np.arange(n, dtype=np.int32)
        self.program.addRow(self.total, self.total, n, everybody, np.ones(n))

    def _worth(self, cities: list[str]) -> float:
        return self.worths.worth(self.place[city] for city in cities) / self.worths.unit

    def _require(self, members: Coalition, outsiders: Coalition) -> bool:
        """Add what a group requires, if it counts and is new; whether it was."""
        group = TightGroup(members, outsiders)
        if group in self.rows:
            return False
        needed = self._worth([*members, *outsiders]) - sum(self.has[city] for city in members)
        without = self._worth([*outsiders]) if outsiders else 0.0
        if needed <= without + _NEAR * max(1.0, self.total):
            return False
        inside = [at for at, city in enumerate(self.outsiders) if city in outsiders]
        who = np.array([*inside, len(self.outsiders)], dtype=np.int32)
        self.rows[group] = len(self.rows) + 1
        self.program.addRow(needed, math.inf, len(who), who, np.ones(len(who)))
        return True

    def _solve(self) -> Floats:
        """The split of the program, at which the shortfall of the groups known is least."""
        self._run(self.program)
        self.least = float(self.program.getInfo().objective_function_value)
        return np.array(self.program.getSolution().col_value)[:-1]

    def close_in(self, until: float) -> None:
        """Rounds until the shortfall at the best split is near the lower bound."""
        close = _CLOSE * float(self.to_share / self.unit)
        at = self.best
        for _ in range(_ROUNDS):
            bound, members, outsiders = self._falls_short_most(at)
            better = bound < self.most
            if better:
                self.most, self.best = bound, at
            asked = dict.fromkeys([*((one,) for one in self.members), members])
            new = [self._require(group, outsiders) for group in asked if group]
            if any(new):
                self.lowest = self._solve()
            gap = self.most - self.least
            if gap <= close or not (better or any(new)) or time.monotonic() > until:
                return
            at = (self.best + self.lowest) / 2

    def _falls_short_most(self, split: Floats) -> tuple[float, Coalition, Coalition]:
        """A bound of the shortfall at a split; the members and outsiders of a group that is near.

        Where not even one group is found in limited work there are none of either.
        """
        self.asked.changeColsCost(len(self.own), self.own, split)
        if self.most < math.inf:
            self.asked.setOptionValue("mip_abs_gap", _WITHIN * max(self.most - self.least, 1e-9))
        self._run(self.asked)
        point = self.asked.getSolution().col_value
        found = self.joins if len(point) else ()
        joined = {city for city in found if point[self.joins[city]] > _HALF}
        members = tuple(city for city in self.members if city in joined)
        outsiders = tuple(city for city in self.outsiders if city in joined)
        return -float(self.asked.getInfo().mip_dual_bound), members, outsiders

    @staticmethod
    def _run(solver: Any) -> None:
        """Let HiGHS run, to its end or to the end of limited work."""
        import highspy

        ended = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit
        status = run_highs(solver)
        if status not in ended:
            raise NotFound("least shortfall in floats", "HiGHS", status)

    def split(self) -> dict[str, Fraction]:
        """The best split in fractions, which add up to what is to be split."""
        beyond = np.maximum(self.best - self.low, 0)
        parts = np.round(beyond / max(beyond.sum(), _NEAR) * _PARTS).astype(np.int64)
        parts[int(parts.argmax())] += _PARTS - parts.sum()
        return {
            city: self.alone[city] + self.to_share * Fraction(int(part), _PARTS)
            for city, part in zip(self.outsiders, parts, strict=True)
        }

    def tight(self) -> tuple[TightGroup, ...]:
        """The groups whose requirements the program's lower bound rests on."""
        prices = self.program.getSolution().row_dual
        return tuple(group for group, row in self.rows.items() if abs(prices[row]) > _HELD)
