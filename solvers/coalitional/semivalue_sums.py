"""What every semivalue sums up: each worth, weighted by the size of its coalition.

A semivalue pays a city what it adds on joining, weighted by how many were there before:

    phi_i = sum over S without i of  p_s (v(S + i) - v(S)),     s = |S|
          = sum over S with i of (p_{s-1} + p_s) v(S)  -  sum over S of p_s v(S),     p_n = 0.

The second line reads each worth once for all cities: the worths stand as a table with a row for the
members from the 12th on and a column for those before. A block of rows is read from memory once, to
be added to others with as many members above and multiplied while it is in the processor's cache.

Where p_s = p_{n-1-s}, as for Shapley's and Banzhaf's values, what counts is how much more is in a
coalition than in the others together, u(S) = v(S) - v(N - S). The same formula over the coalitions
without the last city then has half as many products, and gives that city -sum of p_s u(S):

    phi_i = sum over S with i of p_{s-1} u(S)
          = sum over S with i, without the last, of (p_{s-1} + p_s) u(S)
            -  sum over S without the last of p_s u(S).

Whole numbers are added up modulo 2^64: a bound on the result says when that is the number itself.
Large float64 arrays are added up in floating point, and the result is enclosed.

>>> from games import CoalitionalGame
>>> glove = CoalitionalGame(["L", "R", "S"], {"L": 0, "R": 0, "S": 0, ("L", "R"): 1, ("L", "S"): 1,
...                                           ("R", "S"): 0, ("L", "R", "S"): 1})
>>> semivalue_sums(glove, [Fraction(1, 3), Fraction(1, 6), Fraction(1, 3)])   # Shapley's weights
[Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]
>>> semivalue_sums(glove, [Fraction(1, 4)] * 3)                               # Banzhaf's
[Fraction(3, 4), Fraction(1, 4), Fraction(1, 4)]

Source: Dubey, Neyman and Weber (1981); Higham (2002), chapter 4, for the error of sums.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.exact import over_one_denominator
from solvers.answer import EXACT, Proof
from solvers.coalitional.subset_sums import sizes

__all__ = [
    "Numbers",
    "in_array",
    "limbs",
    "room",
    "scaled",
    "semivalue_proof",
    "semivalue_radius",
    "semivalue_sums",
]

_COLUMNS, _ROWS = 11, 5  # 2^5 rows of 2^11 numbers stay in the processor's cache
_FEW, _FEW_NUMBERS = 8, 2**8
_SURELY_EXACT = 16  # float64 arrays of more cities are enclosed

Numbers = npt.NDArray[Any]


def semivalue_sums(game: CoalitionalGame, weights: Sequence[Fraction]) -> list[Fraction]:
    """phi_i of each city, in the sense of the game; weights p_0 to p_{n-1}, of any sign.

    Exact, but for float64 arrays of more than 16 cities: then within ``semivalue_radius``.
    """
    if semivalue_radius(game, weights):
        worths, unit = scaled(game)
        sums = _pass(worths, weights)
        return [Fraction(float(total)) * unit for total in sums]
    whole, denominator = over_one_denominator(weights)
    bits = room(sum(math.comb(len(weights) - 1, s) * abs(p) for s, p in enumerate(whole)))
    payoffs = [Fraction(0)] * len(weights)
    for digits, unit in limbs(game, bits):
        unit /= denominator
        sums = _pass(digits, whole)
        payoffs = [x + int(t) * unit for x, t in zip(payoffs, sums, strict=True)]
    return payoffs


def semivalue_proof(game: CoalitionalGame, weights: Sequence[Fraction]) -> Proof:
    """What ``semivalue_sums`` is worth as a proof: exact, or enclosed within a radius."""
    radius = semivalue_radius(game, weights)
    return Proof("enclosed", radius) if radius else EXACT


def semivalue_radius(game: CoalitionalGame, weights: Sequence[Fraction]) -> Fraction:
    """How far ``semivalue_sums`` may be off; 0 where it is exact.

    A sum of m products is off by at most m u / (1 - m u) times the sum of their absolute values,
    u = 2^-53, in whatever order it is added up. Four times that leaves room for the weights' own
    rounding and for a second sum that checks the first. Over pairs S and N - S each product is
    rounded once more, and the absolute values add up to at most a sixteenth more (n > 16).
    """
    n = len(game.players)
    if game.array.dtype.kind != "f" or n <= _SURELY_EXACT:
        return Fraction(0)
    if not game.largest:
        return Fraction(0)
    joined, size = _coefficients(weights, object)
    total = sum(
        math.comb(n - 1, s - 1) * abs(joined[s]) + math.comb(n, s) * abs(size[s])
        for s in range(1, n + 1)
    )
    terms = (1 << 12) + (1 << n - 12) + 4 * n  # more than either sum adds up one after another
    return Fraction(math.ceil(4 * terms * total), 2**53) * Fraction(game.largest) * game.unit


def scaled(game: CoalitionalGame) -> tuple[Numbers, Fraction]:
    """The worths of a float64 array where sums neither overflow nor underflow, and their unit.

    Worths that are then lost are below 2^-1000 of the largest: nothing beside the radius.
    """
    if 2.0**-900 < game.largest < 2.0**900:
        return game.array, game.unit
    exponent = math.frexp(game.largest)[1]
    return np.ldexp(game.array, -exponent), Fraction(2) ** exponent * game.unit


def _pass(worths: Numbers, weights: Sequence[Any]) -> list[Any]:
    """The second line of the formula for all cities, over pairs of coalitions where it may be."""
    joined, size = _coefficients(weights, worths.dtype)
    in_pairs = list(weights) == list(weights)[::-1]
    n = len(weights) - in_pairs
    low = min(n, _COLUMNS)
    middle = min(n - low, _ROWS)
    high = n - low - middle
    blocks = worths.reshape(-1, 1 << middle, 1 << low)
    beside, above = sizes(middle), sizes(high)
    size_of = sizes(low) + np.arange(n - low + 1)[:, None]
    with_low = joined[size_of]
    weighing, buffer, spare = np.empty((3, *blocks.shape[1:]), dtype=worths.dtype)
    columns = np.zeros((n - low + 1, 1 << low), dtype=worths.dtype)
    by_members = list(columns)  # of the row
    of_rows = np.empty((1 << high, 1 << middle), dtype=worths.dtype)
    for members in range(high + 1):
        np.take(with_low, members + beside, axis=0, out=weighing, mode="clip")  # without a copy
        together = buffer
        for k, h in enumerate(np.flatnonzero(above == members).tolist()):
            block = blocks[h]
            if in_pairs:
                rest = blocks[~h].reshape(-1)[::-1].reshape(block.shape)
                block = np.subtract(block, rest, out=spare if k else buffer)
            together = np.add(together, block, out=buffer) if k else block
            _products(block, weighing, spare, out=of_rows[h])
        for row, others in zip(together, beside.tolist(), strict=True):
            np.add(by_members[members + others], row, out=by_members[members + others])
    all_of_them = (columns * size[size_of]).sum(axis=1).sum()
    of_columns = (columns * with_low).sum(axis=0)
    with_city = [
        found.reshape(-1, 2, 1 << i)[:, 1].sum()
        for found, cities in (
            (of_columns, low),
            (of_rows.sum(axis=0), middle),
            (of_rows.sum(axis=1), high),
        )
        for i in range(cities)
    ]
    if in_pairs:
        with_city.append(0)
    return list(np.array(with_city, dtype=worths.dtype) - all_of_them)  # arrays wrap in silence


def _products(block: Numbers, weights: Numbers, spare: Numbers, out: Numbers) -> None:
    """The sum of each row, weighed, by what is quicker; whole numbers may overwrite the block."""
    if block.dtype == np.int64:
        np.multiply(block, weights, out=spare).sum(axis=1, out=out)
    else:
        np.matmul(block[:, None], weights[:, :, None], out=out[:, None, None])


def _coefficients(weights: Sequence[Any], kind: Any) -> tuple[Numbers, Numbers]:
    """p_{s-1} + p_s and p_s by size s of the coalition."""
    before, here = [0, *weights], [*weights, 0]
    joined = [a + b for a, b in zip(before, here, strict=True)]
    return in_array(joined, kind), in_array(here, kind)


def in_array(numbers: Sequence[Any], kind: Any) -> Numbers:
    """The numbers; int64 holds whole ones modulo 2^64."""
    if kind == np.int64:
        numbers = [(c + 2**63) % 2**64 - 2**63 for c in numbers]
    return np.array(numbers, dtype=kind)


def room(contributions: int) -> int:
    """How many bits worths may have, if twice the largest, this many times, is to be below 2^62.

    0 where that leaves too few.
    """
    bits = 61 - contributions.bit_length()
    return bits if bits >= _FEW else 0


def limbs(game: CoalitionalGame, bits: int) -> Iterator[tuple[Numbers, Fraction]]:
    """The worths as a sum of few tables of whole numbers of so many bits, each with its unit.

    With ``bits`` 0, as one table of Python integers; so, too, where the numbers are few, or the
    tables would be more than the cities, as the digits of fractions with unlike denominators are.
    A sum over all coalitions is then the sum over the tables, each added up modulo 2^64.
    """
    if not bits or (game.array.dtype != np.int64 and len(game.array) <= _FEW_NUMBERS):
        worths, unit = game.integers()
        yield worths.astype(object), unit
        return
    if game.array.dtype.kind == "f":
        exponent = math.frexp(game.largest)[1] - bits
        rest = np.ldexp(game.array, -exponent)
        if np.array_equal(np.ldexp(rest, exponent), game.array):  # else digits were lost far below
            while rest.any():
                whole = np.trunc(rest)
                yield whole.astype(np.int64), Fraction(2) ** exponent * game.unit
                rest = np.ldexp(rest - whole, bits)
                exponent -= bits
            return
    worths, unit = game.integers()
    if worths.dtype != object and game.largest * game.unit < 2 ** (bits - 1) * unit:
        yield worths, unit
        return
    longest = max(int(worths.max()), -int(worths.min())).bit_length() + 1  # with the sign
    width = 4 if bits >= 32 else 2 if bits >= 16 else 1  # in bytes
    words = -(-longest // (8 * width))
    if words > len(game.players):
        yield worths.astype(object), unit
        return
    data = b"".join(w.to_bytes(words * width, "little", signed=True) for w in worths.tolist())
    table = np.frombuffer(data, dtype=f"<u{width}").reshape(-1, words)
    for k in range(words):
        digits = table[:, k] if k < words - 1 else table.view(f"<i{width}")[:, k]
        yield digits.astype(np.int64), unit
        unit *= 1 << 8 * width
