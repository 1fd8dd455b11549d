"""The coalitional form of a production game: what each coalition's best plan is worth, with proof.

With its platforms given, a coalition's plan is a linear program, and the prices of one optimal
basis prove its worth. Only the right-hand sides change with the openings, so the prices found for
one opening vector z bound the others too:

    best(z) - cost(z)  <=  y.b(z) + sum_j max(d_j, 0) u_j - cost(z),    d = c - A'y.

Most opening vectors are beaten that way without being solved; the certificate keeps, for each
coalition, the basis of its plan and the few more that are needed.

>>> from games.production import *
>>> land = Resource("land", "tradable", {"Hangzhou": 1, "Quzhou": 5})
>>> plant = Activity("plant", ("Hangzhou",), (Use("land", 1),), (Value("Hangzhou", "cash", 3),))
>>> form = coalitional_form(LinearProductionGame(("Hangzhou", "Quzhou"), (land,), (plant,)))
>>> form.game.worth(["Hangzhou"]), form.game.worth(["Hangzhou", "Quzhou"])
(Fraction(3, 1), Fraction(18, 1))
>>> form.plan(["Hangzhou", "Quzhou"]).levels["plant"], form.certificate.verify(form.production)
(Fraction(6, 1), True)

Source: Owen (1975), On the core of linear production games; Dantzig (1963) for the duality.
"""

from __future__ import annotations

import itertools
import math
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.coalitional import CoalitionalGame, coalition_name
from games.errors import IntercityError, InvalidInput
from games.production import LinearProductionGame, Platform, Resource, Use
from solvers.answer import EXACT, UNPROVEN, Proof
from solvers.certificate import Certificate
from solvers.linear_program import Basis, LinearProgram, Row, optimal_basis
from solvers.simplex import RationalProgram, fraction, highs, rational

__all__ = [
    "CoalitionProof",
    "CoalitionalForm",
    "LeaderProof",
    "Plan",
    "ProductionCertificate",
    "ProvenPrices",
    "coalition_program",
    "coalitional_form",
    "forget",
    "grand_proof",
    "proven_prices",
]

EXHAUSTIVE = 64
"""Up to so many opening vectors a coalition's worth is proven; beyond, it is a MILP's word."""

ZERO, ONE = Fraction(0), Fraction(1)
Openings = tuple[int, ...]
Pools = Mapping[str, Fraction]


# -------------------------------------------------------------------------- the program


def coalition_program(
    game: LinearProductionGame,
    coalition: Iterable[str],
    openings: Mapping[str, int] | None = None,
) -> LinearProgram:
    """The linear program of a coalition with its platforms given, to read, export or solve.

    Variables: the activities that the coalition can run, and "buy r" and "sell r" where resource r
    has an exchange. Rows: "r" for a pooled resource, "r at city" for a bound one. ``openings``: how
    often each platform is open (one not named is closed). Opening costs are no part of it: the
    coalition's worth is the largest optimum less the cost of the openings.
    """
    members = _members(game, coalition)
    opened = dict(openings or {})
    for name in opened:
        if name not in {platform.name for platform in _platforms(game, members)}:
            raise InvalidInput("an open platform", name, "one that the coalition can open")
    vector = tuple(opened.get(platform.name, 0) for platform in game.platforms)
    return _program(game, members, _pools(game, members, _Leaders(game)), vector)


def _members(game: LinearProductionGame, coalition: Iterable[str]) -> tuple[str, ...]:
    named = {coalition} if isinstance(coalition, str) else set(coalition)
    for city in sorted(named - set(game.cities)):
        raise InvalidInput("a coalition's member", city, "one of " + ", ".join(game.cities))
    return tuple(city for city in game.cities if city in named)


def _platforms(game: LinearProductionGame, members: Iterable[str]) -> list[Platform]:
    return [p for p in game.platforms if p.site is None or p.site in members]


def _row(use: Use) -> str:
    return use.resource if use.site is None else f"{use.resource} at {use.site}"


