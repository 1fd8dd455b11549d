"""An answer, or why limited work did not bring one."""

from __future__ import annotations

from typing import Any

from games.errors import IntercityError, NotProven, Undefined
from mechanisms.compact.run_solver import RunSolver

__all__ = ["answered"]


def answered(run_solver: RunSolver, solver: Any, subject: Any) -> Any:
    """An answer, or the error of a search that ended without one.

    What else goes wrong is raised, as where a recorded answer turns out not to be proven.

    >>> def search(subject):
    ...     raise NotProven("worth of {A}", f"{subject} at least", None)
    >>> answered(lambda solver, subject: solver(subject), search, 5)
    NotProven('No proof of the worth of {A} was found: 5 at least.')
    """
    try:
        return run_solver(solver, subject)
    except (NotProven, Undefined) as error:
        return error
    except IntercityError as error:
        if type(error) is not IntercityError:  # of that class is what a report tells of a search
            raise
        return error
