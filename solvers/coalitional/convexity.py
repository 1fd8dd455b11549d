"""Convexity: whether a city adds the more, the larger the coalition that it joins.

    v(S + i + j) - v(S + j) >= v(S + i) - v(S)      for all S and all cities i, j outside S

These n (n - 1) 2^(n-3) comparisons imply all of v(S) + v(T) <= v(S u T) + v(S n T).

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
>>> worst_second_difference(pairs.integers()[0])
(-48, 4, 0, 1)

With C (bitmask 4) there already, A and B add 60 each, and both together 72: 48 less.

Source: Shapley (1971).
"""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

__all__ = ["worst_second_difference"]


def worst_second_difference(worths: npt.NDArray[Any]) -> tuple[int, int, int, int] | None:
    """The least v(S+i+j) - v(S+i) - v(S+j) + v(S), with S (a bitmask), i and j; None if n = 1.

    ``worths`` by bitmask, whole numbers with room for sums of four.
    """
    n = len(worths).bit_length() - 1
    worst: tuple[int, int, int, int] | None = None
    for j in range(1, n):
        joins = worths.reshape(-1, 2, 1 << j)
        added = (joins[:, 1] - joins[:, 0]).ravel()  # by j, bit j left out of the bitmask
        for i in range(j):
            with_i = added.reshape(-1, 2, 1 << i)
            differences = with_i[:, 1] - with_i[:, 0]
            least = int(differences.min())
            if worst is None or least < worst[0]:
                high, low = divmod(int(differences.argmin()), 1 << i)
                rest = high << i + 1 | low
                worst = least, rest >> j << j + 1 | rest & (1 << j) - 1, i, j
    return worst
