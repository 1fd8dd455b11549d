"""Solutions of coalitional games: found and proven, against other libraries and a bare sum.

python benchmarks/coalitional.py                 # part of run.py, which prints the same
python benchmarks/coalitional.py --plot FILE     # and draws how the cost grows with the cities
"""

from __future__ import annotations

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

from timing import QUICK, ROUNDS, Comparison, Thunk, brief, race, table  # noqa: E402

from games import CoalitionalGame  # noqa: E402
from solvers import (  # noqa: E402
    core,
    cost_of_stability,
    least_core,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
    shapley_value,
)

SIZES = (5, 8) if QUICK else (5, 8, 10, 12)
LARGE = () if QUICK else (16, 20, 22, 24)
PEERS_UP_TO = 20  # beyond, a peer takes minutes and gigabytes
FEW_ROUNDS = 3

# ------------------------------------------------------------------------------------- the games


def uniform(n: int) -> Any:
    """Proper coalitions make up to 1 a head, all together 1 a head: the core has room."""
    worths = np.random.default_rng(n).random(1 << n) * sums(np.ones(n, dtype=int))
    worths[-1] = n
    return worths


def convex(n: int) -> Any:
    """The square of a sum of whole weights: joining late adds more."""
    return sums(np.random.default_rng(n).integers(1, 100, size=n)) ** 2


def voting(n: int) -> Any:
    """1 for more than half of the weights, which are small: ties everywhere, no core."""
    weights = np.random.default_rng(n).integers(1, 10, size=n)
    return (sums(weights) > int(weights.sum()) / 2).astype(int)


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


def sums(weights: Any) -> Any:
    found = np.zeros(1, dtype=weights.dtype)
    for weight in weights:
        found = np.concatenate((found, found + weight))
    return found


def built(worths: Any) -> CoalitionalGame:
    return CoalitionalGame.from_array(
        [f"city {i}" for i in range(len(worths).bit_length() - 1)], worths
    )


FAMILIES = {
    "uniform": uniform,
    "convex": convex,
    "weighted voting": voting,
    "100-bit rationals": rationals,
}
NOT_LARGE = "100-bit rationals"  # a million fractions take longer to draw than to solve

# ---------------------------------------------------------------------------- ours and the peers

CONCEPTS: dict[str, Callable[[CoalitionalGame], Any]] = {
    "prenucleolus": prenucleolus,
    "nucleolus": nucleolus,
    "per-capita nucleolus": per_capita_nucleolus,
    "core with ranges": core,
    "least core": least_core,
    "cost of stability": cost_of_stability,
    "Shapley value": shapley_value,
}
NOT_BEYOND = {"core with ranges": 16}  # two programs for each city


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

    small = len(worths) <= 1 << max(SIZES)  # what passes over all 2^n rows takes minutes beyond
    for concept, domain in (("prenucleolus", "preimputation"), ("nucleolus", "imputation")):
        yield concept, "coopgame-py", lambda d=domain: coopgame.nucleolus(game, d)["allocation"]
        if small:
            yield concept, "coopgame-py, certified", lambda d=domain: proven(d)
    if small:
        yield (
            "per-capita nucleolus",
            "coopgame-py",
            lambda: coopgame.per_capita_nucleolus(game)["allocation"],
        )
    yield (
        "least core",
        "coopgame-py",
        lambda: [coopgame.least_core(game, "preimputation")["epsilon"]],
    )
    yield "Shapley value", "coopgame-py", lambda: coopgame.shapley(game)


def tucoopy(worths: Any) -> Iterator[tuple[str, str, Thunk]]:
    from tucoopy import Game
    from tucoopy import solutions as their

    if len(worths) > 1 << max(SIZES):  # a dictionary of the worths takes minutes
        return
    game = Game.from_coalitions(
        n_players=len(worths).bit_length() - 1,
        values={mask: float(worth) for mask, worth in enumerate(worths)},
    )
    yield "prenucleolus", "tucoopy", lambda: their.prenucleolus(game).x
    yield "nucleolus", "tucoopy", lambda: their.nucleolus(game).x
    yield "least core", "tucoopy", lambda: [their.least_core(game).epsilon]
    yield "Shapley value", "tucoopy", lambda: their.shapley_value(game)


