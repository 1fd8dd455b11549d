"""Check 25 in the model text: deals, links, and what a broker gets and adds."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.broker.section import Broker, brokered_links

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """What links allow, and the two sides of the comparison."""
    links, given = context.once(brokered_links), context.scenario.section(Broker)
    if links is None or given is None:
        return
    yield from check(25, "broker", "does each broker add at least what it gets?")
    yield "Two that links join make v_ij together; each link costs c_ij:"
    yield ""
    for one, row in given.deals.items():
        for other, made in row.items():
            yield f"    {one} and {other}: v = {number(made.value)}"
    for (one, other), cost in links.costs.items():
        yield f"    {one} - {other}: c = {number(cost)}"
    yield ""
    yield (
        "w(S) is the most that S makes by links in S, less their costs. Broker b gets its Shapley "
        "value in w, and adds w(N) - w(N - b). It fails if some broker gets more than it adds."
    )
