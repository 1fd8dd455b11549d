"""Instruments: the numbers of a deal that can be left open, each with what one unit of it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal, TypeVar

from games.by_city import whole
from games.errors import MISSING, InvalidInput, all_of_kind, of_kind
from games.exact import Number, exact
from mechanisms.compact.clauses import Deposit, Loan, Payment, Pool, Refund, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = [
    "Instrument",
    "amended_compact",
    "amount_of",
    "bends_in_time",
    "main_transfer",
    "most_handed_over",
    "paid_shares",
    "payments_between",
    "price_of",
    "refund_share",
    "straight_amounts",
    "tax_that_moves",
    "with_clauses_merged",
    "with_number",
]

ZERO, ONE = Fraction(0), Fraction(1)
NumberKind = Literal["amount", "price", "refund", "pool", "payment", "deposit", "loan"]
NUMBERS: Mapping[NumberKind, tuple[str, str]] = {
    "amount": ("transfers", "amount"),
    "price": ("transfers", "price"),
    "refund": ("refunds", "share"),
    "pool": ("pools", "share"),
    "payment": ("payments", "amount"),
    "deposit": ("deposits", "amount"),
    "loan": ("loans", "amount"),
}
"""The list of a deal in which a number stands, and what it is called there."""
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
    ``kinks``: those of its ends beyond which a unit does something else, as the floor or cap of a
    refund begins or ceases to bind there.

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
    kinks: tuple[Fraction, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether a unit of it changes nothing."""
        return not any(self.money.values()) and not any(self.moves.values())


