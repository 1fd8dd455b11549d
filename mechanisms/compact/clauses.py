"""The clauses of an enclave compact: parks, projects, transfers, promises, deposits and loans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from typing import Literal, get_args

from games.by_city import in_range, one_of, truth, whole, within
from games.errors import InvalidInput, of_kind
from games.exact import exact

__all__ = [
    "Bonus",
    "Contribution",
    "Deposit",
    "Enclave",
    "Incubation",
    "Loan",
    "Payment",
    "Pool",
    "Promise",
    "Refund",
    "ReturnClawback",
    "Transfer",
    "divided_by_floor",
]

ZERO, ONE = Fraction(0), Fraction(1)
Base = Literal["stay_tax", "return_tax", "rent", "moved_tax"]
BASES: tuple[Base, ...] = get_args(Base)


def _read(instance: object, place: str, expected: str, *fields: str) -> None:
    """Read fields as exact numbers, in a range if one is expected."""
    for name in fields:
        given = getattr(instance, name)
        if type(given) is Fraction and (not expected or in_range(given, expected)):
            continue
        what = f"{name.replace('_', ' ')} of {place}"
        number = within(given, what, expected) if expected else exact(given, what)
        object.__setattr__(instance, name, number)


@dataclass(frozen=True, slots=True)
class Incubation:
    """What one project of a host's park brings a year, and what it uses.

    A project that returns builds a plant at home: ``plant_tax`` there, on ``plant_land`` mu, with
    ``plant_quota`` mu of new quota. One that stays pays ``stay_tax`` to the host. ``return_rate``
    is the share of projects that are suited to return. A share of a tax is of all of it; of what
    it collects, a city ``keeps_of_...`` so much once its grants are cut.

    See ``Refund`` for the concept and its source.

    >>> each = Incubation(floor=1, rent=0, spillover=0, congestion_rd=0, stay_tax=4,
    ...                   congestion_production=0, plant_tax=6, plant_land=2, plant_quota=0,
    ...                   return_rate=0.5)
    >>> each.return_rate
    Fraction(1, 2)
    """

    floor: Fraction
    rent: Fraction
    spillover: Fraction
    congestion_rd: Fraction
    stay_tax: Fraction
    congestion_production: Fraction
    plant_tax: Fraction
    plant_land: Fraction
    plant_quota: Fraction
    return_rate: Fraction
    keeps_of_stay_tax: Fraction = ONE
    keeps_of_plant_tax: Fraction = ONE

    def __post_init__(self) -> None:
        _read(self, "a project", "0 or more", "floor", "plant_land", "plant_quota")
        rates = ("return_rate", "keeps_of_stay_tax", "keeps_of_plant_tax")
        _read(self, "a project", "between 0 and 1", *rates)
        money = ("rent", "spillover", "congestion_rd", "stay_tax", "congestion_production")
        _read(self, "a project", "", *money, "plant_tax")

    @property
    def kept_stay_tax(self) -> Fraction:
        """The host's tax of a project that stays, less what its grants are cut by."""
        return self.stay_tax * self.keeps_of_stay_tax

    @property
    def kept_plant_tax(self) -> Fraction:
        """The home's tax of a plant, less what its grants are cut by."""
        return self.plant_tax * self.keeps_of_plant_tax


@dataclass(frozen=True, slots=True)
class Enclave:
    """One park of a ``home`` in a ``host``: who pays (``cost`` a year), who gets the rent.

    ``running_cost`` is the part of the cost that ends when the park is no longer paid for; the rest
    is the annual equivalent of what was paid once, and is sunk.
    ``brings`` of the projects come from outside the region; the others leave the host's own pool.
    ``returns``: how many projects return; ``None``: all that are suited.

    See ``Refund`` for the concept and its source.

    >>> each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0.5)
    >>> park = Enclave("park", host="Harbour", home="Uplands", paid_by="Uplands", rent_to="Uplands",
    ...                cost=8, floor=100, projects=40, brings=10, incubation=each)
    >>> park.projects, park.returns
    (Fraction(40, 1), None)
    """

    name: str
    host: str
    home: str
    paid_by: str
    rent_to: str
    cost: Fraction
    floor: Fraction
    projects: Fraction
    brings: Fraction
    incubation: Incubation
    running_cost: Fraction = ZERO
    returns: Fraction | None = None

    def __post_init__(self) -> None:
        of_kind(self.incubation, Incubation, place=f"incubation of {self.name}")
        _read(self, self.name, "0 or more", "floor", "projects", "brings")
        _read(self, self.name, "", "cost", "running_cost")
        if self.returns is not None:
            _read(self, self.name, "0 or more", "returns")
            if self.returns > self.suited:
                right = f"at most the {self.suited} projects that are suited to return"
                raise InvalidInput(f"returns of {self.name}", self.returns, right)

    @property
    def suited(self) -> Fraction:
        """The projects that are suited to return."""
        return self.projects * self.incubation.return_rate

    @property
    def returning(self) -> Fraction:
        """The projects that return."""
        return self.suited if self.returns is None else self.returns

    @property
    def staying(self) -> Fraction:
        """The projects that stay in the hub."""
        return self.projects - self.returning

    @property
    def from_host_pool(self) -> Fraction:
        return max(ZERO, self.projects - self.brings)

    @property
    def opening_cost(self) -> Fraction:
        """The annual equivalent of what was paid once."""
        return self.cost - self.running_cost


