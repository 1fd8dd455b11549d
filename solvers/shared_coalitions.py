"""Coalitions that the search for one split of a game found, from which another search begins.

The least core and the cost of stability are bounded by much the same coalitions. Where both will be
asked for, the second search is told of all that the first came across: it then takes half as long.
The order is always the same, so that an answer does not depend on which is asked for first: the
cost of stability begins from the search for the least core, which is made then if it was not yet.

>>> with shared_coalitions():
...     shared() is not None
True
>>> shared() is None
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

__all__ = ["KnownCoalitions", "SharedCoalitions", "shared", "shared_coalitions"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownCoalitions:
    """Plans of coalitions, and a split with its greatest excess; in floats, in gains."""

    plans: tuple[Any, ...]
    split: Any
    excess: float


@dataclass(frozen=True, slots=True)
class SharedCoalitions(Generic[T]):
    """By game what its search for the least core ended with, and the coalitions it found."""

    searches: list[tuple[Any, tuple[T, KnownCoalitions]]] = field(default_factory=list)

    def of(self, game: Any, search: Callable[[], tuple[T, KnownCoalitions]]) -> Any:
        """What the ``search`` of a game ended with, made once."""
        for known, found in self.searches:
            if known == game:
                return found
        found = search()
        self.searches.append((game, found))
        return found


_shared: ContextVar[SharedCoalitions[Any] | None] = ContextVar("what is shared", default=None)


@contextmanager
def shared_coalitions() -> Iterator[None]:
    """A context in which searches of this thread share what they find, beginning with nothing."""
    before = _shared.set(SharedCoalitions())
    try:
        yield
    finally:
        _shared.reset(before)


def shared() -> SharedCoalitions[Any] | None:
    """What is shared in this thread; ``None`` where each search is alone."""
    return _shared.get()
