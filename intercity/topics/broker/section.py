"""Brokers between cities: what pairs make if they are linked, and what each link costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from intercity.scenario.errors import Violation
from intercity.scenario.label import Label
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import AmountByCity, toml_text
from intercity.scenario.section import Section

if TYPE_CHECKING:
    from games.costly_links import CostlyLinks
    from intercity.region.context import Context
    from intercity.scenario.scenario import Scenario

__all__ = ["Broker", "broker_violations", "brokered_links"]


class Broker(Section):
    """Pairs of cities work together if links join them, directly or through a broker."""

    brokers: Annotated[tuple[str, ...], Label("the brokers")] = Field(
        min_length=1, description="their names, and no city's"
    )
    deals: Annotated[
        Mapping[str, AmountByCity], Label("what {0} and {1} make if links join them")
    ] = Field(min_length=1, description="per year: city, then city")
    links: Annotated[Mapping[str, AmountByCity], Label("what a link of {0} and {1} costs")] = Field(
        min_length=1, description="per year: city or broker, then another; impossible if left out"
    )


def broker_violations(s: Scenario) -> Iterator[Violation]:
    """Deals are between cities; links join cities and brokers."""
    given = s.section(Broker)
    if given is None:
        return
    for k, name in enumerate(given.brokers):
        if name in s.players or name in given.brokers[:k]:
            right = "a name of its own, and no city's"
            yield Violation(("broker", "brokers", k), toml_text(name), right)
    for field, known, what in (
        ("deals", s.players, "city"),
        ("links", (*s.players, *given.brokers), "city or broker"),
    ):
        table = getattr(given, field)
        yield from unknown_names(("broker", field), table, known, what)
        for one, row in table.items():
            yield from unknown_names(("broker", field, one), row, known, what)
            for other in row:
                if other == one or one in table.get(other, ()):
                    found = "of one alone" if other == one else "given twice"
                    right = "of two, given once"
                    yield Violation(("broker", field, one, other), found, right)


def brokered_links(context: Context) -> CostlyLinks | None:
    """All that have a deal or a link; ``None`` without the section."""
    given = context.scenario.section(Broker)
    if given is None:
        return None
    from games.coalitional import CoalitionalGame
    from games.costly_links import CostlyLinks

    tables = (given.deals, given.links)
    named = {name for table in tables for one, row in table.items() for name in (one, *row)}
    players = [*(city for city in context.scenario.players if city in named), *given.brokers]
    deals = {(a, b): made.value for a, row in given.deals.items() for b, made in row.items()}
    game = CoalitionalGame.from_function(
        players, lambda group: sum(made for pair, made in deals.items() if {*pair} <= {*group})
    )
    costs: dict[Iterable[str], Fraction] = {
        (a, b): cost.value for a, row in given.links.items() for b, cost in row.items()
    }
    return CostlyLinks(game, costs)
