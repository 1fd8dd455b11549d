"""What each member gains by the deal at its own discount factor, beside the region's interest.

With c[t] the flows that the deal brings a member over its status quo (``deal_stream``) and d its
factor, its gain as an annual equivalent is

    sum_t d^t c[t]  /  sum_{t = 1..T} d^t,

or over d / (1 - d) where the region goes on for ever. A member gains only if this and its gain at
the region's interest are positive: 100 paid now for 12 a year over ten years is +2 at 3 per cent,
and -30 at a factor of 0.9.

Source: Lehrer and Pauzner (1999), on players who discount differently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.annuity import Annuity
from games.approximately import approximately
from intercity.checks.context import Context
from intercity.checks.finding import shown
from mechanisms.compact.ask import Ask
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.self_enforcement import present_value
from solvers.linear_program import Row

__all__ = [
    "amounts_at_own_rate",
    "even_at",
    "figures_of",
    "gains_at_own_rate",
    "own_rate_losers",
    "own_rate_words",
    "rows_at_own_rate",
]

ZERO = Fraction(0)


def even_at(discount: Fraction, annuity: Annuity) -> Fraction:
    """What 1 a year, from year 1 on, is worth at signing at this discount factor.

    >>> even_at(Fraction(1, 2), Annuity(2, 0)), even_at(Fraction(1, 2), Annuity(2, 1, "perpetuity"))
    (Fraction(3, 4), Fraction(1, 1))
    """
    if not discount:
        return Fraction(1)  # only year 0 counts, and what it brings is not spread
    if annuity.forever:
        return discount / (1 - discount)
    return present_value([ZERO, *[Fraction(1)] * annuity.horizon], discount)


def gains_at_own_rate(
    context: Context, amended: EnclaveCompact | None = None, ask: Ask | None = None
) -> dict[str, Fraction]:
    """By member with a discount factor, its gain a year at that factor: as signed, or as amended.

    ``ask``: in place of the context's, for who wants no answer recorded.

    Empty where the deal cannot be carried out, or where a member could not do its part in some year
    without what is still to come.
    """
    if amended is None and context.own_gains is not None:
        return dict(context.own_gains)
    found = _at_own_rate(context, amended, ask or context.ask)
    if amended is None and ask is None:
        context.own_gains = found
    return found


def _at_own_rate(context: Context, amended: EnclaveCompact | None, ask: Ask) -> dict[str, Fraction]:
    compact, factors = context.compact, context.region.discounts
    if compact is None or not set(factors) & set(compact.members):
        return {}
    deal = context.deal
    if amended is not None:
        compact = context.as_firms_choose(amended)
        deal = deal_payoffs(compact, ask)
    if deal is None:
        return {}
    streams = {}
    for city in compact.members:
        alone = context.status_quo[city]
        flows = deal_stream(compact, deal, alone, city, ask)
        if flows is None:
            return {}
        streams[city] = flows
    forever = compact.annuity.forever
    return {
        city: present_value(flows, factors[city], forever=forever)
        / even_at(factors[city], compact.annuity)
        for city, flows in streams.items()
        if city in factors
    }


def rows_at_own_rate(context: Context, clauses: Sequence[tuple[int, Instrument]]) -> dict[str, Row]:
    """By member, that it does not lose at its own factor, by clauses at these places of the deal.

    The clauses move money alone. A payment every year counts alike at any rate. A price counts by
    its year, a refund by its years.
    """
    compact = context.compact
    assert compact is not None  # noqa: S101 - there is a deal to amend
    rows = {}
    for city, gain in gains_at_own_rate(context).items():
        factor = context.region.discounts[city]
        line = {
            one.name: money * _by_own_rate(context, one, place, factor)
            for place, one in clauses
            if (money := one.money.get(city, ZERO))
        }
        signed = sum((line.get(one.name, ZERO) * one.signed for _, one in clauses), ZERO)
        rows[city] = Row(f"{city} at its own factor", line, ">=", signed - gain)
    return rows


def _by_own_rate(context: Context, one: Instrument, place: int, factor: Fraction) -> Fraction:
    """What a unit of a clause's money is worth at a factor, as a multiple of what it is counted."""
    compact = context.compact
    assert compact is not None  # noqa: S101 - it has clauses
    annuity = compact.annuity
    even = even_at(factor, annuity)
    if one.kind == "price":
        when = compact.transfers[place].when
        counted = annuity.yearly
        if context.dated is not None:  # else payoffs count it as of the signing
            counted /= (1 + annuity.interest) ** when
        return factor**when / even / counted
    if one.kind == "refund":
        refund = compact.refunds[place]
        last = min(refund.last, annuity.horizon)
        paid = sum((factor**t for t in range(refund.first, last + 1)), ZERO)
        return paid / even / annuity.share_of_years(refund.first, refund.last)
    return Fraction(1)


def amounts_at_own_rate(
    context: Context, amount: Instrument, ask: Ask | None = None
) -> dict[str, tuple[dict[str, Fraction], Fraction]]:
    """By member, what makes its payoff its gain at its own factor, if an amount is open.

    Land handed over at signing counts alike at any rate, what is paid for it once does not. Empty
    where something comes later.
    """
    compact = context.compact
    if compact is None or context.dated is not None:
        return {}
    found = {}
    for city, own in gains_at_own_rate(context, ask=ask).items():
        even = even_at(context.region.discounts[city], compact.annuity)
        slope = (1 / (even * compact.annuity.yearly) - 1) * amount.money.get(city, ZERO)
        least = context.status_quo[city] + context.gains[city] - own + slope * amount.signed
        found[city] = ({amount.name: slope}, least)
    return found


def figures_of(own: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The gains as figures of a check."""
    return {f"gain of {city} at its own discount factor": gain for city, gain in own.items()}


def own_rate_losers(context: Context) -> list[str]:
    """Who loses at its own discount factor, as far as a check has asked."""
    return [city for city, gain in (context.own_gains or {}).items() if gain < 0]


def own_rate_words(context: Context, own: Mapping[str, Fraction]) -> str:
    """What is said where a member loses at its own factor, or the signs of its gains differ.

    Empty where there is nothing to say.
    """
    told = []
    for city, gain in own.items():
        if gain >= 0 and (context.gains[city] >= 0 or not gain):
            continue
        factor = approximately(context.region.discounts[city], ".2f")
        does = f"lose {shown(-gain)}" if gain < 0 else f"gain {shown(gain)}"
        told.append(f"at its own discount factor of {factor} {city} would {does} a year")
    return "; ".join(told)
