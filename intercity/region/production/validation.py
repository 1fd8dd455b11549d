"""What cities own and can do: resources, platforms, the project and activities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from intercity.region.production.builder import primitives_named
from intercity.scenario.errors import Keys, Violation, missing
from intercity.scenario.names import unknown_cities, unknown_city, unknown_names, unlike_members
from intercity.scenario.production import Use
from intercity.scenario.quantity import toml_text

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = [
    "activities_violations",
    "names_violations",
    "platforms_violations",
    "project_violations",
    "resources_violations",
]


def resources_violations(s: Scenario) -> Iterator[Violation]:
    """Owners that exist, and conjectures only where a pool has no owner."""
    for name, resource in s.resources.items():
        keys: Keys = ("resources", name)
        if name == "floor":
            yield Violation(keys, "given", "called otherwise (floor is what platforms open)")
        yield from unknown_cities(s, (*keys, "owned"), resource.owned)
        if resource.kind == "common":
            if resource.amount is None:
                yield missing((*keys, "amount"), "the units in the common pool")
            if resource.conjecture is None:
                yield missing(
                    (*keys, "conjecture"),
                    "stay_home, residual or race: what outsiders do with a common pool",
                )
            if resource.owned:
                yield Violation(
                    (*keys, "owned"),
                    "given for a common pool",
                    "left out, or kind should be tradable or bound",
                )
        else:
            for field in ("amount", "conjecture"):
                if getattr(resource, field) is not None:
                    yield Violation(
                        (*keys, field),
                        f"given for a {resource.kind} resource",
                        "left out (only a common pool has it; others are owned)",
                    )
        exchange = resource.exchange
        if exchange is not None:
            if resource.kind != "tradable":
                yield Violation(
                    (*keys, "exchange"),
                    f"given for a {resource.kind} resource",
                    "left out, or kind should be tradable",
                )
            if isinstance(exchange.cap, Mapping):
                yield from unknown_cities(s, (*keys, "exchange", "cap"), exchange.cap)
            if exchange.sell_one_off.value > exchange.buy_one_off.value:
                yield Violation(
                    (*keys, "exchange", "sell_one_off"),
                    toml_text(exchange.sell_one_off.value),
                    f"at most buy_one_off, {toml_text(exchange.buy_one_off.value)} (else "
                    "everybody buys in order to sell)",
                )


def platforms_violations(s: Scenario) -> Iterator[Violation]:
    """Sites and resources of platforms exist."""
    for name, platform in s.platforms.items():
        keys: Keys = ("platforms", name)
        yield from unknown_city(s, (*keys, "site"), platform.site)
        if (platform.cost_one_off is None) == (platform.cost_per_year is None):
            both = platform.cost_one_off is not None
            what = "the fixed cost, as either cost_one_off or cost_per_year"
            where = (*keys, "cost_one_off")
            yield Violation(where, "given twice", what) if both else missing(where, what)
        if platform.floor is None and not platform.provides:
            yield missing((*keys, "floor"), "what the platform opens (floor or provides)")
        if platform.floor is not None and platform.site is None:
            yield missing((*keys, "site"), "the city where the floor is")
        yield from unknown_names((*keys, "provides"), platform.provides, s.resources, "resource")
        for resource in platform.provides:
            kind = s.resources[resource].kind if resource in s.resources else None
            if kind == "bound" and platform.site is None:
                yield missing((*keys, "site"), f"the city whose {resource} it adds to")
        if platform.occupies is not None:
            bound = [key for key, r in s.resources.items() if r.kind == "bound"]
            yield from unknown_names(
                (*keys, "occupies"), [platform.occupies], bound, "bound resource", as_value=True
            )
            if platform.site is None:
                yield missing((*keys, "site"), f"the city of the {platform.occupies}")
        if platform.brings is not None and "projects" not in s.resources:
            yield missing(("resources", "projects"), f"given ({name} brings projects)")


def project_violations(s: Scenario) -> Iterator[Violation]:
    """What a project needs is there: its resources, its sites, its rates."""

    def needs(table: str, *resources: str) -> Iterator[Violation]:
        for resource in resources:
            if resource not in s.resources:
                yield missing(("resources", resource), f"given, since [{table}] uses it")

    if s.build:
        yield from unknown_cities(s, ("build",), s.build)
        yield from needs("build", "buildable", "quota")
    project = s.project
    if project is None:
        if s.firm is not None:
            yield missing(("project",), "given, since [firm] says where projects produce")
        return
    yield from needs("project", "projects", "factory_land")
    if project.plant_quota is not None:
        yield from needs("project", "quota")
    for field in ("stay_tax", "spillover", "congestion_rd", "congestion_production", "home_value"):
        yield from unknown_cities(s, ("project", field), getattr(project, field))
    for hub, rates in project.return_rate.items():
        yield from unknown_cities(s, ("project", "return_rate"), [hub])
        yield from unknown_cities(s, ("project", "return_rate", hub), rates)
        if hub in rates:
            yield Violation(
                ("project", "return_rate", hub, hub), "a return from the hub to itself", "left out"
            )
        if hub not in project.stay_tax:
            yield missing(
                ("project", "stay_tax", hub),
                "the tax kept from a project that stays, for every hub of return_rate",
            )


def activities_violations(s: Scenario) -> Iterator[Violation]:
    """Activities have names of their own, sites and resources that exist."""
    names = [activity.name for activity in s.activities]
    for i, activity in enumerate(s.activities):
        keys: Keys = ("activities", i)
        if activity.name in names[:i]:
            found = f"{toml_text(activity.name)}, as of #{names.index(activity.name) + 1}"
            yield Violation((*keys, "name"), found, "a name of its own")
        yield from unlike_members((*keys, "sites"), activity.sites, s.players, "city")
        for j, use in enumerate(activity.uses):
            yield from _use(s, (*keys, "uses", j), use, activity.sites)
        for j, value in enumerate(activity.values):
            here: Keys = (*keys, "values", j)
            yield from unknown_names(
                (*here, "city"), [value.city], activity.sites, "site of it", as_value=True
            )
            if value.kind == "cost" and value.amount.value < 0:
                shown = toml_text(value.amount.value)
                yield Violation((*here, "amount"), shown, "0 or more: a cost is subtracted")
        if not activity.uses and activity.limit is None:
            yield missing((*keys, "limit"), "given, since the activity uses nothing scarce")


def names_violations(s: Scenario) -> Iterator[Violation]:
    """No two things have one name in a program: resources in cities, or what can be done.

    Activities that are called the same are told with the others of their table.
    """
    of_cities = {
        f"{name} at {city}": f"the {name} of {city}"
        for name, resource in [*s.resources.items(), ("floor", None)]
        if resource is None or resource.kind == "bound"
        for city in s.players
    }
    for name in s.resources:
        if name in of_cities:
            right = f"called otherwise ({of_cities[name]} is called so)"
            yield Violation(("resources", name), "given", right)
    known: dict[str, str] = {}
    for name, resource in s.resources.items():
        if resource.exchange is not None:
            known |= dict.fromkeys((f"buy {name}", f"sell {name}"), f"trade in {name}")
    for name, table in primitives_named(s):
        known.setdefault(name, f"an activity of {table}")
    for name in s.platforms:
        if name in known:
            right = f"called otherwise ({known[name]} is called so)"
            yield Violation(("platforms", name), "given", right)
        known.setdefault(name, f"[platforms.{name}]")
    for i, activity in enumerate(s.activities):
        if activity.name in known:
            found = f"{toml_text(activity.name)}, as {known[activity.name]} is called"
            yield Violation(("activities", i, "name"), found, "a name of its own")


def _use(s: Scenario, keys: Keys, use: Use, sites: tuple[str, ...]) -> Iterator[Violation]:
    known = [*s.resources, *(["floor"] if any(p.floor for p in s.platforms.values()) else [])]
    yield from unknown_names((*keys, "resource"), [use.resource], known, "resource", as_value=True)
    if use.site is not None:
        yield from unknown_names((*keys, "site"), [use.site], sites, "site of it", as_value=True)
    if use.resource in s.resources:
        bound = s.resources[use.resource].kind == "bound"
    else:
        bound = use.resource == "floor"
    if use.resource in known:
        if bound and use.site is None:
            yield missing((*keys, "site"), f"the city whose {use.resource} is used")
        if not bound and use.site is not None:
            yield Violation(
                (*keys, "site"), toml_text(use.site), f"left out, since {use.resource} is pooled"
            )
