"""From [broker] to cities and brokers that links may join."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.topics.broker.section import Broker

if TYPE_CHECKING:
    from games.costly_links import CostlyLinks
    from intercity.region.context import Context

__all__ = ["brokered_links"]


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