def shapley_numba(worths: Any) -> Iterator[tuple[str, str, Thunk]]:
    import numba
    from shapley_numba import numba_game
    from shapley_numba.shapley import shapley

    @numba_game([("worths", numba.float64[:])])
    class Table:
        def __init__(self, worths):
            self.worths = worths

        def value(self, subset):
            mask = 0
            for i in range(len(subset)):
                mask += subset[i] << i
            return self.worths[mask]

    game = Table(worths.astype(float))
    n = len(worths).bit_length() - 1
    yield "Shapley value", "shapley-numba", lambda: shapley(game, n)


PEERS = {
    "coopgame-py": (coopgame_py, ("coopgame",)),
    "tucoopy": (tucoopy, ("tucoopy", "scipy")),
    "shapley-numba": (shapley_numba, ("shapley_numba",)),
}
INSTALLED = {
    peer: answers for peer, (answers, needs) in PEERS.items() if all(map(find_spec, needs))
}

# ------------------------------------------------------------------------------------ the timing


def answerers(game: CoalitionalGame, worths: Any) -> dict[str, dict[str, Thunk]]:
    """By concept and by name: ours, then the peers'."""
    n = len(game.players)
    thunks: dict[str, dict[str, Thunk]] = {
        concept: {"intercity": lambda solve=solve: solve(game)}
        for concept, solve in CONCEPTS.items()
        if n <= NOT_BEYOND.get(concept, n)
    }
    thunks["Shapley value"]["numpy.sum"] = lambda: np.sum(game.array)
    for answers in INSTALLED.values() if n <= PEERS_UP_TO else ():
        for concept, peer, thunk in answers(worths):
            thunks[concept][peer] = thunk
    if not alone_possible(game):
        del thunks["nucleolus"], thunks["per-capita nucleolus"]
    return thunks


def alone_possible(game: CoalitionalGame) -> bool:
    """Whether there is an imputation, which nucleoli need."""
    return sum(game.worth(city) for city in game.players) <= game.grand_worth


Ours = dict[tuple[str, str, int], float]
Theirs = defaultdict[tuple[str, str, int], Comparison]


def bench() -> tuple[Ours, Ours, Theirs]:
    """Our seconds to answer, and to verify, by concept, family and size; and the peers'."""
    ours: Ours = {}
    checked: Ours = {}
    theirs: Theirs = defaultdict(Comparison)
    for n, (family, worths_of) in product((*SIZES, *LARGE), FAMILIES.items()):
        if n in LARGE and family == NOT_LARGE:
            continue
        worths = worths_of(n)
        scale = max(float(worths.max()), -float(worths.min()))
        game = built(worths)
        for concept, thunks in answerers(game, worths).items():
            print(f"{n} cities, {family}: {concept} ...", file=sys.stderr)
            timed = race(thunks, FEW_ROUNDS if n > max(SIZES) else ROUNDS)
            mine = timed.pop("intercity")
            began = time.perf_counter()
            if mine.answer.certificate.verify(game) is not True:
                raise SystemExit(f"{concept}, {family}, {n} cities: the certificate is refuted")
            checked[concept, family, n] = time.perf_counter() - began
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
    return ours, checked, theirs


def in_fractions() -> list[list[str]]:
    """The nucleolus in exact arithmetic, by us and by coopgame-py's exact method."""
    if QUICK or "coopgame-py" not in INSTALLED:
        return []
    import coopgame

    rows = []
    for n, family in ((10, "uniform"), (10, "convex"), (8, "weighted voting")):
        print(f"{n} cities, {family}: coopgame-py's exact nucleolus ...", file=sys.stderr)
        game = built(FAMILIES[family](n))
        exact = [game.worth(mask) for mask in range(1, 1 << n)]
        began = time.perf_counter()
        theirs = coopgame.nucleolus_exact(exact)["allocation"]
        seconds = time.perf_counter() - began
        mine = race({"intercity": lambda game=game: nucleolus(game)})["intercity"]
        same = list(mine.answer.values()) == [Fraction(payoff) for payoff in theirs]
        rows.append(
            [
                family,
                str(n),
                brief(1e3 * mine.seconds),
                brief(seconds),
                f"{seconds / mine.seconds:.0f}" if same else "differ",
            ]
        )
    return rows


