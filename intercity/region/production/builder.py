"""From [resources], [build], [project], [[activities]] and [platforms] to a production game.

One project whose production may come back uses floor of a park in the hub and, if it returns, land
and quota at home; one more mu of quota lets a city build. Money paid once becomes a yearly amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from games.annuity import Annuity
from games.errors import InvalidInput, Told
from games.production import (
    Activity,
    Exchange,
    LinearProductionGame,
    Platform,
    Resource,
    Use,
    Value,
)
from intercity.scenario.quantity import amount_of
from mechanisms.compact.clauses import Incubation
from mechanisms.compact.return_bonus import FirmsChoice, firms_choice

if TYPE_CHECKING:
    from intercity.region.parts import Parts
    from intercity.scenario.production import Project
    from intercity.scenario.quantity import Quantity
    from intercity.scenario.scenario import Scenario

__all__ = [
    "QUOTA",
    "annuity_of",
    "build_activity",
    "firms_of",
    "incubation",
    "incubation_activity",
    "plant_tax",
    "primitives_named",
    "production_game",
    "stay_tax",
]

BUILD, STAY, HOME = "build in {}", "start and stay in {}", "start and stay at home in {}"
IN_PARK = "{}, in a park there"
INCUBATE = "incubate in {}, produce in {}"
QUOTA, FLOOR = "quota", "floor"
ZERO = Fraction(0)


def production_game(scenario: Scenario, part: Parts) -> LinearProductionGame:
    """What the cities own, what they can do with it, and what is built for it."""
    return LinearProductionGame(
        scenario.players, part(_resources), part(_activities), part(_platforms)
    )


def annuity_of(scenario: Scenario) -> Annuity:
    """What spreads sums that are paid once over the years of [time]."""
    if scenario.time is None:
        return Annuity(1, Fraction(0))
    time = scenario.time
    return Annuity(int(time.horizon.value), time.interest.value, time.beyond)


def _annuity(scenario: Scenario, _: Parts) -> Annuity:
    return annuity_of(scenario)


def _resources(scenario: Scenario, part: Parts) -> tuple[Resource, ...]:
    yearly = part(_annuity).yearly
    found = [
        Resource(
            name,
            given.kind,
            {city: owned.value for city, owned in given.owned.items()},
            exchange=None
            if given.exchange is None
            else Exchange(
                given.exchange.buy_one_off.value * yearly,
                given.exchange.sell_one_off.value * yearly,
                _caps(scenario, name, given.exchange.cap),
            ),
            unit=given.unit,
            amount=amount_of(given.amount),
            conjecture=given.conjecture,
        )
        for name, given in scenario.resources.items()
    ]
    if FLOOR in part(_kinds) and FLOOR not in scenario.resources:
        found.append(Resource(FLOOR, "bound", unit="1,000 m2"))
    return tuple(found)


def _kinds(scenario: Scenario, _: Parts) -> dict[str, str]:
    """The kind of each resource, by name."""
    kinds: dict[str, str] = {name: given.kind for name, given in scenario.resources.items()}
    if any(p.floor is not None for p in scenario.platforms.values()) or (
        scenario.project is not None and scenario.project.return_rate
    ):
        kinds[FLOOR] = "bound"
    return kinds


def _activities(scenario: Scenario, part: Parts) -> tuple[Activity, ...]:
    return (*_primitives(scenario, part(_kinds)), *_escape_hatch(scenario))


def _caps(
    scenario: Scenario, resource: str, cap: Quantity | Mapping[str, Quantity]
) -> dict[str, Fraction]:
    """Caps on trade by city: as given, else one number for all that own or can use the resource."""
    if isinstance(cap, Mapping):
        return {city: quantity.value for city, quantity in cap.items()}
    owned = scenario.resources[resource].owned.items()
    traders = {city for city, units in owned if units.value}
    project = scenario.project
    if resource == QUOTA:
        traders.update(scenario.build)
        if project is not None and amount_of(project.plant_quota):
            traders.update(home for rates in project.return_rate.values() for home in rates)
    if resource == "projects" and project is not None:
        traders.update(project.stay_tax, project.home_value)
    for activity in scenario.activities:
        if any(use.resource == resource for use in activity.uses):
            traders.update(activity.sites)
    for platform in scenario.platforms.values():
        if platform.site is not None and resource in platform.provides:
            traders.add(platform.site)
    return {city: cap.value for city in scenario.players if city in traders}


def build_activity(city: str) -> str:
    """The name of the activity that builds on one mu in a city."""
    return BUILD.format(city)


def incubation_activity(host: str, home: str) -> str:
    """The name of the activity that incubates one project in a host for a home."""
    return INCUBATE.format(host, home)


def primitives_named(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The names of the activities that the primitives stand for, each with the table it is of."""
    for city in scenario.build:
        yield build_activity(city), "[build]"
    project = scenario.project
    if project is None:
        return
    for name, cities, table in (
        (STAY, project.stay_tax, "[project.stay_tax]"),
        (HOME, project.home_value, "[project.home_value]"),
    ):
        for city in cities:
            yield name.format(city), table
            if project.rent is not None:
                yield IN_PARK.format(name.format(city)), table
    for host, rates in project.return_rate.items():
        for home in rates:
            yield incubation_activity(host, home), "[project.return_rate]"