def _program(
    game: LinearProductionGame,
    members: tuple[str, ...],
    pools: Pools,
    openings: Openings,
    weight: Mapping[str, Fraction] | None = None,
) -> LinearProgram:
    """The program; ``weight`` is charged per unit of a common pool."""
    inside = set(members)
    objective: dict[str, Fraction] = {}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    uses: dict[str, dict[str, Fraction]] = {}
    for activity in game.activities:
        if not inside.issuperset(activity.sites):
            continue
        worth = activity.worth
        for use in activity.uses:
            line = uses.setdefault(_row(use), {})
            line[activity.name] = line.get(activity.name, ZERO) + use.amount
            if weight and use.resource in weight:
                worth -= weight[use.resource] * use.amount
        objective[activity.name] = worth
        bounds[activity.name] = (ZERO, activity.limit)
    for platform in _platforms(game, members):
        for use in platform.uses:
            uses.setdefault(_row(use), {})
    rows = []
    for resource in game.resources:
        if resource.exchange is not None:
            buy, sell = f"buy {resource.name}", f"sell {resource.name}"
            cap = resource.exchange.cap * len(members)
            objective[buy], objective[sell] = -resource.exchange.buy, resource.exchange.sell
            bounds[buy] = bounds[sell] = (ZERO, cap)
            uses.setdefault(resource.name, {}).update({buy: -ONE, sell: ONE})
        for name, owned in _endowments(resource, members, pools):
            if name in uses:
                change = _changes(game, openings, name)
                rows.append(Row(name, uses[name], "<=", owned + change))
    return LinearProgram("max", objective, tuple(rows), bounds)


def _endowments(
    resource: Resource, members: tuple[str, ...], pools: Pools
) -> Iterator[tuple[str, Fraction]]:
    if resource.kind == "bound":
        for city in members:
            yield f"{resource.name} at {city}", resource.owned.get(city, ZERO)
    elif resource.kind == "common":
        yield resource.name, pools[resource.name]
    else:
        owned = resource.owned
        yield resource.name, sum((owned[city] for city in members if city in owned), ZERO)


def _changes(game: LinearProductionGame, openings: Openings, row: str) -> Fraction:
    total = ZERO
    for platform, times in zip(game.platforms, openings, strict=True):
        if times:
            total += times * _change(platform, row)
    return total


def _change(platform: Platform, row: str) -> Fraction:
    brought = sum((use.amount for use in platform.provides if _row(use) == row), ZERO)
    return brought - sum((use.amount for use in platform.uses if _row(use) == row), ZERO)


# -------------------------------------------------------------------------- the proofs


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
class LeaderProof:
    """What outsiders use of a pool that they may draw on first.

    ``best`` proves their worth. ``sparing`` proves the plan that is best when each unit of the pool
    is charged ``weight``; as it reaches the same worth, no best plan uses less of the pool.
    """

    best: CoalitionProof
    sparing: CoalitionProof
    weight: Fraction


@dataclass(frozen=True, slots=True)
class _Settled:
    """A proof that has been checked, and what it proves."""

    proof: CoalitionProof
    worth: Fraction
    point: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class _Prices:
    """The prices of a basis: a bound for each right-hand side b, ``prices.b + constant``."""

    prices: list[tuple[int, Any]]
    constant: Any
    unique: bool  # no other plan is as good

    def bound(self, right: list[Any]) -> Any:
        return sum((y * right[i] for i, y in self.prices), start=self.constant)


