"""Whether every member gains by the terms as signed, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from solvers.enclosure.box import any_negative, none_negative

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: each member's gain, at the region's interest and at its own factor, enclosed.

    As in ``verdict_on_gains``: who loses at one of the two alone leaves it undecided.
    """
    if context.compact is None:
        return Verdict.NOT_ASKED.value
    if context.deal is None:
        return Verdict.UNDECIDED.value
    own = context.own_gains
    both = [(gain, own[city]) if city in own else (gain,) for city, gain in context.gains.items()]
    if any(all(any_negative([x]) for x in one) for one in both):
        return Verdict.FAILS.value
    if none_negative([x for one in both for x in one]):
        return Verdict.STANDS.value
    loses = any(all(x < 0 for x in one) for one in both)
    return (Verdict.FAILS if loses else Verdict.UNDECIDED).value
