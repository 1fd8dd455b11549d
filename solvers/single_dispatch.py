"""One function for several kinds of game: the kind of its first argument says which is called.

As ``functools.singledispatch``, but the first argument may be given by its name, too.

>>> @single_dispatch
... def kind(game):
...     return "another"
>>> @kind.register
... def _(game: int):
...     return "a number"
>>> kind(1), kind(game=1), kind(game="1")
('a number', 'a number', 'another')
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from functools import _SingleDispatchCallable

__all__ = ["single_dispatch"]

Answer = TypeVar("Answer")


def single_dispatch(function: Callable[..., Answer]) -> _SingleDispatchCallable[Answer]:
    """A decorator for the function that is called for what no other is registered for."""
    dispatched = functools.singledispatch(function)
    parameters = inspect.signature(function).parameters
    first = next(iter(parameters))
    most = sum(one.kind is not one.KEYWORD_ONLY for one in parameters.values())

    @functools.wraps(dispatched)
    def called(*positional: Any, **named: Any) -> Answer:
        if not positional and first in named:
            positional = (named.pop(first),)
        if not positional:
            return function(**named)  # Python says that the first is missing
        if len(positional) > most and dispatched.dispatch(type(positional[0])) is function:
            function(positional[0])  # parts of a game in its place are told what makes one
        return dispatched(*positional, **named)

    return cast("_SingleDispatchCallable[Answer]", called)
