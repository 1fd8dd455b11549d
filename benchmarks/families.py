"""Games with a structure of their own, far beyond a table of worths: proven answers, and times.

python benchmarks/families.py             # --quick: smaller games
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK, brief, table

from games import (
    Activity,
    AirportGame,
    AssignmentGame,
    FacilityLocation,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
    WeightedVoting,
)
from solvers import (
    assignment_core,
    cost_of_stability,
    least_core,
    normalised_banzhaf_value,
    nucleolus,
    optimal_assignment,
    shapley_value,
)

ROUNDS = 1 if QUICK else 3
TOWNS = 24 if QUICK else 60
SIDE = 60 if QUICK else 200
SECONDS = 10


def market(seed: int) -> AssignmentGame:
    """Whole surpluses from 0 to 99."""
    surplus = np.random.default_rng(seed).integers(0, 100, (SIDE, SIDE))
    return AssignmentGame([f"s{i}" for i in range(SIDE)], [f"b{j}" for j in range(SIDE)], surplus)


def facilities(seed: int) -> FacilityLocation:
    """Towns and sites on a square, service by distance."""
    rng = np.random.default_rng(seed)
    sites = TOWNS // 3
    towns, at = rng.random((TOWNS, 2)), rng.random((sites, 2))
    apart = np.round(100 * np.linalg.norm(towns[:, None] - at[None], axis=2)).astype(int)
    opening = rng.integers(40, 120, sites)
    return FacilityLocation(
        [f"t{i}" for i in range(TOWNS)], [f"f{j}" for j in range(sites)], opening, apart
    )


def covers(seed: int) -> FacilityLocation:
    """Each site serves five towns cheaply: whole sites cost more than parts, the core is empty."""
    rng = np.random.default_rng(seed)
    service = np.full((TOWNS, TOWNS), 60)
    for j in range(TOWNS):
        service[rng.choice(TOWNS, 5, replace=False), j] = rng.integers(0, 3, 5)
    names = range(TOWNS)
    return FacilityLocation(
        [f"t{i}" for i in names], [f"f{j}" for j in names], rng.integers(10, 14, TOWNS), service
    )


def parks(seed: int) -> LinearProductionGame:
    """Parks with a fixed cost, each at a town, with room for six of the batches that towns own."""
    rng = np.random.default_rng(seed)
    count = TOWNS // 5
    towns = tuple(f"t{i}" for i in range(TOWNS))
    quota = Resource("quota", "tradable", {town: int(rng.integers(1, 4)) for town in towns})
    rooms = [Resource(f"room {j}", "tradable") for j in range(count)]
    serve = [
        Activity(
            f"serve {town} in {j}",
            (town,),
            (Use("quota", 1), Use(f"room {j}", 1)),
            (Value(town, "cash", int(rng.integers(20, 100))),),
            limit=2,
        )
        for i, town in enumerate(towns)
        for j in ((i * count) // TOWNS, ((i * count) // TOWNS + 1) % count)
    ]
    opened = [
        Platform(
            f"park {j}",
            towns[(j * TOWNS) // count],
            int(rng.integers(20, 50)) * 6,
            (Use(f"room {j}", 6),),
        )
        for j in range(count)
    ]
    return LinearProductionGame(towns, (quota, *rooms), serve, opened)


def shared_parks(seed: int) -> LinearProductionGame:
    """Parks of twenty rooms, at no town: each town may use four of them, wherever it lies."""
    rng = np.random.default_rng(seed)
    count, rooms = TOWNS // 5, 20
    towns = tuple(f"t{i}" for i in range(TOWNS))
    quota = Resource("quota", "tradable", {town: int(rng.integers(1, 4)) for town in towns})
    room = [Resource(f"room {j}", "tradable") for j in range(count)]
    serve = [
        Activity(
            f"serve {town} in {j}",
            (town,),
            (Use("quota", 1), Use(f"room {j}", 1)),
            (Value(town, "cash", int(rng.integers(20, 100))),),
            limit=2,
        )
        for town in towns
        for j in rng.choice(count, 4, replace=False)
    ]
    opened = [
        Platform(f"park {j}", None, int(rng.integers(20, 50)) * rooms, (Use(f"room {j}", rooms),))
        for j in range(count)
    ]
    return LinearProductionGame(towns, (quota, *room), serve, opened)


def council(seed: int) -> WeightedVoting:
    """A hundred or two hundred members with up to fifty votes each, simple majority."""
    n = SIDE
    votes = np.random.default_rng(seed).integers(1, 51, n).tolist()
    return WeightedVoting({f"m{i}": v for i, v in enumerate(votes)}, sum(votes) // 2 + 1)


def corridor(seed: int) -> AirportGame:
    """Cities along a line."""
    costs = np.random.default_rng(seed).integers(1, 10_000, SIDE).tolist()
    return AirportGame({f"c{i}": c for i, c in enumerate(costs)})


def in_time(verb: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda game: verb(game, seconds=SECONDS)


QUESTIONS: list[tuple[str, Callable[[int], Any], Callable[[Any], Any]]] = [
    (f"{SIDE} x {SIDE} market: optimal pairs", market, optimal_assignment),
    (f"{SIDE} x {SIDE} market: core", market, assignment_core),
    (f"{SIDE} x {SIDE} market: nucleolus", market, nucleolus),
    (f"{TOWNS} towns, sites on a square: least core", facilities, in_time(least_core)),
    (f"{TOWNS} towns, sites on a square: stability", facilities, in_time(cost_of_stability)),
    (f"{TOWNS} towns, covers (empty core): stability", covers, in_time(cost_of_stability)),
    (f"{TOWNS} towns, covers (empty core): least core", covers, in_time(least_core)),
    (f"{TOWNS} towns, parks at towns: least core", parks, in_time(least_core)),
    (f"{TOWNS} towns, parks for all: least core", shared_parks, in_time(least_core)),
    (f"council of {SIDE}: Shapley-Shubik", council, shapley_value),
    (f"council of {SIDE}: Banzhaf", council, normalised_banzhaf_value),
    (f"corridor of {SIDE}: nucleolus", corridor, nucleolus),
]


def main() -> None:
    """One row for each question: times are medians of games drawn from different seeds."""
    rows = []
    for what, make, solve in QUESTIONS:
        found, checked, proofs = [], [], []
        for seed in range(ROUNDS):
            game = make(seed)
            began = time.perf_counter()
            answer = solve(game)
            found.append(time.perf_counter() - began)
            began = time.perf_counter()
            if answer.certificate.verify(game) is not True:
                raise SystemExit(f"{what}: the certificate is refuted")
            checked.append(time.perf_counter() - began)
            proofs.append(str(answer.proof))
        times = f"{brief(median(found))} s", f"{brief(max(found))} s", f"{brief(median(checked))} s"
        rows.append([what, *times, "; ".join(dict.fromkeys(proofs))])
    table(["question", "time", "slowest", "certificate re-checked in", "proof"], rows)


if __name__ == "__main__":
    print(f"load {os.getloadavg()[0]:.1f} at the start\n")
    main()
