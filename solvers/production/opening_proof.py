"""Proof of what a coalition's best plan is worth, over all ways to open its platforms.

With its platforms given, a coalition's plan is a linear program, and the prices of one optimal
basis prove its worth. Only the right-hand sides change with the openings, so the prices found for
one opening vector z bound the others too:

    best(z) - cost(z)  <=  y.b(z) + sum_j max(d_j, 0) u_j - cost(z),    d = c - A'y.

So a proof is a basis for the best openings, and the few more bases that beat all others. Here
proofs are checked, in rational arithmetic; ``solvers.production.opening_search`` finds them.

>>> from games.production import *
>>> plant = Activity("plant", ("Quzhou",), (), (Value("Quzhou", "cash", 3),), limit=2)
>>> program = OpeningPrograms(LinearProductionGame(("Quzhou",), (), (plant,)), ("Quzhou",), {})
>>> checked(program, CoalitionProof((), Basis((), (), ("plant",)), ())).worth
Fraction(6, 1)
>>> checked(program, CoalitionProof((), Basis((), (), ()), ()))
Traceback (most recent call last):
    ...
games.errors.IntercityError: {Quzhou}: the plan's basis is not optimal.

Source: Dantzig (1963) for the duality.
"""

from __future__ import annotations

import itertools
import math
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.errors import IntercityError
from games.players import coalition_name
from games.production import LinearProductionGame
from solvers.answer import EXACT, UNPROVEN, Proof
from solvers.optimum import Basis
from solvers.production.game_numbers import GameNumbers
from solvers.production.production_program import (
    Openings,
    Pools,
    open_to,
)
from solvers.rational import Rational, fraction

__all__ = [
    "EXHAUSTIVE",
    "REMEMBERED",
    "CoalitionProof",
    "Grounds",
    "Key",
    "Known",
    "Like",
    "Memory",
    "OpeningPrograms",
    "Prices",
    "ProvenPrices",
    "Settled",
    "become",
    "checked",
    "memory",
    "proven_prices",
    "remember",
]

ZERO = Fraction(0)
EXHAUSTIVE = 64
"""Up to so many opening vectors a coalition's worth is proven; beyond, it is a MILP's word."""


@dataclass(frozen=True, slots=True)
class CoalitionProof:
    """How often each platform is open, the optimal basis, and further bases as bounds.

    The prices of ``plan`` prove that no plan with these openings does better; those of ``plan`` or
    of one in ``bounds`` prove the same for each other opening vector. Of several best vectors it is
    the lexicographically smallest.
    """

    openings: tuple[int, ...]
    plan: Basis
    bounds: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """The facts from which a proof of a worth follows.

    ``beaten``: each other opening vector, with the first basis of the proof that beats it.
    ``signs``: of the slopes of each basis. ``all_open``: whether each vector can be opened.
    """

    beaten: tuple[tuple[Openings, int], ...]
    signs: tuple[tuple[int, ...], ...]
    all_open: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A proof that has been checked, what it proves, and on what grounds, if all are known."""

    proof: CoalitionProof
    worth: Fraction
    point: Mapping[str, Fraction]
    grounds: Grounds | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of a basis: a bound for each right-hand side b, ``prices.b + constant``."""

    prices: list[tuple[int, Any]]
    slopes: list[Any]  # of each variable
    constant: Any

    def bound(self, right: list[Any]) -> Any:
        return sum([y * right[i] for i, y in self.prices], start=self.constant)


@dataclass(frozen=True, slots=True)
class Key:
    """Numbers to look something up by, with their hash, which takes long to work out."""

    parts: tuple[Any, ...]
    hashed: int

    def __hash__(self) -> int:
        return self.hashed


