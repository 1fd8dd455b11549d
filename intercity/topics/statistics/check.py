"""Check 12: does the deal hold only because projects are counted twice?

With every project counted once, no shares of the count, and no payments between members that the
law allows, make every member gain: then it must be counted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from intercity.english import listed, percent, shown
from intercity.region.context import Context
from intercity.topics.finding import Finding
from intercity.topics.statistics.section import Statistics
from mechanisms.compact.attribution import least_double_counting
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = ["check"]

NUMBER, NAME = 12, "statistics"
ZERO, ONE = Fraction(0), Fraction(1)


def check(context: Context) -> Finding:
    """Each member's gain with indicators and credit, and the least share to be counted twice."""
    statistics, compact = context.scenario.section(Statistics), context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return Finding(NUMBER, NAME, "not asked", "add [statistics] to a deal with a park")
    if context.deal is None:
        return Finding(NUMBER, NAME, "undecided", "the deal promises more than its members have")
    members = compact.members
    values = {
        c: statistics.indicator_value[c].value if c in statistics.indicator_value else ZERO
        for c in members
    }
    projects = sum((e.projects for e in compact.enclaves), ZERO)
    lost = {
        c: sum((e.from_host_pool for e in compact.enclaves if e.host == c), ZERO) for c in members
    }
    money = dict(context.gains)
    share = {c: statistics.attribution.get(c, ZERO) for c in members}
    gains = {c: money[c] + values[c] * (share[c] * projects - lost[c]) for c in members}
    needed = least_double_counting(money, values, lost, projects)
    paid = _payment(context, money, values, lost, projects)
    figures = {f"gain of {c}, statistics counted": gain for c, gain in gains.items()}
    told = ", ".join(f"{c} {shown(gain, sign=True)}" for c, gain in gains.items())
    if any(compact.credit.get(c) for c in members):
        told += ", the province's credit included"
    margin = min(gains.values())
    if needed.double is not None:
        figures["least share counted twice"] = needed.double
    once = sum(share.values(), ZERO) <= 1
    if margin >= 0 and once:
        both = "both" if len(members) == 2 else "all"
        does = f"{both} gain" if margin > 0 else "nobody loses"
        says = f"{does} with every project counted once ({told})"
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    if margin >= 0 and (needed.double == 0 or paid is not None):
        says = (
            f"nobody loses as attributed ({told}), where shares add up to "
            f"{percent(sum(share.values(), ZERO))}; they need not: "
        )
        says += (
            _once(needed.needed) if needed.double == 0 else f"{_paid(paid or {})} would do as well"
        )
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    losers = [c for c, gain in gains.items() if gain < 0]
    lose = "loses" if len(losers) == 1 else "lose"
    says = (
        f"as attributed, {listed(losers)} {lose} ({told})"
        if losers
        else f"nobody loses as attributed ({told}), but only since projects are counted twice"
    )
    mends: Fraction | None = Fraction(1)
    if needed.double == 0:
        repair = _once(needed.needed)
    elif paid is not None:
        repair = f"every project counted once, with {_paid(paid)}"
    elif needed.double is None:
        repair, mends = (
            "none: no attribution and no lawful payment makes every member gain",
            None,
        )
    else:
        repair = f"only if {percent(needed.double)} of the projects are counted twice"
        if statistics.rival:
            repair += ", which others pay for, since it is a rank"
    return Finding(NUMBER, NAME, "fails", says, repair, margin, figures, mends=mends)


def _once(needed: Mapping[str, Fraction | None]) -> str:
    shares = ", ".join(f"{c} {percent(s)}" for c, s in needed.items() if s is not None)
    return f"attribute at least {shares}"


def _paid(paid: Mapping[str, Fraction]) -> str:
    payers = [f"{city} paying {shown(-x)}" for city, x in paid.items() if x < 0]
    getters = [city for city, x in paid.items() if x > 0]
    return f"{listed(payers)} a year to {listed(getters)}" if payers else "no payment"


def _payment(
    context: Context,
    money: Mapping[str, Fraction],
    values: Mapping[str, Fraction],
    lost: Mapping[str, Fraction],
    projects: Fraction,
) -> Mapping[str, Fraction] | None:
    """The least payments the law allows with which, counted once, nobody loses; if there are any.

    Each may pay each other up to the limit, and any price for what the deal hands over to it: less
    than signed too, which is as if the seller paid it back.
    """
    compact = context.compact
    assert compact is not None  # noqa: S101 - there are statistics of a deal
    limit = compact.side_payment_limit
    sales = {(t.taker, t.giver) for t in compact.transfers if t.amount}
    back: dict[tuple[str, str], Fraction] = {}
    for t in compact.transfers:
        waits = (1 + compact.annuity.interest) ** (-t.when if context.dated is not None else 0)
        back[t.giver, t.taker] = back.get((t.giver, t.taker), ZERO) + waits * t.amount * t.price
    paid = {(a, b): f"{a} pays {b}" for a in money for b in money if a != b}
    bounds: dict[str, tuple[Fraction | None, Fraction | None]] = dict.fromkeys(
        paid.values(), (ZERO, limit)
    )
    if limit is not None:
        bounds |= {paid[pair]: (ZERO, limit + most) for pair, most in back.items() if pair in paid}
    bounds |= {name: (ZERO, None) for pair, name in paid.items() if pair in sales}
    rows = []
    for c in money:
        bounds[f"share of {c}"] = (ZERO, ONE)
        gain = {name: -ONE if a == c else ONE for (a, b), name in paid.items() if c in (a, b)}
        gain[f"share of {c}"] = values[c] * projects
        rows.append(Row(f"{c} gains", gain, ">=", values[c] * lost[c] - money[c]))
    shares = {f"share of {c}": ONE for c in money}
    rows.append(Row("counted once", shares, "<=", ONE))
    ones = dict.fromkeys(paid.values(), ONE)
    found = context.ask(solve, LinearProgram("min", ones, tuple(rows), bounds))
    if found.value is None:
        return None
    moved = dict.fromkeys(money, ZERO)
    for (a, b), name in paid.items():
        moved[a] -= found.point[name]
        moved[b] += found.point[name]
    return moved
