"""How long an answer takes with its proof, and how that compares with other libraries.

    python benchmarks/run.py            # all of it, on stdout, as Markdown; three minutes
    python benchmarks/run.py --quick    # up to 8 cities, without the ranges of assumed numbers

An answer is timed as a user gets it: found in floating point, solved again in rational arithmetic,
with its certificate. That certificate is verified once, outside the timed region. The peers answer
the same games in the same rounds, so that a busy moment slows all alike; what is worth reading is
the ratios. Games, seeds and rounds are fixed.
"""

from __future__ import annotations

import os
import platform
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import mechanism_design  # noqa: E402
import pairing  # noqa: E402
import races  # noqa: E402
import strategic  # noqa: E402
from timing import QUICK, ROUNDS, Comparison, Thunk, brief, race, table  # noqa: E402

from games import CoalitionalGame  # noqa: E402
from solvers import core, least_core, nucleolus, prenucleolus, shapley_value  # noqa: E402

EXAMPLE = ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml"
SIZES = (5, 8) if QUICK else (5, 8, 10, 12)

# ------------------------------------------------------------------------------------- the games


def uniform(n: int) -> Any:
    """Proper coalitions make up to 1 a head, all together 1 a head: the core has room."""
    heads = np.array([mask.bit_count() for mask in range(1 << n)])
    worths = np.random.default_rng(n).random(1 << n) * heads
    worths[-1] = n
    return worths


def convex(n: int) -> Any:
    """The square of a sum of whole weights: joining late adds more."""
    weights = np.random.default_rng(n).integers(1, 100, size=n)
    return np.array([members(mask, weights) ** 2 for mask in range(1 << n)])


def voting(n: int) -> Any:
    """1 for more than half of the weights, which are small: ties everywhere, no core."""
    weights = np.random.default_rng(n).integers(1, 10, size=n)
    half = int(weights.sum()) / 2
    return np.array([int(members(mask, weights) > half) for mask in range(1 << n)])


def rationals(n: int) -> Any:
    """1 a head and up to 2 more by chance, over one denominator of 100 bits; alone 0; no core."""
    rng = random.Random(n)
    denominator = rng.getrandbits(100) | 1 << 99 | 1
    worths = [
        mask.bit_count() + Fraction(rng.getrandbits(100), denominator) for mask in range(1 << n)
    ]
    for mask in (0, *(1 << i for i in range(n))):
        worths[mask] = Fraction(0)
    return np.array(worths, dtype=object)


def members(mask: int, weights: Any) -> int:
    return sum(int(w) for i, w in enumerate(weights) if mask >> i & 1)


FAMILIES = {
    "uniform": uniform,
    "convex": convex,
    "weighted voting": voting,
    "100-bit rationals": rationals,
}

# ---------------------------------------------------------------------------- ours and the peers

CONCEPTS: dict[str, Callable[[CoalitionalGame], Any]] = {
    "prenucleolus": prenucleolus,
    "nucleolus": nucleolus,
    "core with ranges": core,
    "least core": least_core,
    "Shapley value": shapley_value,
}


def numbers(concept: str, answer: Any) -> list[float]:
    """What a peer's answer is compared with."""
    if concept == "least core":
        return [float(answer.epsilon)]
    return [float(payoff) for payoff in answer.values()]


def coopgame_py(worths: Any) -> Iterator[tuple[str, str, Thunk]]:
    import coopgame

    game = coopgame.Game([float(worth) for worth in worths[1:]])
    exact = list(worths[1:]) if worths.dtype == object else None

    def proven(domain: str) -> list[float]:
        found = coopgame.nucleolus(game, domain)["allocation"]
        proof = (
            coopgame.certify(game, found, domain)
            if exact is None
            else coopgame.certify_rational(exact, found, domain)
        )
        if not proof["satisfied"]:
            raise ValueError("not proven")
        return [float(payoff) for payoff in proof["allocation"]]

    for concept, domain in (("prenucleolus", "preimputation"), ("nucleolus", "imputation")):
        yield concept, "coopgame-py", lambda d=domain: coopgame.nucleolus(game, d)["allocation"]
        yield concept, "coopgame-py, certified", lambda d=domain: proven(d)
    yield (
        "least core",
        "coopgame-py",
        lambda: [coopgame.least_core(game, "preimputation")["epsilon"]],
    )
    yield "Shapley value", "coopgame-py", lambda: coopgame.shapley(game)


def tucoopy(worths: Any) -> Iterator[tuple[str, str, Thunk]]:
    from tucoopy import Game
    from tucoopy import solutions as their

    game = Game.from_coalitions(
        n_players=len(worths).bit_length() - 1,
        values={mask: float(worth) for mask, worth in enumerate(worths)},
    )
    yield "prenucleolus", "tucoopy", lambda: their.prenucleolus(game).x
    yield "nucleolus", "tucoopy", lambda: their.nucleolus(game).x
    yield "least core", "tucoopy", lambda: [their.least_core(game).epsilon]
    yield "Shapley value", "tucoopy", lambda: their.shapley_value(game)


PEERS = {
    "coopgame-py": (coopgame_py, ("coopgame",)),
    "tucoopy": (tucoopy, ("tucoopy", "scipy")),
}
INSTALLED = {
    peer: answers for peer, (answers, needs) in PEERS.items() if all(map(find_spec, needs))
}

# ------------------------------------------------------------------------------------ the timing


