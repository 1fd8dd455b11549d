"""Whether the deal promises no more than its members have, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from mechanisms.compact.shortfalls import lacks

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: what each member lacks, enclosed."""
    if context.plan is None:
        return Verdict.NOT_ASKED.value
    return (Verdict.FAILS if lacks(context.plan) else Verdict.STANDS).value
