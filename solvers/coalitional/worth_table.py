"""2^n exact numbers, by bitmask, as floating point and as whole numbers modulo 2^64.

A game of 20 cities has a million worths. Most questions about them are settled in floating point;
the few that are not are settled in whole numbers, without making Python numbers of all. A float is
a whole number times a power of two; where a result is known to be below 2^62, its remainder modulo
2^64 is the result itself, and numpy's integers compute just that.

>>> table = WorthTable(np.array([0.0, 0.1, 0.25, 3.0]))
>>> table[3], table.digits(np.array([2, 3]))
(Fraction(3, 1), (array([1, 3]), array([-2,  0])))

Source: Knuth (1997), section 4.3.2, on modular arithmetic; Kahan (1996) for floats as dyadics.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["WorthTable", "modular"]

_WIDE = 900  # floats beyond 2^900, or all below 2^-900, are scaled: sums must not overflow


class WorthTable:
    """``array`` holds the numbers: float64 (bit for bit), int64 or Python integers.

    ``floats``: the numbers over 2^``shift``, each off by at most one ulp, or 2^-1000 where tiny.
    ``size``: none of the floats is larger.
    """

    def __init__(self, array: npt.NDArray[Any]) -> None:
        self.array = array
        self.shift = 0
        if array.dtype == object:
            self.shift = max(map(abs, array.tolist())).bit_length()
            whole = 1 << self.shift
            self.floats = np.array([number / whole for number in array.tolist()])
        elif array.dtype.kind == "f":
            self.floats = array
        else:
            self.floats = array.astype(np.float64)
        self.size = self._largest()
        if self.size and not 2.0**-_WIDE < self.size < 2.0**_WIDE:
            self.shift = math.frexp(self.size)[1]
            self.floats = np.ldexp(self.floats, -self.shift)
            self.size = self._largest()

    def _largest(self) -> float:
        return max(float(self.floats.max()), -float(self.floats.min()))

    def __getitem__(self, mask: int) -> Fraction:
        number = self.array[mask]
        return Fraction(number.item() if hasattr(number, "item") else number)

    def floating(self, number: Fraction) -> float:
        """A number on the scale of ``floats``; infinite beyond floating point."""
        up = max(-self.shift, 0)
        try:
            return (number.numerator << up) / (number.denominator << max(self.shift, 0))
        except OverflowError:
            return math.inf if number > 0 else -math.inf

    def digits(
        self, masks: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
        """Whole d and e with number = d 2^e; d is odd or 0 where the numbers are floats."""
        numbers = self.array[masks]
        if numbers.dtype.kind != "f":
            return numbers, np.zeros(len(masks), dtype=np.int64)
        mantissa, exponents = np.frexp(numbers)
        digits = (mantissa * 2.0**53).astype(np.int64)
        zeros = np.frexp((digits & -digits).astype(np.float64))[1] - 1  # trailing, in binary
        some = digits != 0
        return (
            np.where(some, digits >> np.where(some, zeros, 0), 0),
            np.where(some, exponents - 53 + zeros, 0).astype(np.int64),
        )


def modular(
    digits: npt.NDArray[Any], exponents: npt.NDArray[np.int64], factor: int
) -> npt.NDArray[np.uint64]:
    """All d 2^e factor modulo 2^64, for int64 d; the factor makes whole numbers of them all.

    >>> modular(np.array([3, -1]), np.array([0, -2]), 4).astype(np.int64)
    array([12, -1])
    """
    lowest = max(0, -int(exponents.min(initial=0)))
    shifts = exponents + lowest
    product = digits.astype(np.uint64) * np.uint64((factor >> lowest) % 2**64)
    moved = product << np.minimum(shifts, 63).astype(np.uint64)
    return np.where(shifts < 64, moved, np.uint64(0))
