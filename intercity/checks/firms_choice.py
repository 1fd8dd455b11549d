"""Check 4: will firms do what the plan says? Firms decide where they produce, not mayors."""

from __future__ import annotations

import math

from games.approximately import approximately
from intercity.checks.context import Context
from intercity.checks.finding import Finding, amount, shown
from mechanisms.compact.return_bonus import break_even_returns

__all__ = ["check"]

NUMBER, NAME = 4, "firms' choice"


def check(context: Context) -> Finding:
    """A mature project's profit at its planned site against staying; the smallest bonus."""
    firms, compact = context.region.firms, context.compact
    if firms is None:
        return Finding(NUMBER, NAME, "not asked", "add [firm]")
    if compact is None or not compact.planned_returns:
        return Finding(NUMBER, NAME, "not asked", "add [compact] with a park whose projects return")
    home, host = compact.enclaves[0].home, compact.enclaves[0].host
    figures = {
        f"profit in {home}": firms.profit_return,
        f"profit in {host}": firms.profit_stay,
        "bonus": firms.bonus,
    }
    says = (
        f"a plant earns {approximately(firms.profit_return, '.2f')} in {home}, "
        f"{approximately(firms.profit_stay, '.2f')} in {host}"
    )
    fewest = break_even_returns(compact, home, context.status_quo, firms.bonus, context.ask)
    if fewest is not None:
        figures["break-even returns"] = fewest
    planned = compact.planned_returns
    if firms.returns:
        if fewest is not None:
            says += f"; {home} gains from {math.ceil(fewest)} returns on, "
            says += f"the plan has {amount(planned)}"
        return Finding(NUMBER, NAME, "stands", says, margin=firms.margin, figures=figures)
    cost = firms.bonus * planned
    figures["bonus, all returns"] = cost
    says += f": as signed none of the {amount(planned)} planned will return"
    repair = (
        f"a bonus of {shown(firms.bonus)} a year each, {shown(cost)} in all, or a clawback of as "
        "much from those who stay"
    )
    if fewest is None:
        repair += f"; if {home} pays the bonus it does not gain"
    else:
        repair += f"; if {home} pays the bonus it gains from {math.ceil(fewest)} returns on"
    return Finding(NUMBER, NAME, "fails", says, repair, firms.margin, figures)
