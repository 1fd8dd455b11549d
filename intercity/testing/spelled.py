"""Values that a broken law prints as the call that makes them, to be copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from hypothesis import strategies as st

__all__ = ["spelled"]

Made = TypeVar("Made")


def spelled(draw: st.DrawFn, build: Callable[..., Made], *given: Any, **named: Any) -> Made:
    """``build(*given, **named)``; Hypothesis shows what ``builds`` has built as a call."""
    return draw(
        st.builds(
            _Named(build),
            *map(st.just, given),
            **{key: st.just(one) for key, one in named.items()},
        )
    )


@dataclass(frozen=True, slots=True, repr=False)
class _Named(Generic[Made]):
    """A function that is shown with its class, where Hypothesis would show its last name alone."""

    build: Callable[..., Made]

    def __call__(self, *given: Any, **named: Any) -> Made:
        return self.build(*given, **named)

    def __repr__(self) -> str:
        return self.build.__qualname__