class _Coalition:
    """One coalition's programs, over all its opening vectors."""

    def __init__(
        self,
        game: LinearProductionGame,
        members: tuple[str, ...],
        pools: Pools,
        weight: Mapping[str, Fraction] | None = None,
    ) -> None:
        self.game, self.members = game, members
        self.closed = (0,) * len(game.platforms)
        self.lp = _program(game, members, pools, self.closed, weight)
        platforms = set(map(id, _platforms(game, members)))
        self.limits = [p.limit if id(p) in platforms else 0 for p in game.platforms]
        self.count = math.prod(limit + 1 for limit in self.limits)
        self.changes = [
            [_change(p, row.name) for row in self.lp.rows] if limit else []
            for p, limit in zip(game.platforms, self.limits, strict=True)
        ]

    @property
    def key(self) -> tuple[Any, ...]:
        """All that the coalition's worth and proof depend on."""
        lp = self.lp
        return (
            tuple(lp.objective.items()),
            tuple(lp.bounds.items()),
            tuple((row.name, row.bound, tuple(row.coefficients.items())) for row in lp.rows),
            tuple(
                (p.cost, limit, tuple(change))
                for p, limit, change in zip(
                    self.game.platforms, self.limits, self.changes, strict=True
                )
            ),
        )

    def prepare(self) -> None:
        """Turn everything into the numbers that proofs are made of."""
        self.program = RationalProgram(self.lp)
        self.zero = self.program.zero
        self.row = {row.name: i for i, row in enumerate(self.lp.rows)}
        self.column = {name: j for j, name in enumerate(self.lp.bounds)}
        self.high = self.program.high
        self.by_column: list[list[tuple[int, Any]]] = [[] for _ in self.column]
        for i, terms in enumerate(self.program.rows):
            for j, a in terms:
                self.by_column[j].append((i, a))
        # A row's activity is least when all is bought that may be: the only negative coefficient.
        slack = [
            sum((self.high[j] for j, a in terms if a < 0), start=self.zero)
            for terms in self.program.rows
        ]
        base = self.program.row_high
        changes = [[rational(change) for change in line] for line in self.changes]
        costs = [rational(p.cost) for p in self.game.platforms]
        self.right: dict[Openings, list[Any]] = {}
        self.cost: dict[Openings, Any] = {}
        vectors: Iterable[Openings] = itertools.product(*(range(m + 1) for m in self.limits))
        for vector in vectors if self.count <= EXHAUSTIVE else ():
            self._add(vector, base, changes, costs, slack)
        self._parts = base, changes, costs, slack

    def _add(self, vector: Openings, base: list[Any], changes: Any, costs: Any, slack: Any) -> bool:
        right = list(base)
        for times, change in zip(vector, changes, strict=True):
            if times:
                right = [b + times * c for b, c in zip(right, change, strict=True)]
        if any(b + spare < 0 for b, spare in zip(right, slack, strict=True)):
            return False
        self.right[vector] = right
        self.cost[vector] = sum(
            (times * cost for times, cost in zip(vector, costs, strict=True)), start=self.zero
        )
        return True

    def admit(self, vector: Openings) -> bool:
        """Whether the vector can be opened at all, among more vectors than can be listed."""
        legal = len(vector) == len(self.limits) and all(
            0 <= times <= limit for times, limit in zip(vector, self.limits, strict=True)
        )
        return legal and (
            vector in self.right or (self.count > EXHAUSTIVE and self._add(vector, *self._parts))
        )

    def prices(self, basis: Basis) -> _Prices | None:
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
        unique, constant = True, self.zero
        if any(price < 0 for _, price in dual):
            return None
        found = _Prices([(i, price) for i, price in dual if price], self.zero, unique=False)
        unique, constant = len(found.prices) == size, self.zero
        for j, slope in enumerate(self.slopes(found)):
            if slope > 0:
                if self.high[j] is None:
                    return None
                constant = constant + slope * self.high[j]
            unique = unique and (slope != 0 or j in basic)
        return _Prices(found.prices, constant, unique)

    def slopes(self, prices: _Prices) -> list[Any]:
        """What one more unit of each variable would add, its resources paid for."""
        slopes = list(self.program.cost)
        for i, y in prices.prices:
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
                point[j] = solved[k, 0]
        if any(
            x < 0 or (high is not None and x > high)
            for x, high in zip(point, self.high, strict=True)
        ):
            return None
        for terms, limit in zip(self.program.rows, right, strict=True):
            if sum((a * point[j] for j, a in terms if point[j]), start=self.zero) > limit:
                return None
        return point

    def check(self, proof: CoalitionProof, *, unique: bool = False) -> _Settled | str:
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
        value = sum(
            (c * x for c, x in zip(self.program.cost, point, strict=True) if x), start=self.zero
        )
        if value != first.bound(right):
            return "the plan's basis is not optimal"
        if unique and not first.unique:
            return "there are other plans as good"
        worth = value - self.cost[proof.openings]
        if fault := self._undercut(proof, first, worth):
            return fault
        return _Settled(
            proof,
            fraction(worth),
            {name: fraction(x) for name, x in zip(self.column, point, strict=True) if x},
        )

    def _undercut(self, proof: CoalitionProof, first: _Prices, worth: Any) -> str:
        """Why some other opening vector may be better; empty where none is."""
        bounds = [first]
        for basis in proof.bounds:
            prices = self.prices(basis)
            if prices is None or basis.upper:
                return "a bounding basis has no feasible prices"
            bounds.append(prices)
        if self.count > EXHAUSTIVE:
            return "bounds beyond what can be listed" if proof.bounds else ""
        needed = set(range(1, len(bounds)))
        for vector, right in self.right.items():
            if vector == proof.openings:
                continue
            for k, prices in enumerate(bounds):
                bound = prices.bound(right) - self.cost[vector]
                if bound < worth or (bound == worth and vector > proof.openings):
                    needed.discard(k)
                    break
            else:
                return f"openings {vector} may be better"
        return "a bounding basis is not needed" if needed else ""

    def search(self) -> _Settled:
        """Find the best openings and their plan, best bound first."""
        if self.count > EXHAUSTIVE:
            vector = self._integer_program()
            return self._certain(CoalitionProof(vector, self._solve(vector), ()))
        solved: dict[Openings, Basis] = {}
        bounds: dict[Openings, _Prices] = {}
        best: tuple[Any, Openings] | None = None
        waiting = set(self.right)
        vector = max(self.right, key=lambda v: (sum(v), v))
        while True:
            waiting.discard(vector)
            solved[vector] = self._solve(vector)
            prices = self.prices(solved[vector])
            assert prices is not None  # noqa: S101 - optimal_basis has proven it
            bounds[vector] = prices
            worth = prices.bound(self.right[vector]) - self.cost[vector]
            if best is None or worth > best[0] or (worth == best[0] and vector < best[1]):
                best = worth, vector
            open_ = []
            for candidate in waiting:
                bound = min(p.bound(self.right[candidate]) for p in bounds.values())
                bound -= self.cost[candidate]
                if bound > best[0] or (bound == best[0] and candidate < best[1]):
                    open_.append((bound, candidate))
            if not open_:
                break
            waiting = {candidate for _, candidate in open_}
            vector = max(open_)[1]
        return self._certain(self._shortest(best, solved, bounds))

    def _shortest(
        self,
        best: tuple[Any, Openings],
        solved: dict[Openings, Basis],
        bounds: dict[Openings, _Prices],
    ) -> CoalitionProof:
        """Keep the bounds that beat most of the vectors that are not beaten yet."""
        worth, chosen = best

        def beaten(by: _Prices, left: set[Openings]) -> set[Openings]:
            found = set()
            for vector in left:
                bound = by.bound(self.right[vector]) - self.cost[vector]
                if bound < worth or (bound == worth and vector > chosen):
                    found.add(vector)
            return found

        left = set(self.right) - {chosen}
        left -= beaten(bounds[chosen], left)
        kept: list[Basis] = []
        while left:
            by, gone = max(
                ((v, beaten(prices, left)) for v, prices in bounds.items()),
                key=lambda pair: (len(pair[1]), pair[0]),
            )
            assert gone  # noqa: S101 - the search ends when every vector is beaten
            left -= gone
            kept.append(Basis(solved[by].rows, solved[by].columns))
        return CoalitionProof(chosen, solved[chosen], tuple(kept))

    def _certain(self, proof: CoalitionProof) -> _Settled:
        settled = self.check(proof)
        assert isinstance(settled, _Settled), settled  # noqa: S101 - built to be checked
        return settled

    def _solve(self, vector: Openings) -> Basis:
        rows = tuple(
            Row(row.name, row.coefficients, row.relation, fraction(bound))
            for row, bound in zip(self.lp.rows, self.right[vector], strict=True)
        )
        lp = LinearProgram("max", self.lp.objective, rows, self.lp.bounds)
        basis = optimal_basis(lp)
        assert basis is not None  # noqa: S101 - feasible and bounded, as the game is validated
        return basis

    def _integer_program(self) -> Openings:
        """HiGHS' choice of openings, where they are too many to list."""
        import highspy
        import numpy as np

        names, first = list(self.lp.bounds), len(self.column)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = first + len(self.limits), len(self.lp.rows)
        model.sense_ = highspy.ObjSense.kMaximize
        gains = [float(self.lp.objective[name]) for name in names]
        model.col_cost_ = np.array([*gains, *(-float(p.cost) for p in self.game.platforms)])
        model.col_lower_ = np.zeros(model.num_col_)
        limits = [self.lp.bounds[name][1] for name in names]
        model.col_upper_ = np.array(
            [*(highspy.kHighsInf if m is None else float(m) for m in limits), *self.limits],
            dtype=np.float64,
        )
        model.integrality_ = [highspy.HighsVarType.kContinuous] * first + [
            highspy.HighsVarType.kInteger
        ] * len(self.limits)
        dense = np.zeros((model.num_row_, model.num_col_))
        for i, row in enumerate(self.lp.rows):
            for name, a in row.coefficients.items():
                dense[i, self.column[name]] = float(a)
            for k, change in enumerate(self.changes):
                dense[i, first + k] = -float(change[i]) if change else 0.0
        model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
        model.row_upper_ = np.array([float(row.bound) for row in self.lp.rows])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = model.num_col_, model.num_row_
        matrix.start_ = np.arange(model.num_row_ + 1, dtype=np.int32) * model.num_col_
        matrix.index_ = np.tile(np.arange(model.num_col_, dtype=np.int32), model.num_row_)
        matrix.value_ = dense.ravel()
        solver = highs()
        solver.passModel(model)
        solver.run()
        found = tuple(round(value) for value in solver.getSolution().col_value[first:])
        if self.admit(found):
            return found
        self.admit(self.closed)
        return self.closed


