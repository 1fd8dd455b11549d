"""From [game] to the game whose worths it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.coalitional import CoalitionalGame

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["table_of_worths"]


def table_of_worths(scenario: Scenario) -> CoalitionalGame | None:
    """The game by its worths; ``None`` without the section."""
    if scenario.game is None:
        return None
    from intercity.scenario.table_of_worths import members

    worths = {members(key): worth for key, worth in scenario.game.worths.items()}
    return CoalitionalGame(scenario.players, worths, scenario.game.sense)
