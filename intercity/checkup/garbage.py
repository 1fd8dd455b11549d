"""How often it is looked for garbage in circles: most of what a check-up makes is in none."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["SELDOM", "rarely_collecting"]

SELDOM = 200_000, 20, 20
"""So many new objects between two searches for garbage, where Python's own is 700 or 2,000."""

_lock, _before = threading.Lock(), list[tuple[int, int, int]]()


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Look for garbage less often until this is over, in all threads that are in it.

    >>> before = gc.get_threshold()
    >>> with rarely_collecting():
    ...     gc.get_threshold()[0] >= 200_000
    True
    >>> gc.get_threshold() == before
    True
    """
    with _lock:
        _before.append(gc.get_threshold())
        often = _before[0][0]  # 0: never, which it stays
        gc.set_threshold(often and max(SELDOM[0], often), *SELDOM[1:])
    try:
        yield
    finally:
        with _lock:  # as it was before the first; the last that ends leaves it so
            first = _before[0]
            _before.pop()
            if not _before:
                gc.set_threshold(*first)
