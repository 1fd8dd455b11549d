"""What cities get that share every coalition's dividend by its size, without the dividends.

    x_i = sum over T with i of  part_t d(T),    d(T) = sum over S inside T of (-1)^(t - s) v(S)

A worth enters the dividends of all coalitions around it. What comes of it for a member of S, and
for a city outside, depends on the size s alone:

    x_i = sum over S with i of q_s v(S)  -  sum over S without i of q_{s+1} v(S),
    q_s = sum over k of  (-1)^k C(n - s, k) part_{s+k}

So values are checked: by other weights, which know of no orders of joining, and another sum, which
weighs each worth by itself before it adds any up; see ``semivalue_sums`` for the first.

>>> from games import CoalitionalGame
>>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1, ("L", "S"): 1,
...                                           ("R", "S"): 0, ("L", "R", "S"): 1})
>>> shared_dividends(glove, [Fraction(1), Fraction(1, 2), Fraction(1, 3)])   # equally: Shapley's
[Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]

Source: Harsanyi (1963); Shapley (1953) for the dividends as sums.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games.coalitional import CoalitionalGame
from games.exact import over_one_denominator
from solvers.coalitional.semivalue_sums import (
    Numbers,
    in_array,
    limbs,
    room,
    scaled,
)
from solvers.coalitional.subset_sums import sizes

__all__ = ["shared_dividends"]

_COLUMNS = 12


def shared_dividends(
    game: CoalitionalGame, parts: Sequence[Fraction], *, floats: bool = False
) -> list[Fraction]:
    """What each city gets, in the sense of the game; ``parts`` of a dividend of 1 to n cities.

    Exact, or, of a float64 array, in floating point: then each worth goes through no more sums
    than in ``semivalue_sums``.
    """
    n = len(parts)
    whole, denominator = over_one_denominator(parts)
    inside = [0] + [
        sum((-1) ** k * math.comb(n - s, k) * whole[s + k - 1] for k in range(n - s + 1))
        for s in range(1, n + 1)
    ]
    outside = [-q for q in inside[1:]] + [0]
    if floats:
        worths, unit = scaled(game)
        weights = (np.array([q / denominator for q in by_size]) for by_size in (inside, outside))
        return [Fraction(float(total)) * unit for total in _weighed(worths, *weights)]
    most = sum(math.comb(n - 1, s) * abs(q) for s, q in enumerate(inside[1:]))
    payoffs = [Fraction(0)] * n
    for digits, unit in limbs(game, room(most)):
        weights = (in_array(by_size, digits.dtype) for by_size in (inside, outside))
        totals = _weighed(digits, *weights)
        payoffs = [x + int(total) * unit for x, total in zip(payoffs, totals, strict=True)]
    return [x / denominator for x in payoffs]


def _weighed(worths: Numbers, inside: Numbers, outside: Numbers) -> list[Any]:
    """By city, the sum of the worths, weighed by size for its members and for the others."""
    n = len(inside) - 1
    low = min(n, _COLUMNS)
    rows = worths.reshape(-1, 1 << low)
    size_of = sizes(low) + np.arange(n - low + 1)[:, None]
    above = sizes(n - low).tolist()
    product = np.empty(1 << low, dtype=worths.dtype)
    of_columns, of_rows = (
        np.zeros((2, 1 << low), worths.dtype),
        np.empty((2, len(rows)), worths.dtype),
    )
    weights = [(0, outside[size_of]), (1, inside[size_of])]
    for h, members in enumerate(above):
        for side, by_row in weights:
            np.multiply(rows[h], by_row[members], out=product)
            np.add(of_columns[side], product, out=of_columns[side])
            of_rows[side, h] = product.sum()
    without, with_ = (
        np.array(
            [
                sums[side].reshape(-1, 2, 1 << i)[:, side].sum()
                for sums, cities in ((of_columns, low), (of_rows, n - low))
                for i in range(cities)
            ],
            dtype=worths.dtype,
        )
        for side in (0, 1)
    )
    return list(without + with_)
