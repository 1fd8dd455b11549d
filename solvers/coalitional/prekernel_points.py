"""Points of the pre-kernel: splits at which any two cities can press each other alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.coalitional import CoalitionalGame
from solvers.answer import Allocation
from solvers.certificate import Certificate
from solvers.coalitional.equal_division import equal_division
from solvers.coalitional.gains import refuse_untabulated
from solvers.coalitional.kernel import prekernel_violation
from solvers.coalitional.prenucleolus import prenucleolus
from solvers.coalitional.shapley import shapley_value
from solvers.rational import fraction, rational

__all__ = ["PrekernelCertificate", "prekernel_points"]

MOST_STEPS = 50
Point = tuple[Fraction, ...]


def prekernel_points(game: CoalitionalGame) -> tuple[Allocation, ...]:
    """Points of the pre-kernel: splits at which any two cities can press each other alike.

        s_ij(x) = s_ji(x) for all i and j,       s_ij(x) = max { v(S) - x(S) : i in S, j not in S }

    The pre-kernel is not empty, and may have many parts. One of its points is the prenucleolus.
    Others are looked for from several splits: the groups that attain each s_ij make the conditions
    linear equations, whose nearest solution is the next split, until it is a point. What is found
    is proven; that there are no other points is not said. In a superadditive game the points are in
    the kernel, too.

    For games of gains or costs; the points are exact, in lexicographic order.

    Errors: ``InvalidInput`` for a game without a table of worths.

    >>> from games import CoalitionalGame
    >>> pairs = CoalitionalGame.from_array(["1", "2", "3"], [0, 0, 0, 20, 0, 30, 40, 42])
    >>> points = prekernel_points(pairs)
    >>> [dict(point) == dict(prenucleolus(pairs)) for point in points]
    [True]

    Source: Maschler, Peleg and Shapley (1972), The kernel and bargaining set for convex games;
    Meinhardt (2014), The Pre-Kernel as a Tractable Solution for Cooperative Games, for the search.
    """
    refuse_untabulated(game)
    n = len(game.players)
    first = prenucleolus(game)
    found = {tuple(first[city] for city in game.players)}
    total = game.grand_worth
    starts = [
        tuple(split[c] for c in game.players)
        for split in (equal_division(game), shapley_value(game))
    ]
    starts += [tuple(total if k == i else Fraction(0) for k in range(n)) for i in range(n)]
    for start in starts:
        point = _settled(game, start)
        if point is not None:
            found.add(point)
    return tuple(
        PrekernelCertificate(dict(zip(game.players, point, strict=True))).answer(game)
        for point in sorted(found)
    )


def _settled(game: CoalitionalGame, start: Point) -> Point | None:
    """A point of the pre-kernel that the search comes to from a split, if it does."""
    point, seen = start, set()
    for _ in range(MOST_STEPS):
        if prekernel_violation(game, dict(zip(game.players, point, strict=True))) is None:
            return point
        if point in seen:
            return None
        seen.add(point)
        point = _nearest(game, point)
    return None


def _nearest(game: CoalitionalGame, point: Point) -> Point:
    """The split at which the groups that press most now press alike, as nearly as can be."""
    from flint import fmpq_mat

    own, n = game.as_gains(), len(game.players)
    sign = 1 if game.sense == "gain" else -1
    excesses = [
        own.worth(mask) - sum((sign * point[i] for i in range(n) if mask >> i & 1), Fraction(0))
        for mask in range(own.grand + 1)
    ]
    rows, rights = [[Fraction(1)] * n], [own.grand_worth]
    for i in range(n):
        for j in range(i + 1, n):
            one = max(_with(i, j, n), key=excesses.__getitem__)
            other = max(_with(j, i, n), key=excesses.__getitem__)
            rows.append([Fraction((one >> k & 1) - (other >> k & 1)) for k in range(n)])
            rights.append(own.worth(one) - own.worth(other))
    table = np.array(rows, dtype=object)
    right = np.array(rights, dtype=object)
    normal, target = table.T @ table, table.T @ right
    # of all solutions the one nearest to the split: x + N^+ (target - N x), by bordered equations
    gap = target - normal @ np.array([sign * x for x in point], dtype=object)
    step = _least_norm(normal, gap, fmpq_mat)
    moved = [sign * x + d for x, d in zip(point, step, strict=True)]
    return tuple(sign * x for x in moved)


def _with(i: int, j: int, n: int) -> list[int]:
    """The groups with one city and without the other."""
    return [mask for mask in range(1 << n) if mask >> i & 1 and not mask >> j & 1]


def _least_norm(normal: np.ndarray, gap: np.ndarray, matrix: type) -> list[Fraction]:
    """The shortest d with  normal d = gap, for a symmetric matrix whose range holds the gap."""
    n = len(gap)
    square = normal @ normal
    augmented = matrix(
        [[rational(x) for x in (*row, g)] for row, g in zip(square, gap, strict=True)]
    )
    reduced, rank = augmented.rref()
    z = [Fraction(0)] * n
    for k in range(rank):
        row = [fraction(reduced[k, c]) for c in range(n + 1)]
        pivot = next(c for c in range(n) if row[c])
        z[pivot] = row[n]
    return list(normal @ np.array(z, dtype=object))


@dataclass(frozen=True, slots=True)
class PrekernelCertificate(Certificate, kind="point of the pre-kernel"):
    """The point: any two cities can press each other alike."""

    split: Mapping[str, Fraction]

    def violations(self, subject: CoalitionalGame) -> Iterator[str]:
        if tuple(self.split) != subject.players:
            yield "The split does not fit the players."
        if sum(self.split.values(), Fraction(0)) != subject.grand_worth:
            yield "The split is not of what all make."
        if (breach := prekernel_violation(subject, self.split)) is not None:
            yield str(breach)

    def answer(self, subject: CoalitionalGame) -> Allocation:
        return Allocation(
            self.split,
            method="linear equations of the groups that press most, solved again and again",
            status="Any two cities can press each other alike.",
            certificate=self,
        )
