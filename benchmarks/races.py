"""Subsidy races among many cities: solved and proven, against a bare root finder in floats.

python benchmarks/races.py            # part of run.py, which prints the same
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK, Thunk, Timed, brief, race, table

from games import SubsidyCompetition
from solvers import subsidy_equilibrium

SIZES = (20,) if QUICK else (20, 200)


def drawn(n: int, **changes: Any) -> SubsidyCompetition:
    """A firm is worth 1 to 3, a city -1 to 1 more attractive than the mean; mu is 1/4."""
    rng = random.Random(n)
    return SubsidyCompetition(
        [f"city {i}" for i in range(n)],
        [Fraction(rng.randint(20, 60), 20) for _ in range(n)],
        [Fraction(rng.randint(-20, 20), 20) for _ in range(n)],
        **{"mu": Fraction(1, 4), **changes},
    )


def around(n: int, low: int, high: int) -> list[list[Fraction | int]]:
    """Twentieths from low to high of a firm's value reach both neighbours in a ring."""
    rng = random.Random(n)
    matrix: list[list[Fraction | int]] = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in (i - 1, (i + 1) % n):
            matrix[i][j] = Fraction(rng.randint(low, high), 20)
    return matrix


def everywhere(n: int) -> list[list[Fraction | int]]:
    rng = random.Random(n)
    return [[0 if i == j else Fraction(rng.randint(0, 4), 40) for j in range(n)] for i in range(n)]


def budgets(n: int) -> list[Fraction]:
    rng = random.Random(n)
    return [Fraction(rng.randint(1, 40), 10 * n) for _ in range(n)]


RACES: dict[str, Callable[[int], SubsidyCompetition]] = {
    "plain": drawn,
    "firms that mind little where (mu = 1/20)": lambda n: drawn(n, mu=Fraction(1, 20)),
    "budgets": lambda n: drawn(n, budgets=budgets(n)),
    "spillovers to neighbours": lambda n: drawn(n, spillovers=around(n, 1, 2)),
    "spillovers to neighbours, budgets": lambda n: drawn(
        n, spillovers=around(n, 1, 2), budgets=budgets(n)
    ),
    "spillovers to all": lambda n: drawn(n, spillovers=everywhere(n)),
    "replies that do not contract": lambda n: drawn(
        n, spillovers=around(n, 8, 18), outside_option=0
    ),
}


def in_floats(game: SubsidyCompetition) -> Thunk:
    """First-order conditions by scipy's root finder: no caps, budgets, proof or other starts."""
    from scipy.optimize import root

    value, at = (np.array([float(x) for x in f]) for f in (game.value, game.attractiveness))
    mu, theta = float(game.mu), np.array([[float(x) for x in row] for row in game.spillovers])

    def slopes(paid: Any) -> Any:
        weight = np.exp((at + paid - (at + paid).max()) / mu)
        share = weight / weight.sum()
        return (value - paid) * (1 - share) - mu - theta @ (value * share)

    return lambda: root(slopes, value - 2 * mu).x


def main() -> None:
    rows = []
    for name, draw in RACES.items():
        for n in SIZES:
            print(f"race, {name}: {n} ...", file=sys.stderr)
            game = draw(n)
            thunks: dict[str, Thunk] = {"intercity": lambda game=game: subsidy_equilibrium(game)}
            inside = game.outside_option is None and not any(map(bool, game.budgets))
            if inside:
                thunks["scipy"] = in_floats(game)
            timed = race(thunks)
            ours = timed["intercity"]
            assert isinstance(ours, Timed)
            began = time.perf_counter()
            if ours.answer.certificate.verify(game) is not True:
                raise SystemExit(f"{name}, {n}: the certificate is refuted")
            checked = time.perf_counter() - began
            paid = [float(s) for s in ours.answer.subsidies.values()]
            ratio = ""
            their = timed.get("scipy")
            if isinstance(their, Timed):
                same = min(paid) > 0 and np.allclose(paid, their.answer, atol=1e-6)
                ratio = brief(ours.seconds / their.seconds) if same else "differs"
            found = "the only one" if ours.answer.unique else str(1 + len(ours.answer.others))
            rows.append(
                [name, str(n), found, brief(1e3 * ours.seconds), brief(1e3 * checked), ratio]
            )
    print("Subsidy races (`races.py`): milliseconds for the equilibria with their proof, and to")
    print("check it again; over scipy's root finder, in floats, where no bid is at an end.\n")
    table(["race", "cities", "equilibria", "time", "re-checked in", "over scipy"], rows)


if __name__ == "__main__":
    main()
