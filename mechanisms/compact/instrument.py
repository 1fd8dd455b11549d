"""Instruments: the numbers of a deal that can be left open, each with what one unit of it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Literal, TypeVar

from games.by_city import whole
from games.errors import MISSING, InvalidInput, all_of_kind, of_kind
from games.exact import Number, exact
from mechanisms.compact.clauses import Deposit, Loan, Payment, Refund, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = [
    "Instrument",
    "amended_compact",
    "amount_of",
    "like_clauses_together",
    "main_transfer",
    "payments_between",
    "price_of",
    "refund_share",
]

ZERO, ONE = Fraction(0), Fraction(1)
Amounts = TypeVar("Amounts", Transfer, Payment, Deposit, Loan)


@dataclass(frozen=True, slots=True)
class Instrument:
    """Instruments: the numbers of a deal that can be left open, each with what one unit of it does.

    An instrument v is linear: a unit more of it moves money between budgets, and may move a
    resource,

        payoff_i changes by money_i (v - signed) + what i makes of moves_i (v - signed)  more of it.

    So several of them can be left open in one linear program; only a price and the amount that it
    is paid for cannot, as their product is not linear (a side payment does what such a price would
    do).

    One number of a deal that is left open: all other clauses stay as signed.

    ``signed``: its value in the deal. ``lowest``, ``highest``: what the law, or what is owned,
    allows; ``None`` is no limit. ``money``: what each member gets a year per unit; the others get
    nothing. ``moves``: how much more of ``resource`` each member has per unit. ``place``: in which
    of the deal's transfers, or refunds, it stands, counted from 0; a payment stands in none.

    >>> aid = Instrument("aid", "payment", signed=ZERO, lowest=ZERO, highest=Fraction(5),
    ...                  money={"Harbour": -ONE, "Uplands": ONE})
    >>> aid.idle, aid.moves
    (False, {})

    Source: bookkeeping of the enclave compact; Hu and Zhang (2024) for the clauses.
    """

    name: str
    kind: Literal["amount", "price", "refund", "payment"]
    signed: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    money: Mapping[str, Fraction]
    resource: str = ""
    moves: Mapping[str, Fraction] = field(default_factory=dict)
    place: int = 0

    @property
    def idle(self) -> bool:
        """Whether a unit of it changes nothing."""
        return not any(self.money.values()) and not any(self.moves.values())


def amount_of(compact: EnclaveCompact, transfer: int = 0) -> Instrument:
    """The amount of a transfer, at its price; at most what its giver owns.

    Errors: ``InvalidInput`` where the deal has no such transfer.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": Fraction(250)}, unit="mu")
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(20, Fraction(0)), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", Fraction(120)),))
    >>> amount_of(deal).highest, dict(amount_of(deal).moves)
    (Fraction(250, 1), {'Uplands': Fraction(-1, 1), 'Harbour': Fraction(1, 1)})
    """
    of_kind(compact, EnclaveCompact, place="deal")
    one = _transfer(compact, transfer)
    return Instrument(
        f"amount of {one.resource}, {one.giver} to {one.taker}",
        "amount",
        one.amount,
        ZERO,
        compact.region.resource(one.resource).owned.get(one.giver, ZERO),
        {one.giver: one.price, one.taker: -one.price},
        one.resource,
        {one.giver: -ONE, one.taker: ONE},
        transfer,
    )


def price_of(compact: EnclaveCompact, transfer: int = 0) -> Instrument:
    """The price of a transfer per unit and year, at its amount; 0 or more.

    Errors: ``InvalidInput`` where the deal has no such transfer.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 250})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(20, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 120, price=2),))
    >>> price_of(deal).signed, dict(price_of(deal).money)
    (Fraction(2, 1), {'Uplands': Fraction(120, 1), 'Harbour': Fraction(-120, 1)})
    """
    of_kind(compact, EnclaveCompact, place="deal")
    one = _transfer(compact, transfer)
    return Instrument(
        f"price of {one.resource}, {one.taker} to {one.giver}",
        "price",
        one.price,
        ZERO,
        None,
        {one.giver: one.amount, one.taker: -one.amount},
        place=transfer,
    )


def refund_share(compact: EnclaveCompact, refund: int = 0) -> Instrument:
    """The share of a refund, in its years; inside the compact's ``refund_limits``.

    Errors: ``InvalidInput`` where the deal has no such refund.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> from mechanisms.compact.clauses import Enclave, Incubation, Refund
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (), ())
    >>> each = Incubation(1, 0, 0, 0, 4, 0, 6, 2, 0, return_rate=0.5)
    >>> park = Enclave("park", "Harbour", "Uplands", "Uplands", "Uplands", 8, 100, 100, 0, each)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, (park,),
    ...                       refunds=(Refund("Harbour", "Uplands", share=0.25, first=1, last=3),))
    >>> refund_share(deal).signed, refund_share(deal).highest
    (Fraction(1, 4), Fraction(1, 1))
    """
    of_kind(compact, EnclaveCompact, place="deal")
    if whole(refund, "the refund", 0) >= len(compact.refunds):
        raise InvalidInput(
            "the refund", refund, f"one of the deal's {len(compact.refunds)}, from 0"
        )
    one: Refund = compact.refunds[refund]
    lowest, highest = compact.refund_limits
    in_full = compact.refund_base(one) * compact.spread(one)
    return Instrument(
        f"share of {one.base}, {one.payer} to {one.payee}",
        "refund",
        one.share,
        lowest,
        highest,
        {one.payer: -in_full, one.payee: in_full * one.received},
        place=refund,
    )


def payments_between(
    compact: EnclaveCompact, limit: Number | None = None
) -> tuple[Instrument, ...]:
    """What each of two members pays the other a year, negative where it is paid: 0 as signed.

    With a ``limit``, 0 or more, at most so much between any two, together with the payments that
    the deal has already. Without one, what the first member
    pays to each other one: any net payments can be made through it.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``, and for a limit below 0.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 250})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(20, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 120, price=2),))
    >>> [one.name for one in payments_between(deal, limit=5)]
    ['payment, Harbour to Uplands']
    """
    of_kind(compact, EnclaveCompact, place="deal")
    most = None if limit is None else exact(limit, "the most that one may pay another")
    if most is not None and most < 0:
        raise InvalidInput("the most that one may pay another", limit, "0 or more")
    first, *others = compact.members
    pairs = combinations(compact.members, 2) if limit is not None else ((first, o) for o in others)
    found = []
    for payer, payee in pairs:
        paid = compact.net_payment(payer, payee)
        low, high = (
            (None, None) if most is None else (min(ZERO, -most - paid), max(ZERO, most - paid))
        )
        money = {payer: -ONE, payee: ONE}
        name = f"payment, {payer} to {payee}"
        found.append(Instrument(name, "payment", ZERO, low, high, money))
    return tuple(found)


def amended_compact(
    compact: EnclaveCompact, instruments: Iterable[Instrument], values: Mapping[str, Number]
) -> EnclaveCompact:
    """The same compact with new values of these instruments, by name, in its clauses.

    Errors: ``InvalidInput`` where a value is missing, or an instrument is a payment, which stands
    in no clause.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 9})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 4)
    >>> deal = EnclaveCompact(region, Annuity(9, 0), region.cities, transfers=(sale,))
    >>> price = price_of(deal)
    >>> str(amended_compact(deal, [price], {price.name: 3}).transfers[0].price)
    '3'
    """
    of_kind(compact, EnclaveCompact, place="deal")
    transfers, refunds = list(compact.transfers), list(compact.refunds)
    for one in all_of_kind(instruments, Instrument, place="the list of open clauses"):
        if one.kind == "payment":
            raise InvalidInput("an amended clause", one.name, "an amount, a price or a share")
        if one.name not in values:
            raise InvalidInput(f"the new {one.name}", MISSING, "a number")
        value = exact(values[one.name], f"the new {one.name}")
        if one.kind == "refund":
            refunds[one.place] = replace(refunds[one.place], share=value)
        elif one.kind == "price":
            transfers[one.place] = replace(transfers[one.place], price=value)
        else:
            transfers[one.place] = replace(transfers[one.place], amount=value)
    return replace(compact, transfers=tuple(transfers), refunds=tuple(refunds))


def like_clauses_together(compact: EnclaveCompact) -> EnclaveCompact:
    """The same compact, each clause that stands there in several parts written as one.

    Refunds of one base between the same two, in the same years and as enforceable, are one refund
    of the sum of their shares (unless that were more than all); transfers of one resource between
    the same two, at one date and price and as reversible, are one transfer; payments between the
    same two, in the same years and as enforceable, are one payment. So are deposits of one member,
    returned in the same year, and loans to one, paid back in the same years.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 9})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> half = Transfer("quota", "Uplands", "Harbour", 4)
    >>> halves = EnclaveCompact(region, Annuity(9, 0), region.cities, transfers=(half, half))
    >>> [str(one.amount) for one in like_clauses_together(halves).transfers]
    ['8']
    """
    of_kind(compact, EnclaveCompact, place="deal")
    refunds: dict[Refund, Fraction] = {}
    for refund in compact.refunds:
        like = replace(refund, share=ZERO)
        refunds[like] = refunds.get(like, ZERO) + refund.share
    whole = all(share <= 1 for share in refunds.values())
    return replace(
        compact,
        refunds=tuple(replace(r, share=share) for r, share in refunds.items())
        if whole
        else compact.refunds,
        transfers=_together(compact.transfers),
        payments=_together(compact.payments),
        deposits=_together(compact.deposits),
        loans=_together(compact.loans),
    )


def _together(clauses: Iterable[Amounts]) -> tuple[Amounts, ...]:
    """Those that differ in nothing but their amount as one of the sum."""
    sums: dict[Amounts, Fraction] = {}
    for one in clauses:
        like = replace(one, amount=ZERO)
        sums[like] = sums.get(like, ZERO) + one.amount
    return tuple(replace(like, amount=amount) for like, amount in sums.items())


def main_transfer(compact: EnclaveCompact) -> int:
    """Which transfer is the largest, by its place in the list; the first of several.

    Errors: ``InvalidInput`` where the deal has none.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 250})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> deal = EnclaveCompact(region, Annuity(20, 0), region.cities,
    ...                       transfers=(Transfer("quota", "Uplands", "Harbour", 120, price=2),))
    >>> main_transfer(deal)
    0
    """
    of_kind(compact, EnclaveCompact, place="deal")
    _transfer(compact, 0)
    return max(range(len(compact.transfers)), key=lambda k: compact.transfers[k].amount)


def _transfer(compact: EnclaveCompact, transfer: int) -> Transfer:
    if whole(transfer, "the transfer", 0) >= len(compact.transfers):
        raise InvalidInput(
            "the transfer", transfer, f"one of the deal's {len(compact.transfers)}, from 0"
        )
    return compact.transfers[transfer]
