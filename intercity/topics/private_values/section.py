"""What a city alone knows: what a good, or a shared project, is worth to it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, Exact, Positive, Quantity, Share
from intercity.scenario.section import Section

__all__ = [
    "Benefit",
    "Information",
    "PossibleBenefit",
    "PrivateType",
    "Reservation",
    "Row",
    "SharedProject",
    "SignedRule",
    "Trader",
]


class PrivateType(Section):
    """One of the values that the others hold possible."""

    value: Annotated[Quantity, Label("a value that {0} may have")] = Field(
        description="worth of one unit, per year"
    )
    weight: Annotated[Positive, Label("how likely one of {0}'s values is")] = Field(
        description="how likely it is, relative to the others of the list"
    )


class Reservation(Section):
    """What one unit is worth to a city: known to all, in a range, or one of a list."""

    known: Annotated[Quantity | None, Label("what a unit is worth to {0}")] = Field(
        default=None, description="the value, if all know it"
    )
    lowest: Annotated[Quantity | None, Label("the least that a unit may be worth to {0}")] = Field(
        default=None, description="lowest value that the others hold possible, per unit and year"
    )
    highest: Annotated[Quantity | None, Label("the most that a unit may be worth to {0}")] = Field(
        default=None, description="highest value that the others hold possible"
    )
    steps: Annotated[StrictInt | None, Label("how many values the range of {0} has")] = Field(
        default=None,
        ge=2,
        le=200,
        description="into how many equally likely values the range is cut, where it is; left out: "
        "20, or fewer where many cities have ranges; 400 in a trade between two cities",
    )
    types: tuple[PrivateType, ...] = Field(
        default=(), description="the values that the others hold possible, one by one"
    )


class Trader(Reservation):
    """What one unit is worth to a city, and how many lots of it the city would buy or sell."""

    lots: Annotated[StrictInt, Label("how many lots {0} trades")] = Field(
        default=1, ge=1, le=20, description="how many times the amount it would buy or sell"
    )


class PossibleBenefit(PrivateType):
    """One of the values of a shared project that the others hold possible."""

    value: Annotated[Quantity, Label("a value that the project may have to {0}")] = Field(
        description="worth of the project, per year"
    )


class Benefit(Reservation):
    """What a shared project is worth to a city: known to all, in a range, or one of a list."""

    known: Annotated[Quantity | None, Label("what the project is worth to {0}")] = Field(
        default=None, description="the value, if all know it"
    )
    lowest: Annotated[Quantity | None, Label("the least that the project may be worth to {0}")] = (
        Field(default=None, description="lowest value that the others hold possible, per year")
    )
    highest: Annotated[Quantity | None, Label("the most that the project may be worth to {0}")] = (
        Field(default=None, description="highest value that the others hold possible")
    )
    types: tuple[PossibleBenefit, ...] = Field(
        default=(), description="the values that the others hold possible, one by one"
    )


class SharedProject(Section):
    """Something that cities would have together, each alone knowing what it is worth to it."""

    name: Annotated[str, Label("what they would pay for together")] = Field(
        default="the project", min_length=1, description="what it is, in words"
    )
    cost_one_off: Annotated[Amount | None, Label("the cost of the project")] = Field(
        default=None, description="its cost, paid once"
    )
    cost_per_year: Annotated[Amount | None, Label("the yearly cost of the project")] = Field(
        default=None, description="its cost, each year"
    )
    members: Mapping[str, Benefit] = Field(
        description="by city what having it is worth to it, per year; below 0 where it does harm"
    )


class Row(Section):
    """When there is a deal: at one report of the buyer and one of the seller."""

    value: Annotated[Exact, Label("the buyer's report of a deal", numbered=True)] = Field(
        description="what the buyer reports that a unit is worth to it"
    )
    cost: Annotated[Exact, Label("the seller's report of a deal", numbered=True)] = Field(
        description="what the seller reports that a unit is worth to it"
    )
    chance: Annotated[Exact, Label("the chance of a deal", numbered=True)] = Field(
        default_factory=lambda: Fraction(1),
        description="how likely there is a deal, from 0 to 1; 1 if left out",
    )
    price: Annotated[Exact | None, Label("the price of a deal", numbered=True)] = Field(
        default=None,
        description="price per unit and year of such a deal; left out in all rows: each pays by "
        "its report, on average what makes honesty best",
    )


class SignedRule(Section):
    """The rule by which the cities have agreed to trade, or to build: one of these."""

    price: Annotated[Quantity | None, Label("the posted price")] = Field(
        default=None, description="a trade: a posted price per unit and year, at which who likes"
    )
    least_gain: Annotated[Amount | None, Label("the least gain of a deal")] = Field(
        default=None,
        description="one buyer and one seller: sealed reports, and a deal iff the value exceeds "
        "the cost by so much a unit; each pays by its report, on average what makes honesty best",
    )
    k: Annotated[Share | None, Label("where the price of a double auction lies")] = Field(
        default=None,
        description="one buyer and one seller: sealed offers, and a deal iff the bid is at least "
        "the ask, at a price that is so far from the ask to the bid (1/2: half-way)",
    )
    deals: tuple[Row, ...] = Field(
        default=(),
        description="one buyer and one seller of lists: sealed reports, and a deal at these pairs "
        "of them; at others there is none",
    )
    shares: Annotated[Mapping[str, Quantity], Label("{0}'s share of the project")] = Field(
        default={},
        description="a shared project: what each member pays a year (below 0: gets) if it is "
        "built, which it is if all agree",
    )
    by: Annotated[
        (
            Literal[
                "best voluntary rule",
                "balanced double auction",
                "McAfee's double auction",
                "trade reduction",
                "VCG",
                "Clarke pivot",
                "expected externality",
                "VCG with a veto",
            ]
            | None
        ),
        Label("the rule that is signed"),
    ] = Field(
        default=None,
        description="a rule by its name: the best voluntary rule; of an exchange the auctions and "
        "VCG; of a shared project Clarke's pivot, expected externality (with yearly sums between "
        "members, if they leave nobody with a loss) and VCG with a veto",
    )
    run_by: Annotated[str | None, Label("who runs the rule")] = Field(
        default=None,
        min_length=1,
        pattern=r"\S",
        description="who takes the reports, and sees to it that they decide: no city that takes "
        "part; needed but for a price and for shares",
    )

    @property
    def rules(self) -> tuple[str, ...]:
        """Which rules are given, by key; one is right."""
        return tuple(
            key
            for key in ("price", "least_gain", "k", "deals", "shares", "by")
            if getattr(self, key) not in (None, (), {})
        )


class Information(Section):
    """A trade, or a shared project, of which a city alone knows what it is worth to it.

    A trade has one ``buyer`` and one ``seller``, or several ``buyers`` and ``sellers``.
    """

    buyer: Annotated[str | None, Label("the buyer")] = Field(
        default=None, description="the city that would get the good, and pay"
    )
    seller: Annotated[str | None, Label("the seller")] = Field(
        default=None, description="the city that has it"
    )
    good: Annotated[str, Label("what would change hands")] = Field(
        default="the good", description="what would change hands: a resource, or words"
    )
    amount: Annotated[Amount | None, Label("the units that would change hands")] = Field(
        default=None,
        description="units of it; left out: what the deal hands over of it, else one; with several "
        "buyers and sellers: what each of them buys or sells, times its lots (one if left out)",
    )
    value: Annotated[Reservation | None, Label("the buyer")] = Field(
        default=None, description="what one unit is worth to the buyer, per year"
    )
    cost: Annotated[Reservation | None, Label("the seller")] = Field(
        default=None, description="what one unit is worth to the seller if it keeps it, per year"
    )
    buyers: Mapping[str, Trader] = Field(
        default={}, description="by city that would buy what one unit is worth to it, per year"
    )
    sellers: Mapping[str, Trader] = Field(
        default={},
        description="by city that would sell what one unit is worth to it if kept",
    )
    project: SharedProject | None = Field(
        default=None, description="in place of a trade: a project whose cost cities would share"
    )
    rule: SignedRule | None = Field(
        default=None, description="the rule that is signed; left out: the best is asked for"
    )
