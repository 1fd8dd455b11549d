"""Check 12: does the deal hold only because projects are counted twice?"""

from __future__ import annotations

from fractions import Fraction

from intercity.checks.context import Context
from intercity.checks.finding import Finding, listed, percent, shown
from mechanisms.compact.attribution import least_double_counting

__all__ = ["check"]

NUMBER, NAME = 12, "statistics"
ZERO = Fraction(0)


def check(context: Context) -> Finding:
    """Each member's gain with indicators and credit, and the least share to be counted twice."""
    statistics, compact = context.scenario.statistics, context.compact
    if statistics is None or compact is None or not compact.enclaves:
        return Finding(NUMBER, NAME, "not asked", "add [statistics] to a deal with a park")
    if context.planned is None:
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
    money = {c: gain + compact.credit.get(c, ZERO) for c, gain in context.gains.items()}
    share = {c: statistics.attribution.get(c, ZERO) for c in members}
    gains = {c: money[c] + values[c] * (share[c] * projects - lost[c]) for c in members}
    needed = least_double_counting(money, values, lost, projects)
    figures = {f"gain of {c}, statistics counted": gain for c, gain in gains.items()}
    told = ", ".join(f"{c} {shown(gain, sign=True)}" for c, gain in gains.items())
    if any(compact.credit.get(c) for c in members):
        told += ", the province's credit included"
    margin = min(gains.values())
    if needed.double is not None:
        figures["least share counted twice"] = needed.double
    if margin >= 0 and not needed.double:
        both = "both" if len(members) == 2 else "all"
        says = f"{both} gain with every project counted once ({told})"
        return Finding(NUMBER, NAME, "stands", says, margin=margin, figures=figures)
    losers = [c for c, gain in gains.items() if gain < 0]
    says = f"as attributed, {listed(losers) if losers else 'nobody'} loses ({told})"
    if needed.double is None:
        repair = "none: no attribution makes every member gain"
    elif needed.double > 0:
        repair = f"only if {percent(needed.double)} of the projects are counted twice"
        if statistics.rival:
            repair += ", which others pay for, since it is a rank"
    else:
        shares = ", ".join(f"{c} {percent(s)}" for c, s in needed.needed.items() if s is not None)
        repair = f"attribute at least {shares}"
    return Finding(NUMBER, NAME, "fails", says, repair, margin, figures)
