"""What members that discount differently gain by paying each other at different times.

Who is impatient is paid early and pays late, inside the law's limit on payments. Equal gains in
present value, each at the member's own discount factor, are compared with the best that the same
payment every year can do. No verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from intercity.english import gains_told, shown
from intercity.region.context import Context
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.payment_schedule import PaymentSchedule, payment_schedule

__all__ = ["schedule", "schedule_words", "streams_of"]


def schedule(context: Context) -> PaymentSchedule | None:
    """The schedule; ``None`` where it brings nothing, or cannot be asked for.

    It needs a deal that can be carried out, a discount factor of each member, not all the same, and
    a law that allows payments.
    """
    from solvers.bargaining.egalitarian import egalitarian

    compact, deal, factors = context.compact, context.deal, context.region.discounts
    if compact is None or deal is None or not compact.side_payment_limit:
        return None
    given = {factors.get(city) for city in compact.members}
    if None in given or len(given) < 2:
        return None
    streams = streams_of(context)
    if streams is None:
        return None
    if compact.annuity.forever:  # the flow of later years counts with that of the last
        for city, flows in streams.items():
            later = flows.pop() * factors[city] / (1 - factors[city])
            flows[-1] += later
    limit = compact.side_payment_limit
    limits = dict.fromkeys(compact.members, (-limit, limit))
    weights = context.region.power or None
    found = payment_schedule(
        streams,
        {city: factors[city] for city in compact.members},
        limits,
        egalitarian,
        context.ask,
        weights=weights,
    )
    return found if found is not None and found.needed else None


def streams_of(context: Context) -> dict[str, list[Fraction]] | None:
    """By member what the deal brings it year by year; ``None`` if it cannot do its part in some."""
    compact, deal = context.compact, context.deal
    assert compact is not None and deal is not None  # noqa: S101, PT018 - there is a deal
    streams = {}
    for city in compact.members:
        alone, factor = context.status_quo[city], context.region.discounts.get(city)
        flows = deal_stream(compact, deal, alone, city, context.ask, factor)
        if flows is None:
            return None
        streams[city] = flows
    return streams


def schedule_words(found: PaymentSchedule, everyone: str) -> str:
    """Who is paid when, and what that brings."""
    moved = {city: paid for city, paid in found.payments.items() if any(paid)}
    if len(moved) == 2:  # one pays just what the other gets
        first = next(iter(moved))
        moved = {first: moved[first]}
    told = "; ".join(f"{city} {', '.join(_runs(paid))}" for city, paid in moved.items())
    gains = gains_told(found.gains)
    if found.flat:
        beside = f"where the same payment every year brings {gains_told(found.flat)}"
    else:
        beside = f"where no same payment every year makes {everyone} gain"
    return (
        f"money over time, as members discount differently (gains in present value, each at its "
        f"own factor): {told}, the later ones a promise; so {gains}, {beside}"
    )


def _runs(paid: tuple[Fraction, ...]) -> Iterator[str]:
    """What is got or paid in years next to each other.

    >>> list(_runs((Fraction(0), Fraction(3), Fraction(3), Fraction(-1))))
    ['gets 3.0 a year in years 1 to 2 (6.0 in all)', 'pays 1.0 in year 3']
    """
    dated = list(enumerate(paid))
    for sign, run in groupby(dated, key=lambda one: (one[1] > 0) - (one[1] < 0)):
        years = list(run)
        if sign:
            amounts = [abs(x) for _, x in years]
            first, last, most = years[0][0], years[-1][0], max(amounts)
            does = "gets" if sign > 0 else "pays"
            if first == last:
                yield f"{does} {shown(most)} in year {first}"
                continue
            rate = shown(most) if most == min(amounts) else f"up to {shown(most)}"
            total = shown(sum(amounts, Fraction(0)))
            yield f"{does} {rate} a year in years {first} to {last} ({total} in all)"
