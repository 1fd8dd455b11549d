"""The sections of a scenario file: what an analyst can say about a region and a deal.

Each class is one table of the file, each field one key, described in the words of the editor's
completion (``intercity schema``). Money is what the city *keeps* per year, in the scenario's unit;
keys that end in ``_one_off`` are paid once, and are spread over [time] as an annuity.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, StrictInt, Tag

from intercity.quantity import (
    Amount,
    Count,
    Discount,
    Exact,
    InnerShare,
    Positive,
    Quantity,
    Share,
    Tenure,
)

__all__ = [
    "Activity",
    "Bargaining",
    "City",
    "Clubs",
    "Compact",
    "Exchange",
    "Firm",
    "GivenGame",
    "Information",
    "Limits",
    "Operator",
    "Pairing",
    "Platform",
    "PlatformTerms",
    "PrivateType",
    "Project",
    "Province",
    "Refund",
    "Reservation",
    "Resource",
    "Screening",
    "Section",
    "SharedProject",
    "Statistics",
    "Subsidies",
    "Time",
    "Trader",
    "Transfer",
    "Use",
    "Value",
    "members",
]

ByCity = Mapping[str, Quantity]
AmountByCity = Mapping[str, Amount]


class Section(BaseModel):
    """A table of the file: frozen, and without keys that nobody would read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Time(Section):
    """How long the deal is looked at, and what a year's delay costs."""

    base_year: StrictInt | None = Field(
        default=None, description="the year that is year 0, and whose prices are used"
    )
    horizon: Count = Field(description="years that the deal is looked at")
    interest: Amount = Field(
        description="real interest rate per year, at which one-off amounts become yearly ones"
    )


class City(Section):
    """A city: a player."""

    role: str = Field(default="", description="what the city is in the deal; text only")
    discount: Discount | None = Field(
        default=None, description="the city's discount factor: what 1 next year is worth today"
    )
    tenure: Tenure | None = Field(
        default=None,
        description="years an official stays; the effective discount factor is "
        "discount * (1 - 1 / tenure)",
    )


class Exchange(Section):
    """An outside market for a tradable resource, such as the province's quota exchange."""

    buy_one_off: Amount = Field(description="price paid once per unit bought")
    sell_one_off: Amount = Field(description="price received once per unit sold")
    cap: Amount = Field(description="units that one city may buy, and may sell")


class Resource(Section):
    """Something scarce: everything scarce has an owner, or a named rule for who draws on it."""

    kind: Literal["tradable", "bound", "common"] = Field(
        description="tradable (a deal may move it), bound (to its city), or common (a pool)"
    )
    unit: str = Field(default="units", description="what is counted: mu, projects, sites")
    owned: AmountByCity = Field(default={}, description="units that each city owns")
    exchange: Exchange | None = Field(
        default=None, description="the outside market of a tradable resource"
    )
    amount: Amount | None = Field(default=None, description="units in a common pool")
    conjecture: Literal["stay_home", "residual", "race"] | None = Field(
        default=None, description="what outsiders are thought to do with a common pool"
    )


class Platform(Section):
    """A park or an office: a fixed cost, all or nothing, that opens a capacity."""

    site: str | None = Field(default=None, description="the city where it stands, if it has a site")
    occupies: str | None = Field(
        default=None, description="the bound resource of which it takes one unit at its site"
    )
    cost_one_off: Amount | None = Field(default=None, description="fixed cost, paid once")
    cost_per_year: Amount | None = Field(default=None, description="fixed cost, each year")
    floor: Amount | None = Field(default=None, description="floor area that it opens, 1,000 m2")
    brings: Amount | None = Field(
        default=None, description="projects that come from outside the region if it opens"
    )
    provides: AmountByCity = Field(
        default={}, description="units that it opens of any other resource of [resources]"
    )
    limit: StrictInt = Field(default=1, ge=1, description="how often it can be opened")


