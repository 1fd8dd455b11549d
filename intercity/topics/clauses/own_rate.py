"""Gains at members' own discount factors: verdicts on them, and rows of linear programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from intercity.region.context import Context
from intercity.topics.outcome import Verdict
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument, tax_that_moves
from mechanisms.compact.own_rate import even_at, worth_at_own_rate
from mechanisms.compact.self_enforcement import present_value
from solvers.linear_program import Row

__all__ = [
    "amounts_at_own_rate",
    "first_decides",
    "hanging",
    "rows_at_own_rate",
    "verdict_on_gains",
]

ZERO = Fraction(0)


def verdict_on_gains(
    gains: Mapping[str, Fraction], own: Mapping[str, Fraction]
) -> tuple[Verdict, Fraction | None]:
    """The verdict on gains between those at the interest and those at own factors, and its margin.

    It fails if somebody loses at both, and is undecided if somebody does at one of them.

    >>> [str(verdict_on_gains({"A": Fraction(2)}, {"A": Fraction(w)})[0]) for w in (0, -1)]
    ['stands', 'undecided']
    """
    both = {city: (gain, own.get(city, gain)) for city, gain in gains.items()}
    least, most = min(map(min, both.values())), min(map(max, both.values()))
    if least >= 0:
        return Verdict.STANDS, least
    return (Verdict.FAILS, most) if most < 0 else (Verdict.UNDECIDED, None)


def hanging(gains: Mapping[str, Fraction], own: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Who loses at one of the interest and its own factor, and does not at the other."""
    return tuple(city for city, gain in own.items() if (gain < 0) != (gains[city] < 0))


def rows_at_own_rate(
    context: Context, compact: EnclaveCompact, instruments: Sequence[Instrument]
) -> dict[str, Row]:
    """By member, that it does not lose at its own factor, by clauses of this deal that move money.

    ``compact``: the deal as signed, its like clauses perhaps together.
    """
    rows = {}
    dated = context.dated is not None
    for city, gain in context.own_gains.items():
        factor = context.discounts[city]
        line = {
            one.name: money * worth_at_own_rate(compact, one, factor, dated=dated)
            for one in instruments
            if (money := one.money.get(city, ZERO))
        }
        signed = sum((line.get(one.name, ZERO) * one.signed for one in instruments), ZERO)
        rows[city] = Row(f"{city} at its own factor", line, ">=", signed - gain)
    return rows


def amounts_at_own_rate(
    context: Context, compact: EnclaveCompact, amount: Instrument
) -> dict[str, tuple[dict[str, Fraction], Fraction]]:
    """By member, what makes its payoff its gain at its own factor, if an amount is open.

    ``compact``: the deal as signed, its like clauses perhaps together.
    Land handed over at signing counts alike at any rate, what is paid for it once does not, nor
    what is refunded in some years of the tax that goes with it. Empty where something comes later.
    """
    if context.dated is not None:
        return {}
    found = {}
    moved = tax_that_moves(compact, amount.place)
    for city, own in context.own_gains.items():
        factor = context.discounts[city]
        even, refunded = even_at(factor, compact.annuity), moved.get(city, [])
        price = amount.money.get(city, ZERO) - compact.annuity.evenly(refunded)
        slope = (1 / (even * compact.annuity.yearly) - 1) * price
        slope += present_value(refunded, factor) / even - compact.annuity.evenly(refunded)
        least = context.status_quo[city] + context.gains[city] - own + slope * amount.signed
        found[city] = ({amount.name: slope}, least)
    return found


def first_decides(context: Context) -> tuple[str, ...]:
    """At whose discount factor of 0 clauses are not compared; empty where no member has it.

    What comes first decides there, whatever its size, so that it is no matter of amounts.
    """
    factors = context.discounts
    return tuple(city for city in context.members if factors.get(city) == 0)
