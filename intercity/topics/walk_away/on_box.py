"""Whether no member ever does better by leaving, on a whole box of numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from intercity.topics.outcome import Verdict
from intercity.topics.walk_away.check import never_leaves
from mechanisms.compact.self_enforcement import present_value
from mechanisms.compact.walk_away import at_stake
from solvers.enclosure.box import any_negative, none_negative

if TYPE_CHECKING:
    from intercity.region.context import Context

__all__ = ["on_box"]


def on_box(context: Context) -> str:
    """The verdict: what staying is worth to each member in each year, enclosed."""
    compact, deal, factors = context.compact, context.deal, context.discounts
    if compact is None:
        return Verdict.NOT_ASKED.value
    if deal is None:
        return Verdict.UNDECIDED.value
    asked = [city for city in compact.members if city in factors]
    stakes = {}
    for city in asked:
        stakes[city] = at_stake(compact, deal, city, context.run_solver, context.continuation)
        if stakes[city] is None:
            return Verdict.UNDECIDED.value
    if not asked:
        return Verdict.NOT_ASKED.value
    forever = compact.annuity.forever
    values = list[Fraction]()
    for city, stake in stakes.items():
        values += [present_value(f, factors[city], forever=forever) for f in stake or ()]
        if any_negative(values):
            return Verdict.FAILS.value
    if not none_negative(values):
        return Verdict.FAILS.value
    others = (city for city in compact.members if city not in factors)
    everybody = all(never_leaves(context, city) for city in others)
    return (Verdict.STANDS if everybody else Verdict.UNDECIDED).value
