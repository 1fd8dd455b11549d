"""Check 21 in the model text: claims, awards, and what a group is sure of."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.claims.builder import awards, claims_problem

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Claims, awards, and when a group is left less than it is sure of."""
    problem = context.once(claims_problem)
    if problem is None:
        return
    yield from check(21, "claims", "does no group lose what nobody else claims?")
    yield f"Of E = {number(problem.estate)} each city claims c_i, and is awarded x_i:"
    yield ""
    for city, award in awards(context).items():
        yield f"    {city}: c = {number(problem.claims[city])}, x = {number(award)}"
    yield ""
    yield "    v(S) = max(0, E - sum of c_j over j not in S)"
    yield ""
    yield "It fails if sum of x_i over i in S < v(S) for some group S."