def _ascending(indices: list[int]) -> bool:
    return all(one < other for one, other in itertools.pairwise(indices))


# -------------------------------------------------------------------------- what is known already

_SETTLED: OrderedDict[tuple[Any, ...], _Settled] = OrderedDict()
_REMEMBERED = 4096
_HINTS: dict[tuple[Any, ...], CoalitionProof] = {}


def forget() -> None:
    """Forget every proof of this process; the next game is solved afresh."""
    _SETTLED.clear()
    _HINTS.clear()


def _settle(program: _Coalition) -> _Settled:
    """The proof for a coalition: known, or by the last basis that fitted its like, or searched."""
    key = program.key
    if key in _SETTLED:
        _SETTLED.move_to_end(key)
        return _SETTLED[key]
    program.prepare()
    like = (program.game.cities, program.members, tuple(program.column), tuple(program.row))
    settled: _Settled | str = "no hint"
    if like in _HINTS and program.count <= EXHAUSTIVE:
        settled = program.check(_HINTS[like], unique=True)
    if isinstance(settled, str):
        settled = program.search()
    if len(_HINTS) > _REMEMBERED:
        _HINTS.clear()
    _HINTS[like] = settled.proof
    _remember(key, settled)
    return settled


def _checked(program: _Coalition, proof: CoalitionProof) -> _Settled:
    """What a proof proves; ``IntercityError`` where it proves nothing."""
    key = program.key
    known = _SETTLED.get(key)
    if known is not None and known.proof == proof:
        return known
    program.prepare()
    settled = program.check(proof)
    if isinstance(settled, str):
        raise IntercityError(f"{coalition_name(program.members)}: {settled}.")
    if known is None:
        _remember(key, settled)
    return settled


