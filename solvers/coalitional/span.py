"""Which coalitions' payoffs follow from those that are settled already.

When x(S) is known for some coalitions, x(T) is known for each T whose incidence vector is a linear
combination of theirs. The span is kept as the whole numbers z that are orthogonal to all of it: T
lies in the span exactly when z(T) = 0 for each of them, so a test is a sum.

>>> span = Span(3)
>>> span.add([1, 1, 1]), span.add([1, 0, 0]), span.add([0, 1, 1])
(True, True, False)
>>> span.contains(np.array([0b110, 0b010])), span.rank
(array([ True, False]), 2)

Source: Kohlberg (1971); Maschler, Peleg and Shapley (1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Span", "incidence"]


def incidence(mask: int, players: int) -> list[int]:
    """The incidence vector of a coalition: 1 for each member, 0 for the others."""
    return [mask >> i & 1 for i in range(players)]


class Span:
    """The linear span of vectors of whole numbers, in a given dimension."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._orthogonal = [[int(i == j) for j in range(dimension)] for i in range(dimension)]

    @property
    def rank(self) -> int:
        return self.dimension - len(self._orthogonal)

    @property
    def full(self) -> bool:
        return not self._orthogonal

    def add(self, vector: Sequence[int]) -> bool:
        """Take a vector in; False where it lay in the span already."""
        products = [sum(a * b for a, b in zip(z, vector, strict=True)) for z in self._orthogonal]
        pivot = next((k for k, product in enumerate(products) if product), None)
        if pivot is None:
            return False
        chosen, scale = self._orthogonal[pivot], products[pivot]
        self._orthogonal = [
            z
            if not product
            else _primitive([scale * a - product * b for a, b in zip(z, chosen, strict=True)])
            for k, (z, product) in enumerate(zip(self._orthogonal, products, strict=True))
            if k != pivot
        ]
        return True

    def contains_vector(self, vector: Sequence[Fraction]) -> bool:
        """Whether a vector of fractions lies in the span."""
        return not any(sum(a * b for a, b in zip(z, vector, strict=True)) for z in self._orthogonal)

    def contains(self, masks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these coalitions lie in the span."""
        inside = np.ones(len(masks), dtype=bool)
        for z in self._orthogonal:
            kind: Any = np.int64 if sum(map(abs, z)) < 2**62 else object
            total = np.zeros(len(masks), dtype=kind)
            for i, a in enumerate(z):
                if a:
                    total = total + (masks >> i & 1) * a
            inside &= total == 0
        return inside


def _primitive(vector: list[int]) -> list[int]:
    divisor = math.gcd(*vector)
    return [a // divisor for a in vector]
