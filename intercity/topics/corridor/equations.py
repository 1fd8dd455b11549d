"""Check 26 in the model text: a corridor, what pairs gain, and when an end is a near-dummy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from intercity.notation import check, number
from intercity.region.context import Context
from intercity.topics.corridor.section import corridor_game

__all__ = ["state"]


def state(context: Context) -> Iterator[str]:
    """What cities give and take, links, and the two sides of the comparison."""
    game = context.once(corridor_game)
    if game is None:
        return
    yield from check(26, "corridor", "does a corridor reach its ends?")
    yield "Two cities i and j gain by what each gives and the other takes, less by each stretch:"
    yield ""
    yield "    d_ij = (g_i t_j + g_j t_i) times the product of k over all stretches between them"
    yield ""
    for city, gives, takes in zip(game.cities, game.gives, game.takes, strict=True):
        yield f"    {city}: g = {number(gives)}, t = {number(takes)}"
    stretches = zip(pairwise(game.cities), game.link_costs, game.kept, strict=True)
    for (one, other), cost, kept in stretches:
        yield f"    {one} - {other}: c = {number(cost)}, k = {number(kept)}"
    yield ""
    yield (
        "It fails if for an end e the sum of d_ej over all j is no more than its link costs, or if "
        "the sum of d_ij over all pairs is less than all links cost."
    )
