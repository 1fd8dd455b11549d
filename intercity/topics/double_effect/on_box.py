"""Whether projects gather and reach the small city, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.double_effect.check import check

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: how many more projects start in each hub and return to each home, enclosed."""
    return check(context).turns_on
