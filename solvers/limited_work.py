"""How much work searches of games too large to tabulate may do, and when they have to end.

Left alone a search goes on until it has a proof. Within limited work HiGHS looks at so many cases
each time it is asked, is asked so many times, and looks at so many in one search: such answers are
the same on any machine. Within ``seconds`` too, they may end sooner, and then say what is known.

>>> with limited_work(seconds=3600):
...     limits = work_left()
>>> limits.nodes, limits.rounds, limits.most, 3590 < limits.until - time.monotonic() <= 3600
(2000, 80, 16000, True)
>>> work_left().until
inf
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from solvers.search_limits import check_limits

__all__ = ["ENDLESS", "WorkLeft", "limited_work", "work_left"]

ENDLESS = 2**31 - 1
MOST_NODES, MOST_ROUNDS, MOST_IN_ALL = 2_000, 80, 16_000


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """Cases that HiGHS looks at each time it is asked; how often it is asked; and until when.

    ``most``: cases after which a search asks it no more.
    """

    nodes: int = ENDLESS
    rounds: int = ENDLESS
    most: int = ENDLESS
    until: float = math.inf


UNLIMITED = WorkLeft()
_left: ContextVar[WorkLeft] = ContextVar("how much work is left", default=UNLIMITED)


@contextmanager
def limited_work(seconds: float = math.inf) -> Iterator[None]:
    """A context in which searches of this thread do limited work, and end after so many seconds."""
    check_limits(seconds)
    until = min(_left.get().until, time.monotonic() + seconds)
    before = _left.set(WorkLeft(MOST_NODES, MOST_ROUNDS, MOST_IN_ALL, until))
    try:
        yield
    finally:
        _left.reset(before)


def work_left() -> WorkLeft:
    """What is left in this thread."""
    return _left.get()
