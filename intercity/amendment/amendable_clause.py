"""Amendable clauses: the numbers of a deal that may be changed, and new ones that may be added.

Each moves money alone: prices, shares of refunds and pools, payments between members, deposits and
loans. What members wish is linear in them as long as firms choose as they did: a share that a floor
or a cap cuts is open only where they do not, which is all that it can pay. Only an amount that is
handed over (``amounts.py``) moves more: wishes are linear in it piece by piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import permutations
from typing import Any, Literal

from intercity.region.context import Context
from mechanisms.compact.clauses import Deposit, Loan, Payment
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import NumberKind, bends_in_time, paid_shares, with_number

__all__ = ["AmendableClause", "Kind", "Outside", "alike", "amendable_clauses", "shares_left"]

ZERO, ONE = Fraction(0), Fraction(1)
SMALL = Fraction(1, 10**6)


class Kind(StrEnum):
    """What a clause is."""

    AMOUNT = "amount"
    PRICE = "price"
    SHARE = "share of a refund"
    POOL = "share of a pool"
    PAYMENT = "payment"
    DEPOSIT = "deposit"
    LOAN = "loan"
    GRANT = "grant"


NUMBER_KINDS: Mapping[Kind, NumberKind] = {
    Kind.AMOUNT: "amount",
    Kind.PRICE: "price",
    Kind.SHARE: "refund",
    Kind.POOL: "pool",
    Kind.PAYMENT: "payment",
    Kind.DEPOSIT: "deposit",
    Kind.LOAN: "loan",
}


@dataclass(frozen=True, slots=True)
class AmendableClause:
    """A clause whose number may be changed: that at ``places`` in the deal's list, or a new one.

    An ``Instrument`` is such a number, too: there it is known what a unit of it does, here what the
    file and the law say of it, and what it does is worked out by the checks. Clauses that are alike
    are one: the number is that of each of them. ``signed``: its number as signed, 0 for a new one;
    ``lowest`` and ``highest``: what the law allows it by itself (``law.py`` has what it allows
    several together), ``None`` for no limit.
    ``per_unit``: by how much a unit of it changes what is paid from member to member, a year. All
    as the file counts: a price once per unit, sums in years. ``giver`` and ``taker``: who pays
    whom; of a deposit or a loan, whose it is. ``outside``: whether it comes from outside, beyond
    what the limits allow. ``enforced``: whether a court enforces it, of a new payment.
    """

    kind: Kind
    giver: str
    taker: str
    signed: Fraction
    lowest: Fraction
    highest: Fraction | None
    per_unit: Fraction
    places: tuple[int, ...] = ()
    outside: bool = False
    enforced: bool = False

    @property
    def name(self) -> str:
        """One for each clause of a deal."""
        which = ", ".join(map(str, self.places)) or ("enforced" if self.enforced else "new")
        return f"{self.kind}, {self.giver} to {self.taker}, {which}"

    @property
    def parts(self) -> int:
        """Into how many parts of one sum it is written; a price is that of each unit in all."""
        return 1 if self.kind is Kind.PRICE else len(self.places) or 1

    def step(self, value: Fraction) -> Fraction:
        """A change from a value that its limits allow, small enough to leave all else as it is."""
        size = SMALL * (value or ONE)
        room = size if self.highest is None else (self.highest - value) / 2
        return min(size, room) if room > 0 else -min(size, (value - self.lowest) / 2)

    def at(self, compact: EnclaveCompact, value: Fraction) -> EnclaveCompact:
        """The deal with this number in the clause."""
        if self.kind is Kind.GRANT:
            each = value / len(compact.members)
            return replace(compact, grant=dict.fromkeys(compact.members, each))
        if self.places:
            number = value * compact.annuity.yearly if self.kind is Kind.PRICE else value
            return with_number(compact, NUMBER_KINDS[self.kind], self.places, number)
        if self.kind is Kind.PAYMENT:
            paid = Payment(self.giver, self.taker, value, enforceable=self.enforced)
            return replace(compact, payments=(*compact.payments, paid))
        if self.kind is Kind.DEPOSIT:
            return replace(compact, deposits=(*compact.deposits, Deposit(self.giver, value)))
        lent = Loan(self.taker, value, 1, compact.annuity.horizon)
        return replace(compact, loans=(*compact.loans, lent))


Outside = Literal["none", "loan", "grant"]


def amendable_clauses(
    context: Context,
    compact: EnclaveCompact,
    outside: Outside = "none",
    *,
    less_grant: bool = False,
    enforced: bool = False,
) -> tuple[AmendableClause, ...]:
    """What the law leaves open in a deal: all that moves money, and what may be added.

    ``outside``: what beyond that may come from outside, as much as is needed. ``less_grant``:
    whether the province's grant may be less than it is. ``enforced``: whether new payments may be
    enforced by a court; they come first, as numbers that can stay as they are do so in this order.
    """
    found = (
        *_prices(context, compact),
        *_shares(context, compact),
        *_pools(context, compact),
        *_payments(compact, enforced=enforced),
        *_deposits(context, compact),
        *_loans(context, compact, beyond=outside == "loan"),
        *(_grants(compact, more=outside == "grant", less=less_grant)),
    )
    return tuple(one for one in found if one.highest is None or one.highest > one.lowest)


def alike(clauses: tuple[Any, ...], **aside: object) -> list[tuple[int, ...]]:
    """The places of clauses that are alike, whatever stands ``aside``."""
    found: dict[Any, list[int]] = {}
    for k, one in enumerate(clauses):
        found.setdefault(replace(one, **aside), []).append(k)
    return [tuple(places) for places in found.values()]


def _prices(context: Context, compact: EnclaveCompact) -> Iterator[AmendableClause]:
    yearly, dated = compact.annuity.yearly, context.with_deal(compact).dated is not None
    for places in alike(compact.transfers, amount=ZERO):
        t = compact.transfers[places[0]]
        amount = sum((compact.transfers[k].amount for k in places), ZERO)
        if amount:
            waits = (1 + compact.annuity.interest) ** (-t.when if dated else 0)
            per_unit, price = amount * yearly * waits, t.price / yearly
            yield AmendableClause(Kind.PRICE, t.taker, t.giver, price, ZERO, None, per_unit, places)


def _shares(context: Context, compact: EnclaveCompact) -> Iterator[AmendableClause]:
    chosen = context.with_deal(compact).compact or compact
    low, high = compact.refund_limits
    for places in alike(compact.refunds):
        r, n = compact.refunds[places[0]], len(places)
        base = chosen.even(replace(r, share=ONE, at_least=ZERO, at_most=None))
        if base > 0:
            limits = min(low, high / n), high / n
            shares = paid_shares(replace(chosen, refund_limits=limits), r)
            yield AmendableClause(Kind.SHARE, r.payer, r.payee, *shares, base * n, places)


def shares_left(context: Context, compact: EnclaveCompact) -> bool:
    """Whether a refund's share is not open, as its floor or cap binds in some years only."""
    chosen = context.with_deal(compact).compact or compact
    return any(bends_in_time(chosen, refund) for refund in chosen.refunds)


