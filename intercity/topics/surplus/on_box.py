"""Whether there is something to share, on a whole box of numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: the gain of members over what each has alone, enclosed."""
    game = context.best
    if game is None or len(game.players) == 1:
        return Verdict.NOT_ASKED.value
    members = context.members
    gain = game.worth(members) - sum((game.worth((city,)) for city in members), Fraction(0))
    if game.sense != "gain":
        gain = -gain
    return (Verdict.STANDS if gain > 0 else Verdict.FAILS).value
