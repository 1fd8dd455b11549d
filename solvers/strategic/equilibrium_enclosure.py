"""An equilibrium proven to lie near strategies in fractions, though its numbers are roots.

Say city i plays the actions in S_i, the first of which is f. The probabilities of the others are
the unknowns y, as many as there are equations

    g_ia(y)  =  u_i(a, y) - u_i(f, y)  =  0         for each a in S_i but f.

With Y close to the inverse of the slopes J of g, Newton's map y - Y g(y) takes the cube of radius r
around x to itself, and is a contraction there, if

    |Y g(x)| <= r / 2,      |1 - Y J(x)| + |Y| L r <= 1/2,

L r being a bound on how much the slopes change in the cube. Then just one solution lies in the
cube. It is an equilibrium if in all of the cube what is played has a positive probability, and what
is not played brings less. All of this is checked in fractions.

>>> from games import StrategicGame
>>> game = StrategicGame.from_function(["A", "B", "C"], ["pay", "wait"], lambda acts: [
...     Fraction("pay" in acts) - Fraction(act == "pay") / 2 for act in acts])
>>> wait = Fraction(7071067811865475, 10**16)  # the root of 1/2
>>> float(enclosure(game, [[1 - wait, wait]] * 3)) < 1e-14
True
>>> enclosure(game, [[Fraction(1, 2)] * 2] * 3) is None
True

Source: Krawczyk (1969); Kantorovich (1948), in the form of Ortega (1968).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from games.strategic import StrategicGame, Strategies
from solvers.rational import fraction, rational

__all__ = ["enclosure", "payoff_ranges"]

Matrix = list[list[Fraction]]

_ROUNDED = 1 << 60
_LARGEST = Fraction(1, 10**9)
_MOST = 40  # unknowns


def payoff_ranges(game: StrategicGame) -> dict[str, Fraction]:
    """The greatest less the least payoff of each city; its unit where all are equal."""
    return {
        city: unit * (int(table.max()) - int(table.min()) or 1)
        for city, table, unit in zip(game.players, game.tables, game.units, strict=True)
    }


def enclosure(game: StrategicGame, strategies: Strategies) -> Fraction | None:
    """A radius, at most 1e-9: within it of each probability lies that of an equilibrium.

    0 where the strategies are an equilibrium themselves. The equilibrium plays the same actions.
    ``None`` where this proof does not succeed, as at a profile far from any equilibrium, or at one
    that is not the only one near.
    """
    mixed = game.mixed(strategies)
    played = [[a for a, p in enumerate(x) if p] for x in mixed]
    unknowns = [(i, a) for i, actions in enumerate(played) for a in actions[1:]]
    if len(unknowns) > _MOST:
        return None
    pays = [list(u.values()) for u in game.action_payoffs(mixed).values()]
    most = list(payoff_ranges(game).values())
    values = [(pays[i][a] - pays[i][played[i][0]]) / most[i] for i, a in unknowns]
    slopes = _slopes(game, mixed, played, unknowns, most)
    inverse = _inverse(slopes)
    if inverse is None:
        return None
    step = max((abs(_product(row, values)) for row in inverse), default=Fraction(0))
    radius = _power_of_two(2 * step)
    if radius > _LARGEST:
        return None
    columns = list(zip(*slopes, strict=True))
    away = max(
        (
            sum(abs(int(r == c) - _product(row, columns[c])) for c in range(len(columns)))
            for r, row in enumerate(inverse)
        ),
        default=Fraction(0),
    )
    # All strategies together change by this much at most in the cube, summed over actions.
    change = 2 * radius * len(unknowns)
    size = max((sum(map(abs, row), Fraction(0)) for row in inverse), default=Fraction(0))
    if away + size * len(unknowns) * 2 * change > Fraction(1, 2):
        return None
    if any(
        x[a] <= radius * len(actions)
        for x, actions in zip(mixed, played, strict=True)
        for a in actions
    ):
        return None
    for x, payoffs, actions, spread in zip(mixed, pays, played, most, strict=True):
        reached = payoffs[actions[0]]
        if any(
            reached - u <= 2 * change * spread for u, p in zip(payoffs, x, strict=True) if not p
        ):
            return None
    return radius


def _slopes(
    game: StrategicGame,
    mixed: Sequence[Sequence[Fraction]],
    played: Sequence[Sequence[int]],
    unknowns: Sequence[tuple[int, int]],
    most: Sequence[Fraction],
) -> Matrix:
    """How each equation changes with each unknown; a payoff range is 1."""
    tables = {}
    for i in range(len(mixed)):
        for j in range(len(mixed)):
            if i != j and len(played[i]) > 1 and len(played[j]) > 1:
                tables[i, j] = _against_two(game, mixed, played, i, j)
    found = []
    for i, a in unknowns:
        row = []
        for j, b in unknowns:
            if i == j:
                row.append(Fraction(0))
                continue
            table, f, h = tables[i, j], played[i][0], played[j][0]
            row.append((table[a][b] - table[a][h] - table[f][b] + table[f][h]) / most[i])
        found.append(row)
    return found


def _against_two(
    game: StrategicGame,
    mixed: Sequence[Sequence[Fraction]],
    played: Sequence[Sequence[int]],
    i: int,
    j: int,
) -> dict[int, dict[int, Fraction]]:
    """What i's actions bring it against each of j's, while the others keep to their strategies."""
    kept = [list(actions) for actions in played]
    total: Any = game.tables[i][np.ix_(*kept)].astype(object)
    for k in reversed(range(len(mixed))):
        if k not in (i, j):
            weights = np.array([mixed[k][a] for a in kept[k]], dtype=object)
            total = np.tensordot(total, weights, axes=(k, 0))
    if i > j:
        total = total.T
    return {
        a: {b: Fraction(total[r, c]) * game.units[i] for c, b in enumerate(kept[j])}
        for r, a in enumerate(kept[i])
    }


def _inverse(slopes: Matrix) -> Matrix | None:
    """Close to the inverse, rounded; it need not be the inverse itself for the proof to hold."""
    from flint import fmpq_mat

    if not slopes:
        return []
    n = len(slopes)
    rounded = [[rational(_round(s)) for s in row] for row in slopes]
    try:
        found = fmpq_mat(rounded).inv()
    except ZeroDivisionError:
        return None
    return [[_round(fraction(found[r, c])) for c in range(n)] for r in range(n)]


def _round(number: Fraction) -> Fraction:
    return Fraction(round(number * _ROUNDED), _ROUNDED)


def _product(row: Sequence[Fraction], column: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, column, strict=True) if a and b), Fraction(0))


def _power_of_two(number: Fraction) -> Fraction:
    """The least power of 2 that is not smaller; 0 for 0."""
    if not number:
        return number
    exponent = number.numerator.bit_length() - number.denominator.bit_length()
    power = Fraction(2) ** exponent
    return power if power >= number else 2 * power
