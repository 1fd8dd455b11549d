"""How far long work is, for whoever listens: solvers print nothing.

>>> with listening(lambda part, done, of: print(part, done, "of", of)):
...     sum(followed("number", [5, 7]))
number 0 of 2
number 1 of 2
12
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["Listener", "followed", "listening", "tell"]

T = TypeVar("T")
Listener = Callable[[str, int, int], None]
"""Told what is worked on, how many are done, and of how many."""

_listener: ContextVar[Listener | None] = ContextVar("who listens to progress", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """A context in which long work of this thread is told to a listener."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def followed(part: str, items: Sequence[T]) -> Iterator[T]:
    """The items; before each, whoever listens is told how many are done."""
    for done, item in enumerate(items):
        tell(part, done, len(items))
        yield item


def tell(part: str, done: int, of: int) -> None:
    """Tell whoever listens how many are done."""
    listener = _listener.get()
    if listener is not None:
        listener(part, done, of)
