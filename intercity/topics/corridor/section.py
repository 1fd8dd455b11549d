"""Cities in a row, what they give each other, and what the links between them cost and keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from intercity.scenario.errors import Violation, missing
from intercity.scenario.label import Label
from intercity.scenario.names import unknown_names, unlike_members
from intercity.scenario.quantity import AmountByCity, Share, amount_of
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.corridor import Corridor as CorridorGame
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["Corridor", "corridor_game", "corridor_violations"]


class Corridor(Section):
    """A corridor: what one city gives another loses by each stretch that it passes."""

    cities: Annotated[tuple[str, ...], Label("the cities of the corridor")] = Field(
        min_length=2, description="the cities, from end to end"
    )
    gives: Annotated[AmountByCity, Label("what {0} gives whom it reaches")] = Field(
        min_length=1, description="per year, to each city that it reaches; 0 if left out"
    )
    takes: Annotated[AmountByCity, Label("how well {0} takes up what it is given")] = Field(
        default={}, description="how much of what arrives is of use there; 1 if left out"
    )
    link: Annotated[AmountByCity, Label("what the link to {0} costs")] = Field(
        description="cost per year of the link from the city before it; not of the first"
    )
    kept: Annotated[Mapping[str, Share], Label("what the stretch to {0} keeps")] = Field(
        description="of what passes on the way from the city before it; not of the first"
    )


def corridor_violations(s: Scenario) -> Iterator[Violation]:
    """Each city after the first has its link, and what the stretch keeps."""
    given = s.section(Corridor)
    if given is None:
        return
    yield from unlike_members(("corridor", "cities"), given.cities, s.players, "city")
    for field in ("gives", "takes"):
        names, known = getattr(given, field), "city of corridor.cities"
        yield from unknown_names(("corridor", field), names, given.cities, known)
    for field in ("link", "kept"):
        table, known = getattr(given, field), "city after the first"
        yield from unknown_names(("corridor", field), table, given.cities[1:], known)
        for city in given.cities[1:]:
            if city not in table:
                right = "given for each city after the first: else the corridor is in two parts"
                yield missing(("corridor", field, city), right)


def corridor_game(context: Context) -> CorridorGame | None:
    """The corridor from end to end; ``None`` without the section."""
    given = context.scenario.section(Corridor)
    if given is None:
        return None
    from games.corridor import Corridor as CorridorGame

    cities, after = given.cities, given.cities[1:]
    return CorridorGame(
        cities,
        {city: amount_of(given.gives.get(city)) for city in cities},
        [given.link[city].value for city in after],
        [given.kept[city].value for city in after],
        takes={city: given.takes[city].value if city in given.takes else 1 for city in cities},
    )
