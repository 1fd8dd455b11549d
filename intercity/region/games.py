"""From a scenario to games: primitives that an analyst knows become what cities can do.

Each section is expanded in a file of its own. That is plain arithmetic on the scenario's numbers,
so it is exact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.coalitional import CoalitionalGame
from games.production import LinearProductionGame
from intercity.region.deal.builder import signed_compact
from intercity.region.parts import parts_of
from intercity.region.production.builder import annuity_of, firms_of, production_game
from intercity.region.table_of_worths import table_of_worths
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.return_bonus import FirmsChoice
from mechanisms.compact.self_enforcement import effective_discount

if TYPE_CHECKING:
    from intercity.region.parts import Parts
    from intercity.scenario.scenario import Scenario

__all__ = ["Region", "region"]


@dataclass(frozen=True, slots=True)
class Region:
    """The games of a scenario, each ``None`` where the file has no section for it."""

    cities: tuple[str, ...]
    production: LinearProductionGame | None
    table: CoalitionalGame | None
    compact: EnclaveCompact | None
    firms: FirmsChoice | None
    discounts: dict[str, Fraction]
    impatience: dict[str, Fraction]
    power: dict[str, Fraction]

    def among(self, cities: tuple[str, ...]) -> Region:
        """The region's games for one component of its cities."""
        if cities == self.cities or self.production is None:
            return self
        production, compact = self.production.subgame(cities), self.compact
        used = {use.resource for activity in production.activities for use in activity.uses}
        production = replace(
            production,
            platforms=tuple(
                platform
                for platform in production.platforms
                if platform.site is not None
                or platform.cost < 0
                or any(use.resource in used for use in platform.provides)
            ),
        )
        if compact is not None:
            compact = replace(compact, region=production)
        return replace(self, cities=cities, production=production, compact=compact)


def region(scenario: Scenario, parts: Parts | None = None) -> Region:
    """The games of a scenario; ``InvalidInput`` where its numbers do not fit together.

    ``parts``: builds what production is made of.
    """
    production = None
    if scenario.resources:
        production = production_game(scenario, parts or parts_of(scenario))
    compact = None
    if scenario.compact is not None and production is not None:
        compact = signed_compact(scenario, production, annuity_of(scenario))
    discounts, plain = {}, {}
    for name, city in scenario.cities.items():
        if city.discount is not None:
            plain[name] = city.discount.value
            tenure = city.tenure.value if city.tenure is not None else None
            discounts[name] = effective_discount(city.discount.value, tenure)
    return Region(
        scenario.players,
        production,
        table_of_worths(scenario),
        compact,
        firms_of(scenario),
        discounts,
        plain,
        {} if scenario.compact is None else dict(scenario.compact.bargaining.weights),
    )
