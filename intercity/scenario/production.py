"""What cities own and can do: resources, platforms, the project, firms and activities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictInt, Tag

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, ByCity, Quantity, Share
from intercity.scenario.section import Section

__all__ = ["Activity", "Exchange", "Firm", "Platform", "Project", "Resource", "Use", "Value"]


def _how_cap_is_given(raw: object) -> str:
    number = not isinstance(raw, Mapping) or not {"v", "src", "low", "high"}.isdisjoint(raw)
    return "a number" if number else "by city"


class Exchange(Section):
    """An outside market for a tradable resource, such as the province's quota exchange."""

    buy_one_off: Annotated[Amount, Label("the buying price of {0}")] = Field(
        description="price paid once per unit bought"
    )
    sell_one_off: Annotated[Amount, Label("the selling price of {0}")] = Field(
        description="price received once per unit sold"
    )
    cap: Annotated[
        Annotated[Mapping[str, Amount], Tag("by city"), Label("the cap on trade in {0} of {1}")]
        | Annotated[Amount, Tag("a number"), Label("the cap on trade in {0}")],
        Discriminator(_how_cap_is_given),
    ] = Field(
        description="units that a city may buy, and may sell: a number for each city that owns the "
        "resource or can use it, or a table by city"
    )


class Resource(Section):
    """Something scarce: everything scarce has an owner, or a named rule for who draws on it."""

    kind: Annotated[Literal["tradable", "bound", "common"], Label("the kind of {0}")] = Field(
        description="tradable (a deal may move it), bound (to its city), or common (a pool)"
    )
    unit: Annotated[str, Label("the unit of {0}")] = Field(
        default="units", description="what is counted: mu, projects, sites"
    )
    owned: Annotated[AmountByCity, Label("the {0} that {1} owns")] = Field(
        default={}, description="units that each city owns"
    )
    exchange: Exchange | None = Field(
        default=None, description="the outside market of a tradable resource"
    )
    amount: Annotated[Amount | None, Label("the pool of {0}")] = Field(
        default=None, description="units in a common pool"
    )
    conjecture: Annotated[
        Literal["stay_home", "residual", "race"] | None,
        Label("what outsiders do with the pool of {0}"),
    ] = Field(default=None, description="what outsiders are thought to do with a common pool")


class Platform(Section):
    """A park or an office: a fixed cost, all or nothing, that opens a capacity."""

    site: Annotated[str | None, Label("the site of {0}")] = Field(
        default=None, description="the city where it stands, if it has a site"
    )
    occupies: Annotated[str | None, Label("what {0} occupies")] = Field(
        default=None, description="the bound resource of which it takes one unit at its site"
    )
    cost_one_off: Annotated[Amount | None, Label("the cost of {0}")] = Field(
        default=None, description="fixed cost, paid once"
    )
    cost_per_year: Annotated[Amount | None, Label("the yearly cost of {0}")] = Field(
        default=None, description="fixed cost, each year"
    )
    floor: Annotated[Amount | None, Label("the floor of {0}")] = Field(
        default=None, description="floor area that it opens, 1,000 m2"
    )
    brings: Annotated[Amount | None, Label("the projects that {0} brings")] = Field(
        default=None, description="projects that come from outside the region if it opens"
    )
    provides: Annotated[AmountByCity, Label("the {1} that {0} provides")] = Field(
        default={}, description="units that it opens of any other resource of [resources]"
    )
    limit: Annotated[StrictInt, Label("how often {0} can be opened")] = Field(
        default=1, ge=1, description="how often it can be opened"
    )


