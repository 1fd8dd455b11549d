"""The deal on the table, and what stands above it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from intercity.scenario.label import Label
from intercity.scenario.quantity import Amount, AmountByCity, Exact, Share
from intercity.scenario.section import Section

__all__ = [
    "Bargaining",
    "Bonus",
    "Clawback",
    "Compact",
    "Deposit",
    "Limits",
    "Loan",
    "Payment",
    "PlatformTerms",
    "Pool",
    "Province",
    "Refund",
    "Transfer",
]


Guarantor = Literal["province"]
GUARANTEED_BY = Field(
    default=None,
    description='"province" if it pays what the payer does not, and takes it back from it; who '
    "gets it and breaks the deal gets no more",
)


def _in_years(years: tuple[int, int] | None) -> tuple[str | int, ...]:
    """In which years: words, and the years that stand in them."""
    if years is None:
        return ("every year",)
    first, last = years
    return ("in year {0}", first) if first == last else ("in years {0} to {1}", first, last)


class PlatformTerms(Section):
    """Who carries a platform in the deal."""

    paid_by: Annotated[str, Label("who pays for {0}")] = Field(
        description="the member that pays for it"
    )
    rent_to: Annotated[str, Label("who gets the rent of {0}")] = Field(
        description="the member that gets the rent"
    )


class Transfer(Section):
    """A resource that changes hands."""

    resource: Annotated[str, Label("what {1} hands over to {2}", numbered=True)] = Field(
        description="the resource that is handed over"
    )
    giver: Annotated[str, Label("who hands over {0} to {2}", numbered=True)] = Field(
        alias="from", description="the member that gives"
    )
    receiver: Annotated[str, Label("to whom {1} hands over {0}", numbered=True)] = Field(
        alias="to", description="the member that gets"
    )
    amount: Annotated[Amount, Label("the amount of {0} from {1} to {2}", numbered=True)] = Field(
        description="units handed over"
    )
    price_one_off: Annotated[
        Amount | None, Label("the price of {0} from {1} to {2}", numbered=True)
    ] = Field(
        default=None,
        description="price per unit, paid once by who gets, when it is handed over; left out: "
        "barter",
    )
    when: Annotated[
        StrictInt, Label("the year in which {1} hands over {0} to {2}", numbered=True)
    ] = Field(default=0, ge=0, description="the year in which it is handed over")
    reversible: Annotated[
        StrictBool,
        Label("whether {0} would go back from {2} to {1} if the deal broke", numbered=True),
    ] = Field(description="true if it goes back when the deal breaks, and its price with it")
    tax: Annotated[Amount | None, Label("the tax of {0} from {1} to {2}", numbered=True)] = Field(
        default=None,
        description="tax a year that a unit pays where it goes, of which a refund of moved_tax, or "
        "a pool, takes its share; it is part of what its activities there are worth",
    )

    @property
    def called(self) -> tuple[str, ...]:
        """What is handed over, by whom, to whom."""
        return self.resource.replace("_", " "), self.giver, self.receiver

    @property
    def dated(self) -> tuple[str | int, ...]:
        """When it is handed over: words, and the year that stands in them."""
        return ("in year {0}", self.when) if self.when else ("at signing",)


class Refund(Section):
    """An intergovernmental tax refund: who collects a tax returns part of it."""

    base: Annotated[
        Literal["stay_tax", "return_tax", "rent", "moved_tax"],
        Label("what {0} refunds a share of to {1}", numbered=True),
    ] = Field(
        description="what is shared: stay_tax (park projects that stay in the hub), return_tax "
        "(plants that came back), rent, or moved_tax (the tax of what who gets the refund has "
        "handed over to who pays it)"
    )
    payer: Annotated[str, Label("who refunds tax to {1}", numbered=True)] = Field(
        alias="from", description="the member that pays"
    )
    receiver: Annotated[str, Label("to whom {0} refunds tax", numbered=True)] = Field(
        alias="to", description="the member that gets"
    )
    share: Annotated[Share, Label("the share that {0} refunds to {1}", numbered=True)] = Field(
        description="share of the base that is paid"
    )
    at_least: Annotated[
        Amount | None, Label("the floor of what {0} refunds to {1}", numbered=True)
    ] = Field(default=None, description="money a year that is paid even if the share comes to less")
    at_most: Annotated[
        Amount | None, Label("the cap of what {0} refunds to {1}", numbered=True)
    ] = Field(default=None, description="money a year that is paid even if the share comes to more")
    years: Annotated[
        tuple[StrictInt, StrictInt],
        Label("the years in which {0} refunds tax to {1}", numbered=True),
    ] = Field(description="first and last year of payment")
    enforceable: Annotated[
        StrictBool, Label("whether a court enforces the refund of {0} to {1}", numbered=True)
    ] = Field(description="false if it is a promise that no court enforces")
    guaranteed_by: Annotated[
        Guarantor | None, Label("who guarantees the refund of {0} to {1}", numbered=True)
    ] = GUARANTEED_BY

    @property
    def called(self) -> tuple[str, ...]:
        """Who pays, and who gets it."""
        return self.payer, self.receiver

    @property
    def dated(self) -> tuple[str | int, ...]:
        """The years in which it is paid."""
        return _in_years(self.years)


class Payment(Section):
    """Money that one member pays another every year."""

    payer: Annotated[str, Label("who pays {1}", numbered=True)] = Field(
        alias="from", description="the member that pays"
    )
    receiver: Annotated[str, Label("whom {0} pays", numbered=True)] = Field(
        alias="to", description="the member that gets"
    )
    amount: Annotated[Amount, Label("what {0} pays {1}", numbered=True)] = Field(
        description="money per year"
    )
    years: Annotated[
        tuple[StrictInt, StrictInt] | None, Label("the years in which {0} pays {1}", numbered=True)
    ] = Field(
        default=None,
        description="first and last year of payment; left out: every year as long as the deal "
        "lasts, also beyond the horizon where the region goes on for ever",
    )
    enforceable: Annotated[
        StrictBool, Label("whether a court enforces what {0} pays {1}", numbered=True)
    ] = Field(description="false if it is a promise that no court enforces")
    guaranteed_by: Annotated[
        Guarantor | None, Label("who guarantees what {0} pays {1}", numbered=True)
    ] = GUARANTEED_BY

    @property
    def called(self) -> tuple[str, ...]:
        """Who pays, and who gets it."""
        return self.payer, self.receiver

    @property
    def dated(self) -> tuple[str | int, ...]:
        """The years in which it is paid."""
        return _in_years(self.years)


class Pool(Section):
    """A pot into which members put a share of the tax that the deal brings them."""

    share: Annotated[Share, Label("the share pooled", numbered=True)] = Field(
        description="share of each member's growth: of the tax of projects that stay in parks it "
        "hosts, of plants that came back to it, and of what is handed over to it (tax of "
        "[[compact.transfer]])"
    )
    weights: Annotated[AmountByCity, Label("the weight of {0} in the pool")] = Field(
        default={}, description="parts of the pot, by member; left out: all have the same"
    )
    years: Annotated[tuple[StrictInt, StrictInt], Label("the years of the pool", numbered=True)] = (
        Field(description="first and last year of pooling")
    )
    enforceable: Annotated[
        StrictBool, Label("whether a court enforces the pool", numbered=True)
    ] = Field(description="false if it is a promise that no court enforces")
    guaranteed_by: Annotated[Guarantor | None, Label("who guarantees the pool", numbered=True)] = (
        GUARANTEED_BY
    )

    @property
    def dated(self) -> tuple[str | int, ...]:
        """The years in which it is paid."""
        return _in_years(self.years)


class Deposit(Section):
    """Money that a member pays into escrow at signing, and loses if it leaves."""

    payer: Annotated[str, Label("who pays the deposit of {0}", numbered=True)] = Field(
        alias="from", description="the member that pays it in at signing"
    )
    amount: Annotated[Amount, Label("the deposit of {0}", numbered=True)] = Field(
        description="money, paid once; it comes back with interest to who kept to the deal"
    )
    until: Annotated[
        StrictInt | None, Label("the year in which the deposit of {0} comes back", numbered=True)
    ] = Field(
        default=None,
        description="the year after whose payments it comes back; left out: the year in which all "
        "ends that members owe and no court enforces",
    )

    @property
    def called(self) -> tuple[str, ...]:
        """Who pays."""
        return (self.payer,)


class Loan(Section):
    """Money lent to a member, paid back in equal sums whether the deal is kept or not."""

    receiver: Annotated[str, Label("who gets the loan to {0}", numbered=True)] = Field(
        alias="to", description="the member that borrows"
    )
    amount: Annotated[Amount, Label("the loan to {0}", numbered=True)] = Field(
        description="money lent at signing; what is paid back is worth as much at the interest of "
        "[time]"
    )
    years: Annotated[
        tuple[StrictInt, StrictInt],
        Label("the years in which {0} pays back the loan", numbered=True),
    ] = Field(description="first and last year of repayment")
    lender: Annotated[str, Label("who lends to {0}", numbered=True)] = Field(
        min_length=1, description="who lends, no member: the province's fund, a bank"
    )

    @property
    def called(self) -> tuple[str, ...]:
        """Who borrows."""
        return (self.receiver,)

    @property
    def dated(self) -> tuple[str | int, ...]:
        """The years in which it is paid back."""
        return _in_years(self.years)


class Bonus(Section):
    """What a small city pays to projects that come back to it."""

    payer: Annotated[str, Label("who pays the bonus of {0}", numbered=True)] = Field(
        alias="from", description="the member that pays, and to which they return"
    )
    amount: Annotated[Amount, Label("the bonus of {0} for a return", numbered=True)] = Field(
        description="to each project that returns, per year"
    )
    first: Annotated[Amount | None, Label("how many returns get {0}'s bonus", numbered=True)] = (
        Field(
            default=None, description="only so many are paid; left out: every project that returns"
        )
    )

    @property
    def called(self) -> tuple[str, ...]:
        """Who pays."""
        return (self.payer,)


class Clawback(Section):
    """What projects pay that could come back and stay in the hub."""

    receiver: Annotated[str, Label("who gets the clawback", numbered=True)] = Field(
        alias="to", description="the member that gets it"
    )
    amount: Annotated[Amount, Label("the clawback from a project that stays", numbered=True)] = (
        Field(description="from each suited project that stays, per year")
    )


class Limits(Section):
    """What the law lets cities sign."""

    tax_share: Annotated[
        tuple[Exact, Exact], Label("the least and the largest lawful share of tax")
    ] = Field(
        # A factory: some versions of pydantic warn of a default that JSON cannot hold.
        default_factory=lambda: (Fraction(0), Fraction(1)),
        description="least and largest share in a refund, or in a pool",
    )
    side_payment: Annotated[Amount | None, Label("the largest lawful side payment")] = Field(
        default=None,
        description="largest cash payment between two city budgets, net, per year, as an even "
        "amount over all years",
    )
    loan: Annotated[Amount | None, Label("the largest loan")] = Field(
        default=None,
        description="the most that a member may borrow; left out: no loan may be proposed",
    )


class Bargaining(Section):
    """How the members would bargain over a clause that is left open."""

    weights: Annotated[Mapping[str, Exact], Label("the bargaining power of {0}")] = Field(
        default={}, description="bargaining power of a member; 1 where it is not given"
    )


class Compact(Section):
    """The deal on the table."""

    members: Annotated[tuple[str, ...], Label("the members of the deal")] = Field(
        min_length=2, description="the cities that sign"
    )
    platforms: Mapping[str, PlatformTerms] = Field(
        default={}, description="platforms that the deal opens, and who carries them"
    )
    projects: Annotated[Amount | None, Label("the projects in parks")] = Field(
        default=None, description="projects that the park admits"
    )
    returns: Annotated[Amount | None, Label("the returns that are planned")] = Field(
        default=None,
        description="projects that are planned to return; left out: all that are suited",
    )
    lag: Annotated[StrictInt, Label("the years until a breach is answered")] = Field(
        default=1,
        ge=1,
        description="years until a breach is answered: who breaks the deal in year t still gets "
        "what others owe it in years t to t + lag - 1",
    )
    transfer: tuple[Transfer, ...] = Field(default=(), description="resources that change hands")
    refund: tuple[Refund, ...] = Field(default=(), description="tax refunds and shares")
    payment: tuple[Payment, ...] = Field(default=(), description="money between members")
    pool: tuple[Pool, ...] = Field(default=(), description="growth of tax that members share")
    deposit: tuple[Deposit, ...] = Field(default=(), description="money lost by who leaves")
    loan: tuple[Loan, ...] = Field(default=(), description="money lent to members")
    bonus: tuple[Bonus, ...] = Field(default=(), description="money for projects that return")
    clawback: tuple[Clawback, ...] = Field(
        default=(), description="money from suited projects that stay in the hub"
    )
    limits: Limits = Field(default=Limits(), description="what the law lets cities sign")
    bargaining: Bargaining = Field(
        default=Bargaining(), description="how the members would bargain over an open clause"
    )

    @property
    def instalments(self) -> tuple[tuple[int, ...], ...]:
        """The places of transfers that are instalments of one: in several later years, unpaid."""
        found: dict[tuple[object, ...], dict[int, int]] = {}
        for place, one in enumerate(self.transfer):
            if one.when and one.tax is None and not (one.price_one_off and one.price_one_off.value):
                what = one.resource, one.giver, one.receiver, one.reversible
                found.setdefault(what, {}).setdefault(one.when, place)
        return tuple(tuple(dated.values()) for dated in found.values() if len(dated) > 1)


class Province(Section):
    """What stands above the cities."""

    consent: Annotated[tuple[str, ...], Label("what needs the consent of the province")] = Field(
        default=(),
        description="acts that need its consent, so that a group that needs one cannot block: "
        '"change of pairing", or the transfer of a resource, as in "quota transfer"',
    )
    pairs: Annotated[tuple[tuple[str, str], ...], Label("the mandated pairs")] = Field(
        default=(), description="mandated pairs of cities"
    )
    grant: Annotated[Amount | None, Label("the province's grant")] = Field(
        default=None,
        description="money to the members of the deal, per year, while all of them act together",
    )
    grant_years: Annotated[
        tuple[StrictInt, StrictInt] | None, Label("the years of the province's grant")
    ] = Field(default=None, description="first and last year of the grant; left out: every year")
    credit: Annotated[AmountByCity, Label("the province's credit to {0}")] = Field(
        default={},
        description="worth to a city of fulfilling counterpart support, per year, while it acts "
        "together with the cities it is paired with (without pairs: with the deal's members)",
    )