def published() -> list[list[str]]:
    """The largest instances of Benedek, Fliege and Nguyen: milliseconds, proof included."""
    from tests.published.benedek_fliege_nguyen import INSTANCES, generated

    rows = []
    for n, kind in product(() if QUICK else (20, 25), (1, 2, 3, 4)):
        cases = [case for case in INSTANCES if (case["type"], case["n"]) == (kind, n)]
        print(f"{n} cities, published instances of type {kind} ...", file=sys.stderr)
        seconds, again = [], []
        for case in cases:
            game = generated(kind, n, case["seed"])
            began = time.perf_counter()
            split = nucleolus(game)
            seconds.append(time.perf_counter() - began)
            began = time.perf_counter()
            proven = split.certificate.verify(game)
            again.append(time.perf_counter() - began)
            if proven is not True or not np.allclose(
                [float(payoff) for payoff in split.values()], case["nucleolus"], 1e-6, 1e-4
            ):
                raise SystemExit(f"published instance {case} is not met")
        rows.append(
            [str(kind), str(n), str(len(cases))]
            + [brief(1e3 * t) for t in (median(seconds), max(seconds), median(again))]
        )
    return rows


def peak(family: str, concept: str, n: int) -> float:
    """The peak memory in MB of drawing a game and solving it, in a process of its own."""
    game = built(FAMILIES[family](n))
    CONCEPTS[concept](game)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def peaks() -> list[list[str]]:
    rows = []
    for family, concept in product(
        () if QUICK else ("uniform", "convex"), ("prenucleolus", "least core", "Shapley value")
    ):
        print(f"24 cities, {family}: memory of the {concept} ...", file=sys.stderr)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            rows.append([concept, family, f"{pool.submit(peak, family, concept, 24).result():.0f}"])
    return rows


# ------------------------------------------------------------------------------------ the report


def announce() -> None:
    """Which peers take part."""
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


def main() -> None:
    memory = peaks()  # first, while this process is small: a new one inherits its peak
    ours, checked, theirs = bench()
    sizes = (*SIZES, *LARGE)

    def row(concept: str, family: str, found: Ours) -> list[str]:
        times = (found.get((concept, family, n)) for n in sizes)
        return [concept, family, *("" if t is None else brief(1e3 * t) for t in times)]

    heads = [f"n = {n}" for n in sizes]
    few = f" ({FEW_ROUNDS} beyond {max(SIZES)} cities)" if LARGE else ""
    print(f"Milliseconds for an answer with its proof, median of {ROUNDS} rounds{few}:\n")
    every = list(product(CONCEPTS, FAMILIES))
    table(["answer", "family", *heads], [row(*both, ours) for both in every])
    print("Milliseconds to verify that proof again, without a solver, once:\n")
    table(["answer", "family", *heads], [row(*both, checked) for both in every])
    print("Our time, proof included, over a peer's: lowest .. highest of the families\n")
    table(
        ["answer", "peer", *heads],
        [
            [concept, peer, *(str(theirs[concept, peer, n]) for n in sizes)]
            for concept in CONCEPTS
            for peer in dict.fromkeys(p for c, p, _ in theirs if c == concept)
        ],
    )
    if exact := in_fractions():
        print("The nucleolus in exact arithmetic, by both (ties take coopgame-py minutes at 10):\n")
        table(["family", "n", "ours, ms", "coopgame-py exact, s", "times"], exact)
    if instances := published():
        print("Published instances (Benedek, Fliege and Nguyen, 2021), milliseconds:\n")
        table(["type", "n", "games", "median", "longest", "verified in"], instances)
    if memory:
        print("Peak memory of a process with 24 cities, whose worths take 128 MB:\n")
        table(["answer", "family", "MB"], memory)
    print(f"{len(ours)} timed answers: each one's certificate was verified.")
    if "--plot" in sys.argv:
        draw(ours, Path(sys.argv[sys.argv.index("--plot") + 1]))


def draw(ours: Ours, file: Path) -> None:
    """How the cost grows with the cities: the median over the families, both axes to scale."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6, 4))
    for concept in CONCEPTS:
        points = [
            (n, 1e3 * median(s for (c, _, m), s in ours.items() if (c, m) == (concept, n)))
            for n in (*SIZES, *LARGE)
            if any((c, m) == (concept, n) for c, _, m in ours)
        ]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=3, label=concept)
    axes.set(
        yscale="log", xlabel="cities", ylabel="milliseconds with proof, median of the families"
    )
    axes.set_xticks([*SIZES, *LARGE])
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(file, dpi=90, bbox_inches="tight")


if __name__ == "__main__":
    announce()
    main()
