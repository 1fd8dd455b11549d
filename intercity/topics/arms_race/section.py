"""Cities that bid for projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StrictBool, StrictInt, Tag

from intercity.scenario.label import Label
from intercity.scenario.quantity import (
    Amount,
    AmountByCity,
    ByCity,
    Exact,
    Positive,
    Quantity,
    Share,
)
from intercity.scenario.section import Section

__all__ = ["Accord", "Subsidies"]


def _how_value_is_given(raw: object) -> str:
    return "word" if isinstance(raw, str) else "by bidder"


def _how_level_is_given(raw: object) -> str:
    return "word" if isinstance(raw, str) else "level"


class Accord(Section):
    """What bidders have signed on their bids: one rule, who keeps to it, and who enforces it."""

    members: Annotated[tuple[str, ...] | None, Label("who signs the accord")] = Field(
        default=None, min_length=2, description="the bidders that sign; left out: all"
    )
    cap: Annotated[Amount | None, Label("the common cap")] = Field(
        default=None,
        description="members pay at most so much per firm, less as they like; in a contest 0: a ban"
        " on bids",
    )
    floor: Annotated[Amount | None, Label("the common floor")] = Field(
        default=None, description="logit: members pay at least so much per firm"
    )
    levy: Annotated[Mapping[str, Quantity], Label("the levy on what {0} pays")] = Field(
        default={},
        description="logit: what a member pays into a fund per 1 that it pays firms (negative: a "
        "grant), shared equally by members; none if left out",
    )
    truce: Annotated[
        Annotated[
            Annotated[Amount, Tag("level")] | Annotated[Literal["joint"], Tag("word")],
            Discriminator(_how_level_is_given),
        ]
        | None,
        Label("the level of the truce"),
    ] = Field(
        default=None,
        description="members pay at most so much per firm, and who would pay less goes on to do so;"
        ' or "joint" (logit): what is best for all members together; in a contest 0: nobody bids',
    )
    enforceable: Annotated[StrictBool, Label("whether a court enforces the accord")] = Field(
        description="true: a court enforces it; false: a promise, kept by who is patient enough"
    )
    monitoring_lag: Annotated[
        StrictInt | None, Label("the years until a breach of the accord is seen")
    ] = Field(
        default=None,
        ge=1,
        le=10**6,
        description="promises: years until a breach is seen; truce_lag if left out",
    )
    sunset: Annotated[StrictInt | None, Label("the last year of the accord")] = Field(
        default=None, ge=0, description="the last year in which it holds; left out: for ever"
    )
    transfers: Annotated[Mapping[str, Exact], Label("what {0} gets a year by the accord")] = Field(
        default={},
        description="money per year that members pay each other as long as it holds: what each gets"
        " (negative: pays), 0 in all",
    )

    @property
    def rules(self) -> tuple[str, ...]:
        """Which rules are given, by key; one is right."""
        return tuple(
            key
            for key in ("cap", "floor", "levy", "truce")
            if getattr(self, key) is not None and getattr(self, key) != {}
        )


class Subsidies(Section):
    """Cities that bid for the same mobile projects."""

    @property
    def players(self) -> tuple[str, ...]:
        """The bidders."""
        return self.bidders

    bidders: Annotated[tuple[str, ...], Label("who bids for firms")] = Field(
        min_length=2, description="the cities that bid"
    )
    hub: Annotated[str | None, Label("the city in whose district they bid")] = Field(
        default=None, description="the city in whose district they bid (for value from project)"
    )
    technology: Annotated[
        Literal["logit", "tullock", "all-pay", "bertrand"], Label("how bids decide")
    ] = Field(
        default="logit",
        description="how bids decide: each of many firms chooses by profit and taste (logit), or "
        "all go to one bidder: by chances that rise with bids (tullock), to the highest bid, where "
        "all bids are spent (all-pay) or where only the winner pays (bertrand)",
    )
    mass: Annotated[Positive | None, Label("the projects that are bid for")] = Field(
        default=None,
        description="projects that can move; all at once if not logit (then 1 if left out)",
    )
    mu: Annotated[Positive | None, Label("how differently firms judge the bidders (mu)")] = Field(
        default=None,
        description="logit: how differently firms judge places; small means the subsidy decides",
    )
    exponent: Annotated[Positive | None, Label("how much more a larger bid counts")] = Field(
        default=None,
        description="tullock: how much more a larger bid counts; 1 if left out",
    )
    efficiency: Annotated[Mapping[str, Positive], Label("how much a bid of {0} counts")] = Field(
        default={}, description="contests: how much 1 that a bidder spends counts; 1 if left out"
    )
    captured: Annotated[Share | None, Label("the share of bids that the firm pockets")] = Field(
        default=None,
        description="contests: the share of what is spent that the firm pockets; left out: all of "
        "it in bertrand, none in the others",
    )
    value: Annotated[
        Annotated[Mapping[str, Amount], Tag("by bidder")]
        | Annotated[
            Literal["from project"], Tag("word"), Label("what a firm is worth to each bidder")
        ],
        Discriminator(_how_value_is_given),
        Label("what a firm is worth to {0}"),
    ] = Field(
        description='what one project is worth to each bidder per year, or "from project": the tax '
        "kept from a returned plant"
    )
    attractiveness: Annotated[ByCity, Label("the attractiveness of {0}")] = Field(
        default={}, description="logit: what firms find at each bidder without subsidy, per year"
    )
    outside_option: Annotated[Quantity | None, Label("what firms find elsewhere")] = Field(
        default=None,
        description="logit: what firms find elsewhere; left out: every firm goes to a bidder",
    )
    spillovers: Annotated[
        Mapping[str, Mapping[str, Quantity]], Label("what {0} gets of a firm in {1}")
    ] = Field(
        default={},
        description="share of a project's value that the first city gets if it goes to the second",
    )
    caps: Annotated[AmountByCity, Label("the subsidy cap of {0}")] = Field(
        default={}, description="logit: highest subsidy per firm that each bidder may pay"
    )
    budget: Annotated[AmountByCity, Label("the subsidy budget of {0}")] = Field(
        default={}, description="money that each bidder has, per year"
    )
    firm_weight: Annotated[Share | None, Label("the weight of firms' profit")] = Field(
        default=None, description="logit: how much of 1 left with a firm counts for the region"
    )
    public_funds_cost: Annotated[Amount | None, Label("the cost of public funds")] = Field(
        default=None, description="what raising 1 of public money costs beyond it"
    )
    repeats: Annotated[Literal["once", "yearly"] | None, Label("how often cities bid")] = Field(
        default=None,
        description="whether cities bid once or anew every year; left out: once where [money] is "
        "no money per year, so that only a court keeps a promise on bids",
    )
    truce_lag: Annotated[StrictInt, Label("the years until a breach of a truce is seen")] = Field(
        default=1, ge=1, le=10**6, description="years until a breach of a truce is noticed"
    )
    accord: Accord | None = Field(
        default=None, description="what the bidders have signed on their bids"
    )

    @property
    def signatories(self) -> tuple[str, ...]:
        """The bidders that sign the accord, in the order of bidders; none without one."""
        if self.accord is None:
            return ()
        named = self.accord.members
        return tuple(one for one in self.bidders if named is None or one in named)
