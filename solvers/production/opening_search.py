"""The search for a coalition's best openings, and for the proof that they are.

Each opening vector is bounded by the prices found so far; the one with the highest bound is solved
next, until none can beat the best. Most vectors are beaten without being solved. What is found is
a proof for ``solvers.production.opening_proof`` to check.

>>> from games.production import *
>>> plant = Activity("plant", ("Quzhou",), (Use("room", 1),), (Value("Quzhou", "cash", 3),))
>>> park = Platform("park", "Quzhou", 5, (Use("room", 2),))
>>> room = Resource("room", "tradable")
>>> proof = grand_proof(LinearProductionGame(("Quzhou",), (room,), (plant,), (park,)))
>>> proof.openings, proof.plan
((1,), Basis(rows=('room',), columns=('plant',), upper=()))

Source: Land and Doig (1960), An automatic method of solving discrete programming problems.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NamedTuple

from games.errors import InvalidInput
from games.production import LinearProductionGame
from solvers.highs import dense_rows, highs, linear_model, run_highs
from solvers.optimum import Basis, basis_of
from solvers.production.common_pool import LeaderProof, drawn, outsiders_program
from solvers.production.opening_proof import (
    EXHAUSTIVE,
    REMEMBERED,
    CoalitionProof,
    Key,
    Like,
    Memory,
    OpeningPrograms,
    Prices,
    Settled,
    become,
    memory,
    remember,
)
from solvers.production.production_program import Openings

__all__ = ["forget", "grand_proof", "outsiders_proof", "settle", "with_memory"]

ONE = Fraction(1)
KEPT = 8
"""The most bases of each kind of program that are tried before HiGHS."""


def forget() -> None:
    """Forget every proof of this thread; the next game is solved afresh."""
    become(Memory())


@contextmanager
def with_memory(remembered: Memory, *, any_plan: bool = False) -> Iterator[None]:
    """Remember what is ``remembered`` and nothing else; then what was remembered before.

    So the same questions have the same proofs, whatever this thread has solved before.
    ``any_plan``: of several best plans any will do.
    """
    before = memory()
    become(remembered.copy(any_plan=any_plan))
    try:
        yield
    finally:
        become(before)


def settle(program: OpeningPrograms, *, floats: bool = True) -> Settled:
    """The proof for a coalition: known, or by the last basis that fitted its like, or searched.

    Without ``floats`` any proof that was checked will do, so that the plan may be one of several.
    """
    key, any_plan = program.key, memory().any_plan
    known = memory().found if floats and not any_plan else memory().checked
    if key in known:
        known.move_to_end(key)
        return known[key]
    program.prepare()
    if not program.right and program.count <= EXHAUSTIVE:  # at a point of a box that is no region
        raise InvalidInput("what a group owns", program.members, "enough for a plan")
    if not floats:
        return search(program, floats=False)
    like = (program.game.cities, program.members, tuple(program.column), tuple(program.row))
    settled: Settled | str = "no hint"
    hints = memory().hints
    if any_plan and program.count <= EXHAUSTIVE:
        return _settle_by_known(program, key, like)
    if like in hints and program.count <= EXHAUSTIVE:
        settled = program.check(hints[like], unique=True)
    if isinstance(settled, str):
        settled = search(program)
    if len(hints) > REMEMBERED:
        hints.clear()
    hints[like] = settled.proof
    remember(memory().found, key, settled)
    remember(memory().checked, key, settled)
    return settled


def _settle_by_known(program: OpeningPrograms, key: Key, like: Like) -> Settled:
    """By bases that fitted its like before; those that fit now are tried first next time."""
    bases = memory().bases
    hint = memory().hints.get(like)
    known = bases.get(like) or (() if hint is None else (hint.plan, *hint.bounds))
    settled, used = search_from(program, known)
    bases[like] = tuple(dict.fromkeys((*used, *known)))[:KEPT]
    remember(memory().checked, key, settled)
    return settled


def grand_proof(game: LinearProductionGame) -> CoalitionProof:
    """The proof of the worth of all, for games without a common pool; always found afresh."""
    program = OpeningPrograms(game, game.cities, {})
    program.prepare()
    return search(program).proof


def outsiders_proof(
    game: LinearProductionGame, outsiders: tuple[str, ...], *, floats: bool = True
) -> LeaderProof:
    """The proof of what outsiders use of the residual pool when they come first.

    Without ``floats`` it is found in rational arithmetic, with HiGHS left out.
    """
    best = settle(outsiders_program(game, outsiders), floats=floats)
    weight = ONE
    while True:
        sparing = settle(outsiders_program(game, outsiders, weight), floats=floats)
        if sparing.worth + weight * drawn(game, sparing) == best.worth:
            return LeaderProof(best.proof, sparing.proof, weight)
        weight /= 1000


class _Used(NamedTuple):
    """A basis with its prices, and what these allow at most by opening vector."""

    basis: Basis
    prices: Prices
    bounds: dict[Openings, Any]


def search(program: OpeningPrograms, *, floats: bool = True) -> Settled:
    """Find the best openings and their plan, best bound first."""
    if program.count > EXHAUSTIVE:
        vector = _integer_program(program)
        by, _ = _solve(program, vector, floats=floats)
        proof = CoalitionProof(vector, by.basis, ())
        settled = program.check(proof)
        assert isinstance(settled, Settled), settled  # noqa: S101 - built to be checked
        return settled
    solved: dict[Openings, _Used] = {}
    plans: dict[Openings, list[Any]] = {}
    best: tuple[Any, Openings] | None = None
    waiting = set(program.right)
    vector = max(program.right, key=lambda v: (sum(v), v))
    while True:
        waiting.discard(vector)
        solved[vector], plans[vector] = _solve(program, vector, floats=floats)
        worth = solved[vector].bounds[vector]
        if best is None or worth > best[0] or (worth == best[0] and vector < best[1]):
            best = worth, vector
        open_ = []
        for candidate in waiting:
            bound = min(one.bounds[candidate] for one in solved.values())
            if bound > best[0] or (bound == best[0] and candidate < best[1]):
                open_.append((bound, candidate))
        if not open_:
            break
        waiting = {candidate for _, candidate in open_}
        vector = max(open_)[1]
    worth, vector = best
    used = [solved[v] for v in sorted(solved)]
    return _settled(program, best, solved[vector], used, plans[vector])


def search_from(program: OpeningPrograms, known: Sequence[Basis]) -> tuple[Settled, list[Basis]]:
    """The best openings, where ``known`` bases are tried before HiGHS; and the bases used.

    Exact, since a basis of which prices and vertex are feasible, and give the same value, is
    optimal, wherever it comes from. Of several best plans it may be another one.
    """
    left, used, most = list(reversed(known)), list[_Used](), dict[Openings, Any]()
    waiting, best = set(program.right), None
    plans: dict[Openings, tuple[_Used, list[Any]]] = {}
    vector = max(waiting, key=lambda v: (sum(v), v))
    while True:
        if left:
            basis = left.pop()
            prices = program.prices(basis)
            if prices is None:
                continue
            used.append(_Used(basis, prices, program.bounds(prices)))
        else:
            used.append(_solve(program, vector, floats=True)[0])
        for v, bound in used[-1].bounds.items():
            if v not in most or bound < most[v]:
                most[v] = bound
        while True:
            waiting = {
                v
                for v in waiting
                if best is None or most[v] > best[0] or (most[v] == best[0] and v < best[1])
            }
            if not waiting:
                assert best is not None  # noqa: S101 - a vector waits at first
                by, point = plans[best[1]]
                return _settled(program, best, by, used, point), [one.basis for one in used]
            worth, vector = max((most[v], v) for v in waiting)
            plan = _as_good(program, vector, worth, used)
            if plan is None:
                break
            waiting.discard(vector)
            plans[vector] = plan
            if best is None or worth > best[0] or vector < best[1]:
                best = worth, vector


def _as_good(
    program: OpeningPrograms, vector: Openings, worth: Any, used: Sequence[_Used]
) -> tuple[_Used, list[Any]] | None:
    """What has a plan that is worth as much as prices allow, and the plan."""
    right, cost = program.right[vector], program.cost[vector]
    for one in used:
        if one.bounds[vector] == worth:
            point = program.vertex(one.basis, right)
            if point is not None and program.value(point) - cost == worth:
                return one, point
    return None


def _settled(
    program: OpeningPrograms,
    best: tuple[Any, Openings],
    by: _Used,
    used: Sequence[_Used],
    point: list[Any],
) -> Settled:
    """What is proven by the basis of the plan, and the fewest of those that were used."""
    worth, vector = best
    others = _shortest(program, best, by, used)
    bounds = tuple(Basis(one.basis.rows, one.basis.columns) for one in others)
    bases = [by, *others]
    beaten = program.beaten(vector, worth, [one.bounds for one in bases])
    assert not isinstance(beaten, str), beaten  # noqa: S101 - the search ends when all are beaten
    grounds = program.grounds(beaten, [one.prices for one in bases])
    return program.settled(CoalitionProof(vector, by.basis, bounds), worth, point, grounds)


def _shortest(
    program: OpeningPrograms, best: tuple[Any, Openings], by: _Used, used: Sequence[_Used]
) -> list[_Used]:
    """The bounds that beat most of the vectors that are not beaten yet, beside those of the best.

    Of several that beat as many, the last.
    """
    worth, chosen = best

    def beaten(one: _Used, left: set[Openings]) -> set[Openings]:
        return {v for v in left if one.bounds[v] < worth or (one.bounds[v] == worth and v > chosen)}

    left = set(program.right) - {chosen}
    left -= beaten(by, left)
    kept: list[_Used] = []
    while left:
        gone, k = max(
            ((beaten(one, left), k) for k, one in enumerate(used)),
            key=lambda pair: (len(pair[0]), pair[1]),
        )
        assert gone  # noqa: S101 - the search ends when every vector is beaten
        left -= gone
        kept.append(used[k])
    return kept


def _solve(program: OpeningPrograms, vector: Openings, *, floats: bool) -> tuple[_Used, list[Any]]:
    """A basis that is best with these openings, and its plan: HiGHS' where these prove it."""
    there = program.program.to(program.right[vector])
    rows, columns = list(program.row), list(program.column)
    statuses = there.floating_basis() if floats else None
    found = statuses and _proven(program, vector, Basis.named(statuses, rows, columns))
    if not found:
        basis = basis_of(there, rows, columns, floats=False)
        assert basis is not None  # noqa: S101 - feasible and bounded, as the game is validated
        found = _proven(program, vector, basis)
        assert found is not None  # noqa: S101 - basis_of has proven it
    return found


