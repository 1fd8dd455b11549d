"""Who pairs with whom for the largest sum, in whole numbers, by shortest augmenting paths.

Source: Kuhn (1955); Jonker and Volgenant (1987).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["assign"]


def assign(
    surplus: npt.NDArray[Any],
) -> tuple[list[int], npt.NDArray[Any], npt.NDArray[Any]]:
    """For each seller its buyer's number or -1, and payoffs in the core, all in whole numbers."""
    if len(surplus) > surplus.shape[1]:
        sellers_of, buyers, sellers = assign(surplus.T)
        partner = [-1] * len(surplus)
        for j, i in enumerate(sellers_of):
            if i >= 0:
                partner[i] = j
        return partner, sellers, buyers
    gains = np.maximum(surplus, 0)  # nobody has to trade
    cost = gains.max() - gains
    rows, columns = cost.shape
    u, v = np.zeros(rows, dtype=cost.dtype), np.zeros(columns, dtype=cost.dtype)
    column_of, row_of = np.full(rows, -1), np.full(columns, -1)
    for start in range(rows):
        _augment(start, cost, (u, v), (column_of, row_of))
    sellers, buyers = gains.max() - u, -v
    # Without an unmatched buyer the sellers' level is open below: the poorest seller is at 0.
    low = min(0, sellers.min())
    partner = [int(j) if gains[i, j] > 0 else -1 for i, j in enumerate(column_of)]
    return partner, sellers - low, buyers + low


def _augment(
    start: int,
    cost: npt.NDArray[Any],
    potentials: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    mates: tuple[npt.NDArray[Any], npt.NDArray[Any]],
) -> None:
    """Find the start row a column by Dijkstra's method; u_i + v_j <= c_ij, equal on pairs."""
    (u, v), (column_of, row_of) = potentials, mates
    columns = len(v)
    done = np.zeros(columns, dtype=bool)
    reach = np.zeros(columns, dtype=np.int64)
    row, length = start, 0
    distance = cost[row] - u[row] - v
    reach[:] = row
    visited: list[int] = []
    while True:
        open_ = np.flatnonzero(~done)
        near = distance[open_]
        length = near.min()
        ties = open_[near == length]
        free = ties[row_of[ties] < 0]
        if len(free):
            column = int(free[0])
            break
        column = int(ties[0])
        done[column] = True
        visited.append(column)
        row = row_of[column]
        through = length + cost[row] - u[row] - v
        shorter = ~done & (through < distance)
        distance[shorter] = through[shorter]
        reach[shorter] = row
    u[start] += length
    if visited:
        u[row_of[visited]] += length - distance[visited]
        v[visited] -= length - distance[visited]
    while True:
        row = reach[column]
        row_of[column] = row
        column_of[row], column = column, column_of[row]
        if row == start:
            return
