"""A province, and what each way of bringing innovation to its small cities costs and brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, ByCity, Positive, Share
from intercity.scenario.section import Section

__all__ = ["Corridor", "Grid", "Levels", "Paths", "PointHub"]


class Corridor(Section):
    """A line of cities, built from its head as far as it is worth it."""

    line: Annotated[tuple[str, ...], Label("the cities of the corridor compared")] = Field(
        min_length=2, description="the cities, from the head on"
    )
    link: Annotated[AmountByCity, Label("the cost of the link {0}")] = Field(
        description='cost of a link per year, by pair: "A, B"'
    )
    spillover: Annotated[Amount, Label("what spills over of a project in a hub")] = Field(
        description="what a project in a hub would bring a city of the line at no distance"
    )
    decay: Annotated[Share, Label("the share that each link passes on")] = Field(
        description="share of it that each link passes on"
    )


class Levels(Section):
    """Zones of cooperation, by how advanced cities are."""

    level: Annotated[AmountByCity, Label("how advanced {0} is")] = Field(
        min_length=1, description="how advanced a city is, in units of its own"
    )
    complementarity: Annotated[Amount, Label("how levels complement each other")] = Field(
        description="a of a partner's worth a l_i l_j + b max(0, l_j - l_i) - c"
    )
    learning: Annotated[Amount, Label("what is learned of the more advanced")] = Field(
        description="b of the same"
    )
    cost: Annotated[Amount, Label("what each partner costs")] = Field(description="c of the same")
    largest: Annotated[
        Annotated[StrictInt, Field(ge=1)] | None, Label("the most members of a zone compared")
    ] = Field(default=None, description="the most members of a zone; no limit if left out")


class PointHub(Section):
    """One large research facility, at one of the hubs."""

    cost: Annotated[AmountByCity, Label("the cost of a facility in {0}")] = Field(
        min_length=1, description="cost per year of the facility in each hub where it could be"
    )
    worth: Annotated[Amount, Label("what the facility is worth at full fit")] = Field(
        description="what it is worth to a city that fits its hub in full, per year"
    )
    capacity: Annotated[
        Annotated[StrictInt, Field(ge=1)], Label("how many cities the facility can serve")
    ] = Field(description="how many cities it can serve")


class Grid(Section):
    """Two assumed numbers, each moved over its range in equal steps."""

    across: Annotated[str, Label("the number that changes from column to column")] = Field(
        description="the key of the number that changes from column to column"
    )
    down: Annotated[str, Label("the number that changes from row to row")] = Field(
        description="the key of the number that changes from row to row"
    )
    columns: Annotated[
        Annotated[StrictInt, Field(ge=2, le=20)], Label("the columns of the grid")
    ] = Field(description="how many columns")
    rows: Annotated[Annotated[StrictInt, Field(ge=2, le=20)], Label("the rows of the grid")] = (
        Field(description="how many rows")
    )


class Paths(Section):
    """Projects that choose a city, parks of other cities in hubs, and what else could be built."""

    small: Annotated[tuple[str, ...], Label("the cities to be reached")] = Field(
        min_length=1, description="the cities to be reached"
    )
    centre: Annotated[str, Label("the single centre")] = Field(
        description="the hub of all parks, if there is a single centre"
    )
    room: Annotated[
        Mapping[str, Annotated[StrictInt, Field(ge=0)]], Label("how many parks {0} has room for")
    ] = Field(min_length=1, description="the hubs: how many parks each has room for")
    projects: Annotated[AmountByCity, Label("the projects of {0}")] = Field(
        description="projects that are in each city at the start, and may move"
    )
    earns: Annotated[ByCity, Label("what the first project in {0} earns")] = Field(
        description="what a project earns in a city that is empty, per year"
    )
    crowding: Annotated[Mapping[str, Positive], Label("what each more takes in {0}")] = Field(
        description="what each more project in a city takes from each there"
    )
    brings: Annotated[Amount, Label("what a project brings the city where it is")] = Field(
        description="taxes and the like that a project brings the city where it is"
    )
    returning: Annotated[Share, Label("the share of park projects that return")] = Field(
        description="share of the projects in a park that go on to the park's city to produce"
    )
    returned: Annotated[Amount, Label("what a project that returns brings")] = Field(
        description="what a project that returns brings the park's city at full fit, per year"
    )
    fit: Annotated[Mapping[str, Mapping[str, Share]], Label("how projects of {1} fit {0}")] = Field(
        min_length=1, description="for each city that would have a park: how hubs fit it"
    )
    open: Annotated[Share, Label("the share of projects that parks take in")] = Field(
        description="share of the projects in a hub that are in parks, if there are any"
    )
    taste: Annotated[Positive, Label("how differently projects judge parks")] = Field(
        description="mu of the race: the smaller, the more a subsidy decides"
    )
    park: Annotated[AmountByCity, Label("the cost of the park of {0}")] = Field(
        default={}, description="what its park costs a city per year; 0 if left out"
    )
    fee: Annotated[AmountByCity, Label("what {0} gives the hub of its park")] = Field(
        default={}, description="what it gives the hub for its park, per year; 0 if left out"
    )
    cap: Annotated[AmountByCity, Label("the largest subsidy of {0}")] = Field(
        default={}, description="the most that a city may pay a project; no limit if left out"
    )
    corridor: Corridor | None = Field(default=None, description="a science corridor")
    zone: Levels | None = Field(default=None, description="zones of cooperation")
    point_hub: PointHub | None = Field(default=None, description="a large research facility")
    grid: Grid | None = Field(default=None, description="two numbers to be moved over a grid")
