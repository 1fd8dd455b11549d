"""Nucleoli of Benedek, Fliege and Nguyen (2021), Finding and verifying the nucleolus of cooperative
games, Mathematical Programming 190: their random games, regenerated from the published seeds.

Their nucleolus keeps x_i >= v(i), as ours does; it is printed with about six digits.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from games import CoalitionalGame
from solvers import nucleolus

INSTANCES = json.loads(
    (Path(__file__).parent / "benedek_fliege_nguyen.json").read_text(encoding="utf-8")
)["instances"]


def rand(seed: int) -> Iterator[int]:
    """The C library's linear congruential generator: bits 16 to 30 of its state."""
    state = seed
    while True:
        state = (214013 * state + 2531011) % 2**32
        yield state >> 16 & 0x7FFF


def generated(kind: int, n: int, seed: int) -> CoalitionalGame:
    draw = rand(seed)
    grand = (1 << n) - 1
    worths = np.zeros(1 << n, dtype=np.int64)
    if kind == 3:
        worths[grand] = 1
        r = next(draw)
        for i in range(n):
            worths[grand ^ 1 << i] = r % 10 < 9
            r = next(draw)
            for j in range(i + 1, n):
                worths[grand ^ 1 << i ^ 1 << j] = r % 10 < 9
                r = next(draw)
    else:
        if kind == 1:
            worths[grand] = next(draw) % 201 + 100 * (n - 2)
        for mask in range(1, grand + (kind != 1)):
            size = mask.bit_count()
            if size >= 2:
                modulus = {1: 100 * size, 2: 50 * n, 4: n}[kind]
                worths[mask] = next(draw) % modulus + 1
    return CoalitionalGame.from_array([str(i + 1) for i in range(n)], worths)


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("n", [5, 10])
def test_published_nucleoli(kind, n):
    cases = [case for case in INSTANCES if (case["type"], case["n"]) == (kind, n)]
    assert len(cases) == 20
    for case in cases:
        game = generated(kind, n, case["seed"])
        split = nucleolus(game)
        assert split.certificate.verify(game) is True
        for city, printed in zip(game.players, case["nucleolus"], strict=True):
            assert abs(float(split[city]) - printed) <= 1e-4 + 1e-6 * abs(printed), case
