"""The Shapley-Shubik index of a thousand voters, enclosed: Owen's multilinear extension.

If every other voter says yes with probability p, voter i is decisive with probability f_i(p):

    phi_i = integral over p from 0 to 1 of  f_i(p),
    f_i(p) = P(q - w_i <= votes of the others < q)

f_i is a polynomial in p, so that Gauss and Legendre's rule with half as many nodes as voters would
be exact, and one with a few times the square root of their number nearly is. At a node the
probabilities are found in floats, voter by voter, by

    P(w) = (1 - p) P(w) + p P(w - w_j)

in which nothing is subtracted: so each is right but for a relative error of some roundings, which
are counted. What is left out is bounded in balls: nodes at which the vote is decided (Chernoff),
and the rest of the rule, by f_i on the ellipse with foci 0 and 1 whose half axes add up to R / 2:

    |f_i| <= M = ((R + 1/R) / 2)^(n - 1),    error of m nodes <= 4 M R^(1 - 2m) / (R - 1)

since |p| + |1 - p| is the long axis there, and Chebyshev's coefficients fall as 2 M R^(-k).

>>> shares, relative, absolute = enclosed_power([4, 4, 4, 2, 2, 1], 12)
>>> abs(shares[0] - Fraction(7, 30)) <= relative * shares[0] + absolute < Fraction(1, 10**13)
True

Source: Owen (1972), Multilinear extensions of games; Trefethen (2013), Approximation theory and
approximation practice, chapters 8 and 19.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from solvers.precision import precision

__all__ = ["enclosed_power", "error_of"]

BITS = 128
"""The precision of the balls of nodes and bounds."""
LEFT_OUT = 70
"""What is left out is below two to the power of minus this."""
BLOCK = 1 << 15
"""The number of probabilities worked on at a time, so that they stay in the cache."""
ROUNDING = Fraction(1, 1 << 53)
"""The largest relative error of one rounding to the nearest float."""

Table = npt.NDArray[np.float64]


def enclosed_power(
    weights: Sequence[int], quota: int, more: int = 0
) -> tuple[list[Fraction], Fraction, Fraction]:
    """For each voter a number, and how far the index may be from it.

    That is the second result times the number, and the third. ``more`` nodes are taken than are
    needed, for a second opinion.
    """
    voters = Counter(weight for weight in weights if weight)
    n, largest = voters.total(), max(voters)
    with precision(BITS):
        points = _points(n, more)
        chosen = [each for each in points if not _decided(voters, quota, each[0], largest)]
        rates = np.array([[float(p.mid()), float((1 - p).mid())] for p, _ in chosen])
        masses = np.array([float(mass.mid()) for _, mass in chosen])
    totals = dict.fromkeys(voters, 0.0)
    step = max(1, BLOCK // quota)
    for k in range(0, len(rates), step):
        for weight, decisive in _decisive(voters, quota, rates[k : k + step]).items():
            totals[weight] += float(decisive @ masses[k : k + step])
    return [Fraction(totals.get(weight, 0.0)) for weight in weights], *error_of(weights)


def error_of(weights: Sequence[int]) -> tuple[Fraction, Fraction]:
    """How far a number of ``enclosed_power`` may be from the index: relative to it, and besides.

    A rate is rounded (two roundings, for a node's last bit), multiplied and added to: four a voter.
    Then as many probabilities as the largest weight are added, and fewer nodes than voters. Twice
    that is more than what their product can be, and what is too small for a float.
    """
    roundings = 4 * len(weights) + max(weights) + 2 * len(weights) + 16
    return 2 * roundings * ROUNDING, Fraction(1, 1 << LEFT_OUT - 2)


def _points(n: int, more: int) -> list[tuple[Any, Any]]:
    """Nodes and masses of a rule on [0, 1] whose error is small enough."""
    from flint import arb

    exact = (n + 1) // 2
    count = min(exact, max(4, math.isqrt(n * (LEFT_OUT + 8) // 2)))
    while _rest(n, count) > Fraction(1, 1 << LEFT_OUT):
        count += 8
    count = min(count, exact) + more
    found = []
    for k in range(count):
        root, mass = arb.legendre_p_root(count, k, weight=True)
        found.append(((1 + root) / 2, mass / 2))
    return found


def _rest(n: int, count: int) -> Fraction:
    """A bound of the error of so many nodes; 0 where they are as many as make it exact."""
    from flint import arb, fmpq

    if 2 * count >= n:
        return Fraction(0)
    least = None
    for parts in range(2, 7):
        radius = 1 + fmpq(2 * parts * count, 4 * n)
        ball = arb(radius)
        bound = 4 * ((ball + 1 / ball) / 2) ** (n - 1) * ball ** (1 - 2 * count) / (ball - 1)
        least = bound if least is None or bound < least else least
    return _above(least)


def _above(ball: Any) -> Fraction:
    mantissa, exponent = ball.upper().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _decided(voters: Counter[int], quota: int, p: Any, largest: int) -> bool:
    """Whether nobody is decisive at a node, but for less than what may be left out.

    E exp(t W) bounds how likely the others have q - w_i votes or more, with a t above 0, and
    E exp(-t W) how likely they have fewer than q: with voter i, fewer than q + w_i.
    """
    from flint import arb

    rate = float(p.mid())
    mean = rate * sum(w * count for w, count in voters.items())
    spread = rate * (1 - rate) * sum(w * w * count for w, count in voters.items())
    low, high = quota - largest, quota + largest
    if low <= mean <= high or not spread:
        return False
    edge = low if mean < low else high
    t = arb((edge - mean) / spread)
    total = -t * edge
    for weight, count in voters.items():
        total += count * (1 + p * ((t * weight).exp() - 1)).log()
    return bool(total.exp() < arb(2) ** -(LEFT_OUT + 1))


def _decisive(voters: Counter[int], quota: int, rates: Table) -> dict[int, Table]:
    """By weight, how likely one voter of it is decisive, at each of some nodes.

    To leave out one weight after another, halves are added in turn.
    """
    found: dict[int, Table] = {}
    yes, no = rates[:, :1], rates[:, 1:]

    def joined(table: Table, weights: Sequence[int]) -> Table:
        table = table.copy()
        for weight in weights:
            added = table[:, : quota - weight] * yes if weight < quota else None
            table *= no
            if added is not None:
                table[:, weight:] += added
        return table

    def leave_out(kinds: Sequence[int], table: Table) -> None:
        if len(kinds) > 1:
            half = len(kinds) // 2
            leave_out(kinds[:half], joined(table, kinds[half:]))
            leave_out(kinds[half:], joined(table, kinds[:half]))
            return
        (weight,) = kinds
        found[weight] = table[:, max(0, quota - weight) :].sum(axis=1)

    alone = np.zeros((len(rates), quota))
    alone[:, 0] = 1.0
    leave_out(sorted(voters), joined(alone, sorted((voters - Counter(set(voters))).elements())))
    return found
