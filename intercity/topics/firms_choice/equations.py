"""Check 4 in the model text: where firms produce, and the bonus that moves them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.notation import changes, check, number, signed
from intercity.region.context import Context
from intercity.topics.deal.equations import alone
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.return_bonus import average_return

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The firm's comparison, the bonus, and the home's break-even."""
    firm, choice, compact = context.scenario.firm, context.region.firms, context.plan
    if firm is None or choice is None:
        return
    yield from check(4, "firms' choice", "will firms do what the plan says?")
    yield "A mature project that is suited to it produces in the small city, not in the hub, iff"
    yield ""
    cost = Fraction(0) if firm.separation_cost is None else firm.separation_cost.value
    back = f"{number(firm.return_small_city.value)} - {number(cost)} [two teams]"
    yield f"    {back} + bonus >= {number(firm.stay_hub.value)} [hub] - clawback"
    yield ""
    yield (
        f"so the least bonus (or clawback) is max(0, {number(choice.profit_stay)} - "
        f"{number(choice.profit_return)}) = {number(choice.bonus)} a year for each that returns."
    )
    if compact is not None and compact.returning:
        yield from _break_even(context, compact, choice.bonus)


def _break_even(context: Context, compact: EnclaveCompact, bonus: Fraction) -> Iterator[str]:
    home = compact.enclaves[0].home
    average = average_return(compact, home)
    if average is None:
        return
    base, each = average.without, average.brings
    none = compact.with_return_rate(Fraction(0), home)
    moved = [changes(none.endowment_changes(home))]
    moved += [f"-{number(used)} n {name}" for name, used in average.uses.items()]
    returns = sum((e.returning for e in compact.enclaves if e.home == home), Fraction(0))
    yield ""
    paying = (
        f"If {home} pays it, its payoff is {number(bonus)} x {number(returns)} lower with the "
        f"{number(returns)} return{'' if returns == 1 else 's'} planned, and it"
    )
    yield f"{paying if bonus else home} gains from the fewest returns n on with"
    yield ""
    paid = f"({number(each)} {signed(-bonus)})" if bonus else number(each)
    yield (
        f"    w_{home}({', '.join(moved)}) {signed(base)} + {paid} n "
        f">= {number(alone(context, home))} = v({{{home}}})"
    )
    yield f"    n <= {number(average.projects)}, and no more of anything used than {home} has"
    yield ""
    yield (
        f"where {number(base)} is what the deal brings {home} if none returns, {number(each)} "
        "what each return adds."
    )
