"""From [corridor] to cities on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.corridor.section import Corridor as Given

if TYPE_CHECKING:
    from games.corridor import Corridor
    from intercity.region.context import Context

__all__ = ["corridor_game"]


def corridor_game(context: Context) -> Corridor | None:
    """The corridor from end to end; ``None`` without the section."""
    given = context.scenario.section(Given)
    if given is None:
        return None
    from games.corridor import Corridor

    cities, after = given.cities, given.cities[1:]
    return Corridor(
        cities,
        {city: amount_of(given.gives.get(city)) for city in cities},
        [given.link[city].value for city in after],
        [given.kept[city].value for city in after],
        takes={city: given.takes[city].value if city in given.takes else 1 for city in cities},
    )
