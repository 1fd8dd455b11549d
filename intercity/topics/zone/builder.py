"""From [zone] to the game of who joins whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.zone.section import Zone

if TYPE_CHECKING:
    from games.hedonic_game import HedonicGame
    from intercity.region.context import Context

__all__ = ["zone_game"]


def zone_game(context: Context) -> HedonicGame | None:
    """The game of all cities that have a level; ``None`` without the section."""
    given = context.scenario.section(Zone)
    if given is None:
        return None
    from games.hedonic_game import HedonicGame

    return HedonicGame.from_levels(
        {city: given.level[city].value for city in context.scenario.players if city in given.level},
        complementarity=amount_of(given.complementarity),
        learning=amount_of(given.learning),
        cost=amount_of(given.cost),
        largest=given.largest,
    )
