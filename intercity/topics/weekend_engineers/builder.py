"""From [weekend_engineers] to the cities' game for his hours."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.weekend_engineers.section import WeekendEngineers

if TYPE_CHECKING:
    from games.common_agency import CommonAgency
    from intercity.region.context import Context

__all__ = ["shared_engineer"]


def shared_engineer(context: Context) -> CommonAgency | None:
    """The game of all cities to which an hour brings something; ``None`` without the section."""
    given = context.scenario.section(WeekendEngineers)
    if given is None:
        return None
    from games.common_agency import CommonAgency

    cities = [city for city in context.scenario.players if city in given.value]

    def worth(city: str, where: str) -> Fraction:
        own = city == where
        return amount_of(given.value[city] if own else given.spillover.get(city, {}).get(where))

    return CommonAgency(
        cities,
        [[worth(city, where) for where in cities] for city in cities],
        {city: burden.value for city, burden in given.burden.items()},
        given.time.value,
        travel={city: way.value for city, way in given.travel.items()},
        tiredness=amount_of(given.tiredness),
        allowed=None if given.allowed is None else given.allowed.value,
        home_loss=amount_of(given.home_loss),
        grant={city: paid.value for city, paid in given.grant.items()},
    )
