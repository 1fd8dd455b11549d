"""The random games of Benedek, Fliege and Nguyen (2021), Finding and verifying the nucleolus of
cooperative games, Mathematical Programming 190, regenerated from their published seeds.

Their nucleolus keeps x_i >= v(i), as ours does; it is printed with about six digits.
"""

import json
from pathlib import Path

import numpy as np

from games import CoalitionalGame

INSTANCES = json.loads(
    (Path(__file__).parent / "benedek_fliege_nguyen.json").read_text(encoding="utf-8")
)["instances"]


def rand(seed: int, count: int) -> np.ndarray:
    """The C library's linear congruential generator: bits 16 to 30 of its first states."""
    a, c = 214013, 2531011
    state = np.array([(seed * a + c) % 2**32], dtype=np.uint64)
    while len(state) < count:  # each state again, as many steps on as there are
        state = np.concatenate((state, (state * np.uint64(a) + np.uint64(c)) % np.uint64(2**32)))
        a, c = a * a % 2**32, (a * c + c) % 2**32
    return (state[:count] >> np.uint64(16) & np.uint64(0x7FFF)).astype(np.int64)


def generated(kind: int, n: int, seed: int) -> CoalitionalGame:
    grand = (1 << n) - 1
    worths = np.zeros(1 << n, dtype=np.int64)
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(n):
        sizes = np.concatenate((sizes, sizes + 1))
    if kind == 3:
        draw = iter((rand(seed, n * n) % 10 < 9).tolist())
        worths[grand] = 1
        one = next(draw)
        for i in range(n):
            worths[grand ^ 1 << i] = one
            one = next(draw)
            for j in range(i + 1, n):
                worths[grand ^ 1 << i ^ 1 << j] = one
                one = next(draw)
    else:
        draws = rand(seed, 1 << n)
        if kind == 1:
            worths[grand] = draws[0] % 201 + 100 * (n - 2)
            draws = draws[1:]
        masks = np.flatnonzero(sizes >= 2)[: -1 if kind == 1 else None]
        modulus = {1: 100 * sizes[masks], 2: 50 * n, 4: n}[kind]
        worths[masks] = draws[: len(masks)] % modulus + 1
    return CoalitionalGame.from_array([str(i + 1) for i in range(n)], worths)
