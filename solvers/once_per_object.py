"""Memoisation by identity: what is made of an object is made once, while the object is in use.

``functools.cache`` asks for the hash of its argument, and that of a game takes longer to find than
what is made of it. Here an argument is known again only if it is the very same object, not an equal
one. Both are kept, so that no other object takes its place in memory; when ``most`` are kept, all
are let go.

>>> @once_per_object(most=2)
... def doubled(numbers):
...     return [2 * number for number in numbers]
>>> numbers = [1, 2]
>>> doubled(numbers) is doubled(numbers), doubled([1, 2]) is doubled(numbers)
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

__all__ = ["once_per_object"]

Subject = TypeVar("Subject")
Made = TypeVar("Made")


def once_per_object(most: int) -> Callable[[Callable[[Subject], Made]], Callable[[Subject], Made]]:
    """A decorator for a function of one argument, of which at most so many are kept."""

    def decorated(make: Callable[[Subject], Made]) -> Callable[[Subject], Made]:
        kept: dict[int, tuple[Subject, Made]] = {}

        @wraps(make)
        def once(subject: Subject) -> Made:
            known = kept.get(id(subject))
            if known is None:
                if len(kept) >= most:
                    kept.clear()
                known = kept[id(subject)] = subject, make(subject)
            return known[1]

        return once

    return decorated