def _proven(
    program: OpeningPrograms, vector: Openings, basis: Basis
) -> tuple[_Used, list[Any]] | None:
    """The basis with its prices, and its plan with these openings, where these prove each other."""
    prices = program.prices(basis)
    if prices is None:
        return None
    used = _Used(basis, prices, program.bounds(prices))
    return _as_good(program, vector, used.bounds[vector], (used,))


def _integer_program(program: OpeningPrograms) -> Openings:
    """HiGHS' choice of openings, where they are too many to list."""
    import highspy
    import numpy as np

    numbers, first = program.program, len(program.column)
    gains = [_float(gain) for gain in numbers.cost]
    costs = np.array([*gains, *(-float(p.cost) for p in program.game.platforms)])
    high = np.array(
        [*(math.inf if m is None else _float(m) for m in numbers.high), *program.limits],
        dtype=np.float64,
    )
    dense = np.zeros((len(program.row), len(costs)))
    for i, terms in enumerate(numbers.rows):
        for j, a in terms:
            dense[i, j] = _float(a)
    for k, change in enumerate(program.changes):
        for i, c in change:
            dense[i, first + k] = -_float(c)
    model = linear_model(
        costs * _scale(float(np.abs(costs).max())),
        (np.zeros(len(costs)), high),
        (np.full(len(dense), -math.inf), np.array([_float(bound) for bound in numbers.row_high])),
        dense_rows(dense),
        sense="max",
    )
    model.integrality_ = [highspy.HighsVarType.kContinuous] * first + [
        highspy.HighsVarType.kInteger
    ] * len(program.limits)
    solver = highs()
    solver.passModel(model)
    run_highs(solver)
    found = tuple(round(value) for value in solver.getSolution().col_value[first:])
    if program.admit(found):
        return found
    program.admit(program.closed)
    return program.closed


def _scale(largest: float) -> float:
    """By how much small or huge money is counted anew, as HiGHS works to absolute tolerances.

    >>> _scale(90.0), _scale(1e-9) * 1e-9
    (1.0, 549.755813888)
    """
    near = not largest or 1 <= largest <= 2**30
    return 1.0 if near else 2.0 ** (10 - math.frexp(largest)[1])


def _float(number: Any) -> float:
    return int(number.p) / int(number.q)
