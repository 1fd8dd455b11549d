"""The own tax of cities: what the deal brings of it, and the most that any plan could bring.

Where a grant formula has steps, what a city keeps is no fixed share of its own tax. All games are
then built with the share that it keeps of what the deal brings: payoffs of the deal as signed are
exact, and so are those without it, where a city has no tax of projects. They are exact for all
plans where even the most tax lies within one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from games.errors import InvalidInput, Told
from intercity.region.games import region
from intercity.region.production.builder import plant_tax, stay_tax
from intercity.scenario.quantity import amount_of
from mechanisms.compact.firms_response import as_firms_choose

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario
    from mechanisms.compact.run_solver import RunSolver

__all__ = ["at_own_tax_of_deal", "most_own_tax", "several_rates"]

ZERO = Fraction(0)


def at_own_tax_of_deal(scenario: Scenario, run_solver: RunSolver) -> Scenario:
    """The scenario with each city's share of its own tax fixed at what it keeps in the deal.

    ``InvalidInput`` where a city that meets several rates has taxed projects of its own: how many,
    and so which rate, would be its choice.
    """
    project = scenario.project
    crossing = several_rates(scenario)
    if project is None or not crossing:
        return scenario
    for city in crossing:
        if city in project.stay_tax or city in project.home_value:
            raise InvalidInput(
                f"the own tax of {city}",
                Told("taken from its grants at several rates"),
                "within one step of the formula, since it chooses itself how many projects it has",
            )
    games = region(scenario)
    if games.compact is None:
        return scenario
    chosen = as_firms_choose(games.compact, games.firms, run_solver)
    found: dict[str, Fraction] = {}
    for e in chosen.enclaves:
        for city, tax in (
            (e.host, e.staying * stay_tax(project, e.host)),
            (e.home, e.returning * plant_tax(project)),
        ):
            found[city] = found.get(city, ZERO) + tax
    return scenario.at_own_tax(found)


def several_rates(scenario: Scenario) -> tuple[str, ...]:
    """Cities whose own tax may reach several rates, depending on the plan."""
    ends = {city: kept.one_rate_up_to for city, kept in scenario.kept_tax.items()}
    return tuple(
        city
        for city, end in ends.items()
        if end is not None and ((most := most_own_tax(scenario, city)) is None or most > end)
    )


def most_own_tax(scenario: Scenario, city: str) -> Fraction | None:
    """An upper bound on a city's own tax over all plans; ``None`` where there is none.

    That is, as if each project there is brought it the tax that is highest for it.
    """
    project = scenario.project
    if project is None:
        return ZERO
    returning = max(
        (amount_of(rates.get(city)) for rates in project.return_rate.values()), default=ZERO
    )
    each = max(
        stay_tax(project, city),
        amount_of(project.home_value.get(city)),
        returning * plant_tax(project),
    )
    if not each:
        return ZERO
    there = scenario.resources.get("projects")
    if there is None:
        return None
    projects = amount_of(there.amount)
    projects += sum((owned.value for owned in there.owned.values()), ZERO)
    for platform in scenario.platforms.values():
        projects += platform.limit * (
            amount_of(platform.brings) + amount_of(platform.provides.get("projects"))
        )
    if there.exchange is not None:
        cap = there.exchange.cap
        caps = cap.values() if isinstance(cap, Mapping) else [cap] * len(scenario.players)
        projects += sum((units.value for units in caps), ZERO)
    return projects * each
