"""A question to a solver, in bytes by which it is recognised when it is asked again.

They are those of a pickle that nobody reads, in which a frozen class is its fields: so written,
questions take a third of the time. Equal questions may have different bytes, and are then answered
twice; different ones never have the same.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import pickle
from collections.abc import Callable
from fractions import Fraction
from operator import attrgetter
from typing import Any

__all__ = ["Question", "question"]

Question = tuple[str, bytes]


def question(solver: Callable[..., Any], subject: Any, *, anywhere: bool = False) -> Question:
    """What is asked of which solver.

    ``anywhere``: in bytes that do not depend on which equal parts are one object, and so are the
    same in another process; there are more of them.

    >>> from fractions import Fraction
    >>> question(abs, Fraction(1, 2)) == question(abs, Fraction(2, 4))
    True
    >>> question(abs, Fraction(1, 2)) == question(abs, Fraction(2, 1))
    False
    """
    written = io.BytesIO()
    pickler = _Fields(written)
    pickler.fast = anywhere
    pickler.dump(subject)
    return solver.__name__, written.getvalue()


class _Fields(pickle.Pickler):
    def reducer_override(self, subject: Any) -> Any:
        kind: Any = type(subject)
        fields = _fields(kind)
        return NotImplemented if fields is None else (kind, fields(subject))


@functools.cache
def _fields(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """What tells one of a kind from another; ``None`` where its own pickle does."""
    if kind is Fraction:
        return Fraction.as_integer_ratio
    if not dataclasses.is_dataclass(kind) or not _plain(kind):
        return None
    names = [field.name for field in dataclasses.fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda subject: tuple(getattr(subject, name) for name in names)


def _plain(kind: Any) -> bool:
    """Whether it is pickled as any class is, or as a frozen one with slots."""
    same = kind.__reduce_ex__ is object.__reduce_ex__ and kind.__reduce__ is object.__reduce__
    state = kind.__getstate__
    return same and (state is object.__getstate__ or state.__module__ == dataclasses.__name__)