def incubation(scenario: Scenario, host: str, home: str) -> Incubation:
    """Values and uses of one project of a home incubated in a host, returning or staying.

    Beside its tax, what each city keeps of it once grants are adjusted (``keeps_of_tax``).
    """
    project = scenario.project
    if project is None:
        raise InvalidInput("[project]", Told("missing"), "given, since the deal opens a park")
    plant_mu = project.plant_mu.value
    return Incubation(
        floor=project.floor.value,
        rent=amount_of(project.rent),
        spillover=amount_of(project.spillover.get(host)),
        congestion_rd=amount_of(project.congestion_rd.get(host)),
        stay_tax=stay_tax(project, host),
        congestion_production=amount_of(project.congestion_production.get(host)),
        plant_tax=plant_tax(project),
        plant_land=plant_mu,
        plant_quota=plant_mu * amount_of(project.plant_quota),
        return_rate=amount_of(project.return_rate.get(host, {}).get(home)),
        keeps_of_stay_tax=scenario.keeps_of_tax(host),
        keeps_of_plant_tax=scenario.keeps_of_tax(home),
    )


def stay_tax(project: Project, host: str) -> Fraction:
    """The tax of one project that stays in its host, before grants are adjusted."""
    return amount_of(project.stay_tax.get(host))


def plant_tax(project: Project) -> Fraction:
    """The tax of one plant that came back, before grants are adjusted."""
    return project.plant_mu.value * project.tax_per_mu.value * project.local_share.value


def _use(kinds: Mapping[str, str], resource: str, amount: Fraction, site: str | None) -> Use:
    return Use(resource, amount, site if kinds[resource] == "bound" else None)


def _primitives(scenario: Scenario, kinds: Mapping[str, str]) -> list[Activity]:
    found = []
    for city, worth in scenario.build.items():
        uses = [
            _use(kinds, name, Fraction(1), city) for name in (QUOTA, "buildable") if name in kinds
        ]
        revenue = (Value(city, "land_revenue", worth.value),)
        found.append(Activity(build_activity(city), (city,), tuple(uses), revenue))
    project = scenario.project
    if project is None:
        return found
    one = (_use(kinds, "projects", Fraction(1), None),) if "projects" in kinds else ()
    for city in project.stay_tax:
        alone = incubation(scenario, city, city)
        values = (
            Value(city, "cash", alone.kept_stay_tax),
            Value(city, "spillover", alone.spillover),
            Value(city, "cost", -alone.congestion_rd - alone.congestion_production),
        )
        found.append(Activity(STAY.format(city), (city,), one, values))
    for city, worth in project.home_value.items():
        cash = (Value(city, "cash", worth.value * scenario.keeps_of_tax(city)),)
        found.append(Activity(HOME.format(city), (city,), one, cash))
    housed = set(project.stay_tax) | set(project.home_value) if project.rent is not None else set()
    housed &= _with_floor(scenario)
    found += [
        _in_park(project, activity)
        for activity in found[len(scenario.build) :]
        if housed.intersection(activity.sites)
    ]
    firms = firms_of(scenario)
    bonus = ZERO if firms is None else firms.bonus  # a group pays it to each that returns
    for host, rates in project.return_rate.items():
        for home in rates:
            each = incubation(scenario, host, home)
            found.append(_incubated(each, bonus, (host, home), kinds, one))
    return found


