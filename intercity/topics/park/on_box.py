"""Whether the deal's parks pay, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.park.check import check

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: what the parks add to what members make, enclosed."""
    return check(context).turns_on