def _pools(context: Context, compact: EnclaveCompact) -> Iterator[AmendableClause]:
    chosen = context.with_deal(compact).compact or compact
    low, high = compact.refund_limits
    for k, pool in enumerate(compact.pools):
        beside = [
            p.share
            for p in (*compact.pools[:k], *compact.pools[k + 1 :])
            if p.first <= pool.last and pool.first <= p.last
        ]
        most = high - sum(beside, ZERO)
        if per_unit := chosen.pooled(replace(pool, share=ONE)):
            yield AmendableClause(Kind.POOL, "", "", pool.share, low, most, per_unit, (k,))


def _payments(compact: EnclaveCompact, *, enforced: bool) -> Iterator[AmendableClause]:
    limit = compact.side_payment_limit
    pairs = tuple(permutations(compact.members, 2)) if limit is None or limit > 0 else ()
    for pair in pairs if enforced else ():
        yield AmendableClause(Kind.PAYMENT, *pair, ZERO, ZERO, None, ONE, enforced=True)
    paid = set()
    for places in alike(compact.payments):
        p, n = compact.payments[places[0]], len(places)
        paid.add((p.payer, p.payee))
        if share := compact.spread(p):
            yield AmendableClause(
                Kind.PAYMENT, p.payer, p.payee, p.amount, ZERO, None, share * n, places
            )
    for pair in pairs:
        if pair not in paid:
            yield AmendableClause(Kind.PAYMENT, *pair, ZERO, ZERO, None, ONE)


def _deposits(context: Context, compact: EnclaveCompact) -> Iterator[AmendableClause]:
    for city in compact.members:
        if context.region.discounts.get(city):
            theirs = [p for p in alike(compact.deposits) if compact.deposits[p[0]].member == city]
            for places in theirs or [()]:
                signed = compact.deposits[places[0]].amount if places else ZERO
                yield AmendableClause(Kind.DEPOSIT, city, city, signed, ZERO, None, ZERO, places)


def _loans(context: Context, compact: EnclaveCompact, *, beyond: bool) -> Iterator[AmendableClause]:
    limit = compact.loan_limit or ZERO
    for city in compact.members:
        theirs = [p for p in alike(compact.loans) if compact.loans[p[0]].borrower == city]
        if context.region.discounts.get(city) and (beyond or theirs or limit):
            for places in theirs or [()]:
                signed = compact.loans[places[0]].amount if places else ZERO
                yield AmendableClause(
                    Kind.LOAN, city, city, signed, ZERO, None, ZERO, places, outside=beyond
                )


def _grants(compact: EnclaveCompact, *, more: bool, less: bool) -> Iterator[AmendableClause]:
    """The province's grant, shared equally among members."""
    signed = sum(compact.grant.values(), ZERO)
    lowest, highest = ZERO if less else signed, None if more else signed
    yield AmendableClause(Kind.GRANT, "", "", signed, lowest, highest, ZERO, outside=more)
