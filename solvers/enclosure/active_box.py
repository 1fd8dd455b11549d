"""The box in which numbers move while something is worked out: what decides their comparisons."""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solvers.enclosure.box import Box

__all__ = ["Unsettled", "active", "enter", "leave", "moving"]

_active: ContextVar[Box | None] = ContextVar("box", default=None)


class Unsettled(Exception):
    """A step that cannot be taken on the whole box.

    It is no ``IntercityError``, so that nobody takes it for an answer.
    """


def active() -> Box:
    """The box that is worked on; ``Unsettled`` where there is none."""
    box = _active.get()
    if box is None:
        raise Unsettled("a number that moves, outside of its box")
    return box


def moving() -> bool:
    """Whether a box is worked on, so that numbers may move."""
    return _active.get() is not None


def enter(box: Box) -> Token[Box | None]:
    """Work on a box from now on."""
    return _active.set(box)


def leave(token: Token[Box | None]) -> None:
    """Work on what was worked on before."""
    _active.reset(token)