def divided_by_floor(projects: Fraction, floors: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """How many of the projects each park admits, by its share of the ``floors``.

    Where none has a floor, as many each.

    >>> {park: str(x) for park, x in divided_by_floor(12, {"hall": 20, "annex": 10}).items()}
    {'hall': '8', 'annex': '4'}
    >>> {park: str(x) for park, x in divided_by_floor(12, {"hall": 0, "annex": 0}).items()}
    {'hall': '6', 'annex': '6'}
    """
    total = sum(floors.values(), ZERO)
    each = Fraction(1, len(floors) or 1)
    return {park: projects * (x / total if total else each) for park, x in floors.items()}


@dataclass(frozen=True, slots=True)
class Bonus:
    """``amount`` a year that ``payer`` pays to each project that returns to it.

    ``first``: only so many of them are paid; ``None``: every one that returns.

    See ``Refund`` for the concept and its source.

    >>> Bonus("Uplands", 0.5, first=3).amount        # half a unit a year to each of the first three
    Fraction(1, 2)
    """

    payer: str
    amount: Fraction
    first: Fraction | None = None

    def __post_init__(self) -> None:
        place = f"the bonus of {self.payer}"
        _read(self, place, "0 or more", "amount", *(["first"] if self.first is not None else []))


@dataclass(frozen=True, slots=True)
class ReturnClawback:
    """``amount`` a year that ``payee`` gets from each suited project of its parks that stays.

    Its parks are those that it hosts, and those that are for projects of its own.

    See ``Refund`` for the concept and its source.

    >>> ReturnClawback("Uplands", 2).amount
    Fraction(2, 1)
    """

    payee: str
    amount: Fraction

    def __post_init__(self) -> None:
        _read(self, f"the clawback of {self.payee}", "0 or more", "amount")


@dataclass(frozen=True, slots=True)
class Transfer:
    """``amount`` of a tradable resource from ``giver`` to ``taker`` in year ``when``.

    ``price`` per unit is paid by the taker: the annual equivalent, over the whole horizon, of one
    payment at the date of the transfer. So of a transfer at signing (``when`` = 0) it is sunk; of a
    later one ``price / annuity.yearly`` is due in year ``when``, before the last of the horizon, as
    the quota is used from the next year on. ``deal_payoffs`` counts each transfer, and its price,
    as one of year 0; what depends on years (``deal_stream``, ``walk_away``, ``hold_up``) counts it
    from its own year on. Where the transfer is reversible, the quota goes back if the deal ends,
    and the price of the years without it is given back too.
    ``tax``: what a unit pays in tax a year where it goes, from the year after it on; firms that
    move pay it. The taker has it in the worth of its own activities: here it is what a refund of
    ``"moved_tax"``, or a pool, takes its share of.

    See ``Refund`` for the concept and its source.

    >>> sale = Transfer("quota", "Uplands", "Harbour", amount=40, price=0.5, when=2)
    >>> sale.amount, sale.price, sale.when
    (Fraction(40, 1), Fraction(1, 2), 2)
    """

    resource: str
    giver: str
    taker: str
    amount: Fraction
    price: Fraction = ZERO
    when: int = 0
    reversible: bool = False
    tax: Fraction = ZERO

    def __post_init__(self) -> None:
        place = f"the transfer of {self.resource}"
        _read(self, place, "0 or more", "amount", "price", "tax")
        object.__setattr__(self, "when", whole(self.when, f"the year of {place}", 0, 10**4))
        truth(self.reversible, f"reversible of {place}")
        _two_names("giver", self.giver, "taker", self.taker, place)
        if self.giver == self.taker:
            raise InvalidInput(f"the taker of {place}", self.taker, "another than who gives")

    def __hash__(self) -> int:
        """Without the fractions, which are slow to hash: answers are kept by transfers."""
        return hash((self.resource, self.giver, self.taker, self.when))


def _two_names(one: str, name: object, other: str, another: object, place: str) -> None:
    if not isinstance(name, str) or not isinstance(another, str):
        of_kind(name, str, place=f"the {one} of {place}")
        of_kind(another, str, place=f"the {other} of {place}")


@dataclass(frozen=True, slots=True)
class Refund:
    """``share`` of a base, from ``payer`` to ``payee``, in each of the years first..last.

    A refund is a clause of an enclave compact. Each clause is read as it is written down: numbers
    become exact, and what cannot be right is refused.

    ``base``: the payer's tax from projects that stay in the parks which the payee has there
    (``"stay_tax"``), its tax from plants that came back to it from parks in the payee's city
    (``"return_tax"``), its rent from parks that one of the two has with the other (``"rent"``), or
    the tax of firms that the payee has handed over to it by transfers (``"moved_tax"``).
    ``at_least``, ``at_most``: a floor and a cap, to which what is paid in a year is cut.
    ``guaranteed``: who stands above the members pays it if the payer does not, and takes it back
    from the payer. So it is paid even if the payer leaves, as where a court enforces it; but not to
    a payee that leaves.

    >>> Refund("Harbour", "Uplands", share=0.5, first=1, last=5).share
    Fraction(1, 2)
    >>> Transfer("quota", "Uplands", "Uplands", amount=40)
    Traceback (most recent call last):
    games.errors.InvalidInput: the taker of the transfer of quota is 'Uplands'; it should be another
    than who gives.

    Source: Hu and Zhang (2024), on the Quzhou Hai Chuang Park.
    """

    payer: str
    payee: str
    share: Fraction
    first: int
    last: int
    enforceable: bool = False
    base: Base = "stay_tax"
    at_least: Fraction = ZERO
    at_most: Fraction | None = None
    guaranteed: bool = False

    def __post_init__(self) -> None:
        place = f"the refund of {self.payer} to {self.payee}"
        _read(self, place, "between 0 and 1", "share")
        _read(self, place, "0 or more", "at_least")
        if self.at_most is not None:
            _read(self, place, "0 or more", "at_most")
            if self.at_most < self.at_least:
                right = f"no less than at least, {self.at_least}"
                raise InvalidInput(f"at most of {place}", self.at_most, right)
        truth(self.guaranteed, f"guaranteed of {place}")
        first = whole(self.first, f"the first year of {place}", 1, 10**4)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", whole(self.last, f"the last year of {place}", first))
        truth(self.enforceable, f"enforceable of {place}")
        _two_names("payer", self.payer, "payee", self.payee, place)
        if self.payer == self.payee:
            raise InvalidInput(f"the payee of {place}", self.payee, "another than who pays")
        one_of(self.base, BASES, f"the base of {place}")

    def cut(self, amount: Fraction) -> Fraction:
        """An amount a year cut to the floor and the cap."""
        floored = max(amount, self.at_least)
        return floored if self.at_most is None else min(floored, self.at_most)


@dataclass(frozen=True, slots=True)
class Payment:
    """``amount`` a year from ``payer`` to ``payee``, in each of the years first..last.

    ``last``: ``None`` for every year from the first on, also beyond the horizon where the region
    goes on for ever. ``enforceable``: whether a court makes the payer pay, as for a ``Refund``.

    See ``Refund`` for the concept and its source.

    >>> aid = Payment("Harbour", "Uplands", 5, first=1, last=3)
    >>> aid.amount, Payment("Harbour", "Uplands", 5).last
    (Fraction(5, 1), None)
    """

    payer: str
    payee: str
    amount: Fraction
    first: int = 1
    last: int | None = None
    enforceable: bool = False
    guaranteed: bool = False

    def __post_init__(self) -> None:
        place = f"the payment of {self.payer} to {self.payee}"
        _read(self, place, "0 or more", "amount")
        object.__setattr__(self, "first", whole(self.first, f"the first year of {place}", 1, 10**4))
        if self.last is not None:
            last = whole(self.last, f"the last year of {place}", self.first)
            object.__setattr__(self, "last", last)
        truth(self.enforceable, f"enforceable of {place}")
        truth(self.guaranteed, f"guaranteed of {place}")
        _two_names("payer", self.payer, "payee", self.payee, place)
        if self.payer == self.payee:
            raise InvalidInput(f"the payee of {place}", self.payee, "another than who pays")


@dataclass(frozen=True, slots=True)
class Contribution:
    """``part`` of the payer's growth of tax that a payee has out of a pool (``Pool``), a year.

    See ``Refund`` for the concept and its source.

    >>> Contribution("Harbour", "Uplands", Fraction(1, 5), first=1, last=3).part
    Fraction(1, 5)
    """

    payer: str
    payee: str
    part: Fraction
    first: int
    last: int
    enforceable: bool = False
    guaranteed: bool = False


@dataclass(frozen=True, slots=True)
class Pool:
    """``share`` of each member's growth of tax goes into a pot, shared by ``weights``.

    Growth is the tax that the deal brings a member: of projects that stay in parks it hosts, of
    plants that come back to it, and of firms that are handed over to it. It is pooled in each of
    the years first..last. ``weights``: by member; equal if empty, 0 for who is left out of them.
    ``enforceable``, ``guaranteed``: as for a ``Refund``.

    See ``Refund`` for the concept and its source.

    >>> pool = Pool(0.4, first=1, last=5, weights={"Harbour": 1, "Uplands": 3})
    >>> [(c.payer, c.payee, str(c.part)) for c in pool.contributions(("Harbour", "Uplands"))]
    [('Harbour', 'Uplands', '3/10'), ('Uplands', 'Harbour', '1/10')]

    Source: Minnesota's Fiscal Disparities Act of 1971.
    """

    share: Fraction
    first: int
    last: int
    weights: Mapping[str, Fraction] = field(default_factory=dict, hash=False)
    enforceable: bool = False
    guaranteed: bool = False

    def __post_init__(self) -> None:
        place = "a pool"
        _read(self, place, "between 0 and 1", "share")
        first = whole(self.first, f"the first year of {place}", 1, 10**4)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", whole(self.last, f"the last year of {place}", first))
        of_kind(self.weights, Mapping, place=f"the weights of {place}", hint="a number by member")
        weights = {
            city: within(x, f"the weight of {city} in {place}", "0 or more")
            for city, x in self.weights.items()
        }
        if weights and not any(weights.values()):
            raise InvalidInput(f"the weights of {place}", "all 0", "above 0 for some member")
        object.__setattr__(self, "weights", weights)
        truth(self.enforceable, f"enforceable of {place}")
        truth(self.guaranteed, f"guaranteed of {place}")

    def weight(self, city: str, members: tuple[str, ...]) -> Fraction:
        """A member's part of the pot."""
        if not self.weights:
            return Fraction(1, len(members))
        return self.weights.get(city, ZERO) / sum(self.weights.values(), ZERO)

    def contributions(self, members: tuple[str, ...]) -> Iterator[Contribution]:
        """What each member's growth pays to each other member."""
        for payer, payee in permutations(members, 2):
            if part := self.share * self.weight(payee, members):
                years = self.first, self.last
                yield Contribution(payer, payee, part, *years, self.enforceable, self.guaranteed)


Promise = Refund | Payment | Contribution
"""What one member pays another in some years."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """``amount`` that ``member`` pays into escrow at signing, and loses if it leaves.

    It is returned with the region's interest in year ``until``, once that year's payments are
    seen; ``None``: in the year in which all obligations end (``last_obligation``).

    See ``Refund`` for the concept and its source.

    >>> Deposit("Harbour", 0.5).amount
    Fraction(1, 2)
    """

    member: str
    amount: Fraction
    until: int | None = None

    def __post_init__(self) -> None:
        place = f"the deposit of {self.member}"
        _read(self, place, "0 or more", "amount")
        if self.until is not None:
            until = whole(self.until, f"the year in which {place} is returned", 1, 10**4)
            object.__setattr__(self, "until", until)


@dataclass(frozen=True, slots=True)
class Loan:
    """``amount`` lent to ``borrower`` at signing, paid back equally in each of first..last.

    The repayments are worth the amount at the region's interest. A debt is due whether the deal is
    kept or not. Who lends is no member: the province's fund, or a bank.

    See ``Refund`` for the concept and its source.

    >>> Loan("Uplands", 30, first=2, last=4).amount
    Fraction(30, 1)
    """

    borrower: str
    amount: Fraction
    first: int
    last: int

    def __post_init__(self) -> None:
        place = f"the loan to {self.borrower}"
        _read(self, place, "0 or more", "amount")
        first = whole(self.first, f"the first year of {place}", 1, 10**4)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", whole(self.last, f"the last year of {place}", first))
