"""Share functions of Tullock's contest with r <= 1: one number says who bids what.

Given Y = sum_j e_j x_j^r, city i's share solves  e_i (r p (1 - p) s_i)^r = p Y,  whose two sides
meet once (or its budget holds it below). Shares fall as Y rises, and Y is where they add up to 1.
Where what a city has at stake depends on the rival, its mean is taken: a start for the search. All
in floating point; proofs are elsewhere.

>>> [float(round(x, 6)) for x in bids_by_shares(Contest(["A", "B", "C"], [4, 2, 1]), (0, 1, 2)) * 4]
[0.888889, 0.444444, 0.0]

Source: Cornes and Hartley (2005), Asymmetric contests with general technologies.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games.contest import Contest

__all__ = ["bids_by_shares", "stakes_in_units"]


def bids_by_shares(game: Contest, active: Sequence[int]) -> Any:
    """The bids of the active cities, in units of the largest stake; ``None`` if fewer than two."""
    r, scale = float(game.exponent), max(map(max, game.stakes))
    stakes = stakes_in_units(game, scale)[np.ix_(active, active)]
    mean = stakes.sum(axis=1) / max(1, len(active) - 1)
    e = np.array([float(game.efficiency[i] / max(game.efficiency)) for i in active])
    caps = [game.budgets[i] for i in active]
    cap = np.array([np.inf if one is None else float(one / scale) for one in caps])
    x = np.zeros(len(game.cities))
    wanted = mean > 0
    if wanted.sum() < 2:
        return None
    s = np.where(wanted, mean, 1.0)

    def shares(log_y: float) -> tuple[Any, Any]:
        """The shares, and those without budgets."""
        if r == 1:
            p = np.maximum(0.0, 1 - np.exp(log_y) / (e * s))
        else:
            low, high = np.full(len(s), -700.0), np.zeros(len(s))
            for _ in range(80):  # on ln p
                middle = (low + high) / 2
                left = np.log1p(-np.minimum(np.exp(middle), 1 - 1e-16))
                more = np.log(e) + r * (np.log(r * s) + middle + left) > middle + log_y
                low, high = np.where(more, middle, low), np.where(more, high, middle)
            p = np.exp(low)
        most = np.exp(np.minimum(np.log(e) + r * np.log(cap) - log_y, 1.0))
        return np.where(wanted, np.minimum(p, most), 0.0), np.where(wanted, p, 0.0)

    low, high = -100.0, 10.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if shares(middle)[0].sum() > 1 else (low, middle)
    p, free = shares(low)
    x[list(active)] = np.where(free > p, cap, r * p * (1 - p) * s)
    return x


def stakes_in_units(game: Contest, scale: Fraction) -> Any:
    """The matrix of stakes, in floating point."""
    return np.array([[float(stake / scale) for stake in row] for row in game.stakes])
