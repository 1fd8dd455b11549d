"""HiGHS: one instance a thread, silent, and out of reach where a report is re-checked.

>>> rows = [0, 2], [0, 1], [1.0, 2.0]  # x + 2 y
>>> model = linear_model([3.0, 5.0], ([0.0, 0.0], [2.0, 9.0]), ([-9.0], [4.0]), rows, sense="max")
>>> solver = highs()
>>> _ = solver.passModel(model)
>>> finds_optimum(solver), list(solver.getSolution().col_value)
(True, [2.0, 1.0])

>>> with without_solvers():
...     run_highs(highs())
Traceback (most recent call last):
    ...
ImportError: HiGHS is out of reach while a report is re-checked

Source: Huangfu and Hall (2018), Parallelizing the dual revised simplex method.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

__all__ = [
    "dense_rows",
    "finds_optimum",
    "highs",
    "highs_basis",
    "linear_model",
    "new_highs",
    "run_highs",
    "without_solvers",
]

Bounds = tuple[Any, Any]
"""The lower and the upper limits, of all columns or of all rows, as sequences of floats."""
RowEntries = tuple[Any, Any, Any]
"""Where each row starts among the entries, and where the last ends; their columns; their values."""

_local = threading.local()
_out_of_reach: ContextVar[bool] = ContextVar("solvers are out of reach", default=False)


@contextmanager
def without_solvers() -> Iterator[None]:
    """A context in which HiGHS does not run, in this thread alone: what works needs no solver."""
    before = _out_of_reach.set(True)
    try:
        yield
    finally:
        _out_of_reach.reset(before)


def highs() -> Any:
    """This thread's HiGHS, for programs that are solved once each."""
    solver = getattr(_local, "highs", None)
    if solver is None:
        solver = _local.highs = new_highs()
    return solver


def new_highs() -> Any:
    """A HiGHS, silent, on one thread of its own."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
    return solver


def linear_model(
    cost: Any,
    columns: Bounds,
    rows: Bounds,
    entries: RowEntries,
    *,
    sense: Literal["min", "max"] = "min",
) -> Any:
    """A linear program in HiGHS' form, its matrix row by row."""
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows[0])
    if sense == "max":
        model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = model.num_col_, model.num_row_
    matrix.start_, matrix.index_, matrix.value_ = entries
    return model


def dense_rows(matrix: Any) -> RowEntries:
    """All entries of a numpy matrix, zeros included."""
    import numpy as np

    height, width = matrix.shape
    starts = np.arange(height + 1, dtype=np.int32) * width
    return starts, np.tile(np.arange(width, dtype=np.int32), height), matrix.ravel()


def run_highs(solver: Any) -> Any:
    """Let HiGHS run, and say how its program ended.

    All instances that a thread runs share their workers, and HiGHS refuses to run with another
    number of them. Where the user's own instance has started some, ours runs on these.
    """
    import highspy

    if _out_of_reach.get():
        raise ImportError("HiGHS is out of reach while a report is re-checked")
    if solver.run() == highspy.HighsStatus.kError:
        solver.setOptionValue("threads", 0)  # as many as there are
        solver.run()
    return solver.getModelStatus()


def finds_optimum(solver: Any) -> bool:
    """Let HiGHS run, and say whether it found an optimum."""
    import highspy

    return bool(run_highs(solver) == highspy.HighsModelStatus.kOptimal)


def highs_basis(model: Any) -> Any:
    """The basis at which HiGHS finds a model's optimum; ``None`` where it finds none."""
    import highspy

    solver = highs()
    if solver.passModel(model) == highspy.HighsStatus.kError or not finds_optimum(solver):
        return None
    basis = solver.getBasis()
    return basis if basis.valid else None
