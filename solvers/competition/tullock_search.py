"""Bids at which every city's slope is zero in Tullock's contest: found, not yet proven.

Best replies in turn, in floating point, say who bids and who is at a budget. Then chances solve a
linear system (r = 1) or are known (cities alike, some pairs); else Newton's method doubles the
digits. What is found is proven by ``tullock.py``.

>>> from games import Contest
>>> first_order_point(Contest(["A", "B"], [1, 1], exponent=3), (0, 1))
(Fraction(3, 4), Fraction(3, 4))

Source: Cornes and Hartley (2005), Asymmetric contests with general technologies.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from games.contest import Contest
from solvers.competition.logit_choice import ball, rounded
from solvers.competition.rivalry import Rivalry, exact_power, rivalry_in_balls
from solvers.competition.share_functions import bids_by_shares, stakes_in_units
from solvers.precision import precision
from solvers.rational import square_solution

__all__ = ["BITS", "DIGITS", "active_sets", "first_order_point", "smallest_unit", "surplus_slopes"]

ZERO, ONE = Fraction(0), Fraction(1)
DIGITS = 60  # of a bid, beyond the largest stake
BITS = 640
ROUNDS = 300
DAMPINGS = (1.0, 0.4, 0.1, 0.02)
NEWTON_STEPS = 40
NEARLY = 1 - 1e-12
MOST_FOR_ALL_SUBSETS = 6


def active_sets(game: Contest) -> Iterator[tuple[int, ...]]:
    """Who may bid. For r <= 1 replies tell; for r > 1 any set of two or more may be the bidders."""
    top = [max(row) for row in game.stakes]
    willing = [i for i in range(len(game.cities)) if top[i] > 0 and game.budgets[i] != 0]
    yield tuple(willing)
    if game.exponent <= 1:
        return
    willing.sort(key=lambda i: -top[i])
    for size in range(len(willing) - 1, 1, -1):
        if len(willing) <= MOST_FOR_ALL_SUBSETS:
            yield from combinations(sorted(willing), size)
        else:
            yield tuple(sorted(willing[:size]))


def first_order_point(game: Contest, active: Sequence[int]) -> tuple[Fraction, ...] | None:
    """Bids of the active cities that satisfy the first-order conditions: exact, or rounded."""
    x = None
    if game.exponent > 1 or len(active) == 2:  # replies may jump, or be slow
        x = _guess(game, active)
    if x is None or any(b and one >= b for one, b in zip(x, game.budgets, strict=True)):
        x = _replies_in_turn(game, active, x)
    if x is None or not any(x):
        return None
    bidding = [i for i in active if x[i] > 0]
    capped = [
        i
        for i in bidding
        if game.budgets[i] is not None and x[i] >= float(_budget(game, i)) * NEARLY
    ]
    p = None if capped else _exact_chances(game, bidding)
    if p is None:
        return _newton(game, x, [i for i in bidding if i not in capped], capped)
    return tuple(
        game.exponent * p[i] * sum((p[j] * game.stake(i, j) for j in bidding if j != i), ZERO)
        for i in range(len(game.cities))
    )


def _guess(game: Contest, active: Sequence[int]) -> list[float] | None:
    """Exact for two cities and for cities alike: chances as e_i s_i^r, s_i the mean stake."""
    scale = max(map(max, game.stakes))
    stakes = stakes_in_units(game, scale)[np.ix_(active, active)]
    if len(active) < 2 or (stakes.sum(axis=1) <= 0).any():
        return None
    mean = stakes.sum(axis=1) / (len(active) - 1)
    e = np.array([float(game.efficiency[i] / max(game.efficiency)) for i in active])
    weights = e * (mean / mean.max()) ** float(game.exponent)
    p = weights / weights.sum()
    x = [0.0] * len(game.cities)
    for i, bid in zip(active, float(game.exponent) * p * (stakes @ p), strict=True):
        x[i] = float(bid) * float(scale)
    return x if min(x[i] for i in active) > 0 else None


def _budget(game: Contest, i: int) -> Fraction:
    budget = game.budgets[i]
    return Fraction(0) if budget is None else budget


def _exact_chances(game: Contest, bidding: list[int]) -> list[Fraction] | None:
    """Chances that are fractions: for r = 1, for cities alike, for some pairs."""
    p = [ZERO] * len(game.cities)
    if game.exponent == 1:
        return _linear_chances(game, bidding)
    alike = len(
        {(game.stake(i, j), game.efficiency[i]) for i in bidding for j in bidding if i != j}
    )
    if alike == 1:
        for i in bidding:
            p[i] = Fraction(1, len(bidding))
        return p
    if len(bidding) == 2 and game.stake(*bidding) > 0 and game.stake(*bidding[::-1]) > 0:
        i, j = bidding
        odds = exact_power(game.stake(i, j) / game.stake(j, i), game.exponent)
        if odds is not None:
            odds *= game.efficiency[i] / game.efficiency[j]
            p[i], p[j] = odds / (1 + odds), 1 / (1 + odds)
            return p
    return None


def _linear_chances(game: Contest, bidding: list[int]) -> list[Fraction] | None:
    """With r = 1: S_i = Y/e_i for those who bid, and chances add up to 1."""
    stakes = game.stakes
    while len(bidding) > 1:
        m = len(bidding)
        rows = [[stakes[i][j] for j in bidding] + [-1 / game.efficiency[i]] for i in bidding]
        solution = square_solution([*rows, [ONE] * m + [ZERO]], [ZERO] * m + [ONE])
        if solution is None:
            return None
        found = solution[:m]
        if min(found) > 0:
            p = [ZERO] * len(game.cities)
            for i, chance in zip(bidding, found, strict=True):
                p[i] = chance
            return p
        bidding = [i for i, chance in zip(bidding, found, strict=True) if chance > 0]
    return None


def _replies_in_turn(
    game: Contest, active: Sequence[int], guess: list[float] | None
) -> list[float] | None:
    """Best replies in turn, in floating point, from the share functions; damped if need be."""
    r, scale = float(game.exponent), max(map(max, game.stakes))
    stakes = stakes_in_units(game, scale)
    caps = [None if limit is None else float(limit / scale) for limit in game.budgets]
    e = np.array([float(one / max(game.efficiency)) for one in game.efficiency])
    start = bids_by_shares(game, active) if r <= 1 else None
    if start is not None and _even(stakes[np.ix_(active, active)]):
        return [float(one) * float(scale) for one in start]
    if start is None and guess is not None:
        limits = [np.inf if cap is None else cap for cap in caps]
        start = np.minimum([one / float(scale) for one in guess], limits)
    if start is None:
        start = np.zeros(len(game.cities))
        start[list(active)] = 0.25 / len(active)
    x = start
    for damping in DAMPINGS:
        x = start.copy()
        for _ in range(ROUNDS):
            last = x.copy()
            impact = e * x**r
            for i in active:
                others = float(impact.sum() - impact[i])
                reply = _reply(float(stakes[i] @ impact), others, float(e[i]), r, caps[i])
                if reply is None:
                    return None
                x[i] = (1 - damping) * x[i] + damping * reply
                x[i] = reply if abs(x[i] - reply) < 1e-15 else x[i]
                impact[i] = e[i] * x[i] ** r
            if np.abs(x - last).max() < 1e-13 * damping * x.max():
                return [float(one) * float(scale) for one in x]
    return [float(one) * float(scale) for one in x]


def _even(stakes: Any) -> bool:
    """Whether each city has the same at stake against all others."""
    others = ~np.eye(len(stakes), dtype=bool)
    return all(len(set(row[mask])) <= 1 for row, mask in zip(stakes, others, strict=True))


def _reply(D: float, R: float, e: float, r: float, cap: float | None) -> float | None:
    """Where the slope D e r x^(r-1)/(R + e x^r)^2 - 1 falls through 0; ``None``: nowhere."""
    if D <= 0:
        return 0.0
    if r == 1:
        best = max(0.0, (math.sqrt(D * e) - R) / e)
        return best if cap is None else min(best, cap)

    def slope(x: float) -> float:
        return float(D * e * r * x ** (r - 1) - (R + e * x**r) ** 2)

    low = 1e-40 if r < 1 else ((r - 1) * R / ((r + 1) * e)) ** (1 / r)
    if slope(low) <= 0:
        return None if r > 1 else 0.0
    high = max(2 * low, 1e-12)
    while slope(high) > 0:
        high *= 2
    for _ in range(200):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
        if high <= low * (1 + 1e-15):
            break
    return low if cap is None else min(low, cap)


def _newton(
    game: Contest, start: Sequence[float], free: list[int], capped: list[int]
) -> tuple[Fraction, ...] | None:
    """Newton's steps with float slopes on residuals in balls; rounded at the end."""
    x = [_budget(game, i) if i in capped else Fraction(one) for i, one in enumerate(start)]
    unit = smallest_unit(game)
    fine = unit / 10**10
    with precision(BITS):
        for _ in range(NEWTON_STEPS):
            rivalry = rivalry_in_balls(game, x)
            residual = [rivalry.surplus(i).mid() for i in free]
            size = max((abs(one) for one in residual), default=ball(0))
            if size < ball(100 * fine):
                break
            try:
                step = np.linalg.solve(
                    surplus_slopes(rivalry)[np.ix_(free, free)],
                    [float(one / size) for one in residual],
                )
            except np.linalg.LinAlgError:
                return None
            if not np.isfinite(step).all():
                return None
            for i, move in zip(free, step, strict=True):
                moved = _fraction((ball(x[i]) - size * float(move)).mid(), fine)
                x[i] = moved if moved > 0 else x[i] / 2
        return tuple(
            one if i in capped or one == 0 else _fraction(ball(one), unit)
            for i, one in enumerate(x)
        )


def surplus_slopes(rivalry: Rivalry) -> Any:
    """How r p_i S_i - x_i moves with x_j, in floating point (0 where j bids nothing)."""
    r, n = float(rivalry.game.exponent), len(rivalry.bids)
    top = max(map(max, rivalry.game.stakes))  # in whose unit all fit into floats
    p, x = np.array([float(one) for one in rivalry.p]), [float(b / top) for b in rivalry.bids]
    s = np.array([[float(stake / top) for stake in row] for row in rivalry.game.stakes])
    S = s @ p
    relative = np.diag(S) + p * (s - 2 * S[:, None])
    inverse = np.array([1 / one if one else 0.0 for one in x])
    return r * r * p[:, None] * relative * inverse - np.eye(n)


def _fraction(number: Any, unit: Fraction) -> Fraction:
    nearest = rounded(number / ball(unit), 0)
    return (nearest if nearest is not None else ZERO) * unit


def smallest_unit(game: Contest) -> Fraction:
    """The power of ten in whole numbers of which bids are found that are no fractions."""
    top = max(map(max, game.stakes))
    magnitude = len(str(int(top))) if top >= 1 else 1 - len(str(int(1 / top)))
    return Fraction(10) ** (magnitude - DIGITS)
