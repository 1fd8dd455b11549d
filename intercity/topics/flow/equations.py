"""Check 15 in the model text: what a unit earns where, and how it moves."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.english import counted
from intercity.notation import check, number, signed
from intercity.region.context import Context
from intercity.topics.flow.builder import factor_flow, flow_policy

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Returns by city, the recurrence, the plan, and what residents have."""
    flow = context.once(factor_flow)
    if flow is None:
        return
    yield from check(15, "flow", "does free flow end where the plan would have it, and in time?")
    yield f"Of a mass of {number(flow.mass)} n_i is in city i. There each unit earns"
    yield ""
    for i, city in enumerate(flow.regions):
        rest = f" {signed(-flow.congestion[i])} n" if flow.congestion[i] else ""
        if flow.arriving[i]:
            rest += f" {signed(flow.arriving[i])} ({number(flow.mass)} - n)"
        power = number(flow.elasticity[i] - 1)
        yield f"    {city}: r(n) = {number(flow.productivity[i])} n^({power}){rest}"
    yield ""
    if flow.delay:
        before = counted(flow.delay, "year")
        yield f"where what is elsewhere, in brackets, is that of {before} before. "
    horizon = counted(flow.horizon, "year")
    yield (
        f"From one year to the next n_i grows in proportion to e^({number(flow.speed)} r_i). It "
        f"starts at {', '.join(map(number, flow.start))}; the horizon is {horizon}, and "
        f"returns count as level if they differ by less than {number(flow.tolerance)}."
    )
    total = "All together earn the sum of n_i r_i(n_i), of which the plan is the largest."
    if any(flow.stakes) or any(flow.nuisance):
        yield ""
        yield "Residents have"
        yield ""
        for i, city in enumerate(flow.regions):
            a, power = number(flow.productivity[i]), number(flow.elasticity[i])
            cost = f" {signed(-flow.nuisance[i])} n" if flow.nuisance[i] else ""
            yield f"    {city}: {number(flow.stakes[i])} * {a} n^({power}){cost}"
        total = (
            "All together earn the sum of n_i r_i(n_i) and of what residents have, of which the "
            "plan is the largest."
        )
    yield ""
    yield total
    policy = context.once(flow_policy)
    if policy is not None:
        yield ""
        yield (
            f"The policy adds {number(policy.subsidy)} to r in {policy.region} for the first "
            f"years, as few as leave n > {number(policy.target)} there at the horizon."
        )
