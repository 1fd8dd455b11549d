"""A program in floats, as HiGHS searches it: whatever is found there is proven elsewhere.

>>> from solvers import Row
>>> lp = LinearProgram("max", {"a": Fraction(3)},
...                    (Row("room", {"a": Fraction(2)}, "<=", Fraction(5)),),
...                    {"a": (Fraction(0), None)})
>>> solver = FloatingProgram(lp).solver(["a"])
>>> _ = solver.run()
>>> list(solver.getSolution().col_value)
[2.0]

Source: Huangfu and Hall (2018), Parallelizing the dual revised simplex method, for HiGHS.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.errors import InvalidInput
from solvers.highs import linear_model, new_highs
from solvers.linear_program import Bound, LinearProgram

__all__ = [
    "FARTHEST",
    "FloatingProgram",
    "Floats",
    "floating_costs",
    "floating_limits",
    "searchable",
]

ZERO = Fraction(0)
FARTHEST = 10**18

Floats = npt.NDArray[np.float64]


def floating_limits(bounds: Iterable[tuple[Bound, Bound]]) -> tuple[Floats, Floats]:
    """All lower and all upper limits, infinite where there is none."""
    pairs = list(bounds)
    low = np.array([-math.inf if low is None else searchable(low) for low, _ in pairs])
    high = np.array([math.inf if high is None else searchable(high) for _, high in pairs])
    return low, high


def searchable(number: Fraction, place: str = "a number of the game") -> float:
    """An exact number as the float with which HiGHS searches, which takes 1e20 for infinite.

    >>> searchable(Fraction(10**400), "worth of {A}")
    Traceback (most recent call last):
        ...
    games.errors.InvalidInput: worth of {A} is 1e+400; it should be within 1e+18, where floating \
point can search for coalitions (count in a larger unit).
    """
    top, bottom = number.numerator, number.denominator
    if top > FARTHEST * bottom or top < -FARTHEST * bottom:
        raise InvalidInput(
            place,
            Fraction(number),
            "within 1e+18, where floating point can search for coalitions (count in a larger unit)",
        )
    return top / bottom


class FloatingProgram:
    """The program in arrays: limits of variables and rows, and each row's entries in their columns.

    ``cost`` is the objective as it is given.
    """

    def __init__(self, lp: LinearProgram) -> None:
        self.sign = -1.0 if lp.sense == "max" else 1.0
        self.names = list(lp.bounds)
        self.place = place = {name: j for j, name in enumerate(self.names)}
        self.cost = floating_costs(lp)
        self.low, self.high = floating_limits(lp.bounds.values())
        self.row_low, self.row_high = floating_limits((row.lower, row.upper) for row in lp.rows)
        lengths = np.array([len(row.coefficients) for row in lp.rows], dtype=np.int32)
        self.row = np.repeat(np.arange(len(lp.rows), dtype=np.int32), lengths)
        self.column = np.array([place[k] for row in lp.rows for k in row.coefficients], np.int32)
        self.entry = np.array([searchable(a) for row in lp.rows for a in row.coefficients.values()])

    def solver(self, integers: Iterable[str] = ()) -> Any:
        """A silent HiGHS of its own with the program as a minimisation, whole where said."""
        import highspy

        starts = np.searchsorted(self.row, np.arange(len(self.row_low) + 1)).astype(np.int32)
        model = linear_model(
            self.sign * self.cost,
            (self.low, self.high),
            (self.row_low, self.row_high),
            (starts, self.column, self.entry),
        )
        if whole := set(integers):
            model.integrality_ = [
                highspy.HighsVarType.kInteger if name in whole else highspy.HighsVarType.kContinuous
                for name in self.names
            ]
        solver = new_highs()
        for option, value in (
            ("presolve", "choose"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver


def floating_costs(lp: LinearProgram) -> Floats:
    """The objective's coefficients, in the order of the variables."""
    return np.array([searchable(lp.objective.get(name, ZERO)) for name in lp.bounds])