class OpeningPrograms:
    """One coalition's programs, over all its opening vectors.

    ``numbers``: the game's, where they have been converted for other coalitions.
    """

    def __init__(
        self,
        game: LinearProductionGame,
        members: tuple[str, ...],
        pools: Pools,
        weight: Mapping[str, Fraction] | None = None,
        numbers: GameNumbers | None = None,
    ) -> None:
        self.game, self.members = game, members
        self.numbers = numbers or GameNumbers(game, weight)
        self.closed = (0,) * len(game.platforms)
        self.own = self.numbers.of(members, pools)
        platforms = set(map(id, open_to(game, members)))
        self.limits = [p.limit if id(p) in platforms else 0 for p in game.platforms]
        self.count = math.prod(limit + 1 for limit in self.limits)

    @cached_property
    def key(self) -> Key:
        """All that the coalition's worth and proof depend on."""
        platforms = tuple(
            (limit, *self.numbers.key_of_change(k, self.own.bounds)) if limit else ()
            for k, limit in enumerate(self.limits)
        )
        parts = (*self.own.key, platforms)
        return Key(parts, hash(parts))

    def prepare(self) -> None:
        """Turn everything into the numbers that proofs are made of."""
        own, numbers = self.own, self.numbers
        self.program = own.program()
        self.zero = self.program.zero
        self.row = {name: i for i, name in enumerate(own.bounds)}
        self.column = {column.name: j for j, column in enumerate(own.columns)}
        self.high = self.program.high
        self.by_column: list[list[tuple[int, Any]]] = [[] for _ in self.column]
        for i, terms in enumerate(self.program.rows):
            for j, a in terms:
                self.by_column[j].append((i, a))
        # A row's activity is least when all is bought that may be: the only negative coefficient.
        slack = [
            sum([self.high[j] for j, a in terms if a.p < 0], start=self.zero)
            for terms in self.program.rows
        ]
        base = self.program.row_high
        self._lacking = {i for i, b in enumerate(base) if (b + slack[i]).p < 0}
        self.changes = [
            numbers.change(k, own.bounds) if limit else [] for k, limit in enumerate(self.limits)
        ]
        self.right: dict[Openings, list[Any]] = {}
        self._opened: dict[Openings, list[tuple[int, int]]] = {}
        self.cost: dict[Openings, Any] = {}
        vectors: Iterable[Openings] = itertools.product(*(range(m + 1) for m in self.limits))
        self._parts = base, self.changes, numbers.costs, slack
        for vector in vectors if self.count <= EXHAUSTIVE else ():
            self._add(vector, *self._parts)

    def _add(self, vector: Openings, base: list[Any], changes: Any, costs: Any, slack: Any) -> bool:
        """Note the vector where it can be opened; only rows that it changes are looked at anew."""
        right, moved = list(base), set[int]()
        for times, change in zip(vector, changes, strict=True):
            for i, c in change if times else ():
                right[i] = right[i] + times * c
                moved.add(i)
        if any((right[i] + slack[i]).p < 0 for i in self._lacking | moved):
            return False
        self.right[vector] = right
        opened = self._opened[vector] = [(k, times) for k, times in enumerate(vector) if times]
        self.cost[vector] = sum([times * costs[k] for k, times in opened], start=self.zero)
        return True

    def admit(self, vector: Openings) -> bool:
        """Whether the vector can be opened at all, among more vectors than can be listed."""
        legal = len(vector) == len(self.limits) and all(
            0 <= times <= limit for times, limit in zip(vector, self.limits, strict=True)
        )
        return legal and (
            vector in self.right or (self.count > EXHAUSTIVE and self._add(vector, *self._parts))
        )

    def prices(self, basis: Basis) -> Prices | None:
        """The prices of a basis; None where they are not feasible. KeyError: a name unknown."""
        from flint import fmpq_mat

        place = {self.row[name]: k for k, name in enumerate(basis.rows)}
        basic = {self.column[name]: k for k, name in enumerate(basis.columns)}
        size = len(basis.columns)
        if not (len(place) == len(basis.rows) == size == len(basic)) or not (
            _ascending([*place]) and _ascending([*basic])
        ):
            return None
        dual: list[tuple[int, Any]] = []
        if size:
            matrix = fmpq_mat(size, size)
            for j, k in basic.items():
                for i, a in self.by_column[j]:
                    if i in place:
                        matrix[k, place[i]] = a
            try:
                solved = matrix.solve(fmpq_mat(size, 1, [self.program.cost[j] for j in basic]))
            except ZeroDivisionError:
                return None
            dual = [(i, solved[k, 0]) for i, k in place.items()]
        if any(price.p < 0 for _, price in dual):
            return None
        priced = [(i, price) for i, price in dual if price]
        slopes, constant = self._slopes(priced), self.zero
        for slope, high in zip(slopes, self.high, strict=True):
            if slope.p > 0:
                if high is None:
                    return None
                constant = constant + slope * high
        return Prices(priced, slopes, constant)

    def _unique(self, basis: Basis, found: Prices) -> bool:
        """Whether no other plan is as good as that of a basis with these prices."""
        basic = {self.column[name] for name in basis.columns}
        return len(found.prices) == len(basic) and all(
            slope != 0 or j in basic for j, slope in enumerate(found.slopes)
        )

    def bounds(self, prices: Prices, parts: Any = None) -> dict[Openings, Any]:
        """What prices allow at most by opening vector, the openings paid for: linear in these.

        ``parts``: other sides with all closed, what openings add to them, and costs.
        """
        base, changes, costs = parts or self._parts[:3]
        y = dict(prices.prices)
        each = [
            sum([y[i] * c for i, c in change if i in y], start=-cost) if limit else self.zero
            for change, cost, limit in zip(changes, costs, self.limits, strict=True)
        ]
        start = prices.bound(base)
        return {
            vector: sum([times * each[k] for k, times in opened], start=start)
            for vector, opened in self._opened.items()
        }

    def _slopes(self, prices: list[tuple[int, Any]]) -> list[Any]:
        """What one more unit of each variable would add, its resources paid for."""
        slopes = list(self.program.cost)
        for i, y in prices:
            for j, a in self.program.rows[i]:
                slopes[j] = slopes[j] - y * a
        return slopes

    def vertex(self, basis: Basis, right: list[Any]) -> list[Any] | None:
        """The plan of a basis; None where it breaks a limit."""
        from flint import fmpq_mat

        point = [self.zero] * len(self.column)
        for name in basis.upper:
            j = self.column[name]
            if self.high[j] is None or name in basis.columns:
                return None
            point[j] = self.high[j]
        basic = [self.column[name] for name in basis.columns]
        tight = [self.row[name] for name in basis.rows]
        size = len(basic)
        if size:
            place = {j: k for k, j in enumerate(basic)}
            matrix, column = fmpq_mat(size, size), []
            for k, i in enumerate(tight):
                rest = right[i]
                for j, a in self.program.rows[i]:
                    if j in place:
                        matrix[k, place[j]] = a
                    elif point[j]:
                        rest = rest - a * point[j]
                column.append(rest)
            solved = matrix.solve(fmpq_mat(size, 1, column))
            for j, k in place.items():
                x, high = solved[k, 0], self.high[j]
                if x.p < 0 or (high is not None and x > high):
                    return None
                point[j] = x
        for i, terms in enumerate(self.program.rows):
            if i not in tight and sum([a * point[j] for j, a in terms if point[j]]) > right[i]:
                return None
        return point

    def check(self, proof: CoalitionProof, *, unique: bool = False) -> Settled | str:
        """What the proof proves, or why it proves nothing.

        ``unique``: accept it only if there is no other best plan with these openings.
        """
        if not self.admit(proof.openings):
            return "the openings are not possible"
        first = self.prices(proof.plan)
        right = self.right[proof.openings]
        point = self.vertex(proof.plan, right) if first else None
        if first is None or point is None:
            return "the plan's basis is not optimal"
        value = self.value(point)
        if value != first.bound(right):
            return "the plan's basis is not optimal"
        if unique and not self._unique(proof.plan, first):
            return "there are other plans as good"
        worth = value - self.cost[proof.openings]
        bounds = [first]
        for basis in proof.bounds:
            prices = self.prices(basis)
            if prices is None or basis.upper:
                return "a bounding basis has no feasible prices"
            bounds.append(prices)
        if self.count > EXHAUSTIVE:
            if proof.bounds:
                return "bounds beyond what can be listed"
            return self.settled(proof, worth, point)
        allowed = [self.bounds(prices) for prices in bounds]
        beaten = self.beaten(proof.openings, worth, allowed)
        if isinstance(beaten, str):
            return beaten
        if {*range(1, len(bounds))} - {k for _, k in beaten}:
            return "a bounding basis is not needed"
        return self.settled(proof, worth, point, self.grounds(beaten, bounds))

    def value(self, point: list[Any]) -> Any:
        """What a plan brings, openings not paid for."""
        return sum(
            [c * x for c, x in zip(self.program.cost, point, strict=True) if x], start=self.zero
        )

    def settled(
        self, proof: CoalitionProof, worth: Any, point: list[Any], grounds: Grounds | None = None
    ) -> Settled:
        """What was proven, in fractions."""
        plan = {name: fraction(x) for name, x in zip(self.column, point, strict=True) if x}
        return Settled(proof, fraction(worth), plan, grounds)

    def grounds(self, beaten: Iterable[tuple[Openings, int]], bases: Iterable[Prices]) -> Grounds:
        """On what a proof with these bases rests."""
        signs = tuple(tuple([_sign(slope) for slope in prices.slopes]) for prices in bases)
        return Grounds(tuple(beaten), signs, len(self.right) == self.count)

    def beaten(
        self, openings: Openings, worth: Any, allowed: Sequence[Mapping[Openings, Any]]
    ) -> list[tuple[Openings, int]] | str:
        """Each other opening vector, with the first bound that beats it; or why one may be better.

        ``allowed``: what each basis allows at most by opening vector.
        """
        found = []
        for vector in self.right:
            if vector == openings:
                continue
            for k, most in enumerate(allowed):
                bound = most[vector]
                if bound < worth or (bound == worth and vector > openings):
                    found.append((vector, k))
                    break
            else:
                return f"openings {vector} may be better"
        return found


