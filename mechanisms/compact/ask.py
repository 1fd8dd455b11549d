"""How an answer is obtained: by calling the solver, or by whoever records or replays it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Ask", "call"]

Ask = Callable[..., Any]
"""How an answer is obtained: ``ask(solver, subject)``; by default the solver is called."""


def call(solver: Callable[..., Any], subject: Any) -> Any:
    """The plain way to ask: call the solver."""
    return solver(subject)
