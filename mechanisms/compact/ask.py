"""How an answer is obtained: by calling the solver, or by whoever records or replays it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from games.bargaining import BargainingProblem
from games.errors import InvalidInput, called, of_kind
from solvers.answer import Allocation

__all__ = ["Ask", "agreed_under", "call", "check_ask"]

Ask = Callable[..., Any]
"""How an answer is obtained: ``ask(solver, subject)``; by default the solver is called."""


def call(solver: Callable[..., Any], subject: Any) -> Any:
    """The plain way to ask: call the solver."""
    return solver(subject)


def check_ask(ask: object) -> None:
    """Refuse what is no way to ask, as a number that was meant for another argument."""
    if not callable(ask):
        raise InvalidInput("the way to ask", ask, "a function of a solver and its subject")


def agreed_under(ask: Ask, solution: Any, problem: BargainingProblem) -> Allocation:
    """What a bargaining solution answers, the library's or your own.

    Errors: ``InvalidInput`` where it is no function, stops, or answers with anything else.
    """
    place = "what the solution answers"
    if not callable(solution):
        raise InvalidInput("the solution", solution, "a function, as nash_bargaining")
    asked = (ask, solution, problem)
    found = called(place, "an Allocation", *asked) if ask is call else ask(solution, problem)
    of_kind(found, Allocation, place=place, hint="as nash_bargaining gives")
    answer: Allocation = found
    return answer
