"""Gains at members' own discount factors, in checks: as rows of linear programs, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from games.approximately import approximately
from intercity.english import listed, shown
from intercity.region.context import Context
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument
from mechanisms.compact.own_rate import even_at, worth_at_own_rate
from solvers.linear_program import Row

__all__ = [
    "amounts_at_own_rate",
    "figures_of",
    "first_decides",
    "loses_words",
    "own_rate_words",
    "rows_at_own_rate",
]

ZERO = Fraction(0)


def rows_at_own_rate(
    context: Context, compact: EnclaveCompact, instruments: Sequence[Instrument]
) -> dict[str, Row]:
    """By member, that it does not lose at its own factor, by clauses of this deal that move money.

    ``compact``: the deal as signed, its like clauses perhaps together.
    """
    rows = {}
    dated = context.dated is not None
    for city, gain in context.own_gains.items():
        factor = context.region.discounts[city]
        line = {
            one.name: money * worth_at_own_rate(compact, one, factor, dated=dated)
            for one in instruments
            if (money := one.money.get(city, ZERO))
        }
        signed = sum((line.get(one.name, ZERO) * one.signed for one in instruments), ZERO)
        rows[city] = Row(f"{city} at its own factor", line, ">=", signed - gain)
    return rows


def amounts_at_own_rate(
    context: Context, amount: Instrument
) -> dict[str, tuple[dict[str, Fraction], Fraction]]:
    """By member, what makes its payoff its gain at its own factor, if an amount is open.

    Land handed over at signing counts alike at any rate, what is paid for it once does not. Empty
    where something comes later.
    """
    compact = context.compact
    if compact is None or context.dated is not None:
        return {}
    found = {}
    for city, own in context.own_gains.items():
        even = even_at(context.region.discounts[city], compact.annuity)
        slope = (1 / (even * compact.annuity.yearly) - 1) * amount.money.get(city, ZERO)
        least = context.status_quo[city] + context.gains[city] - own + slope * amount.signed
        found[city] = ({amount.name: slope}, least)
    return found


def first_decides(context: Context) -> str:
    """Why clauses are not compared at a factor of 0; empty where no member has it.

    What comes first decides there, whatever its size, so that it is no matter of amounts.
    """
    factors = context.region.discounts
    cities = [city for city in context.members if factors.get(city) == 0]
    if not cities:
        return ""
    return f"at a discount factor of 0 what comes first decides for {listed(cities)}"


def loses_words(context: Context, city: str, loss: Fraction) -> str:
    """What a city would lose, or gain if it is below 0, at its own factor: a year, or at first."""
    does = f"lose {shown(loss)}" if loss > 0 else f"gain {shown(-loss)}"
    when = " at first" if context.region.discounts[city] == 0 else " a year"
    return f"{city} would {does}{when}"


def figures_of(own: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The gains as figures of a check."""
    return {f"gain of {city} at its own discount factor": gain for city, gain in own.items()}


def own_rate_words(context: Context, own: Mapping[str, Fraction]) -> str:
    """What is said where a member loses at its own factor, or the signs of its gains differ.

    Empty where there is nothing to say.
    """
    told = []
    for city, gain in own.items():
        if gain >= 0 and (context.gains[city] >= 0 or not gain):
            continue
        factor = approximately(context.region.discounts[city], ".2f")
        told.append(f"at its own discount factor of {factor} {loses_words(context, city, -gain)}")
    return "; ".join(told)