def amount_of(compact: EnclaveCompact, transfer: int = 0) -> Instrument:
    """The amount of a transfer, at its price; at most what its giver owns and can buy.

    With it moves what refunds and pools take of the tax that goes with it. Where the floor or cap
    of a refund would begin or cease to bind, the amount ends: beyond, a unit does something else.

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
    money = {one.giver: one.price, one.taker: -one.price}
    for city, flows in tax_that_moves(compact, transfer).items():
        money[city] = money.get(city, ZERO) + compact.annuity.evenly(flows)
    low, high = straight_amounts(compact, transfer)
    return Instrument(
        f"amount of {one.resource}, {one.giver} to {one.taker}",
        "amount",
        one.amount,
        low,
        high,
        money,
        one.resource,
        {one.giver: -ONE, one.taker: ONE},
        transfer,
        tuple(end for end in (low, high) if end not in {ZERO, most_handed_over(compact, one)}),
    )


def straight_amounts(compact: EnclaveCompact, transfer: int = 0) -> tuple[Fraction, Fraction]:
    """The amounts around the signed one at which a unit more always does the same.

    From 0 to what its giver owns and can buy on an exchange, or to what is signed if that is more,
    unless the tax that goes with it is refunded with a floor or a cap. At an amount where one just
    binds, the smaller amounts are meant.

    Errors: ``InvalidInput`` where the deal has no such transfer.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> firms = Resource("projects", "tradable", {"Core": 20})
    >>> region = LinearProductionGame(("Core", "Edge"), (firms,), ())
    >>> moved = Transfer("projects", "Core", "Edge", 10, tax=2)
    >>> half = Refund("Edge", "Core", 0.5, 1, 3, base="moved_tax", at_most=12)
    >>> deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(moved,),
    ...                       refunds=(half,))
    >>> [str(x) for x in straight_amounts(deal)]              # half of 2 for each is 12 for 12
    ['0', '12']
    """
    of_kind(compact, EnclaveCompact, place="deal")
    one = _transfer(compact, transfer)
    low, high = ZERO, most_handed_over(compact, one)
    bends = set()
    for r in compact.refunds:
        if r.base != "moved_tax" or (r.payee, r.payer) != (one.giver, one.taker):
            continue
        each = one.tax * r.share
        for year in {r.first, *(t.when + 1 for t in compact.transfers)} if each else ():
            others = r.share * compact.refund_base(r, year) - (year > one.when) * each * one.amount
            if one.when < year:
                ends = (r.at_least, r.at_most)
                bends |= {(end - others) / each for end in ends if end is not None}
    below = max((x for x in bends if low <= x < one.amount), default=low)
    above = min((x for x in bends if max(one.amount, below) <= x <= high), default=high)
    return below, above


def tax_that_moves(compact: EnclaveCompact, transfer: int = 0) -> dict[str, list[Fraction]]:
    """By member and year from 0 on, what refunds and pools bring it for a unit more of a transfer.

    Empty where no tax goes with it. Errors: ``InvalidInput`` where the deal has no such transfer.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> firms = Resource("projects", "tradable", {"Core": 20})
    >>> region = LinearProductionGame(("Core", "Edge"), (firms,), ())
    >>> moved = Transfer("projects", "Core", "Edge", 10, tax=2)
    >>> half = Refund("Edge", "Core", 0.5, 1, 2, base="moved_tax")
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(moved,),
    ...                       refunds=(half,))
    >>> [str(x) for x in tax_that_moves(deal)["Core"]]
    ['0', '1', '1', '0']
    """
    of_kind(compact, EnclaveCompact, place="deal")
    one = _transfer(compact, transfer)
    if not one.tax:
        return {}
    low, high = straight_amounts(compact, transfer)
    high = high if high > low else low + 1
    rest = list(compact.transfers)
    at_low, at_high = (
        compact.with_transfers((*rest[:transfer], replace(one, amount=x), *rest[transfer + 1 :]))
        for x in (low, high)
    )
    found = {}
    for city in compact.members:
        flows = []
        for year in range(compact.annuity.last + 1):
            due = [p for p in compact.promises if compact.is_due(p, year)]
            more = (at_high.promised_to(city, p, year) for p in due)
            less = (at_low.promised_to(city, p, year) for p in due)
            flows.append((sum(more, ZERO) - sum(less, ZERO)) / (high - low))
        if any(flows):
            found[city] = flows
    return found


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

    Where its floor or cap binds, the share is what is then paid: a smaller or larger one would
    change nothing.

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
    in_full = compact.even(replace(one, share=ONE, at_least=ZERO, at_most=None))
    return Instrument(
        f"share of {one.base}, {one.payer} to {one.payee}",
        "refund",
        *paid_shares(compact, one),
        {
            one.payer: -in_full * compact.counts_of(one, one.payer),
            one.payee: in_full * compact.counts_of(one, one.payee),
        },
        place=refund,
    )


def paid_shares(compact: EnclaveCompact, refund: Refund) -> tuple[Fraction, Fraction, Fraction]:
    """The share of its base that a refund comes to, and the least and largest that it could.

    By the law's limits, cut to its floor and cap. Where firms move while it runs, so that a floor
    or a cap binds in some years only, the share is left as it is signed.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> firms = Resource("projects", "tradable", {"Core": 20})
    >>> region = LinearProductionGame(("Core", "Edge"), (firms,), ())
    >>> moved = Transfer("projects", "Core", "Edge", 10, tax=2)
    >>> half = Refund("Edge", "Core", 0.5, 1, 3, base="moved_tax", at_most=8)
    >>> deal = EnclaveCompact(region, Annuity(5, 0), region.cities, transfers=(moved,),
    ...                       refunds=(half,))
    >>> [str(x) for x in paid_shares(deal, half)]                              # 8 of 20
    ['2/5', '0', '2/5']
    """
    low, high = compact.refund_limits
    if not refund.at_least and refund.at_most is None:
        return refund.share, low, high
    base = compact.refund_base(refund, refund.last)
    if bends_in_time(compact, refund) or not base:
        return refund.share, refund.share, refund.share
    paid, least, most = (refund.cut(share * base) / base for share in (refund.share, low, high))
    return paid, least, most


def bends_in_time(compact: EnclaveCompact, refund: Refund) -> bool:
    """Whether a refund has a floor or a cap, and a base that changes with years.

    See ``Instrument`` for the concept and its source.
    """
    years = {refund.first, *(t.when + 1 for t in compact.transfers if t.when < refund.last)}
    bases = {compact.refund_base(refund, y) for y in years if y >= refund.first}
    return len(bases) > 1 and (refund.at_least > 0 or refund.at_most is not None)


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
    of_kind(values, Mapping, place="the new values", hint="a number by the name of each clause")
    for one in all_of_kind(instruments, Instrument, place="the list of open clauses"):
        if one.kind == "payment":
            raise InvalidInput("an amended clause", one.name, "an amount, a price or a share")
        if one.name not in values:
            raise InvalidInput(f"the new {one.name}", MISSING, "a number")
        value = exact(values[one.name], f"the new {one.name}")
        if value != one.signed:
            compact = with_number(compact, one.kind, (one.place,), value)
    return compact


def with_number(
    compact: EnclaveCompact, kind: NumberKind, places: Collection[int], value: Fraction
) -> EnclaveCompact:
    """The same compact with this number in the clauses at some places of their list.

    ``kind``: of which clauses, and which of their numbers: an amount or a price of transfers, the
    share of refunds or pools, the sum of payments, deposits or loans.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 9})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 4)
    >>> deal = EnclaveCompact(region, Annuity(9, 0), region.cities, transfers=(sale, sale))
    >>> [str(one.amount) for one in with_number(deal, "amount", (1,), Fraction(3)).transfers]
    ['4', '3']
    """
    name, number = NUMBERS[kind]
    clauses: tuple[Any, ...] = getattr(compact, name)
    changed: dict[str, Any] = {
        name: tuple(
            replace(one, **{number: value}) if k in places else one for k, one in enumerate(clauses)
        )
    }
    return replace(compact, **changed)


def with_clauses_merged(compact: EnclaveCompact) -> EnclaveCompact:
    """The same compact, each clause that stands there in several parts written as one.

    Refunds of one base between the same two, in the same years and as enforceable, are one refund
    of the sum of their shares (unless that were more than all; with a floor or a cap only if they
    are alike in all, and then these add up, too); transfers of one resource between the same two,
    at one date and price and as reversible, are one transfer; payments between the same two, in the
    same years and as enforceable, are one payment. So are deposits of one member, returned in the
    same year, loans to one, paid back in the same years, and pools with the same weights.

    Errors: ``InvalidInput`` for what is not an ``EnclaveCompact``.

    See ``Instrument`` for the concept and its source.

    >>> from games.annuity import Annuity
    >>> from games.production import LinearProductionGame, Resource
    >>> land = Resource("quota", "tradable", {"Uplands": 9})
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> half = Transfer("quota", "Uplands", "Harbour", 4)
    >>> halves = EnclaveCompact(region, Annuity(9, 0), region.cities, transfers=(half, half))
    >>> [str(one.amount) for one in with_clauses_merged(halves).transfers]
    ['8']
    """
    of_kind(compact, EnclaveCompact, place="deal")
    return replace(
        compact,
        refunds=_refunds_together(compact.refunds),
        pools=_pools_together(compact.pools),
        transfers=_merged(compact.transfers),
        payments=_merged(compact.payments),
        deposits=_merged(compact.deposits),
        loans=_merged(compact.loans),
    )


def _refunds_together(refunds: tuple[Refund, ...]) -> tuple[Refund, ...]:
    sums: dict[Refund, list[Refund]] = {}
    for one in refunds:
        cut = one.at_least or one.at_most is not None
        like = one if cut else replace(one, share=ZERO)
        sums.setdefault(like, []).append(one)
    if any(sum((r.share for r in parts), ZERO) > 1 for parts in sums.values()):
        return refunds
    return tuple(
        replace(
            like,
            share=sum((r.share for r in parts), ZERO),
            at_least=like.at_least * len(parts),
            at_most=None if like.at_most is None else like.at_most * len(parts),
        )
        for like, parts in sums.items()
    )


def _pools_together(pools: tuple[Pool, ...]) -> tuple[Pool, ...]:
    sums: list[Pool] = []
    for one in pools:
        k = next((k for k, p in enumerate(sums) if replace(p, share=one.share) == one), None)
        if k is None:
            sums.append(one)
        else:
            sums[k] = replace(sums[k], share=sums[k].share + one.share)
    return pools if any(p.share > 1 for p in sums) else tuple(sums)


def _merged(clauses: Iterable[Amounts]) -> tuple[Amounts, ...]:
    """Clauses that differ in nothing but their amount, merged into one of the sum."""
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


def most_handed_over(compact: EnclaveCompact, one: Transfer) -> Fraction:
    """What the giver of a transfer owns and can buy of it; as signed, where it gets more.

    >>> from games.annuity import Annuity
    >>> from games.production import *
    >>> land = Resource("quota", "tradable", {"Uplands": 100}, Exchange(1, 1, 20))
    >>> region = LinearProductionGame(("Harbour", "Uplands"), (land,), ())
    >>> sale = Transfer("quota", "Uplands", "Harbour", 50)
    >>> deal = EnclaveCompact(region, Annuity(3, 0), region.cities, transfers=(sale,))
    >>> str(most_handed_over(deal, sale))
    '120'
    """
    resource = compact.region.resource(one.resource)
    most = resource.owned.get(one.giver, ZERO)
    if resource.exchange is not None:
        most += resource.exchange.cap_of(one.giver)
    return max(one.amount, most)


def _transfer(compact: EnclaveCompact, transfer: int) -> Transfer:
    if whole(transfer, "the transfer", 0) >= len(compact.transfers):
        raise InvalidInput(
            "the transfer", transfer, f"one of the deal's {len(compact.transfers)}, from 0"
        )
    return compact.transfers[transfer]
