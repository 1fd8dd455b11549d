"""How far long work is, for whoever listens: solvers print nothing.

>>> with listening(lambda part, done, of: print(part, done, "of", of)):
...     sum(followed("number", [5, 7]))
number 0 of 2
number 1 of 2
12
>>> with listening(print), asking("all together"):
...     tell("rounds", 3, 80)
all together 0 0
all together, rounds 3 80
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["Listener", "asking", "followed", "listening", "tell"]

T = TypeVar("T")
Listener = Callable[[str, int, int], None]
"""Told what is worked on, how many are done, and of how many: 0 where nobody knows."""

_listener: ContextVar[Listener | None] = ContextVar("who listens to progress", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """A context in which long work of this thread is told to a listener, or to nobody."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


@contextmanager
def asking(question: str) -> Iterator[None]:
    """A context in which whoever listens is told the question, now and with each part of it."""
    tell(question, 0)
    listener = _listener.get()

    def tell_of_it(part: str, done: int, of: int) -> None:
        if listener is not None:
            listener(f"{question}, {part}", done, of)

    with nullcontext() if listener is None else listening(tell_of_it):
        yield


def followed(part: str, items: Sequence[T]) -> Iterator[T]:
    """The items; before each of several, whoever listens is told how many are done."""
    for done, item in enumerate(items):
        if len(items) > 1:
            tell(part, done, len(items))
        yield item


def tell(part: str, done: int, of: int = 0) -> None:
    """Tell whoever listens how many are done; ``of``: of how many, if that is known."""
    listener = _listener.get()
    if listener is not None:
        listener(part, done, of)
