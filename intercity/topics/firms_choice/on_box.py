"""Whether firms do what the plan says, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.firms_choice.check import does_harm
from intercity.topics.outcome import Verdict

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: as many projects return as planned, or nobody is harmed by a departure."""
    plan = context.plan
    if context.region.firms is None or plan is None or context.compact is None:
        return Verdict.NOT_ASKED.value
    if not any(e.suited for e in plan.enclaves):
        return Verdict.NOT_ASKED.value
    stands = context.as_planned or not does_harm(context)
    return (Verdict.STANDS if stands else Verdict.FAILS).value
