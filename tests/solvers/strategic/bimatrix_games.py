"""Two-city games for Hypothesis, and their extreme equilibria by another way, for comparison."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from games import StrategicGame

CITIES = ["city 1", "city 2"]


def tables(rows: int, columns: int, low: int = -2, high: int = 2):
    row = st.lists(st.integers(low, high), min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


def payoff_lists(game: StrategicGame) -> tuple[list[list[Fraction]], list[list[Fraction]]]:
    first, second = (
        [[game.payoff([a, b])[city] for b in game.actions[1]] for a in game.actions[0]]
        for city in game.players
    )
    return first, second


def pair(equilibrium) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(strategy.values()) for strategy in equilibrium.values())


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The only solution of a square system, by elimination."""
    rows = [[*map(Fraction, row), Fraction(b)] for row, b in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [a - row[k] * b for a, b in zip(row, rows[k], strict=True)]
    return [row[-1] for row in rows]


def corner_strategies(payoffs: list[list[Fraction]]) -> dict[tuple[Fraction, ...], set[int]]:
    """My strategies x at corners of { (x, v) : x >= 0, sum x = 1, payoffs x <= v }, with labels.

    ``payoffs``: the opponent's, a row for each of its actions. Every choice of as many inequalities
    as I have actions is solved as equations.
    """
    k, m = len(payoffs), len(payoffs[0])
    inequalities = [[int(i == j) for j in range(m)] + [0] for i in range(m)]
    inequalities += [[*(-value for value in row), 1] for row in payoffs]
    found = {}
    for chosen in combinations(range(m + k), m):
        point = solved(
            [[1] * m + [0], *(inequalities[i] for i in chosen)], [Fraction(1), *[Fraction(0)] * m]
        )
        if point is None:
            continue
        slack = [sum(a * x for a, x in zip(row, point, strict=True)) for row in inequalities]
        if min(slack) >= 0:
            found[tuple(point[:m])] = {i for i, value in enumerate(slack) if value == 0}
    return found


def extreme_equilibria(game: StrategicGame) -> set[tuple[tuple[Fraction, ...], ...]]:
    """All pairs of corners that have all labels between them."""
    first, second = payoff_lists(game)
    m, n = len(first), len(first[0])
    mine = corner_strategies([list(column) for column in zip(*second, strict=True)])
    theirs = corner_strategies(first)
    turned = {y: {(label + m) % (m + n) for label in labels} for y, labels in theirs.items()}
    return {
        (x, y) for x, own in mine.items() for y, met in turned.items() if len(own | met) == m + n
    }


def regret(game: StrategicGame, strategies) -> Fraction:
    """The greatest gain from any other action, from the payoffs one by one."""
    first, second = payoff_lists(game)
    x, y = strategies
    rows = [sum(q * u for q, u in zip(y, row, strict=True)) for row in first]
    columns = [
        sum(p * u for p, u in zip(x, column, strict=True)) for column in zip(*second, strict=True)
    ]
    gets = (
        sum(p * u for p, u in zip(x, rows, strict=True)),
        sum(q * u for q, u in zip(y, columns, strict=True)),
    )
    return max(max(rows) - gets[0], max(columns) - gets[1])
