"""Levels of excesses where some coalitions do not count, each by one exact linear program.

At each level the greatest excess of the coalitions that count, and are not settled, is made as
small as can be:

    min t    subject to    x(S) + t w(S) >= v(S),    x_i >= v(i),    x(N) = v(N),

and x(S) as it is for each S settled before. Coalitions with a positive price attain the level in
every solution: they are settled now, as are cities with a positive price of their floor. The prices
are the multipliers of Kohlberg's proof. It takes a program of 2^n rows for each level, so it is for
the few cities of published examples.

>>> from games import CoalitionalGame
>>> game = CoalitionalGame.from_array(["A", "B", "C"], [0, 0, 0, 4, 0, 2, 0, 8])
>>> split, levels, left_open = levels_of_some(game, game.array.astype(object))
>>> split, left_open                           # {A, B} and {A, C} alone count, and A is in both
({'A': Fraction(8, 1), 'B': Fraction(0, 1), 'C': Fraction(0, 1)}, False)

Source: Kohlberg (1971); Maschler, Peleg and Shapley (1979).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from solvers.coalitional.balanced_collection import collection
from solvers.coalitional.kohlberg import Level
from solvers.coalitional.span import Span, incidence
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["levels_of_some"]

ZERO, ONE = Fraction(0), Fraction(1)


def levels_of_some(
    game: CoalitionalGame, weights: npt.NDArray[Any]
) -> tuple[dict[str, Fraction], tuple[Level, ...], bool]:
    """The split, its levels, and whether they leave it open; weight 0: does not count.

    Only splits with x_i >= v(i) (costs: x_i <= c(i)) take part; there must be one.
    """
    gains, n = game.as_gains(), len(game.players)
    names = [f"x{i}" for i in range(n)]
    span = Span(n)
    span.add(incidence(game.grand, n))
    settled = {game.grand: gains.grand_worth}
    counted = [mask for mask in range(1, game.grand) if weights[mask]]
    levels: list[Level] = []
    payoffs = [ZERO] * n
    while True:
        left = _unsettled(counted, span)
        floors = _unsettled([1 << i for i in range(n)], span)
        rows = [Row(f"is {mask}", _members(names, mask), "==", v) for mask, v in settled.items()]
        rows += [Row(f"floor {m}", _members(names, m), ">=", gains.worth(m)) for m in floors]
        levelled = [
            Row(
                f"level {m}",
                {**_members(names, m), "t": Fraction(int(weights[m]))},
                ">=",
                gains.worth(m),
            )
            for m in left
        ]
        free: dict[str, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(
            [*names, "t"], (None, None)
        )
        if not left:
            held_now = _held_at_floors(game, rows, names, floors)
            if held_now is None:
                sign = 1 if game.sense == "gain" else -1
                split = {city: sign * x for city, x in zip(game.players, payoffs, strict=True)}
                return split, tuple(levels), not span.full
            point, held = held_now
            payoffs = [point[name] for name in names]
            levels.append(Level((), {game.players[m.bit_length() - 1]: y for m, y in held.items()}))
            for mask in held:
                if span.add(incidence(mask, n)):
                    settled[mask] = gains.worth(mask)
            continue
        answer = solve(LinearProgram("min", {"t": ONE}, (*rows, *levelled), free))
        payoffs = [answer.point[name] for name in names]
        prices = {mask: abs(answer.prices[f"level {mask}"]) for mask in left}
        held = {mask: abs(answer.prices[f"floor {mask}"]) for mask in floors}
        total = sum(prices.values())
        tight = {mask: price / total for mask, price in prices.items() if price}
        at_floor = {
            game.players[mask.bit_length() - 1]: price / total
            for mask, price in held.items()
            if price
        }
        levels.append(Level(collection(game, tight), at_floor))
        for mask in (*tight, *(mask for mask, price in held.items() if price)):
            if span.add(incidence(mask, n)):
                settled[mask] = sum((payoffs[i] for i in range(n) if mask >> i & 1), ZERO)


def _held_at_floors(
    game: CoalitionalGame, rows: Sequence[Row], names: Sequence[str], floors: Sequence[int]
) -> tuple[Mapping[str, Fraction], dict[int, Fraction]] | None:
    """Cities that what is settled leaves at their floor, with multipliers; ``None``: no other."""
    gains = game.as_gains()
    free: dict[str, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(names, (None, None))
    for mask in floors:
        city = names[mask.bit_length() - 1]
        most = solve(LinearProgram("max", {city: ONE}, tuple(rows), free))
        if most.value == gains.worth(mask):
            held = {m: abs(most.prices[f"floor {m}"]) for m in floors}
            held[mask] += 1
            total = sum(held.values())
            return most.point, {m: y / total for m, y in held.items() if y}
    return None


def _members(names: Sequence[str], mask: int) -> dict[str, Fraction]:
    return {name: ONE for i, name in enumerate(names) if mask >> i & 1}


def _unsettled(masks: Sequence[int], span: Span) -> list[int]:
    within = span.contains(np.array(masks, dtype=np.int64))
    return [mask for mask, inside in zip(masks, within.tolist(), strict=True) if not inside]