def _remember(key: tuple[Any, ...], settled: _Settled) -> None:
    _SETTLED[key] = settled
    if len(_SETTLED) > _REMEMBERED:
        _SETTLED.popitem(last=False)


@dataclass(frozen=True, slots=True)
class ProvenPrices:
    """An optimal ``point`` of all, prices of rows, and ``rents``, the prices of limits.

    ``proof`` is "unproven" where the openings are too many to list.
    """

    point: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]
    rents: Mapping[str, Fraction]
    proof: Proof


def grand_proof(game: LinearProductionGame) -> CoalitionProof:
    """The proof of the worth of all, for games without a common pool; always found afresh."""
    program = _Coalition(game, game.cities, {})
    program.prepare()
    return program.search().proof


def proven_prices(game: LinearProductionGame, proof: CoalitionProof) -> ProvenPrices:
    """What the proof of the worth of all proves; ``IntercityError`` where it proves nothing."""
    program = _Coalition(game, game.cities, {})
    program.prepare()
    settled = program.check(proof)
    prices = program.prices(proof.plan)
    if isinstance(settled, str) or prices is None:
        raise IntercityError(f"The proof of the worth of all does not hold: {settled}.")
    rows, slopes = [row.name for row in program.lp.rows], program.slopes(prices)
    return ProvenPrices(
        settled.point,
        {rows[i]: fraction(y) for i, y in prices.prices},
        {
            name: fraction(slope)
            for name, slope in zip(program.column, slopes, strict=True)
            if slope > 0
        },
        EXACT if program.count <= EXHAUSTIVE else UNPROVEN,
    )


# -------------------------------------------------------------------------- common pools


