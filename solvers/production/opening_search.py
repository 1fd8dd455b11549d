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

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from games.production import LinearProductionGame
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import Basis, optimal_basis
from solvers.production.common_pool import LeaderProof, drawn, outsiders_program
from solvers.production.opening_proof import (
    EXHAUSTIVE,
    REMEMBERED,
    CoalitionProof,
    Memory,
    OpeningPrograms,
    Prices,
    Settled,
    become,
    memory,
    remember,
)
from solvers.production.production_program import Openings
from solvers.rational import fraction
from solvers.simplex import highs, run_highs

__all__ = ["forget", "grand_proof", "outsiders_proof", "settle", "with_memory"]

ONE = Fraction(1)


def forget() -> None:
    """Forget every proof of this thread; the next game is solved afresh."""
    become(Memory())


@contextmanager
def with_memory(remembered: Memory) -> Iterator[None]:
    """Remember what is ``remembered`` and nothing else; then what was remembered before.

    So the same questions have the same proofs, whatever this thread has solved before.
    """
    before = memory()
    become(remembered.copy())
    try:
        yield
    finally:
        become(before)


def settle(program: OpeningPrograms, *, floats: bool = True) -> Settled:
    """The proof for a coalition: known, or by the last basis that fitted its like, or searched.

    Without ``floats`` any proof that was checked will do, so that the plan may be one of several.
    """
    key = program.key
    known = memory().found if floats else memory().checked
    if key in known:
        known.move_to_end(key)
        return known[key]
    program.prepare()
    if not floats:
        return search(program, floats=False)
    like = (program.game.cities, program.members, tuple(program.column), tuple(program.row))
    settled: Settled | str = "no hint"
    hints = memory().hints
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


def search(program: OpeningPrograms, *, floats: bool = True) -> Settled:
    """Find the best openings and their plan, best bound first."""
    if program.count > EXHAUSTIVE:
        vector = _integer_program(program)
        return _certain(program, CoalitionProof(vector, _solve(program, vector, floats=floats), ()))
    solved: dict[Openings, Basis] = {}
    bounds: dict[Openings, Prices] = {}
    best: tuple[Any, Openings] | None = None
    waiting = set(program.right)
    vector = max(program.right, key=lambda v: (sum(v), v))
    while True:
        waiting.discard(vector)
        solved[vector] = _solve(program, vector, floats=floats)
        prices = program.prices(solved[vector])
        assert prices is not None  # noqa: S101 - optimal_basis has proven it
        bounds[vector] = prices
        worth = prices.bound(program.right[vector]) - program.cost[vector]
        if best is None or worth > best[0] or (worth == best[0] and vector < best[1]):
            best = worth, vector
        open_ = []
        for candidate in waiting:
            bound = min(p.bound(program.right[candidate]) for p in bounds.values())
            bound -= program.cost[candidate]
            if bound > best[0] or (bound == best[0] and candidate < best[1]):
                open_.append((bound, candidate))
        if not open_:
            break
        waiting = {candidate for _, candidate in open_}
        vector = max(open_)[1]
    return _certain(program, _shortest(program, best, solved, bounds))


def _shortest(
    program: OpeningPrograms,
    best: tuple[Any, Openings],
    solved: dict[Openings, Basis],
    bounds: dict[Openings, Prices],
) -> CoalitionProof:
    """Keep the bounds that beat most of the vectors that are not beaten yet."""
    worth, chosen = best

    def beaten(by: Prices, left: set[Openings]) -> set[Openings]:
        found = set()
        for vector in left:
            bound = by.bound(program.right[vector]) - program.cost[vector]
            if bound < worth or (bound == worth and vector > chosen):
                found.add(vector)
        return found

    left = set(program.right) - {chosen}
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


def _certain(program: OpeningPrograms, proof: CoalitionProof) -> Settled:
    settled = program.check(proof)
    assert isinstance(settled, Settled), settled  # noqa: S101 - built to be checked
    return settled


def _solve(program: OpeningPrograms, vector: Openings, *, floats: bool) -> Basis:
    rows = tuple(
        Row(row.name, row.coefficients, row.relation, fraction(bound))
        for row, bound in zip(program.lp.rows, program.right[vector], strict=True)
    )
    lp = LinearProgram("max", program.lp.objective, rows, program.lp.bounds)
    basis = optimal_basis(lp, floats=floats)
    assert basis is not None  # noqa: S101 - feasible and bounded, as the game is validated
    return basis


def _integer_program(program: OpeningPrograms) -> Openings:
    """HiGHS' choice of openings, where they are too many to list."""
    import highspy
    import numpy as np

    names, first = list(program.lp.bounds), len(program.column)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = first + len(program.limits), len(program.lp.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    gains = [float(program.lp.objective[name]) for name in names]
    model.col_cost_ = np.array([*gains, *(-float(p.cost) for p in program.game.platforms)])
    model.col_lower_ = np.zeros(model.num_col_)
    limits = [program.lp.bounds[name][1] for name in names]
    model.col_upper_ = np.array(
        [*(highspy.kHighsInf if m is None else float(m) for m in limits), *program.limits],
        dtype=np.float64,
    )
    model.integrality_ = [highspy.HighsVarType.kContinuous] * first + [
        highspy.HighsVarType.kInteger
    ] * len(program.limits)
    dense = np.zeros((model.num_row_, model.num_col_))
    for i, row in enumerate(program.lp.rows):
        for name, a in row.coefficients.items():
            dense[i, program.column[name]] = float(a)
        for k, change in enumerate(program.changes):
            dense[i, first + k] = -float(change[i]) if change else 0.0
    model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
    model.row_upper_ = np.array([float(row.bound) for row in program.lp.rows])
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = model.num_col_, model.num_row_
    matrix.start_ = np.arange(model.num_row_ + 1, dtype=np.int32) * model.num_col_
    matrix.index_ = np.tile(np.arange(model.num_col_, dtype=np.int32), model.num_row_)
    matrix.value_ = dense.ravel()
    solver = highs()
    solver.passModel(model)
    run_highs(solver)
    found = tuple(round(value) for value in solver.getSolution().col_value[first:])
    if program.admit(found):
        return found
    program.admit(program.closed)
    return program.closed
