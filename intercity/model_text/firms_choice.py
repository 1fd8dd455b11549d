"""Check 4 in the model text: where firms produce, and the bonus that moves them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from intercity.checkup import firms_choice
from intercity.checkup.context import Context
from intercity.model_text.deal import alone
from intercity.model_text.notation import changes, check, number, signed
from mechanisms.enclave_compact import EnclaveCompact

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """The firm's comparison, the bonus, and the home's break-even."""
    firm, choice, compact = context.scenario.firm, context.region.firms, context.compact
    if firm is None or choice is None:
        return
    yield from check(firms_choice.NUMBER, firms_choice.NAME, "will firms do what the plan says?")
    yield "A mature project produces in the small city, not in the hub, iff"
    yield ""
    cost = Fraction(0) if firm.separation_cost is None else firm.separation_cost.value
    back = f"{number(firm.return_small_city.value)} - {number(cost)} [two teams]"
    yield f"    {back} + bonus >= {number(firm.stay_hub.value)} [hub] - clawback"
    yield ""
    yield (
        f"so the least bonus (or clawback) is max(0, {number(choice.profit_stay)} - "
        f"{number(choice.profit_return)}) = {number(choice.bonus)} a year for each that returns."
    )
    if compact is not None and compact.planned_returns:
        yield from _break_even(context, compact, choice.bonus)


def _break_even(context: Context, compact: EnclaveCompact, bonus: Fraction) -> Iterator[str]:
    home = compact.enclaves[0].home
    park = next(e for e in compact.enclaves if e.home == home)
    if not park.projects:
        return
    none, every = (compact.with_return_rate(Fraction(rate)) for rate in (0, 1))
    base, most = (sum(deal.incidence(home).values(), Fraction(0)) for deal in (none, every))
    each = (most - base) / park.projects
    one = park.incubation
    moved = [changes(none.endowment_changes(home))]
    if one.plant_quota:
        moved.append(f"-{number(one.plant_quota)} n quota")
    returns = sum((e.planned_returns for e in compact.enclaves if e.home == home), Fraction(0))
    yield ""
    paying = (
        f"If {home} pays it, its payoff is {number(bonus)} x {number(returns)} lower with the "
        f"{number(returns)} returns planned, and it"
    )
    yield f"{paying if bonus else home} gains from the fewest returns n on with"
    yield ""
    paid = f"({number(each)} {signed(-bonus)})" if bonus else number(each)
    yield (
        f"    w_{home}({', '.join(moved)}) {signed(base)} + {paid} n "
        f">= {number(alone(context, home))} = v({{{home}}})"
    )
    land = next((r for r in compact.region.resources if r.name == "factory_land"), None)
    room = f"    n <= {number(park.projects)}"
    if land is not None and one.plant_land:
        room += f",  {number(one.plant_land)} n <= {number(land.owned.get(home, Fraction(0)))}"
    yield f"{room} [factory_land]" if "," in room else room
    yield ""
    yield (
        f"where {number(base)} is what the deal brings {home} if none returns, {number(each)} "
        "what each return adds."
    )