class _Leaders:
    """What outsiders, coming first, use of the residual pool; found, or read off given proofs."""

    def __init__(
        self,
        game: LinearProductionGame,
        given: Mapping[tuple[str, ...], LeaderProof] | None = None,
    ) -> None:
        self.game, self.given = game, given
        self.pool = next((r for r in game.resources if r.conjecture == "residual"), None)
        self.found: dict[tuple[str, ...], tuple[LeaderProof, Fraction]] = {}

    def use(self, outsiders: tuple[str, ...]) -> Fraction:
        """The units of the pool that are gone."""
        if not outsiders:
            return ZERO
        if outsiders not in self.found:
            proof = self._find(outsiders) if self.given is None else self.given[outsiders]
            self.found[outsiders] = proof, self._check(outsiders, proof)
        return self.found[outsiders][1]

    def _program(self, outsiders: tuple[str, ...], weight: Fraction = ZERO) -> _Coalition:
        assert self.pool is not None  # noqa: S101 - asked for a residual pool only
        pools = _pools(self.game, outsiders, None)
        return _Coalition(self.game, outsiders, pools, {self.pool.name: weight})

    def _find(self, outsiders: tuple[str, ...]) -> LeaderProof:
        best = _settle(self._program(outsiders))
        weight = ONE
        while True:
            sparing = _settle(self._program(outsiders, weight))
            if sparing.worth + weight * self._drawn(sparing) == best.worth:
                return LeaderProof(best.proof, sparing.proof, weight)
            weight /= 1000

    def _check(self, outsiders: tuple[str, ...], proof: LeaderProof) -> Fraction:
        best = _checked(self._program(outsiders), proof.best)
        sparing = _checked(self._program(outsiders, proof.weight), proof.sparing)
        drawn, weight = self._drawn(sparing), proof.weight
        while 0 < weight < 1:
            weight *= 1000
        if weight != 1 or sparing.worth + proof.weight * drawn != best.worth:
            name = coalition_name(outsiders)
            raise IntercityError(f"{name}: the plan that spares the pool is not among the best.")
        return drawn

    def _drawn(self, settled: _Settled) -> Fraction:
        assert self.pool is not None  # noqa: S101 - as above
        return sum(
            (
                use.amount * settled.point.get(activity.name, ZERO)
                for activity in self.game.activities
                for use in activity.uses
                if use.resource == self.pool.name
            ),
            ZERO,
        )


def _pools(
    game: LinearProductionGame, members: tuple[str, ...], leaders: _Leaders | None
) -> dict[str, Fraction]:
    """What a coalition draws on of each common pool; without ``leaders`` it comes first."""
    pools = {}
    for pool in game.common_pools:
        pools[pool.name] = pool.amount
        if pool.conjecture == "race":
            pools[pool.name] *= Fraction(len(members), len(game.cities))
        elif pool.conjecture == "residual" and leaders is not None:
            outsiders = tuple(city for city in game.cities if city not in members)
            pools[pool.name] -= leaders.use(outsiders)
    return pools


