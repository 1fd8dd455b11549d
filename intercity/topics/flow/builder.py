"""From [flow] to the factor flow, and to the policy that is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intercity.scenario.quantity import amount_of
from intercity.topics.flow.section import Flow

if TYPE_CHECKING:
    from games.factor_flow import FactorFlow, FlowPolicy
    from intercity.region.context import Context

__all__ = ["factor_flow", "flow_policy"]


def factor_flow(context: Context) -> FactorFlow | None:
    """What moves between the cities of the flow; ``None`` without the section."""
    given = context.scenario.section(Flow)
    if given is None:
        return None
    from games.factor_flow import FactorFlow

    cities = tuple(given.productivity)
    start = {city: given.start[city].value for city in cities}
    return FactorFlow(
        cities,
        {city: given.productivity[city].value for city in cities},
        {city: given.elasticity[city].value for city in cities},
        sum(start.values()),
        congestion={city: amount_of(given.congestion.get(city)) for city in cities},
        spillovers={city: amount_of(given.spillover.get(city)) for city in cities},
        transport=1 if given.transport is None else given.transport.value,
        delay=int(amount_of(given.delay)),
        speed=given.speed.value,
        start=start,
        horizon=int(given.horizon.value),
        tolerance=given.tolerance.value,
        stakes={city: amount_of(given.stake.get(city)) for city in cities},
        nuisance={city: amount_of(given.nuisance.get(city)) for city in cities},
    )


def flow_policy(context: Context) -> FlowPolicy | None:
    """The temporary subsidy; ``None`` where none is asked about."""
    given, flow = context.scenario.section(Flow), context.once(factor_flow)
    if given is None or given.policy is None or flow is None:
        return None
    from games.factor_flow import FlowPolicy

    policy = given.policy
    target = None if policy.target is None else policy.target.value
    return FlowPolicy(flow, policy.city, policy.subsidy.value, target)
