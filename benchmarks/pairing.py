"""Pairings of 1,000 cities: proven, beside libraries that prove nothing.

python benchmarks/pairing.py              # part of run.py, which prints the same
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK, Thunk, Timed, brief, race, table

from games import MatchingMarket, PairingGame
from mechanisms import deferred_acceptance, pairing_with_transfers

PEERS = ("matching", "scipy")
SIZE = 200 if QUICK else 1000


def names(n: int, letter: str) -> list[str]:
    return [f"{letter}{k}" for k in range(n)]


def lists(n: int, m: int, seed: int, *, alike: bool = False) -> tuple[dict[str, Any], ...]:
    """Everybody ranks everybody of the other side: at random, or all alike."""
    rng = np.random.default_rng(seed)
    cities, hubs = names(n, "c"), names(m, "h")
    found = []
    for own, others in ((cities, hubs), (hubs, cities)):
        order = [others if alike else rng.permutation(others).tolist() for _ in own]
        found.append(dict(zip(own, order, strict=True)))
    return tuple(found)


def values(n: int, m: int, seed: int) -> list[Any]:
    return list(np.random.default_rng(seed).integers(0, 1001, (2, m, n)))


def one_to_one(*, alike: bool) -> tuple[Callable[[], Any], Iterator[tuple[str, Thunk]]]:
    cities, hubs = lists(SIZE, SIZE, 1, alike=alike)

    def peers() -> Iterator[tuple[str, Thunk]]:
        if find_spec("matching"):
            from matching.games import StableMarriage

            game = StableMarriage.create_from_dictionaries
            yield "matching", lambda: game(cities, hubs).solve()

    return lambda: deferred_acceptance(MatchingMarket(cities, hubs)), peers()


def with_quotas() -> tuple[Callable[[], Any], Iterator[tuple[str, Thunk]]]:
    cities, hubs = lists(SIZE, SIZE // 20, 2)
    quotas = dict.fromkeys(hubs, 20)

    def peers() -> Iterator[tuple[str, Thunk]]:
        if find_spec("matching"):
            from matching.games import HospitalResident

            game = HospitalResident.create_from_dictionaries
            yield "matching", lambda: game(cities, hubs, quotas).solve()

    return lambda: deferred_acceptance(MatchingMarket(cities, hubs, quotas)), peers()


def transfers(m: int, places: int) -> tuple[Callable[[], Any], Iterator[tuple[str, Thunk]]]:
    n = SIZE - m
    mine, theirs = values(n, m, 3)
    game = PairingGame(
        names(m, "h"), names(n, "c"), mine.tolist(), theirs.tolist(), capacity=[places] * m
    )
    seats = np.repeat(mine + theirs, places, axis=0).astype(float)

    def peers() -> Iterator[tuple[str, Thunk]]:
        if find_spec("scipy"):
            from scipy.optimize import linear_sum_assignment

            yield "scipy", partial(linear_sum_assignment, seats, maximize=True)

    return lambda: pairing_with_transfers(game), peers()


def questions() -> dict[str, Callable[[], Any]]:
    """What is asked, with its sizes, and how it is made."""
    half, few = SIZE // 2, SIZE // 20
    return {
        f"stable pairing, {SIZE:,} cities and {SIZE:,} hubs, random lists": lambda: one_to_one(
            alike=False
        ),
        "the same, all lists alike": lambda: one_to_one(alike=True),
        f"stable pairing, {SIZE:,} cities, {few} hubs with 20 places": with_quotas,
        f"best pairing, {SIZE - half} cities and {half} hubs, payments and both corners": (
            lambda: transfers(half, 1)
        ),
        f"best pairing, {SIZE - few} cities, {few} hubs with 20 places, the same": (
            lambda: transfers(few, 20)
        ),
    }


def main() -> None:
    told = (f"{p} {version(p)}" if find_spec(p) else f"without {p}" for p in PEERS)
    print(f"{', '.join(told)}; load {os.getloadavg()[0]:.1f} at the start.\n")
    rows = []
    for question, make in questions().items():
        print(f"{question} ...", file=sys.stderr)
        ours, others = make()
        timed = race({"intercity": ours, **dict(others)})
        us = timed.pop("intercity")
        assert isinstance(us, Timed)
        compared = [
            f"{brief(us.seconds / their.seconds)} ({peer})"
            if isinstance(their, Timed)
            else f"{peer} failed"
            for peer, their in timed.items()
        ]
        rows.append([question, f"{brief(1e3 * us.seconds)}", ", ".join(compared)])
    table(["question", "milliseconds, proof included", "ours over a peer's"], rows)


if __name__ == "__main__":
    main()
