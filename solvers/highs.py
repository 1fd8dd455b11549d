"""HiGHS: one instance a thread, silent, and out of reach where a report is re-checked.

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
from typing import Any

__all__ = ["highs", "new_highs", "run_highs", "without_solvers"]

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
    found = getattr(_local, "highs", None)
    if found is None:
        found = _local.highs = new_highs()
    return found


def new_highs() -> Any:
    """A HiGHS, silent, on one thread of its own."""
    import highspy

    found = highspy.Highs()
    found.setOptionValue("output_flag", False)
    found.setOptionValue("threads", 1)
    found.setOptionValue("presolve", "off")
    found.setOptionValue("primal_feasibility_tolerance", 1e-9)
    found.setOptionValue("dual_feasibility_tolerance", 1e-9)
    return found


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
