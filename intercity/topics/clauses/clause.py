"""The clauses that could repair a deal, as data: what each changes, and by which values.

A clause of the deal is named by its place among the deal's transfers or refunds, counted from 0,
clauses that are alike counted as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from intercity.topics.clauses.untried import Untried
from intercity.topics.outcome import Clause, NoRepair
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument

__all__ = [
    "Amount",
    "AtSigning",
    "Enforcement",
    "Mark",
    "NoLawfulClause",
    "Price",
    "RefundShare",
    "ReturnBonus",
    "SidePayment",
    "WhichRefund",
    "WhichTransfer",
    "WhyNot",
    "which_clause",
    "which_refund",
    "which_transfer",
]


class Mark(StrEnum):
    """What tells a clause of a deal from its others of the same kind."""

    PARTIES = "parties"
    YEAR = "year"
    PRICE = "price"
    REVERSIBLE = "reversible"
    ENFORCEABLE = "enforceable"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichTransfer:
    """A transfer of the deal. ``price``: paid once, per unit. ``marks``: none for the only one.

    ``tax_is_shared``: whether other clauses need it, as they share the tax that goes with it.
    """

    place: int
    resource: str
    unit: str
    giver: str
    taker: str
    year: int
    price: Fraction
    reversible: bool
    marks: tuple[Mark, ...]
    tax_is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichRefund:
    """A refund of the deal, of what and in which years. ``marks``: none for the only one."""

    place: int
    base: str
    payer: str
    payee: str
    first: int
    last: int
    enforceable: bool
    guaranteed: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Clause):
    """Another price of a transfer, per unit, paid once.

    From ``lowest`` to ``highest`` each price does it: this one alone where others change with it.
    """

    kind: ClassVar[str] = "price"
    transfer: WhichTransfer
    price: Fraction
    signed: Fraction
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundShare(Clause):
    """Another share of a refund; each from ``lowest`` to ``highest`` does it, as for a price."""

    kind: ClassVar[str] = "share of a refund"
    refund: WhichRefund
    share: Fraction
    signed: Fraction
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePayment(Clause):
    """Money every year beside the deal: ``a_year`` in all, of ``paid`` by payer and payee.

    ``payers`` and ``payees``: who has less, or more, after all of them. Each sum from ``lowest`` to
    ``highest`` does it where there is only one that pays another. ``further``: whether the deal has
    payments already, to which these come. ``enforced``: whether it takes a court that enforces
    them, or a guarantee of the province: a bare promise would not do.
    """

    kind: ClassVar[str] = "side payment"
    a_year: Fraction
    paid: Mapping[tuple[str, str], Fraction]
    payers: tuple[str, ...]
    payees: tuple[str, ...]
    lowest: Fraction | None
    highest: Fraction | None
    further: bool = False
    enforced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement(Clause):
    """What the deal promises, enforced by a court or guaranteed by the province.

    ``promise``: "refund", "payment" or "pool". ``payer``, ``payee``: empty for a pool, which all
    pay into; ``base``: of a refund.
    """

    kind: ClassVar[str] = "enforcement"
    promise: str
    payer: str = ""
    payee: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Clause):
    """Another amount of a transfer, at its price; each from ``lowest`` to ``highest`` does it."""

    kind: ClassVar[str] = "amount"
    transfer: WhichTransfer
    amount: Fraction
    signed: Fraction
    lowest: Fraction | None = None
    highest: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnBonus(Clause):
    """What a home pays a year for each project that returns to it.

    ``further``: whether it comes to a bonus that the home pays by the deal already.
    """

    kind: ClassVar[str] = "bonus"
    payer: str
    a_year: Fraction
    further: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSigning(Clause):
    """Transfers of a later year handed over, and paid for, at signing."""

    kind: ClassVar[str] = "at signing"
    transfers: tuple[WhichTransfer, ...]


class WhyNot(StrEnum):
    """Why there is no lawful clause."""

    NONE_IS_ENOUGH = "no kind of clause alone gives everybody enough"
    FIRST_DECIDES = "at a discount factor of 0 what comes first decides"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoLawfulClause(NoRepair):
    """That no lawful clause does it, of those that were tried.

    ``cities``: at whose discount factor of 0 what comes first decides; then nothing was looked for.
    ``tried``: kinds of clauses; ``untried``: of those of the deal, whose other numbers were not.
    ``outside``: the least money from outside that would do, a year, with those that were tried.
    ``bound``: whether less may do, at another split of outsiders. ``unused``: what members could
    make together a year beyond what they have.
    """

    cities: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    untried: tuple[Untried, ...] = ()
    outside: Fraction | None = None
    bound: bool = False
    unused: Fraction | None = None


def which_clause(compact: EnclaveCompact, one: Instrument) -> WhichTransfer | WhichRefund | None:
    """The clause of a deal that is open; ``None`` for a payment, which is in none."""
    if one.kind == "payment":
        return None
    find = which_refund if one.kind == "refund" else which_transfer
    return find(compact, one.place)


def which_transfer(compact: EnclaveCompact, place: int) -> WhichTransfer:
    """A transfer, and what tells it from others between the same two."""
    it, marks = compact.transfers[place], []
    if len(compact.transfers) > 1:
        marks = [Mark.PARTIES]
        like = [t for t in compact.transfers if (t.giver, t.taker) == (it.giver, it.taker)]
        if len({t.when for t in like}) > 1:
            marks.append(Mark.YEAR)
        like = [t for t in like if t.when == it.when and t.resource == it.resource]
        if len({t.price for t in like}) > 1:
            marks.append(Mark.PRICE)
        if len({t.reversible for t in like}) > 1:
            marks.append(Mark.REVERSIBLE)
    pair = it.taker, it.giver
    refunded = any(r.base == "moved_tax" and (r.payer, r.payee) == pair for r in compact.refunds)
    return WhichTransfer(
        tax_is_shared=bool(it.tax) and (refunded or bool(compact.pools)),
        place=place,
        resource=it.resource,
        unit=compact.region.resource(it.resource).unit,
        giver=it.giver,
        taker=it.taker,
        year=it.when,
        price=it.price / compact.annuity.yearly,
        reversible=it.reversible,
        marks=tuple(marks),
    )


def which_refund(compact: EnclaveCompact, place: int) -> WhichRefund:
    """A refund, and what tells it from the others."""
    it = compact.refunds[place]
    marks = [Mark.PARTIES] if len(compact.refunds) > 1 else []
    if len({(r.enforceable, r.guaranteed) for r in compact.refunds}) > 1:
        marks.append(Mark.ENFORCEABLE)
    return WhichRefund(
        place=place,
        base=it.base,
        payer=it.payer,
        payee=it.payee,
        first=it.first,
        last=it.last,
        enforceable=it.enforceable,
        guaranteed=it.guaranteed,
        marks=tuple(marks),
    )
