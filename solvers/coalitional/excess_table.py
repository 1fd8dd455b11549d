"""The excess of every coalition at a split, as whole numbers.

    e(S, x) = v(S) - x(S)   for gains,      e(S, x) = x(S) - c(S)   for costs

>>> from games import CoalitionalGame
>>> pairs = CoalitionalGame.from_function(["A", "B", "C"], lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
>>> table, unit = excess_table(pairs, [Fraction(40), Fraction(32), Fraction(0)])
>>> table.tolist(), unit
([0, -40, -32, -12, 0, 20, 28, 0], Fraction(1, 1))

Source: Davis and Maschler (1965).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.coalitional import CoalitionalGame
from games.exact import over_one_denominator
from solvers.coalitional.gains import gains
from solvers.coalitional.subset_sums import subset_sums

__all__ = ["excess_table"]


def excess_table(
    game: CoalitionalGame, payoffs: Sequence[Fraction]
) -> tuple[npt.NDArray[Any], Fraction]:
    """The excesses by bitmask, with room for sums of four, and their unit."""
    worths, unit = game.as_gains().integers()
    whole, scale = over_one_denominator(payoff / unit for payoff in gains(game, payoffs))
    largest = max(int(worths.max()), -int(worths.min())) * scale + sum(map(abs, whole))
    kind: Any = np.int64 if largest < 2**60 else object
    table: npt.NDArray[Any] = worths.astype(kind) * scale
    table -= subset_sums(np.array(whole, dtype=kind))
    return table, unit / scale
