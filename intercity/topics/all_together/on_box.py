"""Whether all together have a stable split, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intercity.topics.outcome import Verdict
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.core_on_box import core_is_empty
from solvers.enclosure.worth_on_box import BoxedGame

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: a stable split at each point, or groups that make more than all do."""
    game: Any = context.best
    if game is None or len(game.players) == 1:
        return Verdict.NOT_ASKED.value
    if not isinstance(game, BoxedGame):
        raise Unsettled("a table of worths")
    return (Verdict.FAILS if core_is_empty(game) else Verdict.STANDS).value
