"""Which coalitions' payoffs follow from those that are settled already.

When x(S) is known for some coalitions, x(T) is known for each T whose incidence vector is a linear
combination of theirs. The span is kept as the whole numbers z that are orthogonal to all of it: T
lies in the span exactly when z(T) = 0 for each of them, so a test is a sum; several are packed into
one where 64 bits hold them apart.

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

from solvers.coalitional.subset_sums import subset_sums

__all__ = ["NearSpan", "Span", "incidence", "primitive"]

_NEAR = 1e-7  # incidence vectors are zeros and ones: what is not orthogonal is far from it


def incidence(mask: int, players: int) -> list[int]:
    """The incidence vector of a coalition: 1 for each member, 0 for the others."""
    return [mask >> i & 1 for i in range(players)]


class Span:
    """The linear span of vectors of whole numbers, in a given dimension."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._orthogonal = [[int(i == j) for j in range(dimension)] for i in range(dimension)]
        self._tests: list[list[int]] | None = None

    @property
    def rank(self) -> int:
        return self.dimension - len(self._orthogonal)

    @property
    def full(self) -> bool:
        return not self._orthogonal

    def copy(self) -> Span:
        """A copy of this span, which can be added to on its own."""
        other = Span(0)
        other.dimension, other._orthogonal = self.dimension, self._orthogonal
        other._tests = self._tests
        return other

    def direction(self, vector: Sequence[int]) -> tuple[list[int], int] | None:
        """A direction orthogonal to the span but not to the vector, and their product."""
        nonzero = [(i, a) for i, a in enumerate(vector) if a]
        for z in self._orthogonal:
            product = sum([z[i] * a for i, a in nonzero])
            if product:
                return z, product
        return None

    def add(self, vector: Sequence[int]) -> bool:
        """Take a vector in; False where it lay in the span already."""
        nonzero = [(i, a) for i, a in enumerate(vector) if a]
        products = [sum([z[i] * a for i, a in nonzero]) for z in self._orthogonal]
        pivot = next((k for k, product in enumerate(products) if product), None)
        if pivot is None:
            return False
        chosen, scale = self._orthogonal[pivot], products[pivot]
        self._orthogonal = [
            z
            if not product
            else primitive([scale * a - product * b for a, b in zip(z, chosen, strict=True)])
            for k, (z, product) in enumerate(zip(self._orthogonal, products, strict=True))
            if k != pivot
        ]
        self._tests = None
        return True

    def products(self, mask: int) -> list[int]:
        """z(S) for each z that is kept."""
        members = [i for i in range(self.dimension) if mask >> i & 1]
        return [sum([z[i] for i in members]) for z in self._orthogonal]

    def contains_vector(self, vector: Sequence[Fraction]) -> bool:
        """Whether a vector of fractions lies in the span."""
        return not any(sum(a * b for a, b in zip(z, vector, strict=True)) for z in self._orthogonal)

    def contains(self, masks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these coalitions lie in the span."""
        inside = np.ones(len(masks), dtype=bool)
        if not len(masks):
            return inside
        if self._tests is None:
            self._tests = _packed(self._orthogonal)
        cut = self.dimension // 2
        for z in self._tests:
            kind: Any = np.int64 if sum(map(abs, z)) < 2**62 else object
            low, high = (subset_sums(np.array(part, dtype=kind)) for part in (z[:cut], z[cut:]))
            inside &= low[masks & (1 << cut) - 1] == -high[masks >> cut]
        return inside


def _packed(vectors: list[list[int]]) -> list[list[int]]:
    """Fewer vectors that vanish on the same coalitions: c + m z, where |c(S)| < m for every S."""
    packed: list[list[int]] = []
    room = 0
    for z in vectors:
        size = sum(map(abs, z))
        if packed and room * (size + 1) < 2**62:
            packed[-1] = [a + room * b for a, b in zip(packed[-1], z, strict=True)]
            room *= size + 1
        else:
            packed.append(z)
            room = size + 1
    return packed


def primitive(vector: list[int]) -> list[int]:
    """This direction in whole numbers without a common divisor."""
    divisor = math.gcd(*vector)
    return [a // divisor for a in vector]


class NearSpan:
    """A span in floating point, for a first guess: an orthonormal basis of its complement.

    Of all its directions a random combination is kept to test many coalitions by; who passes by
    chance is found out by the exact span.
    """

    def __init__(self, dimension: int) -> None:
        self._complement = np.eye(dimension)
        self._mix()

    def _mix(self) -> None:
        mixed = np.random.default_rng(0).standard_normal(self._complement.shape[1])
        self._test = self._complement @ mixed

    @property
    def full(self) -> bool:
        return not self._complement.shape[1]

    def copy(self) -> NearSpan:
        other = NearSpan(0)
        other._complement, other._test = self._complement, self._test
        return other

    def add(self, vector: npt.NDArray[np.float64]) -> bool:
        """Take a vector in; False where it lay in the span already. By Householder's reflection."""
        rest = vector @ self._complement
        length = float(np.sqrt(rest @ rest))
        if length < _NEAR:
            return False
        mirror = rest / length
        mirror[0] += 1.0 if mirror[0] >= 0 else -1.0
        step = np.outer(self._complement @ mirror, mirror * (2 / (mirror @ mirror)))
        self._complement = (self._complement - step)[:, 1:]
        self._mix()
        return True

    def contains(self, masks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Which of these coalitions lie in the span, or seem to."""
        cut = len(self._test) // 2
        low, high = subset_sums(self._test[:cut]), subset_sums(self._test[cut:])
        inside: npt.NDArray[np.bool_] = (
            np.abs(low[masks & (1 << cut) - 1] + high[masks >> cut]) < _NEAR
        )
        return inside
