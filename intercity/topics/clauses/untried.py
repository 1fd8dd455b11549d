"""Clauses of a deal of which the search for the nearest terms tries no other number, or not all."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from mechanisms.compact.instrument import amount_of

if TYPE_CHECKING:
    from intercity.region.context import Context
    from mechanisms.compact.clauses import Payment
    from mechanisms.compact.enclave_compact import EnclaveCompact
    from mechanisms.compact.instrument import Instrument

__all__ = ["Untried", "amounts", "amounts_are_lines", "untried"]


class Untried(StrEnum):
    """Whose numbers might do it, and were not tried, or not all of them."""

    AMOUNT = "amount"
    AMOUNT_BEYOND_A_KINK = "amount beyond a kink"
    PAYMENT = "payment of some years"
    POOL = "pool"
    DEPOSIT = "deposit"
    LOAN = "loan"
    BONUS = "bonus"
    CLAWBACK = "clawback"


def untried(context: Context, compact: EnclaveCompact) -> tuple[Untried, ...]:
    """The kinds of clauses of this deal that could have other numbers, which were not tried.

    ``compact``: like clauses as one. A payment that is due every year is offset by one that is
    tried; one of some years is where no member counts years otherwise than the region. To such a
    member alone deposits and loans matter.
    """
    return tuple(_untried(context, compact))


def _untried(context: Context, compact: EnclaveCompact) -> Iterator[Untried]:
    opened = tuple(amounts(compact))
    if opened and not amounts_are_lines(context):
        yield Untried.AMOUNT
    elif any(one.kinks for one in opened):
        yield Untried.AMOUNT_BEYOND_A_KINK
    own = context.own_gains
    if any(
        p.amount and not _every_year(compact, p) and (p.payer in own or p.payee in own)
        for p in compact.payments
    ):
        yield Untried.PAYMENT
    if any(pool.share for pool in compact.pools):
        yield Untried.POOL
    if any(one.amount and one.member in own for one in compact.deposits):
        yield Untried.DEPOSIT
    if any(one.amount and one.borrower in own for one in compact.loans):
        yield Untried.LOAN
    if any(one.amount for one in compact.bonuses):
        yield Untried.BONUS
    if any(one.amount for one in compact.clawbacks):
        yield Untried.CLAWBACK


def _every_year(compact: EnclaveCompact, payment: Payment) -> bool:
    """Whether a payment is due in every year that counts."""
    annuity = compact.annuity
    ends = payment.last is not None and (annuity.forever or payment.last < annuity.last)
    return payment.first == 1 and not ends


def amounts(compact: EnclaveCompact) -> Iterator[Instrument]:
    """What the deal hands over, as open clauses."""
    for k, transfer in enumerate(compact.transfers):
        if transfer.giver != transfer.taker:
            yield amount_of(compact, k)


def amounts_are_lines(context: Context) -> bool:
    """Else what members can do depends on the year, or what they keep of tax on the amount."""
    return context.dated is None and not context.several_rates
