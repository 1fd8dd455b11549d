"""What a deal leaves unused, and what of its payoffs is the money of firms.

Unused is v*(M) - u(M): what members could make, less what they have. In v* firms are moved by
bonuses that members pay. A clawback takes money of those who stay, and moves others for nothing, so
that members can have more than v*. What it brings them, or spares them in bonuses, is not counted
against v*.
"""

from __future__ import annotations

from fractions import Fraction

from intercity.region.context import Context

__all__ = ["money_of_firms", "unused"]

ZERO = Fraction(0)


def unused(context: Context) -> Fraction:
    """v* of the members of a deal that can be carried out, less what they have without clawback."""
    beside = money_of_firms(context) + _grants(context)
    have = sum(context.payoffs_by_date.values(), ZERO) - beside
    return context.best_of(context.members) - have


def money_of_firms(context: Context) -> Fraction:
    """What clawbacks bring members a year as signed, and what they spare them in bonuses."""
    compact, firms = context.compact, context.region.firms
    if compact is None or not compact.clawbacks:
        return ZERO
    found = sum((c.amount * compact.pay_a_clawback(c) for c in compact.clawbacks), ZERO)
    needed = ZERO if firms is None else firms.bonus
    for home in dict.fromkeys(e.home for e in compact.enclaves):
        back = sum((e.returning for e in compact.enclaves if e.home == home), ZERO)
        bonuses = (b for b in compact.bonuses if b.payer == home)
        paid = sum((b.amount * compact.paid_a_bonus(b) for b in bonuses), ZERO)
        found += max(ZERO, needed * back - paid)
    return found


def _grants(context: Context) -> Fraction:
    """What members gain in grants, or lose, by sharing taxes at different rates."""
    compact = context.compact
    if compact is None:
        return ZERO
    return sum(
        (
            (compact.counts_of(one, one.payee) - compact.counts_of(one, one.payer))
            * compact.even(one)
            for one in compact.promises
        ),
        ZERO,
    )