def answerers(game: CoalitionalGame, worths: Any) -> dict[str, dict[str, Thunk]]:
    """By concept and by name: ours, then the peers'."""
    thunks: dict[str, dict[str, Thunk]] = {
        concept: {"intercity": lambda solve=solve: solve(game)}
        for concept, solve in CONCEPTS.items()
    }
    thunks["Shapley value"]["numpy.sum"] = lambda: np.sum(game.array)
    for answers in INSTALLED.values():
        for concept, peer, thunk in answers(worths):
            thunks[concept][peer] = thunk
    return thunks


Ours = dict[tuple[str, str, int], float]
Theirs = defaultdict[tuple[str, str, int], Comparison]


def bench() -> tuple[Ours, Theirs]:
    ours: Ours = {}
    theirs: Theirs = defaultdict(Comparison)
    for n, (family, worths_of) in product(SIZES, FAMILIES.items()):
        worths = worths_of(n)
        scale = max(float(abs(worth)) for worth in worths)
        game = CoalitionalGame.from_array([f"city {i}" for i in range(n)], worths)
        for concept, thunks in answerers(game, worths).items():
            print(f"{n} cities, {family}: {concept} ...", file=sys.stderr)
            timed = race(thunks)
            mine = timed.pop("intercity")
            if mine.answer.certificate.verify(game) is not True:
                raise SystemExit(f"{concept}, {family}, {n} cities: the certificate is refuted")
            ours[concept, family, n] = mine.seconds
            for peer, their in timed.items():
                comparison = theirs[concept, peer, n]
                if isinstance(their, str):
                    print(f"    {peer} failed: {their}", file=sys.stderr)
                    comparison.reasons["failed"] += 1
                    continue
                if peer == "numpy.sum" or np.allclose(
                    their.answer, numbers(concept, mine.answer), rtol=0, atol=1e-6 * scale
                ):
                    comparison.ratios.append(mine.seconds / their.seconds)
                else:
                    print(f"    {peer} answers {their.answer}", file=sys.stderr)
                    comparison.reasons["differ"] += 1
    return ours, theirs


# --------------------------------------------------------------------------------- the check-up


def check_up_once(*, ranges: bool) -> tuple[float, float, float, int]:
    """Seconds to load and check up the example, seconds to re-check, peak MB, certificates.

    Run in a process of its own, for its memory.
    """
    began = time.perf_counter()
    from intercity import check_up, load_scenario, verify_report

    scenario = load_scenario(EXAMPLE)
    report = check_up(scenario, ranges=ranges)
    seconds = time.perf_counter() - began
    # Linux counts in KB, macOS in bytes. A worker of the ranges is a process beside this one.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told = report.to_json()
    began = time.perf_counter()
    outcome = verify_report(scenario, told)
    if not outcome.ok:
        raise SystemExit(f"the check-up's report is refuted: {outcome.reason}")
    return seconds, time.perf_counter() - began, peak / unit, outcome.checked


def fresh(*, ranges: bool) -> tuple[float, float, float, int]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(check_up_once, ranges=ranges).result()


def check_ups() -> list[list[str]]:
    rows = []
    for ranges, runs in ((False, ROUNDS),) if QUICK else ((False, ROUNDS), (True, 1)):
        what = f"check-up {'with' if ranges else 'without'} ranges"
        print(f"the {what} ...", file=sys.stderr)
        seconds, again, peak, checked = zip(
            *(fresh(ranges=ranges) for _ in range(runs)), strict=True
        )
        times = [f"{median(seconds):.2f} s", f"{median(again):.2f} s"]
        rows.append([what, str(runs), *times, f"{max(peak):.0f} MB", str(checked[0])])
    return rows


# ------------------------------------------------------------------------------------ the report


def main() -> None:
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, "
        f"numpy {version('numpy')}, highspy {version('highspy')}, "
        f"python-flint {version('python-flint')}"
    )
    for peer in PEERS:
        try:
            known = version(peer)
        except PackageNotFoundError:
            known = ""
        if peer in INSTALLED:
            print(f"{peer} {known}")
        else:
            what = f"{known} has no scipy (tucoopy[lp])" if known else "is not installed"
            print(f"{peer} {what}: left out; .venv/bin/pip install --editable '.[bench]' brings it")
    print()

    # First, while this process is small: Linux hands its peak of memory on to a new process.
    examined = check_ups()
    ours, theirs = bench()
    sizes = [f"n = {n}" for n in SIZES]

    print(f"Milliseconds for an answer with its proof, median of {ROUNDS} rounds:\n")
    table(
        ["answer", "family", *sizes],
        [
            [concept, family, *(brief(1e3 * ours[concept, family, n]) for n in SIZES)]
            for concept in CONCEPTS
            for family in FAMILIES
        ],
    )
    print("Our time, proof included, over a peer's: lowest .. highest of the four families\n")
    table(
        ["answer", "peer", *sizes],
        [
            [concept, peer, *(str(theirs[concept, peer, n]) for n in SIZES)]
            for concept in CONCEPTS
            for peer in dict.fromkeys(p for c, p, _ in theirs if c == concept)
        ],
    )
    print(f"{EXAMPLE.parent.name}, each run in a process of its own, imports included:\n")
    table(["", "runs", "time", "re-checked in", "peak memory", "certificates"], examined)
    print(
        f"{len(ours)} timed answers: each one's certificate was verified, and so were the reports."
    )

    print("\nGames in which each city chooses an action:\n")
    strategic.main()
    races.main()

    print("\nWho pairs with whom:\n")
    pairing.main()

    print("\nRules for cities that know more about themselves:\n")
    mechanism_design.main()


if __name__ == "__main__":
    main()
