"""Markets of innovation factors: of cities, and with a price at which supply meets demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Violation, missing
from intercity.scenario.names import unknown_cities
from intercity.scenario.quantity import toml_text
from intercity.topics.cobweb.section import FactorMarkets

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["cobweb_violations"]


def cobweb_violations(s: Scenario) -> Iterator[Violation]:
    """A weight of adaptive expectations alone; each market with a price of rest."""
    given = s.section(FactorMarkets)
    if given is None:
        return
    yield from unknown_cities(s, ("cobweb", "markets"), given.markets)
    adaptive = given.expectations == "adaptive"
    if adaptive and given.weight is None:
        yield missing(("cobweb", "weight"), "given where expectations are adaptive")
    elif given.weight is not None and not adaptive:
        found = toml_text(given.weight.value)
        yield Violation(("cobweb", "weight"), found, 'left out, or expectations = "adaptive"')
    for city, market in given.markets.items():
        supply, demand = market.supply.value, market.demand.value
        if given.curves != "linear":
            if supply <= 0:
                yield Violation(
                    ("cobweb", "markets", city, "supply"),
                    toml_text(supply),
                    "above 0 where elasticities are constant",
                )
            continue
        slopes = market.demand_slope.value + market.supply_slope.value
        price = (demand - supply) / slopes
        if price <= 0 or supply + market.supply_slope.value * price <= 0:
            yield Violation(
                ("cobweb", "markets", city, "demand"),
                toml_text(demand),
                "so large that it meets supply at a price and a quantity above 0",
            )
