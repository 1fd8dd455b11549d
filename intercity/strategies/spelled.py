"""Values that a broken law prints as the call that makes them, to be copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

__all__ = ["spelled"]

Made = TypeVar("Made")


def spelled(draw: st.DrawFn, build: Callable[..., Made], *given: Any, **named: Any) -> Made:
    """``build(*given, **named)``; Hypothesis shows what ``builds`` has built as a call."""
    return draw(
        st.builds(build, *map(st.just, given), **{key: st.just(one) for key, one in named.items()})
    )
