"""From [point_hub] to hubs that a budget could open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.topics.point_hub.section import PointHub

if TYPE_CHECKING:
    from games.point_hubs import PointHubs
    from intercity.region.context import Context

__all__ = ["hubs"]


def hubs(context: Context) -> PointHubs | None:
    """Hubs and all cities, those out of reach of any included; ``None`` without the section."""
    given = context.scenario.section(PointHub)
    if given is None:
        return None
    from games.point_hubs import PointHubs

    return PointHubs(
        context.scenario.players,
        given.opening,
        {hub: cost.value for hub, cost in given.opening.items()},
        {
            city: {hub: worth.value for hub, worth in given.worth.get(city, {}).items()}
            for city in context.scenario.players
        },
        given.budget.value,
        planned=given.planned,
        coverage=given.coverage.value,
    )
