"""How an answer is obtained: by calling the solver, or by whoever records or replays it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, called, of_kind
from solvers.answer import Allocation

__all__ = ["RunSolver", "agreed_under", "call", "check_run_solver"]

RunSolver = Callable[..., Any]
"""How an answer is obtained: ``run_solver(solver, subject)``; by default the solver is called."""


def call(solver: Callable[..., Any], subject: Any) -> Any:
    """The plain way to ask: call the solver."""
    return solver(subject)


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
