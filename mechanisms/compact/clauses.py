"""The clauses of an enclave compact: parks, projects, transfers, promises, deposits and loans."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from games.by_city import one_of, truth, whole, within
from games.errors import InvalidInput, of_kind
from games.exact import exact

__all__ = [
    "Bonus",
    "Deposit",
    "Enclave",
    "Incubation",
    "Loan",
    "Payment",
    "Promise",
    "Refund",
    "ReturnClawback",
    "Transfer",
]

ZERO, ONE = Fraction(0), Fraction(1)
Base = Literal["stay_tax", "return_tax", "rent"]
BASES: tuple[Base, ...] = get_args(Base)


def _read(instance: object, place: str, expected: str, *fields: str) -> None:
    """Read fields as exact numbers, in a range if one is expected."""
    for name in fields:
        given, what = getattr(instance, name), f"{name.replace('_', ' ')} of {place}"
        number = within(given, what, expected) if expected else exact(given, what)
        object.__setattr__(instance, name, number)


@dataclass(frozen=True, slots=True)
class Incubation:
    """What one project of a host's park brings a year, and what it uses.

    A project that returns builds a plant at home: ``plant_tax`` there, on ``plant_land`` mu, with
    ``plant_quota`` mu of new quota. One that stays pays ``stay_tax`` to the host. ``return_rate``
    is the share of projects that are suited to return.

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

    def __post_init__(self) -> None:
        _read(self, "a project", "0 or more", "floor", "plant_land", "plant_quota")
        _read(self, "a project", "between 0 and 1", "return_rate")
        money = ("rent", "spillover", "congestion_rd", "stay_tax", "congestion_production")
        _read(self, "a project", "", *money, "plant_tax")


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

    def __post_init__(self) -> None:
        place = f"the transfer of {self.resource}"
        _read(self, place, "0 or more", "amount", "price")
        object.__setattr__(self, "when", whole(self.when, f"the year of {place}", 0, 10**4))
        truth(self.reversible, f"reversible of {place}")
        if self.giver == self.taker:
            raise InvalidInput(f"the taker of {place}", self.taker, "another than who gives")


@dataclass(frozen=True, slots=True)
class Refund:
    """The clauses of an enclave compact: parks, projects, transfers, promises, deposits and loans.

    Each is read as it is written down: numbers become exact, and what cannot be right is refused.

    ``share`` of a base, from ``payer`` to ``payee``, in each of the years first..last.

    ``base``: the payer's tax from projects that stay in the parks which the payee has there
    (``"stay_tax"``), its tax from plants that came back to it from parks in the payee's city
    (``"return_tax"``), or its rent from parks that one of the two has with the other (``"rent"``).
    ``received``: what the payee has of 1 that the payer gives up; other than 1 where grants take
    back tax from the two at different rates.

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
    received: Fraction = ONE

    def __post_init__(self) -> None:
        place = f"the refund of {self.payer} to {self.payee}"
        _read(self, place, "between 0 and 1", "share")
        _read(self, place, "0 or more", "received")
        first = whole(self.first, f"the first year of {place}", 1, 10**4)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", whole(self.last, f"the last year of {place}", first))
        truth(self.enforceable, f"enforceable of {place}")
        if self.payer == self.payee:
            raise InvalidInput(f"the payee of {place}", self.payee, "another than who pays")
        one_of(self.base, BASES, f"the base of {place}")


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

    def __post_init__(self) -> None:
        place = f"the payment of {self.payer} to {self.payee}"
        _read(self, place, "0 or more", "amount")
        object.__setattr__(self, "first", whole(self.first, f"the first year of {place}", 1, 10**4))
        if self.last is not None:
            last = whole(self.last, f"the last year of {place}", self.first)
            object.__setattr__(self, "last", last)
        truth(self.enforceable, f"enforceable of {place}")
        if self.payer == self.payee:
            raise InvalidInput(f"the payee of {place}", self.payee, "another than who pays")


Promise = Refund | Payment
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