# -------------------------------------------------------------------------- the answer


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coalition does, and what it is worth.

    ``levels`` of all activities, ``openings`` of all platforms, units ``bought`` and ``sold`` on
    the exchanges, ``values`` by city and kind. ``worth`` is the sum of the values, plus ``trade``
    (sales less purchases), less ``outlay`` (cost of the openings).
    """

    levels: Mapping[str, Fraction]
    openings: Mapping[str, int]
    bought: Mapping[str, Fraction]
    sold: Mapping[str, Fraction]
    values: Mapping[str, Mapping[str, Fraction]]
    trade: Fraction
    outlay: Fraction
    worth: Fraction


@dataclass(frozen=True, slots=True)
class CoalitionalForm:
    """The coalitional ``game`` of a ``production`` game, and the plan behind each worth."""

    game: CoalitionalGame
    production: LinearProductionGame
    certificate: ProductionCertificate = field(compare=False)
    proof: Proof
    points: tuple[Mapping[str, Fraction], ...]
    method: str = "best openings by bound, each worth proven by a basis in rational arithmetic"

    @property
    def status(self) -> str:
        if self.proof == UNPROVEN:
            return (
                f"Some coalition has more than {EXHAUSTIVE} ways to open its platforms: its worth "
                "is what HiGHS found, and may be too low. Lower the platforms' limits for a proof."
            )
        pools = [f"{pool.name}: {pool.conjecture}" for pool in self.production.common_pools]
        if pools:
            return f"Worths rest on what outsiders do with common pools ({', '.join(pools)})."
        return "Every coalition's worth, each with its plan."

    def plan(self, coalition: Iterable[str]) -> Plan:
        """The best plan of a coalition: with the smallest openings, a vertex of its program."""
        game, members = self.production, _members(self.production, coalition)
        mask = self.game.mask(members)
        point = self.points[mask]
        openings = self.certificate.coalitions[mask - 1].openings if mask else ()
        opened = dict(
            zip(
                (p.name for p in game.platforms),
                openings or (0,) * len(game.platforms),
                strict=True,
            )
        )
        values: dict[str, dict[str, Fraction]] = {city: {} for city in members}
        for activity in game.activities:
            if level := point.get(activity.name, ZERO):
                for value in activity.values:
                    kinds = values[value.city]
                    kinds[value.kind] = kinds.get(value.kind, ZERO) + level * value.amount
        traded = {r.name: r.exchange for r in game.resources if r.exchange is not None}
        bought = {name: point.get(f"buy {name}", ZERO) for name in traded}
        sold = {name: point.get(f"sell {name}", ZERO) for name in traded}
        return Plan(
            {activity.name: point.get(activity.name, ZERO) for activity in game.activities},
            opened,
            bought,
            sold,
            values,
            sum((sold[r] * at.sell - bought[r] * at.buy for r, at in traded.items()), ZERO),
            sum((platform.cost * opened[platform.name] for platform in game.platforms), ZERO),
            self.game.worth(mask),
        )


@dataclass(frozen=True, slots=True)
class ProductionCertificate(Certificate, kind="production game: worths"):
    """A proof for each coalition, by bitmask from 1; with a residual pool, of outsiders too."""

    coalitions: tuple[CoalitionProof, ...]
    leaders: tuple[LeaderProof, ...] = ()

    def faults(self, subject: LinearProductionGame) -> Iterator[str]:
        self._settled(subject)
        yield from ()

    def answer(self, subject: LinearProductionGame) -> CoalitionalForm:
        return _form(subject, self, self._settled(subject))

    def _settled(self, game: LinearProductionGame) -> list[tuple[_Coalition, _Settled]]:
        coalitions = _coalitions(game)
        pool = any(r.conjecture == "residual" for r in game.resources)
        leaders = coalitions[:-1] if pool else []
        if len(coalitions) != len(self.coalitions) or len(leaders) != len(self.leaders):
            raise IntercityError("The proofs do not fit the coalitions.")
        given = _Leaders(game, dict(zip(leaders, self.leaders, strict=True)))
        programs = [_Coalition(game, s, _pools(game, s, given)) for s in coalitions]
        return [
            (program, _checked(program, proof))
            for program, proof in zip(programs, self.coalitions, strict=True)
        ]


def _coalitions(game: LinearProductionGame) -> list[tuple[str, ...]]:
    return [
        tuple(city for i, city in enumerate(game.cities) if mask >> i & 1)
        for mask in range(1, 1 << len(game.cities))
    ]


def coalitional_form(game: LinearProductionGame) -> CoalitionalForm:
    """The coalitional game: v(S) is the worth of S' best plan, proven for every coalition.

    Exact for coalitions with up to 64 opening vectors; beyond that HiGHS' mixed-integer solver
    chooses the openings, and ``proof`` says "unproven". Worths are never negative, as a coalition
    may do nothing, unless a platform is paid for being opened, when they count that too.
    """
    leaders, settled = _Leaders(game), []
    for members in _coalitions(game):
        program = _Coalition(game, members, _pools(game, members, leaders))
        settled.append((program, _settle(program)))
    outsiders = _coalitions(game)[:-1] if leaders.pool is not None else []
    certificate = ProductionCertificate(
        tuple(known.proof for _, known in settled),
        tuple(leaders.found[members][0] for members in outsiders),
    )
    return _form(game, certificate, settled)


def _form(
    game: LinearProductionGame,
    certificate: ProductionCertificate,
    settled: list[tuple[_Coalition, _Settled]],
) -> CoalitionalForm:
    worths = {program.members: known.worth for program, known in settled}
    exact = all(program.count <= EXHAUSTIVE for program, _ in settled)
    return CoalitionalForm(
        CoalitionalGame.from_function(game.cities, worths.__getitem__),
        game,
        certificate,
        EXACT if exact else UNPROVEN,
        ({}, *(known.point for _, known in settled)),
    )
