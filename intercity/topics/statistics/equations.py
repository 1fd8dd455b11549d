"""Check 12 in the model text: gains with indicators, and how much must be counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.deal.equations import alone
from intercity.topics.statistics.section import Statistics

__all__ = ["state"]

ZERO = Fraction(0)


def state(context: Context) -> Iterator[str]:
    """Each member's gain with statistics counted."""
    given, compact = context.scenario.section(Statistics), context.compact
    if given is None or compact is None or context.deal is None or not compact.enclaves:
        return
    yield from check(12, "statistics", "does the deal need projects to be counted twice?")
    projects = number(sum((e.projects for e in compact.enclaves), ZERO))
    yield (
        "u_i is what counting a project is worth to i, s_i the share of the parks' P projects that "
        "it may count, lost_i those it counted before, when they were in its own pool:"
    )
    yield ""
    yield (f"    gain_i = payoff_i - v({{i}}) + u_i (s_i P - lost_i),    P = {projects}")
    yield ""
    for city in compact.members:
        value = given.indicator_value.get(city)
        u = number(ZERO if value is None else value.value)
        lost = sum((e.from_host_pool for e in compact.enclaves if e.host == city), ZERO)
        yield (
            f"    {city}: {number(context.payoffs_by_date[city])} - {number(alone(context, city))} "
            f"+ {u} ({number(given.attribution.get(city, ZERO))} x {projects} - {number(lost)})"
        )
    yield ""
    yield (
        "The least share that i must count, s_i*, makes gain_i = 0 (0 if it gains without; none if "
        "more than 1). The share of projects that must be counted twice is max(0, sum s_i* - 1), "
        "and with payments that the law allows the least at which shares and payments make all "
        "gain. The deal fails if some gain_i < 0 as attributed, at the interest or at i's own "
        "discount factor, or if that is above 0."
    )
