"""Whether all would sign, foreseeing new talks, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.hold_up.check import check

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: what each member ends with after each step, enclosed."""
    return check(context).turns_on
