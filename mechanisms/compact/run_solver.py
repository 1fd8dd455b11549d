"""How an answer is obtained: by calling the solver, or by whoever records or replays it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from games.bargaining import BargainingProblem
from games.errors import IntercityError, InvalidInput, NotProven, Undefined, called, of_kind
from solvers.answer import Allocation

__all__ = ["RunSolver", "agreed_under", "answered", "call", "check_run_solver"]

S = TypeVar("S")
A = TypeVar("A")


class RunSolver(Protocol):
    """How an answer is obtained; by default (``call``) the solver is called."""

    def __call__(self, solver: Callable[[S], A], subject: S, /) -> A: ...


def call(solver: Callable[[S], A], subject: S) -> A:
    """The plain way to ask: call the solver."""
    return solver(subject)


def answered(run_solver: RunSolver, solver: Callable[[S], A], subject: S) -> A | IntercityError:
    """An answer, or the error of a search that ended without one.

    What else goes wrong is raised, as where a recorded answer turns out not to be proven.

    >>> def search(subject):
    ...     raise NotProven("worth of {A}", f"{subject} at least", None)
    >>> answered(call, search, 5)
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


def check_run_solver(run_solver: object) -> None:
    """Refuse what is no way to ask, as a number that was meant for another argument."""
    if not callable(run_solver):
        raise InvalidInput("the way to ask", run_solver, "a function of a solver and its subject")


def agreed_under(run_solver: RunSolver, solution: Any, problem: BargainingProblem) -> Allocation:
    """What a bargaining solution answers, the library's or your own.

    Errors: ``InvalidInput`` where it is no function, stops, or answers with anything else.
    """
    place = "what the solution answers"
    if not callable(solution):
        raise InvalidInput("the solution", solution, "a function, as nash_bargaining")
    asked = (run_solver, solution, problem)
    found = (
        called(place, "an Allocation", *asked)
        if run_solver is call
        else run_solver(solution, problem)
    )
    of_kind(found, Allocation, place=place, hint="as nash_bargaining gives")
    answer: Allocation = found
    return answer
