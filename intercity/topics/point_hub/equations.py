"""Check 23 in the model text: hubs, what they bring, and when they fail."""

from __future__ import annotations

from collections.abc import Iterator

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.point_hub.builder import hubs

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """Costs, worth, and the three conditions."""
    game = context.once(hubs)
    if game is None:
        return
    yield from check(23, "point hub", "does a hub pay, serve enough cities, and stay in budget?")
    yield "Hubs H bring each city i the most of w_ij that one in its reach does:"
    yield ""
    yield "    net(H) = sum over i of max over j in H of w_ij  -  sum over j in H of c_j"
    yield ""
    for hub, cost in zip(game.hubs, game.opening, strict=True):
        yield f"    {hub}: c = {number(cost)}"
    for city, row in zip(game.cities, game.worth, strict=True):
        for hub, worth in zip(game.hubs, row, strict=True):
            if worth is not None:
                yield f"    {hub} to {city}: w = {number(worth)}"
    yield ""
    yield (
        f"They fail if there are none, if net(H) < 0, if a share of less than "
        f"{number(game.coverage)} of the cities is in reach, or if they cost more than "
        f"{number(game.budget)}."
    )