def _ascending(different: list[int]) -> bool:
    return different == sorted(different)


def _sign(number: Rational) -> int:
    """1, 0 or -1; a numerator is compared with 0 three times as fast as a number."""
    above = number.p
    sign: int = (above > 0) - (above < 0)
    return sign


Known = OrderedDict[Key, Settled]
Like = tuple[Any, ...]


@dataclass(slots=True)
class Memory:
    """What was settled before, by all that it depends on: it saves time, and proves nothing.

    ``checked``: by any proof; ``found``: as a search finds it; ``hints``: the last proof of each
    kind of program. Which of several proofs is found depends on it; no worth does.
    ``any_plan``: whether of several best plans any will do, so that plans depend on it too; worths
    and openings do not. Then ``bases`` has those that were of use, by kind of program.
    ``table``: the last certificate of a table, its game, and what was found to be proven.
    ``groups``: of the first game of each kind, what all groups do (``known_groups.py``).
    ``lines``: by kind and direction from that game, the same of games on that line.
    """

    checked: Known = field(default_factory=OrderedDict)
    found: Known = field(default_factory=OrderedDict)
    hints: dict[Like, CoalitionProof] = field(default_factory=dict)
    bases: dict[Like, tuple[Basis, ...]] = field(default_factory=dict)
    any_plan: bool = False
    table: tuple[weakref.ref[Any], LinearProductionGame, Any] | None = None
    groups: dict[Like, Any] = field(default_factory=dict)
    lines: dict[Like, list[tuple[Any, list[Settled]]]] = field(default_factory=dict)

    def copy(self, *, any_plan: bool = False) -> Memory:
        """A copy that shares no list or dictionary with it."""
        return Memory(
            self.checked.copy(),
            self.found.copy(),
            self.hints.copy(),
            self.bases.copy(),
            any_plan,
            self.table,
            self.groups.copy(),
            {line: list(known) for line, known in self.lines.items()},
        )


