"""Rational numbers of python-flint, with which exact arithmetic is some ten times faster.

>>> square_solution([[1, 2], [1, -1]], [Fraction(5, 2), -2])
[Fraction(-1, 2), Fraction(3, 2)]

Source: FLINT, the Fast Library for Number Theory.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

__all__ = ["Rational", "fraction", "rational", "square_solution"]

Rational = Any  # flint.fmpq, whose stubs do not know None


def rational(value: Fraction | int) -> Rational:
    """A fraction as a number of python-flint."""
    return _fmpq()(*value.as_integer_ratio())


@functools.cache  # an import statement takes longer than the fraction
def _fmpq() -> Any:
    from flint import fmpq

    return fmpq


def fraction(value: Rational) -> Fraction:
    """Back from python-flint, or from SymPy."""
    above, below = value.p, value.q
    return Fraction(int(above)) if below == 1 else Fraction(int(above), int(below))


def square_solution(
    rows: Sequence[Sequence[Fraction | int]], right: Sequence[Fraction | int]
) -> list[Fraction] | None:
    """The solution of as many equations as unknowns; ``None`` where there is not just one."""
    from flint import fmpq_mat

    system = fmpq_mat([[rational(a) for a in row] for row in rows])
    try:
        solved = system.solve(fmpq_mat(len(right), 1, [rational(b) for b in right]))
    except ZeroDivisionError:
        return None
    return [fraction(solved[i, 0]) for i in range(len(right))]
