"""The precision of balls, which FLINT keeps for all threads together.

>>> from flint import ctx
>>> with precision(200):
...     ctx.prec
200
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["precision"]

_in_turn = threading.RLock()


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Balls of so many bits; another thread that asks for a precision waits until this is over."""
    from flint import ctx

    with _in_turn, ctx.workprec(bits):
        yield
