"""The least of a linear objective over the stable splits of a game too large to tabulate.

    minimise c.x  over  x(P) = total,   x(S) >= v(S) for every coalition S

where P are all players, or some of them. What a city gets at least and at most in the core is such
a number, and so is the least amount that keeps outsiders from asking members of a deal away.

This is solved by cutting planes: coalitions that block the cheapest split are added as rows until
none does. Once a stable split is known, the cheapest split nearest to it is tried
(``nearest_split``).

The lower bound is proven by duality: coalitions S, each with a plan that it can carry out, have
weights w_S >= 0, and the total has a weight m of any sign, such that they cover each city i of P to
the degree c_i. Then  c.x >= sum w_S v(S) + m total. The upper bound is a split of this value, with
the cases of a branch and bound that prove that nobody blocks it.

>>> from games import FacilityLocation
>>> hub = FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])
>>> splits = StableSplits(hub, ("A", "B"), Fraction(-23))    # costs are negative gains
>>> least = StableProgram(splits, {"A": Fraction(1)})
>>> found = stable_optimum(least)
>>> found.lowest, found.attained, found.certificate.verify(least)
(Fraction(-14, 1), True, True)

Source: Kelley (1960); Bondareva (1963) for the weights; Drechsel and Kimms (2010).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from games.errors import IntercityError, Undefined
from games.players import coalition_name
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.families.coalition_search import paid
from solvers.families.floating_program import Floats
from solvers.families.integer_program import Case, proven_bound
from solvers.families.large_split import METHOD, LargeGame, LargeSplitCertificate
from solvers.families.master_program import MasterProgram
from solvers.families.nearest_split import NearestSplit, nearest_in_fractions
from solvers.families.program_game import ProgramGame, program_game
from solvers.families.program_oracle import ProgramOracle
from solvers.families.proven_plan import PlannedCoalition, collected, plan_violations, planned
from solvers.limited_work import ENDLESS, work_left
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve, solve_by_floats

__all__ = [
    "StableOptimum",
    "StableOptimumCertificate",
    "StableProgram",
    "StableSplits",
    "stable_optimum",
]

ZERO, ONE = Fraction(0), Fraction(1)
_NEAR = 1e-7  # of the size of the worths: the tolerance of floats
_NARROWED = 10  # rounds in which coalitions are added to the program in fractions
_PROOFS = 20  # attempts to prove a split
_HELD = 1e-9  # a smaller weight counts as 0
_QUESTIONS = 5  # objectives that may each use an equal part of the cases allowed in all
_QUICK = 20  # rounds without an integer program, for each round that may solve one


class StableSplits:
    """The splits, in gains, of a ``total`` among the players ``among`` that nobody blocks.

    ``proof``: a point of the core with the cases that prove it, if one is known. Coalitions found
    for one objective are kept for the next. ``sparing``: see ``ProgramOracle``; in random provinces
    it settles more objectives of single players, and fewer of several players together.
    """

    def __init__(
        self,
        game: LargeGame,
        among: tuple[str, ...],
        total: Fraction,
        proof: LargeSplitCertificate | None = None,
        *,
        sparing: bool = False,
    ) -> None:
        self.model: ProgramGame = program_game(game)
        self.among, self.total, self.proof, self.sparing = among, total, proof, sparing
        self.answered: list[Mapping[str, Fraction]] = []
        self.behind: list[Mapping[str, Fraction]] = []
        self.proven: list[tuple[object, ...]] = []  # splits, each with its cases

    @cached_property
    def search(self) -> _Search:
        return _Search(self)

    def answered_elsewhere(self, objective: Mapping[str, Fraction]) -> None:
        """An equal search answered this objective; this one catches up before its next answer."""
        self.answered.append(objective)
        self.behind.append(objective)

    def proves(self, split: Mapping[str, Fraction], cases: tuple[Case, ...]) -> bool:
        """Whether the cases prove that nobody blocks a split; looked at once for all objectives.

        Errors: ``IntercityError`` where they do not fit the game.
        """
        told = tuple((one.path, *one.prices.items(), one.total, one.bound) for one in cases)
        asked = tuple(split.items()), told  # as they are now: mappings could be changed
        if asked in self.proven:
            return True
        if proven_bound(self.model.separation(split, grand=True), cases) > 0:
            return False
        self.proven.append(asked)
        return True

    def __getstate__(self) -> tuple[object, ...]:
        """What answers depend on; the coalitions known follow from the objectives answered."""
        return self.model, self.among, self.total, self.proof, self.sparing, self.answered

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.model, self.among, self.total, self.proof, self.sparing, answered = state
        self.answered, self.behind, self.proven = list(answered), list(answered), []


@dataclass(frozen=True, slots=True)
class StableProgram:
    """``splits``, and the ``objective`` to be minimised over them, by player."""

    splits: StableSplits
    objective: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class StableOptimum(Answer):
    """The least value, or a lower bound; ``attained``: whether the ``split`` has it.

    ``collection``: the coalitions, with their plans, that prove the bound. All is in gains.

    See ``stable_optimum`` for the concept, an example and its source.
    """

    lowest: Fraction
    attained: bool
    split: Mapping[str, Fraction]
    collection: tuple[PlannedCoalition, ...]
    certificate: StableOptimumCertificate
    method: str = METHOD
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return "The least value." if self.attained else "A lower bound of the least value."


def stable_optimum(subject: StableProgram) -> StableOptimum:
    """The least of a linear objective over the stable splits of a game too large to tabulate.

    Stable splits must exist, and have a least value. Within ``limited_work`` it may end with a
    lower bound alone.

    >>> from games import FacilityLocation
    >>> hub = FacilityLocation(["A", "B"], ["hub"], [8], [[6], [9]])
    >>> splits = StableSplits(hub, ("A", "B"), Fraction(-23))
    >>> stable_optimum(StableProgram(splits, {"A": Fraction(-1)})).lowest
    Fraction(6, 1)

    Source: Kelley (1960).
    """
    splits = subject.splits
    while splits.behind:
        with suppress(IntercityError):
            splits.search.minimise(StableProgram(splits, splits.behind[0]))
        del splits.behind[0]
    splits.answered.append(subject.objective)
    return splits.search.minimise(subject).answer(subject)


class _Search:
    """The coalitions known so far as rows of a linear program; all in the unit of the oracle."""

    def __init__(self, splits: StableSplits) -> None:
        self.splits = splits
        self.oracle = oracle = ProgramOracle(
            splits.model, grand=True, payoffs=[splits.total], sparing=splits.sparing
        )
        self.unit = oracle.unit
        self.names = splits.model.players
        self.total = splits.total / self.unit
        n = len(self.names)
        free = np.full(n, math.inf)
        self.master = MasterProgram(np.zeros(n), -free, free)
        inside = [i for i, name in enumerate(self.names) if name in splits.among]
        self.inside = np.array(inside, dtype=np.int32)
        total = float(self.total)
        self.master.add(self.inside, total, total)
        self.worths: dict[int, float] = {}
        self.lost = 0  # cases of objectives that were left without an optimum
        self.order: list[int] = []  # the coalition of each row of the master program but the first
        self.searches = 0
        self.point = np.zeros(n)  # the split tried last
        self.costs = np.zeros(n)
        self.stable: list[tuple[list[Fraction], tuple[Case, ...]]] = []
        if splits.proof is not None:
            gains = splits.proof.gains(splits.model)
            cases = tuple(case.times(1 / self.unit) for case in splits.proof.cases)
            self.stable.append(([gains[name] / self.unit for name in self.names], cases))
        self.size = 1 + abs(total)
        self.near = _NEAR * self.size
        for i in range(n):
            self.add({1 << i: oracle.evaluate(1 << i)})
        if oracle.everybody not in self.worths:
            self.add({oracle.everybody: oracle.evaluate(oracle.everybody)})

    @cached_property
    def nearest(self) -> NearestSplit:
        """The splits near to the first that was proven to be stable."""
        centre = np.array([float(x) for x in self.stable[0][0]])
        near = NearestSplit(centre, self.inside, float(self.total))
        for mask, worth in self.worths.items():
            near.add(self._members(mask), worth)
        return near

    def _members(self, mask: int) -> list[int]:
        return [i for i in range(len(self.names)) if mask >> i & 1]

    def add(self, coalitions: Mapping[int, float]) -> bool:
        """Add coalitions and their worths as rows; whether any is new, or worth more than known."""
        new = False
        for mask, worth in coalitions.items():
            if mask in self.worths and worth <= self.worths[mask] + self.near / 10:
                continue
            members = self._members(mask)
            if "nearest" in vars(self):
                self.nearest.add(members, worth)
            self.master.add(members, worth)
            self.worths[mask] = worth
            self.order.append(mask)
            new = True
        return new

    def minimise(self, subject: StableProgram) -> StableOptimumCertificate:
        """Find a split in floats, then in fractions, and prove it; repeat where the proof fails."""
        self.costs = costs = np.array(
            [float(subject.objective.get(name, ZERO)) for name in self.names]
        )
        self.master.set_cost(costs)
        left, begun = work_left(), self.oracle.cases
        self.searches = 0
        for _ in range(_PROOFS):
            if self.stable and (certificate := self._known(subject)) is not None:
                return certificate
            settled = self.rounds(left.until, left.rounds)
            bound, weights = self.bound(subject)
            point = self.split(subject, bound) if settled else None
            if point is not None:
                cases, highest, better = self.oracle.prove(point, ZERO, left.until)
                if highest <= 0:
                    self.stable.append((point, cases))
                    return self._certificate(bound, point, weights, cases)
                if better is not None and time.monotonic() <= left.until:
                    excess = self.oracle.exact(better) - paid(better, point)
                    if excess > 0 and self.add({better: float(self.oracle.exact(better))}):
                        continue
            break
        self.lost += self.oracle.cases - begun
        return self._certificate(bound, [], weights, ())

    def _known(self, subject: StableProgram) -> StableOptimumCertificate | None:
        """A split proven before, if its value is the lower bound of this objective, too."""
        self._lowest()
        low = self.master.value
        objective = [subject.objective.get(name, ZERO) for name in self.names]
        for point, cases in self.stable:
            value = sum((c * x for c, x in zip(objective, point, strict=True)), ZERO)
            if float(value) - low <= self.near:
                bound, weights = self.bound(subject)
                if value == bound:
                    return self._certificate(bound, point, weights, cases)
        return None

    def rounds(self, until: float, most: int) -> bool:
        """Add coalitions that block the cheapest split until none does; False: out of work."""
        enough = self.oracle.cases + self._share()
        for quick in range(_QUICK * min(most, ENDLESS // _QUICK)):
            self.point = self._lowest()
            if self.add(self.oracle.quick(self.point, self.near)):
                continue
            if self.stable:
                low = self.master.value
                self.point = self.nearest.cheapest(self.costs, low + self.near / 100)
                if self.add(self.oracle.quick(self.point, self.near)):
                    continue
                blocking, settled = self.oracle.by_cases(self.point, self.near / 10, until)
                if self.add(blocking):
                    continue
                if settled:
                    return True
            self.searches += 1
            worked = self.searches > most or self.oracle.cases > enough
            if worked or (quick and time.monotonic() > until):
                return False
            blocking, bound = self.oracle.separate(self.point, self.near, until)
            if not self.add(blocking):
                return bound <= 10 * self.near
        return False

    def _share(self) -> int:
        """The most cases for one objective: fewer once many were spent without an optimum."""
        most = work_left().most
        if not self.stable:
            return ENDLESS
        return most // (_QUESTIONS if self.lost <= most // 2 else 2 * _QUESTIONS)

    def _lowest(self) -> Floats:
        self.master.solve()
        return self.master.point()

    def bound(self, subject: StableProgram) -> tuple[Fraction, dict[int, Fraction]]:
        """The lower bound in fractions, and the weights that prove it."""
        point = self._lowest()
        prices = self.master.prices()[1:]
        low = self.master.value
        held = {self.order[k] for k in np.flatnonzero(np.abs(prices) > _HELD)}
        answer = solve(self._program(subject, held))
        if answer.outcome != "optimal" or float(answer.optimum) < low - self.near / 100:
            held |= self._tight(point)
            answer = solve(self._program(subject, held))
        if answer.outcome != "optimal":
            raise Undefined("least value over the stable splits", "there is none", None)
        weights = {mask: weight for mask in sorted(held) if (weight := answer.prices[f"S{mask}"])}
        return answer.optimum, weights

    def split(self, subject: StableProgram, lowest: Fraction) -> list[Fraction] | None:
        """The split tried last, in fractions; ``None`` if none near it has this value."""
        held = self._tight(self.point)
        reach = Fraction(self.near)
        around = {
            name: (Fraction(float(x)) - reach, Fraction(float(x)) + reach)
            for name, x in zip(self.names, self.point, strict=True)
        }
        program = self._program(subject, held)
        near = replace(program, bounds=around)
        if self.stable:
            return self._nearest(near, held, lowest)
        # The optimum in fractions may be another point of this value, far away and blocked.
        answer = solve(program)
        exact = answer.point
        if self._blocking([exact[name] for name in self.names]):
            closer = solve_by_floats(near)
            if closer is not None and closer.optimum == answer.optimum:
                exact = closer.point
        return [exact[name] for name in self.names] if answer.optimum == lowest else None

    def _nearest(
        self, near: LinearProgram, held: set[int], lowest: Fraction
    ) -> list[Fraction] | None:
        """The split of this value nearest to the stable one that no known coalition blocks.

        It is looked for in a narrow box first, then with more and more coalitions.
        """
        centre = dict(zip(self.names, self.stable[0][0], strict=True))
        split = nearest_in_fractions(near, lowest, centre)
        held, free = set(held), dict.fromkeys(self.names, (None, None))
        for _ in range(_NARROWED):  # floats may miss the optimum in so narrow a box
            if split is not None:
                payoffs = [split[name] for name in self.names]
                if not (blocking := self._blocking(payoffs)):
                    return payoffs
                held |= blocking
            program = replace(near, rows=self._rows(held), bounds=free)
            split = nearest_in_fractions(program, lowest, centre)
            if split is None:
                break
        return None

    def _tight(self, point: Floats) -> set[int]:
        """Coalitions that get just what they are worth."""
        return {
            mask
            for mask, worth in self.worths.items()
            if float(paid(mask, point)) - worth <= self.near
        }

    def _blocking(self, payoffs: Iterable[Fraction]) -> set[int]:
        """Known coalitions that block, in floats."""
        floats = [float(x) for x in payoffs]
        return {m for m, worth in self.worths.items() if worth - paid(m, floats) > self.near}

    def _rows(self, held: Iterable[int]) -> tuple[Row, ...]:
        """That these coalitions get what they are worth, and all the total."""
        names = self.names
        rows = [
            Row(f"S{mask}", {names[i]: ONE for i in self._members(mask)}, ">=",
                self.oracle.exact(mask))
            for mask in sorted(held)
        ]  # fmt: skip
        return (*rows, Row("P", dict.fromkeys(self.splits.among, ONE), "==", self.total))

    def _program(self, subject: StableProgram, held: Iterable[int]) -> LinearProgram:
        """The master program in fractions, with these coalitions only."""
        objective = {name: c for name, c in subject.objective.items() if c}
        endless = dict.fromkeys(self.names, (None, None))
        return LinearProgram("min", objective, self._rows(held), endless)

    def _certificate(
        self,
        bound: Fraction,
        point: list[Fraction],
        weights: Mapping[int, Fraction],
        cases: tuple[Case, ...],
    ) -> StableOptimumCertificate:
        """The bound and the split with their proofs, in money."""
        unit = self.unit
        return StableOptimumCertificate(
            bound * unit,
            dict(zip(self.names, (x * unit for x in point), strict=True)) if point else {},
            planned(self.splits.model, self.oracle, weights),
            tuple(case.times(unit) for case in cases),
        )


@dataclass(frozen=True, slots=True)
class StableOptimumCertificate(Certificate, kind="stable optimum", of="stable_optimum"):
    """Coalitions with weights that bound it; a split of that value, proven by cases, or none.

    The weight of the total follows from those of the coalitions.
    """

    lowest: Fraction
    split: Mapping[str, Fraction]
    collection: tuple[PlannedCoalition, ...]
    cases: tuple[Case, ...]

    def violations(self, subject: StableProgram) -> Iterator[str]:
        splits, model = subject.splits, subject.splits.model
        degree = {name: subject.objective.get(name, ZERO) for name in model.players}
        for one in self.collection:
            yield from plan_violations(model, one.coalition, one.plan)
            if not one.coalition or one.weight <= 0:
                yield f"{coalition_name(one.coalition)} has no place in the collection."
            for name in one.coalition:
                degree[name] -= one.weight
        rest = {degree[name] for name in splits.among} or {ZERO}
        if len(rest) != 1 or any(left for name, left in degree.items() if name not in splits.among):
            yield "The collection does not cover every player to the degree of the objective."
        if collected(self.collection, model) + min(rest) * splits.total != self.lowest:
            yield f"The collection does not prove the lower bound {self.lowest}."
        if not self.split:
            if self.cases:
                yield "There are cases, but no split."
            return
        if tuple(self.split) != model.players:
            yield "The split does not fit the players."
        if sum(self.split[name] for name in splits.among) != splits.total:
            yield "The split does not add up to the total."
        value = sum((c * self.split[name] for name, c in subject.objective.items()), ZERO)
        if value != self.lowest:
            yield f"The split does not have the value {self.lowest}."
        if not splits.proves(self.split, self.cases):
            yield "The cases do not prove that no coalition blocks the split."

    def answer(self, subject: StableProgram) -> StableOptimum:
        attained = bool(self.split)
        return StableOptimum(
            self.lowest,
            attained,
            self.split,
            self.collection,
            self,
            proof=EXACT if attained else UNPROVEN,
        )
