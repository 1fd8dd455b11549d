"""Whether cities outbid each other, on a whole box of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.subsidy import SubsidyCompetition
from intercity.topics.arms_race.builder import competition
from intercity.topics.arms_race.section import Subsidies
from intercity.topics.outcome import Verdict
from solvers.enclosure.active_box import Unsettled
from solvers.enclosure.race_verdict_on_box import verdict_on_box

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict on the race: from the equilibrium, enclosed."""
    given, game = context.scenario.section(Subsidies), context.once(competition)
    if given is None or game is None:
        return Verdict.NOT_ASKED.value
    if given.accord is not None:
        raise Unsettled("a race under an accord")
    if not isinstance(game, SubsidyCompetition):
        raise Unsettled("a contest for one firm")
    return verdict_on_box(game).value