def _with_floor(scenario: Scenario) -> set[str]:
    """The cities that have floor, or may open a platform with floor."""
    sites = {p.site for p in scenario.platforms.values() if p.floor is not None and p.site}
    floor = scenario.resources.get(FLOOR)
    return sites | (set() if floor is None else set(floor.owned))


def _in_park(project: Project, activity: Activity) -> Activity:
    """A project that starts and stays in a city, in a park there: it needs no other city."""
    (city,), floor = activity.sites, project.floor.value
    return replace(
        activity,
        name=IN_PARK.format(activity.name),
        uses=(*activity.uses, Use(FLOOR, floor, city)),
        values=(*activity.values, Value(city, "cash", floor * amount_of(project.rent))),
    )


def firms_of(scenario: Scenario) -> FirmsChoice | None:
    """What firms earn in either place; ``None`` where it is not given."""
    firm = scenario.firm
    if firm is None:
        return None
    return firms_choice(
        firm.stay_hub.value, firm.return_small_city.value, firm.separation_cost.value
    )


def _incubated(
    each: Incubation,
    bonus: Fraction,
    places: tuple[str, str],
    kinds: Mapping[str, str],
    one: tuple[Use, ...],
) -> Activity:
    """One project that starts in the host; its share that returns is paid the bonus by the home."""
    (host, home), back, stays = places, each.return_rate, 1 - each.return_rate
    uses = [*one, Use(FLOOR, each.floor, host)]
    for resource, amount in (("factory_land", each.plant_land), (QUOTA, each.plant_quota)):
        if resource in kinds and back * amount:
            uses.append(_use(kinds, resource, back * amount, home))
    values = (
        Value(host, "cash", stays * each.kept_stay_tax + each.floor * each.rent),
        Value(host, "spillover", each.spillover),
        Value(host, "cost", -each.congestion_rd - stays * each.congestion_production),
        Value(home, "cash", back * (each.kept_plant_tax - bonus)),
    )
    return Activity(incubation_activity(host, home), places, tuple(uses), values)


def _escape_hatch(scenario: Scenario) -> list[Activity]:
    return [
        Activity(
            given.name,
            given.sites,
            tuple(Use(use.resource, use.value, use.site) for use in given.uses),
            tuple(
                Value(v.city, v.kind, -v.amount.value if v.kind == "cost" else v.amount.value)
                for v in given.values
            ),
            None if given.limit is None else given.limit.value,
        )
        for given in scenario.activities
    ]


def _platforms(scenario: Scenario, part: Parts) -> tuple[Platform, ...]:
    kinds, renewed, found = part(_kinds), part(_annuity).renewed, list[Platform]()
    for name, given in scenario.platforms.items():
        provides = [
            _use(kinds, resource, amount.value, given.site)
            for resource, amount in given.provides.items()
        ]
        if given.floor is not None:
            provides.append(Use(FLOOR, given.floor.value, given.site))
        if given.brings is not None and given.brings.value and "projects" in kinds:
            brought = given.brings.value
            if given.floor is not None and scenario.project is not None:
                each = scenario.project.floor.value
                brought = min(brought, given.floor.value / each) if each else brought
            provides.append(_use(kinds, "projects", brought, None))
        uses = []
        if given.occupies is not None:
            uses.append(_use(kinds, given.occupies, Fraction(1), given.site))
        once = amount_of(given.cost_one_off) * renewed
        found.append(
            Platform(
                name,
                given.site,
                once + scenario.yearly_cost(name),
                tuple(provides),
                tuple(uses),
                given.limit,
                once,
            )
        )
    return tuple(found)
