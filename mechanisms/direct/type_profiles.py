"""All profiles of types of cities that know their own number alone, and how likely each is.

Cities are independent, so that a profile's probability is the product of its types'. All is counted
in whole numbers, exact: int64 where no sum can overflow, Python integers beyond.

>>> profiles = TypeProfiles([{Fraction(1): Fraction(1, 4), Fraction(3): Fraction(3, 4)},
...                          {Fraction(0): Fraction(1)}])
>>> profiles.at.tolist(), profiles.expected(np.array([0, 2]))
([[0, 1], [0, 0]], Fraction(3, 2))
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import InvalidInput
from games.private_types import Prior
from mechanisms.direct.direct_mechanism import packed

__all__ = ["MOST_PROFILES", "TypeProfiles"]

Integers = npt.NDArray[Any]
_INT64_SAFE = 1 << 61

MOST_PROFILES = 20_000
"""As many profiles are gone through one by one; beyond, the answer would be long in coming."""


class TypeProfiles:
    """``at[i]``: by profile the position of city i's type, the last city's changing fastest.

    ``weights``: by profile how likely it is, out of ``total``. Errors: ``InvalidInput`` for more
    than ``MOST_PROFILES``.
    """

    def __init__(self, priors: Sequence[Prior]) -> None:
        shape = tuple(map(len, priors))
        if math.prod(shape) > MOST_PROFILES:
            raise InvalidInput(
                "the number of profiles of types",
                math.prod(shape),
                f"at most {MOST_PROFILES}: fewer cities, fewer types of each, or fewer steps "
                "in place of a range",
            )
        # Flat, since numpy arrays cannot have a dimension for each of many cities.
        numbers = np.arange(math.prod(shape))
        steps = [math.prod(shape[i + 1 :]) for i in range(len(shape))]
        self.at: Integers = np.stack(
            [numbers // step % size for step, size in zip(steps, shape, strict=True)]
        )
        parts = [packed(prior.values()) for prior in priors]
        self.chances = [[int(chance) for chance in chances] for chances, _ in parts]
        self.total = math.prod(unit.denominator for _, unit in parts)
        dtype: Any = np.int64 if self.total < _INT64_SAFE else object
        self.weights: Integers = np.ones(self.at.shape[1], dtype=dtype)
        for (chances, _), at in zip(parts, self.at, strict=True):
            self.weights = self.weights * chances.astype(dtype)[at]

    def expected(self, numbers: Integers) -> Fraction:
        """The mean of a whole number by profile."""
        most = int(np.abs(numbers).max())
        weights = self.weights if most * self.total < _INT64_SAFE else self.weights.astype(object)
        return Fraction(int((weights * numbers).sum()), self.total)

    def joint(self, i: int, happens: npt.NDArray[Any]) -> list[Fraction]:
        """How likely city i is of each type and what is marked, or weighed up to 1, happens."""
        return [
            self.expected(happens * (self.at[i] == k)) for k in range(int(self.at[i].max()) + 1)
        ]

    def each(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """The profiles one by one: positions of types, and how likely they are out of ``total``."""
        for pairs in product(*(list(enumerate(own)) for own in self.chances)):
            yield tuple(k for k, _ in pairs), math.prod(chance for _, chance in pairs)
