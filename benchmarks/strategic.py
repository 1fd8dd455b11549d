"""Games in which each city chooses an action: proven equilibria, against other libraries.

python benchmarks/strategic.py            # part of run.py, which prints the same
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK, Comparison, Thunk, brief, race, table

from games import StrategicGame
from solvers import (
    correlated_equilibrium,
    nash_equilibria,
    nash_equilibrium,
    pure_equilibria,
)

GAMES = 2 if QUICK else 3
Tables = list[Any]
Key = frozenset[tuple[float, ...]]


def bimatrix(n: int, seed: int) -> Tables:
    """Whole numbers from 0 to 100."""
    return list(np.random.default_rng(1000 * n + seed).integers(0, 101, size=(2, n, n)))


def without_pure(n: int, seed: int) -> Tables:
    """The same; the first such game, of many drawn, that has no pure equilibrium."""
    rng = np.random.default_rng(1000 * n + seed)
    while True:
        first, second = rng.integers(0, 101, size=(2, n, n))
        best = (first == first.max(axis=0)) & (second == second.max(axis=1, keepdims=True))
        if not best.any():
            return [first, second]


def ten_cities(n: int, seed: int) -> Tables:
    """N cities with three levels each."""
    return list(np.random.default_rng(seed).integers(0, 101, size=(n, *(3,) * n)))


# What is asked: the games, their sizes, ours, and what a peer's answer is compared by.
QUESTIONS: dict[str, tuple[Callable[[int, int], Tables], tuple[int, ...], Callable[..., Any]]] = {
    "all equilibria, two cities": (bimatrix, (5, 8) if QUICK else (5, 8, 12), nash_equilibria),
    "one equilibrium, two cities, none pure": (without_pure, (8, 20), nash_equilibrium),
    "pure equilibria, three levels each": (ten_cities, (6,) if QUICK else (6, 10), pure_equilibria),
    "best correlated equilibrium": (bimatrix, (8, 20), correlated_equilibrium),
}


def rounded(profiles: Iterable[Iterable[Any]]) -> Key:
    return frozenset(
        tuple(round(float(p), 6) + 0.0 for strategy in profile for p in strategy)
        for profile in profiles
    )


def mine(question: str, answer: Any) -> Key:
    if question.startswith("pure"):
        levels = answer.game.actions[0]
        return frozenset(tuple(float(levels.index(a)) for a in p) for p in answer.profiles)
    listed = answer if question.startswith("all") else [answer]
    return rounded([s.values() for s in one.values()] for one in listed)


def pygambit(question: str, tables: Tables) -> Iterator[tuple[str, Thunk]]:
    import pygambit as gambit

    game = gambit.Game.from_arrays(*tables)

    def told(result: Any) -> Key:
        return rounded(
            [[profile[s] for s in city.strategies] for city in game.players]
            for profile in result.equilibria
        )

    if question.startswith("all") and len(tables[0]) <= 8:  # seconds at the next size
        yield (
            "pygambit, rational",
            lambda: told(gambit.nash.enummixed_solve(game, rational=True)),
        )
    elif question.startswith("one"):
        yield (
            "pygambit lcp, rational",
            lambda: told(gambit.nash.lcp_solve(game, rational=True, stop_after=1)),
        )
    elif question.startswith("pure"):
        yield (
            "pygambit",
            lambda: frozenset(
                tuple(float(strategy.index(1)) for strategy in point)
                for point in (
                    [[profile[s] for s in city.strategies] for city in game.players]
                    for profile in gambit.nash.enumpure_solve(game).equilibria
                )
            ),
        )


def quantecon(question: str, tables: Tables) -> Iterator[tuple[str, Thunk]]:
    import quantecon.game_theory as theirs

    floats = [one.astype(float) for one in tables]
    if question.startswith("pure"):
        game = theirs.NormalFormGame(np.stack(floats, axis=-1))
        yield (
            "QuantEcon, floats",
            lambda: frozenset(tuple(map(float, p)) for p in theirs.pure_nash_brute(game)),
        )
        return
    game = theirs.NormalFormGame((theirs.Player(floats[0]), theirs.Player(floats[1].T)))
    if question.startswith("all"):
        yield "QuantEcon, floats", lambda: rounded(theirs.vertex_enumeration(game))
    elif question.startswith("one"):
        yield "QuantEcon, floats", lambda: rounded([theirs.lemke_howson(game)])


def nashpy(question: str, tables: Tables) -> Iterator[tuple[str, Thunk]]:
    import nashpy as nash

    if question.startswith("all") and len(tables[0]) <= 5:  # seconds at the next size
        game = nash.Game(*tables)
        yield "Nashpy, floats", lambda: rounded(game.vertex_enumeration())


PEERS = {"pygambit": pygambit, "quantecon": quantecon, "nashpy": nashpy}


def bare_highs(tables: Tables) -> Thunk:
    """The same linear program, posed and solved by HiGHS alone, without proof."""
    import highspy
    from scipy.sparse import csc_array

    n = len(tables[0])
    rows = []
    for payoffs, axis in zip(tables, (0, 1), strict=True):
        for told in range(n):
            for other in set(range(n)) - {told}:
                row = np.zeros((n, n))
                here = (told, slice(None)) if axis == 0 else (slice(None), told)
                there = (other, slice(None)) if axis == 0 else (slice(None), other)
                row[here] = payoffs[here] - payoffs[there]
                rows.append(row.ravel())
    matrix = csc_array(np.array([*rows, np.ones(n * n)]))
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n * n, len(rows) + 1
    lp.col_cost_ = -(tables[0] + tables[1]).ravel().astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(n * n), np.full(n * n, np.inf)
    lp.row_lower_ = np.array([0.0] * len(rows) + [1.0])
    lp.row_upper_ = np.array([np.inf] * len(rows) + [1.0])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr
    lp.a_matrix_.index_ = matrix.indices
    lp.a_matrix_.value_ = matrix.data

    def run() -> float:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.passModel(lp)
        solver.run()
        return -float(solver.getInfo().objective_function_value)

    return run


def compare(question: str, answer: Any, their: Any) -> bool:
    if question.startswith("one"):
        return True  # a game may have many
    if question.startswith("best"):
        return bool(np.isclose(float(answer.value), their))
    return mine(question, answer) == their


def bench() -> tuple[dict[tuple[str, int], float], dict[tuple[str, str, int], Comparison]]:
    installed = [peer for peer in PEERS if find_spec(peer)]
    ours: dict[tuple[str, int], float] = {}
    theirs: dict[tuple[str, str, int], Comparison] = defaultdict(Comparison)
    for question, (draw, sizes, solve) in QUESTIONS.items():
        for n in sizes:
            seconds = []
            for seed in range(GAMES):
                print(f"{question}: {n}, game {seed} ...", file=sys.stderr)
                tables = draw(n, seed)
                game = StrategicGame.from_payoffs(
                    [f"city {i}" for i in range(len(tables))], *tables
                )
                thunks: dict[str, Thunk] = {"intercity": lambda game=game, s=solve: s(game)}
                if question.startswith("best"):
                    thunks["HiGHS alone, floats"] = bare_highs(tables)
                for peer in installed:
                    thunks.update(PEERS[peer](question, tables))
                timed = race(thunks)
                us = timed.pop("intercity")
                if us.answer.certificate.verify(getattr(us.answer, "problem", game)) is not True:
                    raise SystemExit(f"{question}, {n}: the certificate is refuted")
                seconds.append(us.seconds)
                for peer, their in timed.items():
                    comparison = theirs[question, peer, n]
                    if isinstance(their, str):
                        comparison.reasons["failed"] += 1
                    elif compare(question, us.answer, their.answer):
                        comparison.ratios.append(us.seconds / their.seconds)
                    else:
                        comparison.reasons["differ"] += 1
            ours[question, n] = median(seconds)
    return ours, theirs


def main() -> None:
    for peer in PEERS:
        if find_spec(peer):
            print(f"{peer} {version(peer)}")
        else:
            print(f"{peer} is not installed: left out; '.[bench]' brings it")
    print()
    ours, theirs = bench()
    print(f"Milliseconds for an answer with its proof, median of {GAMES} games:\n")
    table(
        ["question", "n", "time"],
        [[question, str(n), brief(1e3 * seconds)] for (question, n), seconds in ours.items()],
    )
    print("Our time, proof included, over a peer's: lowest .. highest of the games\n")
    table(
        ["question", "n", "peer", "ratio"],
        [
            [question, str(n), peer, str(comparison)]
            for (question, peer, n), comparison in sorted(
                theirs.items(), key=lambda item: (list(QUESTIONS).index(item[0][0]), item[0][2])
            )
        ],
    )


if __name__ == "__main__":
    main()
