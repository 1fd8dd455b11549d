"""What members that discount differently gain by paying each other at different times.

Who is impatient is paid early and pays late, inside the law's limit on payments. Equal gains in
present value, each at the member's own discount factor, are compared with the best that the same
payment every year can do. No verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from intercity.region.context import Context
from mechanisms.compact.deal_stream import deal_stream
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.payment_schedule import payment_schedule
from mechanisms.compact.self_enforcement import present_value
from solvers.answer import Proof

__all__ = ["Schedule", "left_to_pay", "schedule", "streams_of"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What each member gets from the rest by year (pays, if below 0), and gains in present value.

    ``gains`` are at least those of the solution: who could not share more has more. ``flat``: what
    it gains where the same is paid in every year but that of the signing, up to the last one of
    ``payments``; empty where not all can gain so.
    """

    payments: Mapping[str, tuple[Fraction, ...]]
    gains: Mapping[str, Fraction]
    flat: Mapping[str, Fraction]
    proof: Proof


def schedule(context: Context) -> Schedule | None:
    """The schedule; ``None`` where it brings nothing, or cannot be asked for.

    It needs a deal that can be carried out, a discount factor of each member, not all the same, and
    a law that allows payments.
    """
    from solvers.bargaining.egalitarian import egalitarian

    compact, deal, factors = context.compact, context.deal, context.discounts
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
    limits = {city: left_to_pay(compact, city) for city in compact.members}
    weights = context.region.power or None
    found = payment_schedule(
        streams,
        {city: factors[city] for city in compact.members},
        limits,
        egalitarian,
        context.run_solver,
        first=1,  # payments of a deal are due at the end of a year
        weights=weights,
    )
    if found is None or not found.needed:
        return None
    gains, flat = {}, {}
    for city, flows in streams.items():
        gains[city] = _gain(flows, found.payments[city], factors[city])
        if found.flat:
            even = found.flat_payments[city]
            flat[city] = _gain(flows, (ZERO, *[even] * (len(flows) - 1)), factors[city])
    return Schedule(payments=found.payments, gains=gains, flat=flat, proof=found.proof)


def _gain(flows: Sequence[Fraction], paid: Sequence[Fraction], factor: Fraction) -> Fraction:
    """What a member has by the deal and by payments, those that it agreed to gain or more."""
    return present_value([c + m for c, m in zip(flows, paid, strict=True)], factor)


def left_to_pay(compact: EnclaveCompact, city: str) -> tuple[Fraction, Fraction]:
    """What a member may pay, and get, every year beside the payments that the deal has already."""
    limit = compact.side_payment_limit or ZERO
    got = [ZERO]
    for year in range(1, compact.annuity.last + 1):
        due = (p for p in compact.payments if compact.is_due(p, year))
        got.append(sum((compact.promised_to(city, p) for p in due), ZERO))
    return min(ZERO, -limit - min(got)), max(ZERO, limit - max(got))


def streams_of(context: Context) -> dict[str, list[Fraction]] | None:
    """By member what the deal brings it year by year; ``None`` if it cannot do its part in some."""
    compact, deal = context.compact, context.deal
    assert compact is not None and deal is not None  # noqa: S101, PT018 - there is a deal
    streams = {}
    for city in compact.members:
        alone = context.status_quo[city]
        flows = deal_stream(compact, deal, alone, city, context.run_solver, spread=True)
        if flows is None:
            return None
        streams[city] = flows
    return streams