class Project(Section):
    """What one project (a firm with R&D in a hub, production here or there) uses and brings."""

    floor: Amount = Field(description="floor area of one project's R&D, 1,000 m2")
    tax_per_mu: Amount = Field(description="GROSS tax per mu of plant and year, all levels")
    local_share: Share = Field(
        description="the share of gross tax that the city keeps (tax_per_mu is gross; "
        "the rest is central and provincial)"
    )
    plant_mu: Amount = Field(description="land of one plant that comes back, mu")
    plant_quota: Amount | None = Field(
        default=None,
        description="new quota per mu of plant: 0 if factory land is converted already",
    )
    rent: Amount | None = Field(
        default=None, description="rent per 1,000 m2 of platform floor and year"
    )
    stay_tax: AmountByCity = Field(
        description="tax that the hub keeps from one project that stays there, per year"
    )
    spillover: ByCity = Field(
        default={}, description="worth of one project's R&D to its site per year; not cash"
    )
    congestion_rd: AmountByCity = Field(
        default={}, description="cost of one more project's R&D at its site, per year"
    )
    congestion_production: AmountByCity = Field(
        default={}, description="cost of one more project that also produces there, per year"
    )
    home_value: ByCity = Field(
        default={}, description="worth of a project with R&D and production in the small city"
    )
    return_rate: Mapping[str, Mapping[str, Share]] = Field(
        description="share of enclave projects whose production comes back: hub, then small city"
    )


class Firm(Section):
    """Private profit of one mature project per year, by place of production, R&D in the hub."""

    stay_hub: Quantity = Field(description="profit if production stays in the hub")
    return_small_city: Quantity = Field(
        description="profit if production goes to the small city, before separation_cost"
    )
    separation_cost: Amount = Field(description="cost of two teams in two cities")


class Use(Section):
    """What one unit of an activity takes of a resource."""

    resource: str = Field(description="one of [resources], or the floor of platforms")
    amount: Amount | None = Field(
        default=None, description="units per unit of activity; left out: one, by definition"
    )
    site: str | None = Field(
        default=None, description="the city whose bound resource is used; left out: pooled"
    )

    @property
    def value(self) -> Fraction:
        """Units of the resource per unit of activity."""
        return Fraction(1) if self.amount is None else self.amount.value


class Value(Section):
    """What one unit of an activity is worth to one of the cities at its sites, per year."""

    city: str = Field(description="one of the activity's sites")
    kind: Literal["cash", "land_revenue", "spillover", "indicator", "cost"] = Field(
        description="only cash can be shared by a tax rule; a cost counts against the city"
    )
    amount: Quantity = Field(description="worth per unit of activity and year")


class Activity(Section):
    """Something that cities can do: for what the primitives of [project] and [build] cannot say."""

    name: str = Field(min_length=1, description="how it is printed")
    sites: tuple[str, ...] = Field(min_length=1, description="the cities that must all take part")
    uses: tuple[Use, ...] = Field(default=(), description="resources per unit of activity")
    values: tuple[Value, ...] = Field(min_length=1, description="worth per unit of activity")
    limit: Amount | None = Field(default=None, description="at most so many units")


class PlatformTerms(Section):
    """Who carries a platform in the deal."""

    paid_by: str = Field(description="the member that pays for it")
    rent_to: str = Field(description="the member that gets the rent")


class Transfer(Section):
    """A resource that changes hands."""

    resource: str = Field(description="the resource that is handed over")
    giver: str = Field(alias="from", description="the member that gives")
    receiver: str = Field(alias="to", description="the member that gets")
    amount: Amount = Field(description="units handed over")
    price_one_off: Amount | None = Field(
        default=None,
        description="price per unit, paid once by who gets, when it is handed over; left out: "
        "barter",
    )
    when: StrictInt = Field(default=0, ge=0, description="the year in which it is handed over")
    reversible: StrictBool = Field(
        description="true if it goes back when the deal breaks, and its price with it"
    )