REMEMBERED = 4096
_local = threading.local()


def memory() -> Memory:
    """What this thread remembers."""
    found: Memory | None = getattr(_local, "memory", None)
    return become(Memory()) if found is None else found


def become(remembered: Memory) -> Memory:
    """From now on, this thread remembers that."""
    _local.memory = remembered
    return remembered


def checked(program: OpeningPrograms, proof: CoalitionProof) -> Settled:
    """What a proof proves; ``IntercityError`` where it proves nothing."""
    key = program.key
    known = memory().checked.get(key)
    if known is not None and known.proof == proof:
        return known
    program.prepare()
    settled = program.check(proof)
    if isinstance(settled, str):
        raise IntercityError(f"{coalition_name(program.members)}: {settled}.")
    remember(memory().checked, key, settled)
    return settled


def remember(known: Known, key: Key, settled: Settled) -> None:
    """Keep a settled proof, and no more of them than ``REMEMBERED``."""
    known[key] = settled
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ProvenPrices:
    """An optimal ``point`` of all, prices of rows, and ``rents``, the prices of limits.

    ``proof`` is "unproven" where the openings are too many to list.
    """

    point: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    rents: Mapping[str, Fraction]
    proof: Proof


def proven_prices(game: LinearProductionGame, proof: CoalitionProof) -> ProvenPrices:
    """What the proof of the worth of all proves; ``IntercityError`` where it proves nothing."""
    program = OpeningPrograms(game, game.cities, {})
    program.prepare()
    settled = program.check(proof)
    prices = program.prices(proof.plan)
    if isinstance(settled, str) or prices is None:
        raise IntercityError(f"The proof of the worth of all does not hold: {settled}.")
    rows = list(program.row)
    return ProvenPrices(
        settled.point,
        {rows[i]: fraction(y) for i, y in prices.prices},
        {
            name: fraction(slope)
            for name, slope in zip(program.column, prices.slopes, strict=True)
            if slope > 0
        },
        EXACT if program.count <= EXHAUSTIVE else UNPROVEN,
    )