class Project(Section):
    """What one project (a firm with R&D in a hub, production here or there) uses and brings."""

    floor: Annotated[Amount, Label("the floor of one project")] = Field(
        description="floor area of one project's R&D, 1,000 m2"
    )
    tax_per_mu: Annotated[Amount, Label("gross tax per mu")] = Field(
        description="GROSS tax per mu of plant and year, all levels"
    )
    local_share: Annotated[Share, Label("the share of tax that cities keep")] = Field(
        description="the share of gross tax that the city keeps (tax_per_mu is gross; "
        "the rest is central and provincial)"
    )
    plant_mu: Annotated[Amount, Label("land of one plant")] = Field(
        description="land of one plant that comes back, mu"
    )
    plant_quota: Annotated[Amount | None, Label("new quota per mu of plant")] = Field(
        default=None,
        description="new quota per mu of plant: 0 if factory land is converted already",
    )
    rent: Annotated[Amount | None, Label("the rent of parks")] = Field(
        default=None, description="rent per 1,000 m2 of platform floor and year"
    )
    stay_tax: Annotated[AmountByCity, Label("tax of a project that stays in {0}")] = Field(
        description="tax that the hub keeps from one project that stays there, per year"
    )
    spillover: Annotated[ByCity, Label("the spillover of a project in {0}")] = Field(
        default={}, description="worth of one project's R&D to its site per year; not cash"
    )
    congestion_rd: Annotated[AmountByCity, Label("congestion by R&D in {0}")] = Field(
        default={}, description="cost of one more project's R&D at its site, per year"
    )
    congestion_production: Annotated[AmountByCity, Label("congestion by production in {0}")] = (
        Field(default={}, description="cost of one more project that also produces there, per year")
    )
    home_value: Annotated[ByCity, Label("the worth of a project at home in {0}")] = Field(
        default={}, description="worth of a project with R&D and production in the small city"
    )
    return_rate: Annotated[
        Mapping[str, Mapping[str, Share]], Label("the return rate from {0} to {1}")
    ] = Field(
        description="share of enclave projects whose production comes back: hub, then small city"
    )


class Firm(Section):
    """Private profit of one mature project per year, by place of production, R&D in the hub."""

    stay_hub: Annotated[Quantity, Label("a plant's profit in the hub")] = Field(
        description="profit if production stays in the hub"
    )
    return_small_city: Annotated[Quantity, Label("a plant's profit in the small city")] = Field(
        description="profit if production goes to the small city, before separation_cost"
    )
    separation_cost: Annotated[Amount, Label("a firm's cost of two sites")] = Field(
        description="cost of two teams in two cities"
    )


class Use(Section):
    """What one unit of an activity takes of a resource."""

    resource: Annotated[str, Label("what '{0}' uses")] = Field(
        description="one of [resources], or the floor of platforms"
    )
    amount: Annotated[Amount | None, Label("the {1} for '{0}'")] = Field(
        default=None, description="units per unit of activity; left out: one, by definition"
    )
    site: Annotated[str | None, Label("where '{0}' uses {1}")] = Field(
        default=None, description="the city whose bound resource is used; left out: pooled"
    )

    @property
    def called(self) -> tuple[str, ...]:
        """The resource, for the label of its amount."""
        resource = self.resource.replace("_", " ")
        return (resource if self.site is None else f"{resource} of {self.site}",)

    @property
    def value(self) -> Fraction:
        """Units of the resource per unit of activity."""
        return Fraction(1) if self.amount is None else self.amount.value


class Value(Section):
    """What one unit of an activity is worth to one of the cities at its sites, per year."""

    city: Annotated[str, Label("to whom '{0}' gives {2}")] = Field(
        description="one of the activity's sites"
    )
    kind: Annotated[
        Literal["cash", "land_revenue", "spillover", "indicator", "cost"],
        Label("what '{0}' gives {1}"),
    ] = Field(description="only cash can be shared by a tax rule; a cost counts against the city")
    amount: Annotated[Quantity, Label("the {2} for {1} from '{0}'")] = Field(
        description="worth per unit of activity and year"
    )

    @property
    def called(self) -> tuple[str | Label, ...]:
        """The city and the kind, for the label of its amount."""
        return self.city, Label(self.kind.replace("_", " "))


class Activity(Section):
    """Something that cities can do: for what the primitives of [project] and [build] cannot say."""

    name: Annotated[str, Label("the name of '{0}'")] = Field(
        min_length=1, description="how it is printed"
    )
    sites: Annotated[tuple[str, ...], Label("the sites of '{0}'")] = Field(
        min_length=1, description="the cities that must all take part"
    )
    uses: tuple[Use, ...] = Field(default=(), description="resources per unit of activity")
    values: tuple[Value, ...] = Field(min_length=1, description="worth per unit of activity")
    limit: Annotated[Amount | None, Label("the limit on '{0}'")] = Field(
        default=None, description="at most so many units"
    )

    @property
    def called(self) -> tuple[str, ...]:
        """Its name, for the labels of its numbers."""
        return (self.name,)
