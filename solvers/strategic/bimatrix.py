"""Games in which at most two cities have a choice, as two tables of whole numbers.

A city with a single action decides nothing, so that a game of ten cities, of which eight have one
action each, is a game of two. Where fewer than two decide, a city with one action completes them.

>>> from games import StrategicGame
>>> game = StrategicGame.from_payoffs(["A", "B", "C"], *[[[[1, 2]], [[3, 4]]]] * 3)
>>> Bimatrix.of(game).first
array([[1, 2],
       [3, 4]])
>>> Bimatrix.of(game).strategies((0, 1), (1, 0))
[(0, 1), (Fraction(1, 1),), (1, 0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.strategic import StrategicGame

__all__ = ["Bimatrix"]


@dataclass(frozen=True, slots=True)
class Bimatrix:
    """Payoffs of ``first`` and ``second``, rows for the actions of the first of the two.

    ``deciding``: which cities have a choice; ``cities``: how many there are.
    """

    first: npt.NDArray[Any]
    second: npt.NDArray[Any]
    deciding: tuple[int, ...]
    cities: int

    @classmethod
    def of(cls, game: StrategicGame) -> Bimatrix | None:
        """None where three or more cities have a choice."""
        deciding = tuple(i for i, actions in enumerate(game.actions) if len(actions) > 1)
        if len(deciding) > 2:
            return None
        shape = [len(game.actions[i]) for i in deciding] + [1, 1]
        tables = [game.tables[i].reshape(shape[:2]) for i in deciding]
        tables += [np.zeros(shape[:2], dtype=np.int64)] * (2 - len(tables))
        return cls(tables[0], tables[1], deciding, len(game.players))

    def strategies(
        self, first: Sequence[Fraction], second: Sequence[Fraction]
    ) -> list[Sequence[Fraction]]:
        """One strategy for each city of the game."""
        found: list[Sequence[Fraction]] = [(Fraction(1),)] * self.cities
        for i, strategy in zip(self.deciding, (first, second), strict=False):
            found[i] = strategy
        return found
