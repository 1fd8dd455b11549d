"""What the law allows several clauses together, as rows in what their numbers change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from intercity.amendment.amendable_clause import AmendableClause, Kind
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["Together", "allowed_together"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Together:
    """That the changes of some clauses, each times its weight, come to ``most`` or less."""

    name: str
    weights: Mapping[str, Fraction]
    most: Fraction

    def holds(self, change: Mapping[str, Fraction]) -> bool:
        """Whether it does at these changes, by clause."""
        return sum((w * change[name] for name, w in self.weights.items()), ZERO) <= self.most


def allowed_together(
    compact: EnclaveCompact, clauses: Collection[AmendableClause]
) -> tuple[Together, ...]:
    """The limits on net payments of each two, on refunds of one base, and on what one borrows.

    And that prices are not negative, where amounts are open.
    """
    found = (
        *_net_payments(compact, clauses),
        *_refunds(compact, clauses),
        *_loans(compact, clauses),
        *_prices(compact, clauses),
    )
    return tuple(one for one in found if one.weights)


def _net_payments(
    compact: EnclaveCompact, clauses: Iterable[AmendableClause]
) -> Iterator[Together]:
    limit = compact.side_payment_limit
    payments = [one for one in clauses if one.kind is Kind.PAYMENT]
    if limit is None:
        return
    for a, b in permutations(compact.members, 2):
        weights = {
            one.name: one.per_unit if one.giver == a else -one.per_unit
            for one in payments
            if {one.giver, one.taker} == {a, b}
        }
        left = max(ZERO, limit - compact.net_payment(a, b))
        yield Together(f"{a} pays {b}", weights, left)


def _refunds(compact: EnclaveCompact, clauses: Iterable[AmendableClause]) -> Iterator[Together]:
    most = compact.refund_limits[1]
    shares = [one for one in clauses if one.kind is Kind.SHARE]
    for first in compact.refunds:
        due = [
            k
            for k, r in enumerate(compact.refunds)
            if (r.base, r.payer, r.payee) == (first.base, first.payer, first.payee)
            and r.first <= first.first <= r.last
        ]
        signed = sum((compact.refunds[k].share for k in due), ZERO)
        weights = {
            one.name: Fraction(sum(k in due for k in one.places))
            for one in shares
            if set(one.places) & set(due)
        }
        if len(weights) > 1:
            name = f"{first.payer} refunds {first.payee} {first.base} in year {first.first}"
            yield Together(name, weights, max(ZERO, most - signed))


def _prices(compact: EnclaveCompact, clauses: Iterable[AmendableClause]) -> Iterator[Together]:
    """That no price is below 0 where what is paid for is open, too.

    A price is counted as what is paid on the amount in ``compact`` (``LinearDeal.changes``).
    """
    amounts = [one for one in clauses if one.kind is Kind.AMOUNT]
    for price in clauses:
        open_ones = [one for one in amounts if set(one.places) & set(price.places)]
        if price.kind is Kind.PRICE and open_ones:
            whole = sum((compact.transfers[k].amount for k in price.places), ZERO)
            weights = {one.name: -price.signed * one.parts / whole for one in open_ones}
            name = f"{price.giver} pays {price.taker} no less than nothing, {price.places}"
            yield Together(name, {**weights, price.name: Fraction(-1)}, price.signed)


def _loans(compact: EnclaveCompact, clauses: Iterable[AmendableClause]) -> Iterator[Together]:
    limit = compact.loan_limit or ZERO
    loans = [one for one in clauses if one.kind is Kind.LOAN and not one.outside]
    for city in compact.members:
        signed = sum((one.amount for one in compact.loans if one.borrower == city), ZERO)
        weights = {one.name: Fraction(one.parts) for one in loans if one.giver == city}
        yield Together(f"{city} borrows", weights, max(ZERO, limit - signed))
