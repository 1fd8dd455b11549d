"""The box in which numbers move while something is worked out: what decides their comparisons."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import Any

__all__ = ["Unsettled", "active", "enter", "leave"]

_active: ContextVar[Any] = ContextVar("box")


class Unsettled(Exception):
    """A step that cannot be taken on the whole box.

    It is no ``IntercityError``, so that nobody takes it for an answer.
    """


def active() -> Any:
    """The box that is worked on; ``Unsettled`` where there is none."""
    found = _active.get(None)
    if found is None:
        raise Unsettled("a number that moves, outside of its box")
    return found


def enter(box: Any) -> Token[Any]:
    """Work on a box from now on."""
    return _active.set(box)


def leave(token: Token[Any]) -> None:
    """Work on what was worked on before."""
    _active.reset(token)