class Refund(Section):
    """An intergovernmental tax refund: the host returns part of the tax it collects."""

    base: Literal["stay_tax", "return_tax", "rent"] = Field(
        description="what is shared: stay_tax (park projects that stay in the hub), return_tax "
        "(plants that came back) or rent"
    )
    payer: str = Field(alias="from", description="the member that pays")
    receiver: str = Field(alias="to", description="the member that gets")
    share: Share = Field(description="share of the base that is paid")
    years: tuple[StrictInt, StrictInt] = Field(description="first and last year of payment")
    enforceable: StrictBool = Field(description="false if it is a promise that no court enforces")


class Limits(Section):
    """What the law lets cities sign."""

    tax_share: tuple[Exact, Exact] = Field(
        default=(Fraction(0), Fraction(1)), description="least and largest share in a refund"
    )
    side_payment: Amount | None = Field(
        default=None, description="largest cash payment between city budgets, per year"
    )


class Bargaining(Section):
    """How the members would bargain over a clause that is left open."""

    weights: Mapping[str, Exact] = Field(
        default={}, description="bargaining power of a member; 1 where it is not given"
    )


class Compact(Section):
    """The deal on the table."""

    members: tuple[str, ...] = Field(min_length=2, description="the cities that sign")
    platforms: Mapping[str, PlatformTerms] = Field(
        default={}, description="platforms that the deal opens, and who carries them"
    )
    projects: Amount | None = Field(default=None, description="projects that the park admits")
    transfer: tuple[Transfer, ...] = Field(default=(), description="resources that change hands")
    refund: tuple[Refund, ...] = Field(default=(), description="tax refunds and shares")
    limits: Limits = Field(default=Limits(), description="what the law lets cities sign")
    bargaining: Bargaining = Field(
        default=Bargaining(), description="how the members would bargain over an open clause"
    )


class Province(Section):
    """What stands above the cities."""

    consent: tuple[Literal["quota transfer", "change of pairing"], ...] = Field(
        default=(), description="acts that need its consent: a group that needs one cannot block"
    )
    pairs: tuple[tuple[str, str], ...] = Field(default=(), description="mandated pairs of cities")
    grant: Amount | None = Field(default=None, description="money to the compact, per year")
    credit: AmountByCity = Field(
        default={}, description="worth to a city of fulfilling counterpart support, per year"
    )


class Statistics(Section):
    """What the deal does to the figures by which cities are judged; not cash."""

    indicator_value: AmountByCity = Field(
        description="what a city would pay per credited project and year"
    )
    attribution: Mapping[str, Exact] = Field(
        description="share of each project that is counted in each city"
    )
    double_counting: StrictBool = Field(
        default=False, description="true if the shares may sum to more than 1"
    )
    rival: StrictBool = Field(
        default=False, description="true if it is a rank: what is counted twice, others lose"
    )


def _how_value_is_given(raw: object) -> str:
    return "word" if isinstance(raw, str) else "by bidder"


class Subsidies(Section):
    """Cities that bid for the same mobile projects."""

    bidders: tuple[str, ...] = Field(min_length=2, description="the cities that bid")
    hub: str | None = Field(
        default=None, description="the city in whose district they bid (for value from project)"
    )
    technology: Literal["logit", "tullock", "all-pay", "bertrand"] = Field(
        default="logit",
        description="how bids decide: each of many firms chooses by profit and taste (logit), or "
        "all go to one bidder: by chances that rise with bids (tullock), to the highest bid, where "
        "all bids are spent (all-pay) or where only the winner pays (bertrand)",
    )
    mass: Positive | None = Field(
        default=None,
        description="projects that can move; all at once if not logit (then 1 if left out)",
    )
    mu: Positive | None = Field(
        default=None,
        description="logit: how differently firms judge places; small means the subsidy decides",
    )
    exponent: Positive | None = Field(
        default=None,
        description="tullock: how much more a larger bid counts; 1 if left out",
    )
    efficiency: Mapping[str, Positive] = Field(
        default={}, description="contests: how much 1 that a bidder spends counts; 1 if left out"
    )
    captured: Share | None = Field(
        default=None,
        description="contests: the share of what is spent that the firm pockets; left out: all of "
        "it in bertrand, none in the others",
    )
    value: Annotated[
        Annotated[Mapping[str, Amount], Tag("by bidder")]
        | Annotated[Literal["from project"], Tag("word")],
        Discriminator(_how_value_is_given),
    ] = Field(
        description='what one project is worth to each bidder per year, or "from project": the tax '
        "kept from a returned plant"
    )
    attractiveness: ByCity = Field(
        default={}, description="logit: what firms find at each bidder without subsidy, per year"
    )
    outside_option: Quantity | None = Field(
        default=None,
        description="logit: what firms find elsewhere; left out: every firm goes to a bidder",
    )
    spillovers: Mapping[str, Mapping[str, Quantity]] = Field(
        default={},
        description="share of a project's value that the first city gets if it goes to the second",
    )
    caps: AmountByCity = Field(
        default={}, description="logit: highest subsidy per firm that each bidder may pay"
    )
    budget: AmountByCity = Field(default={}, description="money that each bidder has, per year")
    firm_weight: Share | None = Field(
        default=None, description="logit: how much of 1 left with a firm counts for the region"
    )
    public_funds_cost: Amount | None = Field(
        default=None, description="what raising 1 of public money costs beyond it"
    )
    truce_lag: StrictInt = Field(
        default=1, ge=1, description="years until a breach of a truce is noticed"
    )


