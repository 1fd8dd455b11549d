"""Whether every member gains by the terms as signed, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from solvers.enclosure.box import any_negative, none_negative

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: each member's gain, at the region's interest and at its own factor, enclosed."""
    if context.compact is None:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    gains = tuple(context.gains.values())
    if any_negative(gains):
        return Verdict.FAILS.value
    gains += tuple(context.own_gains.values())
    return (Verdict.STANDS if none_negative(gains) else Verdict.FAILS).value
