"""Money of the deal that comes after the horizon, or is more than the law allows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from games.production import LinearProductionGame
from intercity.english import counted
from intercity.scenario.errors import Violation, place
from intercity.scenario.quantity import toml_text
from mechanisms.compact.clauses import Payment
from mechanisms.compact.enclave_compact import EnclaveCompact

if TYPE_CHECKING:
    from games.annuity import Annuity
    from intercity.scenario.deal import Compact

__all__ = ["late_money", "payments_of", "unlawful_money"]


def late_money(compact: Compact, horizon: int) -> Iterator[Violation]:
    """Years of refunds, payments, pools, deposits and loans after the last of [time]."""
    dated: list[tuple[str, int, str, object, int]] = []
    for kind in ("refund", "payment", "pool", "loan"):
        dated += [
            (kind, i, "years", list(one.years), one.years[1])
            for i, one in enumerate(getattr(compact, kind))
            if one.years is not None
        ]
    dated += [
        ("deposit", i, "until", one.until, one.until)
        for i, one in enumerate(compact.deposit)
        if one.until is not None
    ]
    for kind, i, key, given, last in dated:
        if last > horizon:
            within = f"within the {counted(horizon, 'year')} of [time]"
            yield Violation(("compact", kind, i, key), toml_text(given), within)


def payments_of(compact: Compact) -> tuple[Payment, ...]:
    """The payments between members; without years, for as long as the deal lasts."""
    found = []
    for p in compact.payment:
        first, last = (1, None) if p.years is None else p.years
        guaranteed = p.guaranteed_by is not None
        payment = Payment(
            p.payer, p.receiver, p.amount.value, first, last, p.enforceable, guaranteed
        )
        found.append(payment)
    return tuple(found)


def unlawful_money(compact: Compact, annuity: Annuity) -> Iterator[Violation]:
    """Payments and loans above ``compact.limits``; the clauses themselves are well formed."""
    limits = compact.limits
    if limits.side_payment is not None and compact.payment:
        most, payments = limits.side_payment.value, payments_of(compact)
        region = LinearProductionGame(compact.members, (), ())
        deal = EnclaveCompact(region, annuity, compact.members, payments=payments)
        for pair in dict.fromkeys((p.payer, p.payee) for p in payments):
            net = deal.net_payment(*pair)
            if net > most:
                last = max(i for i, p in enumerate(payments) if (p.payer, p.payee) == pair)
                yield Violation(
                    ("compact", "payment", last, "amount"),
                    f"{toml_text(payments[last].amount)}, with which {pair[0]} pays {pair[1]} "
                    f"{toml_text(net)} a year net, spread over all years",
                    f"at most {toml_text(most)}, by compact.limits.side_payment",
                )
    if limits.loan is not None:
        most = limits.loan.value
        for i, one in enumerate(compact.loan):
            same = [k for k in range(i) if compact.loan[k].receiver == one.receiver]
            before = sum((compact.loan[k].amount.value for k in same), Fraction(0))
            total = before + one.amount.value
            if before <= most < total:
                names = ", ".join(place(("compact", "loan", k)) for k in same)
                with_them = f", and {toml_text(total)} together with {names}" if same else ""
                yield Violation(
                    ("compact", "loan", i, "amount"),
                    toml_text(one.amount.value) + with_them,
                    f"at most {toml_text(most)} to one member, by compact.limits.loan",
                )
