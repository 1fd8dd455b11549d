"""What is said of industries, what they are worth, and how cities crowd each other in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from intercity.scenario.errors import Violation
from intercity.scenario.label import Label
from intercity.scenario.names import unknown_cities, unknown_names
from intercity.scenario.quantity import ByCity, Quantity
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.industry_choice import IndustryChoice
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["Industries", "industry_choice", "industry_violations"]

ByIndustry = Mapping[str, Quantity]


class Industries(Section):
    """Each city courts one industry; what is given of an industry is per year and city."""

    signal: Annotated[ByIndustry, Label("what is said that {0} brings")] = Field(
        min_length=1, description="what all believe that an industry brings a city"
    )
    truth: Annotated[ByIndustry, Label("what {0} brings in truth")] = Field(
        default={}, description="what it proves to bring; as is said if left out"
    )
    crowding: Annotated[ByIndustry, Label("how cities crowd each other in {0}")] = Field(
        default={}, description="what each further city takes from each; 0 if left out"
    )
    fit: Annotated[Mapping[str, ByCity], Label("how {1} fits {0}")] = Field(
        default={}, description="what it brings more in a city: city, then industry; 0 if left out"
    )


def industry_violations(s: Scenario) -> Iterator[Violation]:
    """Whatever is given is of an industry with a signal, and of a city."""
    given = s.section(Industries)
    if given is None:
        return
    known = "industry of industries.signal"
    for field in ("truth", "crowding"):
        yield from unknown_names(("industries", field), getattr(given, field), given.signal, known)
    yield from unknown_cities(s, ("industries", "fit"), given.fit)
    for city, row in given.fit.items():
        yield from unknown_names(("industries", "fit", city), row, given.signal, known)


def industry_choice(context: Context) -> IndustryChoice | None:
    """Which industry to court, for all cities; ``None`` without the section."""
    given = context.scenario.section(Industries)
    if given is None:
        return None
    from games.industry_choice import IndustryChoice

    def values(table: Mapping[str, Quantity]) -> dict[str, Fraction]:
        return {industry: one.value for industry, one in table.items()}

    return IndustryChoice(
        context.scenario.players,
        given.signal,
        fit={city: values(row) for city, row in given.fit.items()},
        signal=values(given.signal),
        truth=values(given.truth),
        crowding=values(given.crowding),
    )