class Clubs(Section):
    """Truces between some of the bidders, while the others go on bidding."""

    conjecture: Literal["alpha", "beta", "gamma", "delta"] = Field(
        default="gamma",
        description="what bidders outside a club do: bid each for itself (gamma), bid as one "
        "(delta), or their worst to the club (alpha; beta: it sees it first)",
    )


class PrivateType(Section):
    """One of the values that the others hold possible."""

    value: Quantity = Field(description="worth of one unit, per year")
    weight: Positive = Field(description="how likely it is, relative to the others of the list")


class Reservation(Section):
    """What one unit is worth to a city: known to all, in a range, or one of a list."""

    known: Quantity | None = Field(default=None, description="the value, if all know it")
    lowest: Quantity | None = Field(
        default=None, description="lowest value that the others hold possible, per unit and year"
    )
    highest: Quantity | None = Field(
        default=None, description="highest value that the others hold possible"
    )
    steps: StrictInt | None = Field(
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

    lots: StrictInt = Field(
        default=1, ge=1, le=20, description="how many times the amount it would buy or sell"
    )


class SharedProject(Section):
    """Something that cities would have together, each alone knowing what it is worth to it."""

    name: str = Field(default="the project", min_length=1, description="what it is, in words")
    cost_one_off: Amount | None = Field(default=None, description="its cost, paid once")
    cost_per_year: Amount | None = Field(default=None, description="its cost, each year")
    members: Mapping[str, Reservation] = Field(
        description="by city what having it is worth to it, per year; below 0 where it does harm"
    )


class Information(Section):
    """A trade, or a shared project, of which a city alone knows what it is worth to it.

    A trade has one ``buyer`` and one ``seller``, or several ``buyers`` and ``sellers``.
    """

    buyer: str | None = Field(default=None, description="the city that would get the good, and pay")
    seller: str | None = Field(default=None, description="the city that has it")
    good: str = Field(
        default="the good", description="what would change hands: a resource, or words"
    )
    amount: Amount | None = Field(
        default=None,
        description="units of it; left out: what the deal hands over of it, else one; with several "
        "buyers and sellers: what each of them buys or sells, times its lots (one if left out)",
    )
    value: Reservation | None = Field(
        default=None, description="what one unit is worth to the buyer, per year"
    )
    cost: Reservation | None = Field(
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


class Pairing(Section):
    """Hubs and cities of which each has one hub: what every pair brings, and what is mandated."""

    @property
    def from_region(self) -> bool:
        """Whether what pairs make follows from what they can do in the region."""
        return not self.to_hub and not self.to_city

    hubs: tuple[str, ...] = Field(
        min_length=1, description="the cities that take partners; the others look for a hub"
    )
    to_hub: Mapping[str, ByCity] = Field(
        default={},
        description="what a hub keeps of a pair per year: hub, then city; 0 if left out; without "
        "to_hub and to_city: half of what the two gain together by [resources] or [game]",
    )
    to_city: Mapping[str, ByCity] = Field(
        default={},
        description="what a city keeps of a pair per year: hub, then city; 0 if left out",
    )
    capacity: Mapping[str, Annotated[StrictInt, Field(ge=0)]] = Field(
        default={}, description="how many cities a hub can take; 1 if left out"
    )
    crowding: AmountByCity = Field(
        default={}, description="how much more each further city costs a hub than the one before"
    )
    paid: ByCity = Field(
        default={}, description="what a city pays the hub of its mandated pair, per year"
    )
    payments: StrictBool = Field(
        default=True, description="false if pairs may not pay each other anything new"
    )
    centre: str | None = Field(
        default=None, description="the hub to look at as if it were the only one"
    )


class Screening(Section):
    """Projects that apply to the park, and what the operator's gate-keeping can be paid by."""

    bad: InnerShare = Field(description="share of bad projects among those that apply")
    look: Positive = Field(description="cost to the operator of looking into one project")
    admit: Amount = Field(description="cost to the operator of admitting one project")
    accuracy: Share = Field(
        description="how often the later assessment passes a good project and fails a bad one; "
        "from 1/2, where it says nothing"
    )
    good_worth: Amount = Field(description="worth of a good project to the city")
    bad_harm: Amount | None = Field(default=None, description="harm of a bad project to the city")
    tolerated: Share | None = Field(
        default=None, description="largest share of bad projects admitted that is borne; else none"
    )


class Operator(Section):
    """A park that can be hosted by an operator, run by officials, or by a joint company."""

    run: Literal["hosted", "public", "joint"] = Field(
        description="how it is run: hosted (paid by an assessment index), public (officials with "
        "a salary) or joint (a company with a share of what the park makes)"
    )
    value_quantity: Amount = Field(
        description="worth to the city per year of one unit of quantity: filling the park"
    )
    value_quality: Amount = Field(
        description="the same of quality: choosing and looking after what fills it"
    )
    index_quality: Amount | None = Field(
        default=None, description="weight of quality in the index, quantity having 1; left out: 0"
    )
    effort_cost: Positive = Field(
        description="c: cost c x^2 / 2 of doing x more of one task than without incentives"
    )
    substitution: Share = Field(
        description="how far one task takes from the other: 0 (not at all) to below 1"
    )
    risk_aversion: Amount = Field(
        description="r: a yearly pay of variance s^2 must be r s^2 / 2 higher on average"
    )
    index_noise: Amount = Field(description="standard deviation of the index")
    profit_noise: Amount = Field(description="standard deviation of what the park makes")
    basic_quantity: Amount = Field(description="quantity brought about without incentives")
    basic_quality: Amount = Field(description="quality brought about without incentives")
    public_quantity: Amount = Field(description="quantity that officials bring about")
    public_quality: Amount = Field(description="quality that officials bring about")
    cost: Mapping[Literal["hosted", "public", "joint"], Amount] = Field(
        default={}, description="running cost of each way per year; 0 if left out"
    )
    outside: Quantity | None = Field(
        default=None, description="what the city has per year without the park; 0 if left out"
    )
    screening: Screening | None = Field(
        default=None, description="projects that apply, some of them bad, and the assessment"
    )


class GivenGame(Section):
    """A game given directly: what each group of cities makes, or pays, on its own."""

    sense: Literal["gain", "cost"] = Field(description="gain (more is better) or cost")
    src: str | None = Field(default=None, description="the source of the whole table")
    assumed: str | None = Field(default=None, description="why the table is assumed, if it is")
    worths: Mapping[str, Exact] = Field(
        description='worth of each group: keys are names with commas, "A" or "A, H"'
    )


def members(key: str) -> tuple[str, ...]:
    """The cities behind a key of [game.worths].

    >>> members("Hangzhou, Quzhou")
    ('Hangzhou', 'Quzhou')
    """
    return tuple(name.strip() for name in key.split(",")) if key.strip() else ()
